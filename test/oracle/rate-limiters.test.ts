import { describe, expect, it } from 'vitest';
import { type Ask, REFUSED } from '../../src/sim/policy/rate-limiter/contract.ts';
import { chosen } from '../chosen.ts';
import oracle from './data/rate-limiters.json' with { type: 'json' };

const MS = 1_000;
const ask: Ask = { cost: 1, tenant: 0, priority: 0 };
const FIVE = { limit: 5, window: 1_000 };
const bucket = { kind: 'token-bucket', rate: 5, burst: 5 };

interface Document {
  kind: string;
  [param: string]: unknown;
}

interface Translation {
  document: Document;
  /** The library makes the key's state when it first hears of it, and not at 0. */
  lazily?: true;
  /** It adds up floating-point tokens, so at the very moment a call may pass chance decides: there its word counts. */
  rounds?: true;
  /** Arrivals [ms] at which it lets one more pass, as the clock of a full bucket stood still before the first call. */
  tooMany?: Readonly<Record<string, number>>;
}

const fixed = { kind: 'fixed-window', ...FIVE };

// Left out: bottleneck's maxConcurrent, a queue before a concurrency limit, which is a service here; its highWater without
// maxConcurrent, which has no effect (the same trace as minTime); and its OVERFLOW and LEAK, where whether a job still
// waits when the next arrives is settled by a timer that is 1 to 2 ms late.
const translations: Record<string, Translation> = {
  'rate-limiter-flexible RateLimiterMemory': { document: fixed },
  'rate-limiter-flexible RateLimiterMemory, blockDuration 2': { document: { ...fixed, ban: 2_000 } },
  'rate-limiter-flexible BurstyRateLimiter': {
    document: { kind: 'hierarchical', mode: 'any', first: fixed, second: { kind: 'fixed-window', limit: 3, window: 3_000 } },
  },
  'express-rate-limit MemoryStore': { document: { ...fixed, countRefused: true } },
  'limits FixedWindowRateLimiter': { document: fixed },
  // every call puts the window's end off, admitted ones, too; where none is refused in between that makes no difference
  'limits FixedWindowElasticExpiryRateLimiter': { document: { ...fixed, ban: 1_000, banFrom: 'latest' } },
  '@upstash/ratelimit fixedWindow': { document: { ...fixed, origin: 'clock' } },
  'resilience4j AtomicRateLimiter': { document: { ...fixed, origin: 'clock' } },
  '@upstash/ratelimit slidingWindow': { document: { kind: 'sliding-counter', ...FIVE, rounding: 'floor' } },
  'limits MovingWindowRateLimiter': { document: { kind: 'sliding-log', ...FIVE } },
  'rolling-rate-limiter InMemoryRateLimiter': { document: { kind: 'sliding-log', ...FIVE, countRefused: true } },
  'golang.org/x/time/rate AllowN': { document: bucket },
  'juju/ratelimit TakeAvailable': { document: { ...bucket, refill: 'steps', step: 200 }, tooMany: { A: 350, B: 744 } },
  '@upstash/ratelimit tokenBucket, 5 per 1 s': { document: { ...bucket, refill: 'steps', step: 1_000 }, lazily: true },
  '@upstash/ratelimit tokenBucket, 1 per 200 ms': { document: { ...bucket, refill: 'steps', step: 200 }, lazily: true },
  'limiter TokenBucket': { document: { ...bucket, starts: 'empty' }, rounds: true },
  'limiter TokenBucket, filled': { document: bucket, rounds: true },
  'limiter RateLimiter': {
    document: { kind: 'hierarchical', first: bucket, second: { ...fixed, origin: 'creation' } },
    rounds: true,
  },
};

/** A limiter as its host uses it, and how long a refused call is told to wait [ms]. */
function open(document: Document, created = 0) {
  const { policy, params } = chosen('rate-limiter', document);
  const cells = new Float64Array(policy.size(params));
  policy.start(params, cells, 0, created);
  return {
    /** @param atTie what to do if this is the very moment at which such a call may pass */
    decide(ms: number, atTie = true): { passed: boolean; retryMs: number } {
      const now = ms * MS;
      const isTie = policy.check(params, cells, 0, now - 1, ask) === REFUSED;
      const passed = policy.check(params, cells, 0, now, ask) !== REFUSED && (atTie || !isTie);
      if (passed) policy.take(params, cells, 0, now, ask);
      else policy.refuse?.(params, cells, 0, now, ask);
      return { passed, retryMs: passed ? 0 : policy.retryAfter(params, cells, 0, now, ask) / MS };
    },
    /** Lets it pass whatever it says, and answers how long it would have had to wait [ms]. */
    reserve(ms: number): number {
      const wait = policy.retryAfter(params, cells, 0, ms * MS, ask) / MS;
      policy.take(params, cells, 0, ms * MS, ask);
      return wait;
    },
    /** When a call that comes at this time leaves [ms]. */
    leaves(ms: number): number {
      const wait = policy.check(params, cells, 0, ms * MS, ask);
      policy.take(params, cells, 0, ms * MS, ask);
      return ms + wait / MS;
    },
  };
}

