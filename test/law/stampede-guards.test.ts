import { describe, expect, test } from 'vitest';
import { FETCHES, JOINS } from '../../src/sim/policy/stampede-guard/contract.ts';
import { catalogue } from '../../src/sim/policy/stampede-guard/index.ts';
import { told } from '../cache-story.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import { total } from '../worlds.ts';

const SECOND = 1_000_000;

describe.each(catalogue.map(({ id }) => ({ kind: id })))('$kind', ({ kind }) => {
  const { policy, params } = chosen('stampede-guard', { kind });
  const decide = (now: number, underWay: number, heldUntil: number, waited: number) =>
    policy.decide(params, now, { underWay, heldUntil, waited });

  test('sends the first to the origin', () => {
    for (const now of [0, 1, SECOND, 1e12]) expect(decide(now, 0, 0, 0)).toBe(FETCHES);
  });

  test('sends somebody when nothing is under way and nobody holds the right any more', () => {
    for (const waited of [0, SECOND, 100 * SECOND]) expect(decide(10 * SECOND, 0, 10 * SECOND, waited)).toBe(FETCHES);
  });

  test('answers to fetch, to join what is under way, or to come back later', () => {
    const random = mulberry(7);
    for (let i = 0; i < 2_000; i++) {
      const underWay = Math.floor(random() * 3);
      const now = Math.floor(random() * 20 * SECOND);
      const answer = decide(now, underWay, Math.floor(random() * 20 * SECOND), Math.floor(random() * 20 * SECOND));
      if (answer === JOINS) expect(underWay).toBeGreaterThan(0);
      else if (answer !== FETCHES) {
        expect(Number.isInteger(answer)).toBe(true);
        expect(answer).toBeGreaterThan(0);
      }
    }
  });

  test('holds a right for a time or not at all, and whoever has to come back is told within it', () => {
    const holds = policy.holds(params);
    expect(holds).toBeGreaterThanOrEqual(0);
    const wait = decide(SECOND, 1, SECOND + holds, 0);
    if (wait > 0) expect(wait).toBeLessThanOrEqual(holds);
  });

  test('in a cache: whoever asks is answered in the end, at most as many are asked for as ask, and one by one exactly one', () => {
    const random = mulberry(11);
    const asks = Array.from({ length: 120 }, () => `${Math.floor(random() * 400_000) / 1_000} r${Math.floor(random() * 3)}`);
    const { world, answers } = told({ ttl: 40, stampedeGuard: { kind } }, asks, { duration: 30_000 });
    for (const line of answers) expect(line).toMatch(/ v\d$/);
    const [begun, cycles] = [total(world, 'cache.rebuildBegun'), total(world, 'cache.cycleBegun')];
    expect(begun).toBeLessThanOrEqual(total(world, 'cache.miss'));
    if (kind === 'none') expect(begun).toBe(total(world, 'cache.miss'));
    else expect(begun).toBe(cycles);
    for (const gauge of ['waiting', 'rebuilding']) expect(world.recorders[1].standing(gauge)).toBe(0);
  });

  test('in a cache whose rebuilders die: nobody waits longer than a right is held for each that died before', () => {
    const asks = Array.from({ length: 12 }, (_, i) => `${i} r0`);
    const { world, answers } = told({ stampedeGuard: { kind }, holderDies: 1 }, asks, { duration: 200_000 });
    for (const line of answers) expect(line).toMatch(/error$/);
    expect(total(world, 'cache.holderDied')).toBe(12);
    const latest = Math.max(...answers.map((line) => Number(line.match(/→([\d.]+)/)![1])));
    // each waits for its turn and looks again a little late
    expect(latest).toBeLessThanOrEqual(12 * (policy.holds(params) / 1_000 + 60));
  });
});

test('only a lease refuses what is outdated', () => {
  expect(catalogue.filter(({ refusesOutdated }) => refusesOutdated).map(({ id }) => id)).toEqual(['lease']);
});
