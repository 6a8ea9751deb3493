import { describe, expect, test } from 'vitest';
import { database } from '../../src/sim/component/database/database.ts';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { type Told, told } from '../cache-story.ts';
import { mulberry } from '../mulberry.ts';
import { figure } from '../worlds.ts';

/** The longest that the origin reads, and writes, and an operation of the cache takes [ms]. */
const READ_TIME = 30;
const WRITE_TIME = 20;
const OPERATION = 2;
const TTL = 150;
const SEEDS = 16;

const origin: ComponentPlan = {
  kind: 'database',
  servers: 1_000,
  serviceTime: { kind: 'uniform', min: 1, max: READ_TIME },
  writeTime: { kind: 'uniform', min: 1, max: WRITE_TIME },
};

/** Reads and writes of few keys at any time within 3 s, from two processes. */
function played(cache: Partial<ComponentPlan>, seed: number): Told {
  const random = mulberry(seed);
  const asks = Array.from({ length: 400 }, () => {
    const at = Math.floor(random() * 3_000_000) / 1_000;
    return { at, text: `${at} ${random() < 0.15 ? 'w' : 'r'}${Math.floor(random() * 4)}@${random() < 0.5 ? 0 : 1}` };
  });
  asks.sort((a, b) => a.at - b.at);
  return told(
    cache,
    asks.map(({ text }) => text),
    { seed, duration: 10_000, others: { origin } },
  );
}

interface Served {
  hit: boolean;
  wrong: boolean;
  /** For how long what was answered had been out of date by then, worked out from when the writes were acknowledged [ms]. */
  staleness: number;
}

const WRITTEN = database.facts.indexOf('written');

/** Every read that was answered, as an outsider sees it. */
function readsOf({ world, figures }: Told, behind: boolean): Served[] {
  const trace = world.trace!;
  const component = world.ids.indexOf('origin');
  const committed = new Map<number, number>();
  trace.times.forEach((time, i) => {
    if (trace.components[i] === component && trace.facts[i] === WRITTEN) committed.set(trace.requests[i], time / 1_000);
  });
  const writes = figures
    .filter(({ write }) => write)
    .map(({ key, answer }) => ({ key, value: answer.value, at: behind ? answer.at : (committed.get(answer.request) as number) }));
  return figures
    .filter(({ write }) => !write)
    .map(({ key, answer, said }) => {
      expect(answer.outcome).toBe('ok');
      const next = Math.min(...writes.filter((each) => each.key === key && each.value > answer.value).map(({ at }) => at));
      return { hit: !said.includes('miss'), wrong: said.includes('wrong'), staleness: Math.max(0, answer.at - next) };
    });
}

/** All reads of many runs with a cache. */
function reads(cache: Partial<ComponentPlan>): Served[] {
  return Array.from({ length: SEEDS }, (_, i) => readsOf(played(cache, i + 1), cache.writes === 'write-behind')).flat();
}

const worst = (served: readonly Served[], hit?: boolean) =>
  Math.max(0, ...served.filter((each) => hit === undefined || each.hit === hit).map(({ staleness }) => staleness));

const slow = { operationTime: { kind: 'uniform', min: 0, max: OPERATION } };
const refusals = [{ refuses: 'invalidated' }, { refuses: 'older' }];
const small = { capacity: 3 };

const strategies = ['invalidate', 'invalidate-first', 'set', 'write-through', 'write-behind', 'write-around', 'versioned-keys'];

describe('the meters of truth', () => {
  test.each(strategies)('%s: an answer is wrong exactly when a newer value had been acknowledged', (writes) => {
    for (const cache of [{}, { stampedeGuard: { kind: 'coalesce' }, staleWhileRevalidate: 50 }, slow]) {
      const story = played({ writes, ttl: TTL, ...cache }, 7);
      const served = readsOf(story, writes === 'write-behind');
      for (const { wrong, staleness } of served) expect(wrong).toBe(staleness > 0);
      const mean = served.reduce((sum, { staleness }) => sum + staleness, 0) / served.length;
      expect(figure(story.world, 'cache.staleness.mean')).toBeCloseTo(mean, 6);
    }
  });
});