const arrivals: Record<string, number[]> = oracle.arrivals;
const bits = (decisions: readonly boolean[]) => decisions.map((passed) => (passed ? '1' : '0')).join('');

describe('real rate limiters decide alike, call by call', () => {
  const traces = oracle.decisions as { limiter: string; schedule: string; decisions: string; retryMs?: number[] }[];

  it('are translated for every library there is a trace of', () => {
    expect([...new Set(traces.map(({ limiter }) => limiter))].sort()).toEqual(Object.keys(translations).sort());
  });

  it.each(traces.map((trace) => [`${trace.limiter} on ${trace.schedule}`, trace] as const))('%s', (_name, trace) => {
    const { document, lazily, rounds, tooMany } = translations[trace.limiter];
    const times = arrivals[trace.schedule];
    const limiter = open(document, lazily ? times[0] * MS : 0);
    const found = times.map((ms, i) => limiter.decide(ms, !rounds || trace.decisions[i] === '1'));
    const expected = [...trace.decisions].map((bit, i) => bit === '1' && times[i] !== tooMany?.[trace.schedule]);
    expect(bits(found.map(({ passed }) => passed))).toBe(bits(expected));
    if (trace.retryMs) expect(found.map(({ retryMs }) => retryMs)).toEqual(trace.retryMs);
  });
});

describe('real limiters that make calls wait', () => {
  it.each(oracle.delays.map((trace) => [trace.schedule, trace] as const))(
    'ReserveN of x/time/rate on %s: an overdrawn bucket',
    (schedule, trace) => {
      const limiter = open(bucket);
      // theirs are rounded down to nanoseconds
      for (const [i, ms] of arrivals[schedule].entries()) expect(Math.abs(limiter.reserve(ms) - trace.delayMs[i])).toBeLessThan(0.001);
      // and the leaky queue with as much undelayed is the same
      const queue = open({ kind: 'leaky-queue', rate: 5, capacity: 1_000, undelayed: 4 });
      for (const [i, ms] of arrivals[schedule].entries()) expect(Math.abs(queue.leaves(ms) - ms - trace.delayMs[i])).toBeLessThan(0.001);
    },
  );

  const starting = (limiter: string) =>
    oracle.starts.filter((trace) => trace.limiter === limiter).map((trace) => [trace.schedule, trace] as const);

  it.each(starting('bottleneck minTime'))('minTime of bottleneck on %s: the leaky queue', (schedule, { startMs }) => {
    const queue = open({ kind: 'leaky-queue', rate: 5, capacity: 1_000 });
    for (const [i, ms] of arrivals[schedule].entries()) {
      const late = startMs[i] - queue.leaves(ms);
      // its timers
      expect(late).toBeGreaterThanOrEqual(1);
      expect(late).toBeLessThanOrEqual(2);
    }
  });

  it.each(starting('bottleneck reservoir'))(
    'the reservoir of bottleneck on %s: a fixed window before which calls queue',
    (schedule, { startMs }) => {
      const limiter = open({ ...fixed, origin: 'clock' });
      let last = 0;
      for (const [i, ms] of arrivals[schedule].entries()) {
        last = Math.max(last, ms);
        const { passed, retryMs } = limiter.decide(last);
        if (!passed) {
          last += retryMs;
          expect(limiter.decide(last).passed).toBe(true);
        }
        // its timers are a millisecond late for each call that they let go
        expect(Math.floor(startMs[i] / 1_000)).toBe(Math.floor(last / 1_000));
      }
    },
  );
});

describe('AIMDLimit of Netflix concurrency-limits', () => {
  it(oracle.aimd.limit, () => {
    const { policy, params } = chosen('rate-limiter', { kind: 'adaptive-concurrency', initial: 20, min: 1, max: 200, slow: 5_000 });
    const cells = new Float64Array(policy.size(params));
    policy.start(params, cells, 0, 0);
    const limit = () => policy.gauges!.limit.read({ cells, at: 0 }, params, 0);
    let seed = 42;
    const unit = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
      return seed / 2 ** 31;
    };
    const rows = new Map(oracle.aimd.rows.map((row) => [row[0], row.slice(1)]));
    for (let i = 0; i < 900; i++) {
      const base = 10e6 * (i >= 300 && i < 600 ? 1 + (3 * (i - 300)) / 300 : 1);
      const nanos = Math.trunc(base * (0.9 + 0.2 * unit()));
      const inFlight = i % 10 === 9 ? Math.floor(limit() / 4) : limit();
      const dropped = i % 97 === 96;
      // as many others as there were
      const others = { ...ask, cost: inFlight };
      policy.take(params, cells, 0, 0, others);
      policy.release!(params, cells, 0, 0, others, nanos / 1_000, dropped);
      if (rows.has(i)) expect([i, nanos, inFlight, dropped ? 1 : 0, limit()]).toEqual([i, ...rows.get(i)!]);
    }
  });
});
