import { callerParams, OF_EACH_INSTANCE } from '../../flow/caller-params.ts';
import { flag, integer, number, type Params, policy, ratio } from '../../param/param.ts';

const calling = callerParams({ maxAttempts: 3, attemptTimeout: 1_000 });

/** The number of a user, and so a key, follows from the tenant. */
const NO_TENANTS = { unread: ['tenant', 'first-tenant', 'key'], why: 'nobody tells tenants apart' } as const;
/** Nor those that are all others than tenant 0. */
const NO_OTHER_TENANTS = {
  unread: ['tenant', 'key'],
  from: { firstTenant: 1 },
  why: 'nobody tells its tenants from each other',
} as const;

export const clientParams = {
  arrival: policy({ label: 'Arrivals', help: 'When requests are born.', group: 'Arrivals', seam: 'arrival', default: { kind: 'poisson' } }),
  enabled: flag({
    label: 'Sends requests',
    help: 'Off: requests that fall due are not sent; those under way go on.',
    group: 'Arrivals',
    advanced: true,
    default: true,
  }),
  replicas: integer({
    label: 'Replicas',
    help: 'Independent client processes that share the traffic at random; each has its own breaker and retry budget.',
    idle: { policies: OF_EACH_INSTANCE, unread: ['process'], why: 'there is nothing that each replica keeps for itself' },
    group: 'Arrivals',
    default: 1,
    min: 1,
    max: 10_000,
    scale: 'log',
  }),
  workload: policy({
    label: 'Workload',
    help: 'Which keys its requests ask for, and in which order.',
    idle: { unread: ['key'], why: 'nobody looks at keys' },
    group: 'What is asked for',
    seam: 'workload',
    default: { kind: 'none' },
  }),
  writeRatio: ratio({
    label: 'Writes',
    help: 'Share of the requests that change the value of their key; the others read it.',
    group: 'What is asked for',
    advanced: true,
    default: 0,
  }),
  valueSize: number({
    label: 'Value size',
    help: 'Median size of a value; every key has a size of its own.',
    group: 'What is asked for',
    advanced: true,
    unit: 'B',
    default: 1_000,
    min: 1,
    max: 100_000_000,
    scale: 'log',
  }),
  sizeSpread: number({
    label: 'Spread of sizes',
    help: 'How unequal sizes are: the standard deviation of their logarithm (lognormal); 0 is all alike.',
    group: 'What is asked for',
    advanced: true,
    default: 0,
    min: 0,
    max: 3,
    step: 0.1,
  }),
  tenants: integer({
    label: 'Tenants',
    help: 'How many customers the requests come from.',
    idle: [NO_TENANTS, NO_OTHER_TENANTS],
    group: 'Who asks',
    advanced: true,
    default: 1,
    min: 1,
    max: 1_000_000,
    scale: 'log',
  }),
  tenantSkew: number({
    label: 'Skew of tenants',
    help: 'How unequal tenants are: the k-th largest asks in proportion to k to the power of minus this (Zipf); 0 is equal.',
    idle: [NO_TENANTS, NO_OTHER_TENANTS, { where: { tenants: 1 }, why: 'there is one tenant only' }],
    group: 'Who asks',
    advanced: true,
    default: 0,
    min: 0,
    max: 3,
    step: 0.05,
  }),
  users: integer({
    label: 'Users of a tenant',
    help: 'How many users or API keys each tenant has; they ask equally often.',
    group: 'Who asks',
    advanced: true,
    default: 1,
    min: 1,
    max: 1_000,
    scale: 'log',
  }),
  firstTenant: integer({
    label: 'First tenant',
    help: 'The number of its first tenant, so that two clients can be different customers.',
    idle: NO_TENANTS,
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
    help: 'How many ordinary requests one of its requests is worth, to a limiter that weighs them.',
    group: 'Who asks',
    advanced: true,
    unit: 'req',
    default: 1,
    min: 0,
    max: 10_000,
    scale: 'log',
  }),
  ...calling,
};

export type ClientParams = Params<typeof clientParams>;
