import { describe, expect, test } from 'vitest';
import type { StampedeGuardPromise } from '../../src/sim/policy/stampede-guard/contract.ts';
import { told } from '../cache-story.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import { total } from '../worlds.ts';
import { type Document, holdToPromises, namedIn, promisesIn } from './promises.ts';

/** 120 reads of three keys that expire again and again. */
function crowded(stampedeGuard: Document) {
  const random = mulberry(11);
  const asks = Array.from({ length: 120 }, () => `${Math.floor(random() * 400_000) / 1_000} r${Math.floor(random() * 3)}`);
  return told({ ttl: 40, stampedeGuard }, asks, { duration: 30_000 });
}

describe.each(namedIn('stampede-guard'))('%s', (_name, document) => {
  const { policy, params } = chosen('stampede-guard', document);
  test('in a cache: whoever asks is answered in the end, and at most as many are asked for as ask', () => {
    const { world, answers } = crowded(document);
    for (const line of answers) expect(line).toMatch(/ v\d$/);
    expect(total(world, 'cache.rebuildBegun')).toBeLessThanOrEqual(total(world, 'cache.miss'));
    for (const gauge of ['waiting', 'rebuilding']) expect(world.recorders[1].standing(gauge)).toBe(0);
  });

  test('in a cache whose rebuilders die: nobody waits longer than a right is held for each that died before', () => {
    const asks = Array.from({ length: 12 }, (_, i) => `${i} r0`);
    const { world, answers } = told({ stampedeGuard: document, holderDies: 1 }, asks, { duration: 200_000 });
    for (const line of answers) expect(line).toMatch(/error$/);
    expect(total(world, 'cache.holderDied')).toBe(12);
    const latest = Math.max(...answers.map((line) => Number(line.match(/→([\d.]+)/)![1])));
    // each waits for its turn and looks again a little late
    expect(latest).toBeLessThanOrEqual(12 * (policy.holds(params) / 1_000 + 60));
  });
});

holdToPromises<'stampede-guard', StampedeGuardPromise>('stampede-guard', {
  'everybody-fetches': ({ document }) => {
    const { world } = crowded(document);
    expect(total(world, 'cache.rebuildBegun')).toBe(total(world, 'cache.miss'));
    expect(total(world, 'cache.rebuildBegun')).toBeGreaterThan(total(world, 'cache.cycleBegun'));
  },

  'one-at-a-time': ({ document }) => {
    const { world } = crowded(document);
    expect(total(world, 'cache.rebuildBegun')).toBe(total(world, 'cache.cycleBegun'));
  },
});

test.each(namedIn('stampede-guard'))('%s refuses what is outdated only if it promises to', (_name, document) => {
  const { policy } = chosen('stampede-guard', document);
  expect(policy.refusesOutdated).toBe(promisesIn('stampede-guard', document).includes('refuses-outdated'));
});
