import { callerParams, OF_EACH_INSTANCE } from '../../flow/caller-params.ts';
import { choice, duration, flag, integer, number, type Params, policy } from '../../param/param.ts';

/** So many replicas there can be at most. */
export const MOST_REPLICAS = 16;

export const schedulerParams = {
  interval: duration({
    label: 'Every',
    help: 'How far apart the runs of an entry are.',
    group: 'Schedule',
    default: 60_000,
    min: 10,
    max: 604_800_000,
    scale: 'log',
  }),
  entries: integer({
    label: 'Entries',
    help: 'How many entries have this schedule: fifty services, each with a job at the top of the hour, are fifty.',
    group: 'Schedule',
    default: 1,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  offset: duration({
    label: 'First run at',
    help: 'When entries run for the first time, before they are spread; a change of the interval counts from here too.',
    group: 'Schedule',
    advanced: true,
    default: 0,
    min: 0,
    max: 604_800_000,
  }),
  splay: duration({
    label: 'Splay',
    help: 'Each entry is moved by a span of its own, drawn once, anything up to this; it spreads entries that would all run at the top of the hour.',
    group: 'Schedule',
    default: 0,
    min: 0,
    max: 604_800_000,
  }),
  jitter: duration({
    label: 'Jitter',
    help: 'Each run falls due later by anything up to this, drawn anew every time.',
    group: 'Schedule',
    advanced: true,
    default: 0,
    min: 0,
    max: 604_800_000,
  }),
  overlap: policy({
    label: 'Overlap',
    help: 'What happens when a run falls due while one of the same entry is under way, or waits.',
    group: 'Overlap',
    seam: 'cron-overlap',
    default: { kind: 'allow' },
  }),
  enabled: flag({
    label: 'Works',
    breaks: { to: false, label: 'Switch it off' },
    help: 'Off: what falls due is missed, and what waits goes on waiting; runs under way go on.',
    group: 'Missed runs',
    default: true,
  }),
  missedRuns: choice({
    label: 'Missed runs',
    help: 'What becomes of runs that fell due while it was off, once it is on again.',
    group: 'Missed runs',
    default: 'skipped',
    options: {
      skipped: 'They do not take place',
      'one-made-up': 'One run of each entry makes up for all',
      'all-made-up': 'All of them take place, at once',
    },
  }),
  replicas: integer({
    label: 'Replicas',
    help: 'Schedulers side by side.',
    group: 'Replicas',
    idle: {
      where: { leader: true },
      policies: OF_EACH_INSTANCE,
      why: 'only the one that leads starts runs',
    },
    default: 1,
    min: 1,
    max: MOST_REPLICAS,
  }),
  leader: flag({
    label: 'One of them leads',
    help: 'On: only the leader starts runs. Off: every replica starts every run and knows of its own alone; a queue that takes one job a key still makes one of them.',
    group: 'Replicas',
    default: true,
  }),
  firstTenant: integer({
    label: 'First tenant',
    help: 'The number of its first entry, which is key and tenant of what it asks for: so that two schedulers can be different customers.',
    group: 'Who asks',
    advanced: true,
    default: 0,
    min: 0,
    max: 1_000_000,
  }),
  priority: integer({
    label: 'Priority',
    help: 'Class of importance of its requests: 0 is the most important.',
    idle: { unread: ['priority'], why: 'nobody looks at priorities' },
    group: 'Who asks',
    advanced: true,
    default: 0,
    min: 0,
    max: 3,
  }),
  cost: number({
    label: 'Cost',
    help: 'How many ordinary requests, or how much ordinary work, one of its runs is worth.',
    group: 'Who asks',
    advanced: true,
    unit: 'req',
    default: 1,
    min: 0,
    max: 10_000,
    scale: 'log',
  }),
  ...callerParams({ maxAttempts: 3, attemptTimeout: 10_000 }),
} as const;

export type SchedulerParams = Params<typeof schedulerParams>;
