import { lendingBalances, lendingFacts, lendingGauges, lendingHistograms, lendingMeters } from '../../flow/lending-meters.ts';
import { type Meter, metersWhen, timeMeters } from '../../meter/meter.ts';
import { vocabulary } from '../../meter/vocabulary.ts';
import type { Balance } from '../component.ts';
import {
  servingBalances,
  facts as servingFacts,
  gauges as servingGauges,
  histograms as servingHistograms,
  servingMeters,
} from '../serving/serving-meters.ts';
import { doorBalances, doorFacts, doorGauges, doorMeters } from './door-meters.ts';

export const { facts, gauges, histograms, fact, gauge, histogram } = vocabulary(
  [...servingFacts, 'read', 'written', 'absent', ...lendingFacts, 'committed', 'rolledBack', 'deadlocked', 'lockTimedOut', ...doorFacts],
  [...servingGauges, ...lendingGauges, 'waitingForRow', ...doorGauges],
  [...servingHistograms, ...lendingHistograms, 'rowLockTime'],
);

export const databaseMeters: readonly Meter[] = [
  ...servingMeters,
  { kind: 'rate', name: 'reads', label: 'Reads', unit: 'req/s', help: 'Queries that have read a value.', facts: ['read'] },
  { kind: 'rate', name: 'writes', label: 'Writes', unit: 'req/s', help: 'Queries that have changed a value.', facts: ['written'] },
  { kind: 'rate', name: 'absent', label: 'No such row', unit: 'req/s', help: 'Reads of keys that do not exist.', facts: ['absent'] },
  ...lendingMeters,
  ...metersWhen('lending', [
    { kind: 'rate', name: 'commits', label: 'Commits', unit: '1/s', help: 'Transactions that were committed.', facts: ['committed'] },
    {
      kind: 'rate',
      name: 'rollbacks',
      label: 'Rollbacks',
      unit: '1/s',
      help: 'Transactions that ended without being committed.',
      facts: ['rolledBack'],
    },
    {
      kind: 'rate',
      name: 'deadlocks',
      label: 'Deadlocks',
      unit: '1/s',
      help: 'Transactions rolled back because they would have waited for each other.',
      facts: ['deadlocked'],
    },
    {
      kind: 'level',
      name: 'waitingForRow',
      label: 'Waiting for a row',
      unit: 'req',
      help: 'Queries that wait for a transaction to let go of a row.',
      gauges: ['waitingForRow'],
    },
    ...timeMeters('rowLockTime', 'Time waited for a row', 'Of those that had to wait for one'),
  ]),
  ...doorMeters,
];

export const databaseBalances: readonly Balance[] = [...servingBalances, ...lendingBalances, ...doorBalances];