describe('what every strategy promises', () => {
  test.each(strategies)('%s: with a time to live no answer is out of date for longer than that and the way it came', (writes) => {
    for (const cache of [{}, slow, small, { ttlJitter: 0, reads: 'cache-aside', ...slow }]) {
      const served = reads({ writes, ttl: TTL, ...cache });
      expect(worst(served)).toBeLessThan(TTL + READ_TIME + 2 * OPERATION);
    }
    // stale ones for as much longer as that is allowed
    const stale = reads({ writes, ttl: TTL, staleWhileRevalidate: 60 });
    expect(worst(stale)).toBeLessThan(TTL + 60 + READ_TIME);
  });

  test('write-around: nearly as long as that, and with a life that counts from the asking never longer', () => {
    const served = reads({ writes: 'write-around', ttl: TTL, ttlCounts: 'start' });
    expect(worst(served, true)).toBeLessThan(TTL);
    expect(worst(served, true)).toBeGreaterThan(TTL / 2);
    // whoever waits for the origin is told what it was when it looked
    expect(worst(served, false)).toBeLessThan(READ_TIME);
  });

  test.each(refusals)('write-through, one node, $refuses values refused: no hit is ever wrong', (refusal) => {
    for (const cache of [{}, slow, small, { ttl: TTL, earlyRefresh: { kind: 'refresh-ahead', after: 0.5 } }]) {
      const served = reads({ writes: 'write-through', ...refusal, ...cache });
      expect(worst(served, true)).toBe(0);
      expect(worst(served, false)).toBeLessThan(READ_TIME);
      expect(served.filter(({ hit }) => hit).length).toBeGreaterThan(100);
    }
  });

  test.each(refusals)('write-behind, one node, $refuses values refused: no hit is ever wrong', (refusal) => {
    for (const cache of [{}, slow, small, { flushDelay: 30 }])
      expect(worst(reads({ writes: 'write-behind', ...refusal, ...cache }), true)).toBe(0);
  });

  test.each([
    { writes: 'invalidate', refuses: 'invalidated' },
    { writes: 'invalidate', refuses: 'older' },
    { writes: 'invalidate', stampedeGuard: { kind: 'lease' } },
    { writes: 'versioned-keys' },
    { writes: 'set', refuses: 'older' },
  ])('%o: a hit is wrong only while the news of the write are on their way', (cache) => {
    expect(worst(reads(cache), true)).toBe(0);
    for (const more of [slow, { ...slow, ...small }, { ...slow, reads: 'cache-aside' }]) {
      const served = reads({ ...cache, ...more });
      expect(worst(served, true)).toBeGreaterThan(0);
      expect(worst(served, true)).toBeLessThan(OPERATION + 0.001);
      expect(worst(served, false)).toBeLessThan(READ_TIME + 2 * OPERATION);
    }
  });

  test.each(refusals)('a cache in every process, $refuses values refused: wrong only while the news are on their way', (refusal) => {
    const lag = 25;
    for (const writes of ['invalidate', 'write-through', 'set', 'versioned-keys']) {
      const cache = { writes, locality: 'process', invalidationReaches: 'all', invalidationLag: lag, ...refusal };
      const served = reads(cache);
      expect(worst(served, true), writes).toBeLessThan(lag + 0.001);
      expect(worst(served, true), writes).toBeGreaterThan(lag / 4);
    }
  });
});

describe('and what they do not promise', () => {
  test.each([
    ['invalidate, whatever comes is stored', { writes: 'invalidate' }],
    ['invalidate first, though what is outdated is refused', { writes: 'invalidate-first', refuses: 'invalidated' }],
    ['write-through, whatever comes is stored', { writes: 'write-through' }],
    ['set, whatever comes is stored', { writes: 'set' }],
    ['write-behind, whatever comes is stored', { writes: 'write-behind', flushDelay: 20, ttl: TTL }],
    ['locks', { writes: 'invalidate', stampedeGuard: { kind: 'lock', poll: 5 } }],
    ['coalescing', { writes: 'invalidate', stampedeGuard: { kind: 'coalesce' } }],
    ['a cache in every process that hears nothing', { writes: 'write-through', locality: 'process', refuses: 'older' }],
  ])('%s: hits stay wrong for long', (_name, cache) => {
    // every now and then an entry is deleted by a later write: without one it would be for ever
    expect(worst(reads(cache), true)).toBeGreaterThan(100);
  });
});
