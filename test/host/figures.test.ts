import { describe, expect, test } from 'vitest';
import { WorldFigures } from '../../src/host/figures.ts';
import { resultOf } from '../../src/host/result.ts';
import type { Statistic } from '../../src/scenario/scenario.ts';
import { crowd, evenClient, figure, played, steadyService, worldOf } from '../worlds.ts';

/** 100 requests a second, 10 ms of work each; what ends after 505 ms fails. Bins of 100 ms. */
const world = () =>
  played(
    { shoppers: evenClient(100, 'checkout'), checkout: steadyService(5, 10) },
    { changes: [{ at: 505, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 1 } } }] },
  );

describe('figures of a world', () => {
  const figures = new WorldFigures(world());
  const of = (meter: string, from: number, to: number, stat: Statistic = 'value') => figures.of({ meter, from, to, stat });

  test('are named component.meter', () => {
    expect(figures.ids).toContain('shoppers.goodput');
    expect(figures.ids).toContain('checkout.queueLength');
    expect(new Set(figures.ids).size).toBe(figures.ids.length);
  });

  test('over a span are those of the bins that begin in it', () => {
    // the last success is that of the request of 490, at 500
    expect(of('shoppers.goodput', 100, 500)).toBe(100);
    expect(of('shoppers.goodput', 500, 1_000)).toBe(2);
    expect(of('shoppers.goodput', 401, 600)).toBe(of('shoppers.goodput', 500, 600));
    expect(of('shoppers.goodput', 400, 501)).toBe(of('shoppers.goodput', 400, 600));
    expect(figures.over('shoppers.goodput', 0, 1_000)).toBe(of('shoppers.goodput', 0, 1_000));
  });

  test('as sum and most count what a rate comes to', () => {
    expect(of('shoppers.goodput', 100, 500, 'sum')).toBe(40);
    expect(of('shoppers.goodput', 500, 1_000, 'sum')).toBe(1);
    expect(of('shoppers.goodput', 0, 1_000, 'most')).toBe(10);
    expect(of('shoppers.goodput', 2_000, 3_000, 'sum')).toBeNaN();
  });

  test('as max and min are those of its samples', () => {
    expect([of('shoppers.goodput', 0, 1_000, 'max'), of('shoppers.goodput', 0, 1_000, 'min')]).toEqual([100, 0]);
    expect([of('shoppers.goodput', 400, 600, 'max'), of('shoppers.goodput', 400, 600, 'min')]).toEqual([100, 10]);
    expect(of('shoppers.goodput', 0, 1_000, 'mean')).toBe(of('shoppers.goodput', 0, 1_000));
  });

  test('leave out bins in which nothing was observed', () => {
    // no success from 600 ms on: no response time either
    expect(of('shoppers.responseTime.p50', 600, 1_000)).toBeNaN();
    expect(of('shoppers.responseTime.p50', 600, 1_000, 'max')).toBeNaN();
    expect(of('shoppers.responseTime.p50', 400, 1_000, 'min')).toBeCloseTo(10, 0);
  });

  test('do not exist for a meter that is not there, a span without bins or beyond the run', () => {
    expect(of('shoppers.wealth', 0, 1_000)).toBeNaN();
    expect(of('shoppers.goodput', 500, 500)).toBeNaN();
    expect(of('shoppers.goodput', 510, 590)).toBeNaN();
    expect(of('shoppers.goodput', 2_000, 3_000)).toBeNaN();
    expect(of('shoppers.goodput', 0, 9_000)).toBe(of('shoppers.goodput', 0, 1_000));
  });

  test('find bins whose width is no whole number of ms', () => {
    const thirds = new WorldFigures(
      played({ shoppers: crowd(1, 'checkout'), checkout: steadyService(1, 10) }, { duration: 1_000, bins: 30 }),
    );
    // bin 3 begins at 100 ms, which in doubles is not quite 3 · 1000/30
    expect(thirds.over('checkout.servers', 100, 1_000 / 30 + 100)).toBe(1);
    expect(thirds.of({ meter: 'checkout.busy', from: 0, to: 100, stat: 'max' })).toBeCloseTo(0.3, 12);
    expect(thirds.of({ meter: 'checkout.busy', from: 1_000 / 30, to: 100, stat: 'max' })).toBe(0);
  });
});

describe('a result', () => {
  test('has every sample and the whole run’s figures of every meter', () => {
    const run = world();
    const result = resultOf(run, 'base', 12);
    const figures = new WorldFigures(run);
    expect(result.series.map(({ id }) => id)).toEqual(figures.ids);
    result.series.forEach(({ id }, s) => {
      expect(result.whole[s], id).toBe(figures.over(id, 0, 1_000));
      for (let bin = 0; bin < 10; bin++) expect(result.samples[s * 10 + bin], id).toBe(figures.over(id, bin * 100, bin * 100 + 100));
    });
    expect(result).toMatchObject({
      arm: 'base',
      seed: 1,
      bins: 10,
      binWidth: 100,
      closedBins: 10,
      finished: true,
      runaway: null,
      took: 12,
      requests: run.requestCount,
      fingerprint: run.fingerprintDigits(),
      events: run.simulation.handled,
    });
  });

  test('survives being sent to another thread', () => {
    const result = resultOf(world(), 'base', 12);
    expect(structuredClone(result)).toEqual(result);
  });

  test('of a run that is half done has the first half, and nothing beyond', () => {
    const run = worldOf({ shoppers: evenClient(100, 'checkout'), checkout: steadyService(5, 10) });
    while (run.now < 500) run.run(1);
    const result = resultOf(run, 'base', 1);
    const s = result.series.findIndex(({ id }) => id === 'shoppers.arrivals');
    expect([...result.samples.subarray(s * 10, s * 10 + 10)]).toEqual([90, 100, 100, 100, 100, ...Array(5).fill(Number.NaN)]);
    expect(result.whole[s]).toBe(98);
    expect([result.closedBins, result.finished]).toEqual([5, false]);
  });

  test('of a run that has not begun holds nothing', () => {
    const run = worldOf({ shoppers: evenClient(100, 'checkout'), checkout: steadyService(5, 10) });
    const { samples, whole } = resultOf(run, 'base', 0);
    expect([...samples, ...whole].every(Number.isNaN)).toBe(true);
  });

  test('of a runaway says why', () => {
    const run = played(
      { shoppers: evenClient(1_000, 'checkout'), checkout: steadyService(1, 10) },
      { duration: 100_000, limits: { events: 5_000 } },
    );
    const result = resultOf(run, 'base', 0);
    expect(result.runaway?.reason).toContain('events in one run');
    expect(result.finished).toBe(true);
    expect(figure(run, 'shoppers.arrivals')).toBeNaN();
  });
});
