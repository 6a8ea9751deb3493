import type { ArmPlan } from '../src/scenario/arm.ts';

const planOf = (duration: number, components: ArmPlan['components'], bins = 600): ArmPlan => ({
  seed: 1,
  duration,
  bins,
  components,
  changes: [],
});

/** [req/s] */
export const RATE = 500;
/** Servers of a service that is calm, and of one that collapses. */
export const CALM = 70;
export const COLLAPSE = 40;

/** A client with retries before a service; its servers decide whether it is calm or collapses. */
export function retrying(requests: number, servers: number): ArmPlan {
  return planOf((requests / RATE) * 1_000, {
    users: { kind: 'client', arrival: { kind: 'poisson', rate: RATE }, maxAttempts: 4, calls: ['shop'] },
    shop: { kind: 'service', servers, serviceTime: { kind: 'exponential', mean: 100 } },
  });
}

/** M/M/16 at a load of 0.8; no timeout, no retry. */
export function mmc(customers: number): ArmPlan {
  return planOf(customers / 8, {
    users: { kind: 'client', arrival: { kind: 'poisson', rate: 8_000 }, attemptTimeout: null, maxAttempts: 1, calls: ['shop'] },
    shop: { kind: 'service', servers: 16, serviceTime: { kind: 'exponential', mean: 1.6 } },
  });
}

/** A whole chain: a limit on the way, a cache, a database with few connections; 1 in 20 writes. 100,000 requests. */
export const CHAIN = planOf(100_000, {
  users: {
    kind: 'client',
    arrival: { kind: 'poisson', rate: 1_000 },
    workload: { kind: 'zipf', keys: 10_000, skew: 0.9 },
    writeRatio: 0.05,
    maxAttempts: 3,
    calls: ['gate'],
  },
  gate: { kind: 'gateway', limiter: { kind: 'token-bucket', rate: 2_000, burst: 100 }, calls: ['cache'] },
  cache: { kind: 'cache', capacity: 2_000, ttl: 60_000, stampedeGuard: { kind: 'coalesce' }, calls: ['base'] },
  base: { kind: 'database', servers: 20, serviceTime: { kind: 'exponential', mean: 10 } },
});

/** The same with a pool before the database, as many connections as it works on queries. */
export const POOLED_CHAIN: typeof CHAIN = {
  ...CHAIN,
  components: {
    ...CHAIN.components,
    cache: { ...CHAIN.components.cache, calls: ['pool'] },
    pool: { kind: 'connection-pool', max: 20, calls: ['base'] },
  },
};

/** 100 replicas that keep so many connections each, and use few of them; 100,000 requests. */
export const pooledReplicas = (kept: number): ArmPlan =>
  planOf(100_000, {
    users: { kind: 'client', arrival: { kind: 'poisson', rate: 1_000 }, calls: ['app'] },
    app: { kind: 'service', replicas: 100, servers: 10, serviceTime: { kind: 'exponential', mean: 10 }, calls: ['pool'] },
    pool: { kind: 'connection-pool', max: 20, min: kept, minMeans: 'kept', calls: ['base'] },
    base: { kind: 'database', servers: 1_000, mostConnections: 10_000, serviceTime: { kind: 'exponential', mean: 10 } },
  });

const shop = (calls: string[]) => ({ kind: 'client', arrival: { kind: 'poisson', rate: 1_000 }, calls });

/** A million jobs at 90 % of what workers can do, all deliveries by the book: leases, accounts, acknowledgements when done. */
export const JOBS = planOf(1_000_000, {
  shop: shop(['queue']),
  queue: { kind: 'job-queue', calls: ['workers'] },
  workers: { kind: 'workers', replicas: 10, concurrency: 10, processingTime: { kind: 'exponential', mean: 90 } },
});

/** The same work asked for by calls. */
export const REQUESTS = planOf(1_000_000, {
  shop: shop(['service']),
  service: { kind: 'service', servers: 100, serviceTime: { kind: 'exponential', mean: 90 } },
});

/** One run of a sweep: its figures are wanted, not its curves. */
export const ofSweep = (seed: number): ArmPlan => ({ ...retrying(10_000, CALM), seed, bins: 10 });
