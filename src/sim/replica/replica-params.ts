import { duration, LONGEST, number, policy } from '../param/param.ts';

/**
 * How replicas come, go and die, for every kind that has some. Who calls them something else, or does not let them warm
 * up, takes what it needs and says it in its own words.
 */
export const replicaParams = {
  replicaFault: policy({
    label: 'Replica fault',
    help: 'What makes single replicas die or stand still.',
    group: 'Fault',
    seam: 'worker-fault',
    default: { kind: 'none' },
  }),
  restartTime: duration({
    label: 'Restart takes',
    help: 'How long a replica that died is away.',
    idle: { peaks: ['restarts'], why: 'no replica dies that is started again' },
    advanced: true,
    group: 'Fault',
    default: 5_000,
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  autoscaling: policy({
    label: 'Autoscaling',
    help: 'How many replicas there should be.',
    group: 'Scaling',
    seam: 'autoscaling',
    default: { kind: 'none' },
  }),
  startUpTime: duration({
    label: 'Start-up takes',
    help: 'How long a new replica needs before it takes any work.',
    advanced: true,
    group: 'Scaling',
    default: 0,
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  warmUpTime: duration({
    label: 'Warm-up takes',
    help: 'How long a replica that has come up is slower than the others: cold caches, code that is not compiled yet.',
    advanced: true,
    group: 'Scaling',
    default: 0,
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
  warmUpSlowdown: number({
    label: 'Slower when cold',
    help: 'How many times as long work takes on a replica that has just come up; this goes down evenly to 1 while it warms up.',
    advanced: true,
    group: 'Scaling',
    default: 1,
    min: 1,
    max: 100,
    scale: 'log',
  }),
} as const;

/** What each of these policies has one state for. */
export const replicaScopes = { replicaFault: 'nothing', autoscaling: 'component' } as const;
