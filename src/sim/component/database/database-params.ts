import type { CallerParams } from '../../flow/caller-params.ts';
import { lendingParams } from '../../flow/lending-params.ts';
import { duration, integer, LONGEST, number, type Params, policy } from '../../param/param.ts';
import { servingParams } from '../serving/serving-params.ts';

const { servers, serviceTime, serviceTimeDrawn, whileCalling: _, ...queueing } = servingParams;
const { acquireTimeout, leaseTime, deadHolderNoticed, holderLearns } = lendingParams;

export const databaseParams = {
  servers: { ...servers, label: 'Connections', help: 'How many queries it works on at once; the others wait.', default: 20 },
  serviceTime: { ...serviceTime, label: 'Time to read', help: 'How long a query that reads takes when it is alone.' },
  writeTime: policy({
    label: 'Time to write',
    help: 'How long a query that writes takes when it is alone; the value is changed at its end.',
    group: 'Capacity',
    seam: 'distribution',
    idle: { meters: ['writes'], why: 'nothing is written' },
    default: { kind: 'exponential' },
  }),
  serviceTimeDrawn: { ...serviceTimeDrawn, label: 'Times are drawn' },
  contention: number({
    label: 'Contention',
    help: 'By what part of its time each other query at work makes a query slower: they share disks and locks.',
    group: 'Capacity',
    advanced: true,
    default: 0,
    min: 0,
    max: 1,
    step: 0.005,
  }),
  coherency: number({
    label: 'Cross-talk',
    help: 'The same for every pair of others: what makes more queries at once do less work in all.',
    group: 'Capacity',
    advanced: true,
    default: 0,
    min: 0,
    max: 0.1,
    step: 0.0005,
  }),
  timePerKilobyte: duration({
    label: 'Time per kB',
    help: 'What every 1,000 bytes of the value add to a query.',
    group: 'Capacity',
    advanced: true,
    default: 0,
    min: 0,
    max: 1_000,
    scale: 'log',
  }),
  rows: integer({
    label: 'Rows',
    help: 'Keys below this exist, and those that were written; a read of any other is told that there is no such row. A change makes rows appear or disappear at that moment.',
    group: 'Contents',
    advanced: true,
    default: 100_000_000,
    min: 0,
    max: 100_000_000,
    scale: 'log',
  }),
  commitTime: policy({
    label: 'Time to commit',
    help: 'How long it takes to commit a transaction when nothing else is at work.',
    group: 'Transactions',
    advanced: true,
    seam: 'distribution',
    default: { kind: 'constant', value: 1 },
  }),
  lockTimeout: duration({
    label: 'Lock timeout',
    help: 'How long a query waits at most for a row that another transaction has written; then it fails.',
    group: 'Transactions',
    advanced: true,
    default: null,
    never: 'No limit',
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  acquireTimeout: { ...acquireTimeout, label: 'Timeout of locks', group: 'Transactions', advanced: true },
  leaseTime: {
    ...leaseTime,
    label: 'Longest transaction',
    help: 'After so long a transaction is rolled back, and a lock is taken away.',
    group: 'Transactions',
  },
  deadHolderNoticed: { ...deadHolderNoticed, group: 'Transactions' },
  holderLearns: { ...holderLearns, group: 'Transactions' },
  ...queueing,
} as const;

export type DatabaseParams = Params<typeof databaseParams> & CallerParams;
