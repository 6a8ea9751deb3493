import { describe, expect, test } from 'vitest';
import '../../../src/scenario/every-description.ts';
import { descriptions } from '../../../src/scenario/descriptions.ts';
import { LIMITS } from '../../../src/scenario/limits.ts';
import { type DurationParam, LONGEST, type ParamRecord } from '../../../src/sim/param/param.ts';
import { crowd, figure, firstRequests, played, samples, steadyService, storyOf, total } from '../../worlds.ts';

const DAY = 86_400_000;

/** Spans that are parts of something short: of a clock that ticks, of the work on a kilobyte. */
const SHORT = ['eviction/redis-lru.resolution', 'database.timePerKilobyte'];

test('whatever lasts may last a month, and a run as well', () => {
  const records: [string, ParamRecord][] = [
    ...descriptions.components.map(({ id, params }): [string, ParamRecord] => [id, params]),
    ...Object.entries(descriptions.seams).flatMap(([seam, { policies }]) =>
      policies.map(({ id, params }): [string, ParamRecord] => [`${seam}/${id}`, params]),
    ),
    ...descriptions.steps.map(({ id, fields }): [string, ParamRecord] => [`step/${id}`, fields as ParamRecord]),
  ];
  const durations = records.flatMap(([where, params]) =>
    Object.entries(params).flatMap(([name, param]) =>
      param.type === 'duration' ? [[`${where}.${name}`, param as DurationParam] as const] : [],
    ),
  );
  expect(durations.length).toBeGreaterThan(150);
  expect(
    durations
      .filter(([, { max }]) => max < LONGEST)
      .map(([name]) => name)
      .sort(),
  ).toEqual([...SHORT].sort());
  // a slider of so many values is logarithmic
  expect(durations.filter(([, { max, scale }]) => max >= LONGEST && scale !== 'log').map(([name]) => name)).toEqual([]);
  expect(LIMITS.duration.max).toBe(LONGEST);
});

describe('a run of thirty days', () => {
  const month = { duration: LONGEST, bins: 30 };

  test('is exact to the microsecond to its end: work of 28 days is done in 28 days, in time for a caller that waits 29', () => {
    const world = played(
      { shoppers: crowd(1, 'checkout', { attemptTimeout: 29 * DAY }), checkout: steadyService(1, 28 * DAY + 0.001) },
      { ...month, trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).at(-1)).toBe(`${28 * DAY + 0.001} shoppers.succeededFirst`);
    expect(figure(world, 'shoppers.responseTime.mean')).toBe(28 * DAY + 0.001);
    // a quantile is within a bucket, of 1.6 %
    expect(Math.abs(figure(world, 'shoppers.responseTime.p99') / (28 * DAY) - 1)).toBeLessThan(0.016);
    expect(samples(world, 'checkout.busy')).toEqual([...Array(28).fill(1), 0, 0]);
  });

  test('a caller that waits 20 days gives up then, tries once more after five, and hears no more', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 20 * DAY, maxAttempts: 2, retryDelay: { kind: 'constant', delay: 5 * DAY } }),
        checkout: steadyService(2, 28 * DAY),
      },
      { ...month, trace: firstRequests(1) },
    );
    const attempts = storyOf(world, 0).filter((line) => line.includes('checkout.'));
    expect(attempts).toEqual([
      '0 checkout.arrived',
      '0 checkout.started',
      `${25 * DAY} checkout.arrived`,
      `${25 * DAY} checkout.started`,
      `${28 * DAY} checkout.wasted`,
    ]);
  });

  test('a request a day comes each day, and a change on the 29th holds from then on', () => {
    const world = played(
      {
        shoppers: { kind: 'client', arrival: { kind: 'once', requests: 30, over: LONGEST }, maxAttempts: 1, calls: ['checkout'] },
        checkout: steadyService(1, 500),
      },
      { ...month, changes: [{ at: 28.5 * DAY, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 1 } } }] },
    );
    expect(samples(world, 'shoppers.arrivals').map((rate) => Math.round((rate * DAY) / 1_000))).toEqual(Array(30).fill(1));
    expect([total(world, 'checkout.finished'), total(world, 'checkout.answeredError')]).toEqual([29, 1]);
    // a handful of events a request: nothing runs that has nothing to do
    expect(world.simulation.handled).toBeLessThan(300);
  });
});
