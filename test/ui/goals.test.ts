import { describe, expect, it } from 'vitest';
import type { ArmResult } from '../../src/host/client.ts';
import { figuresFor } from '../../src/scenario/claims.ts';
import type { ClaimDoc, Scenario } from '../../src/scenario/scenario.ts';
import { results } from '../../src/ui/samples/results.ts';
import { reportOf } from '../../src/ui/story/goalReport.ts';
import { judgedNow } from '../../src/ui/story/judged.ts';

globalThis.window ??= { setTimeout: () => 0 } as unknown as Window & typeof globalThis;

const told = {
  duration: 60_000,
  bins: 600,
  meters: new Map(
    [
      ['shoppers.failures', 'Failures', 'req/s'],
      ['shoppers.goodput', 'Goodput', 'req/s'],
      ['shoppers.arrivals', 'Arrivals', 'req/s'],
      ['shoppers.responseTime.p99', 'p99', 'ms'],
      ['queue.backlog', 'Backlog', 'jobs'],
      ['cache.writes', 'Writes', '1/s'],
      ['db.utilisation', 'Utilisation', 'ratio'],
    ].map(([id, label, unit]) => [id, { label, unit }]),
  ),
  arms: new Map([['jitter', 'Full jitter']]),
};
const claim = (meter: string, is: ClaimDoc['is'], than: ClaimDoc['than'], more: Partial<ClaimDoc> = {}): ClaimDoc => ({
  text: '',
  meter,
  is,
  than,
  stat: 'value',
  ...more,
});
const report = (goal: ClaimDoc, found: number, limit: number, holds = false) =>
  reportOf(goal, { holds, found, limit }, told).replaceAll('\u202f', ' ');

describe('a goal reports the quantity that it judges, with its unit and its span, and what is asked for', () => {
  it('a count of a count', () => {
    const goal = claim('shoppers.failures', '<', 84, { stat: 'sum', from: 20_000 });
    expect(report(goal, 904, 84)).toBe('now 904 req (0:20–1:00); asked for fewer than 84');
    expect(report({ ...goal, meter: 'cache.writes' }, 4_464, 84)).toBe('now 4,464 (0:20–1:00); asked for fewer than 84');
    expect(report({ ...goal, stat: 'most', is: '<=' }, 130, 84)).toBe(
      'now 130 req in the fullest 100 ms (0:20–1:00); asked for at most 84',
    );
  });

  it('a share of a share', () => {
    // at least 95 % of 120 req/s, which are 114: 69.48 of 120 are 57.9 %
    const goal = claim('shoppers.goodput', '>=', { meter: 'shoppers.arrivals', factor: 0.95 }, { from: 40_000, to: 60_000 });
    expect(report(goal, 69.48, 114)).toBe('now 57.9 % of arrivals (0:40–1:00); asked for at least 95 %');
    expect(report({ ...goal, than: { factor: 0.5, arm: 'jitter', from: 0, to: 20_000 } }, 30, 60)).toBe(
      'now 25 % of the same in “Full jitter”, 0:00–0:20 (0:40–1:00); asked for at least 50 %',
    );
  });

  it('how many times as much', () => {
    const goal = claim('shoppers.failures', '<=', { meter: 'shoppers.goodput', factor: 3 }, { stat: 'sum' });
    expect(report(goal, 1_626, 633)).toBe('now 7.71× goodput (the whole run); asked for at most 3×');
  });

  it('an amount of an amount that follows from another figure', () => {
    const goal = claim('shoppers.goodput', '>=', { meter: 'shoppers.arrivals', factor: 0.99, plus: 1 }, { stat: 'sum' });
    expect(report(goal, 301, 320)).toBe('now 301 req (the whole run); asked for at least 320');
    expect(report(claim('shoppers.goodput', '>', { arm: 'jitter' }), 90, 100)).toBe(
      'now 90 req/s (the whole run); asked for more than 100',
    );
  });

  it('and its meter’s own of anything else', () => {
    expect(report(claim('shoppers.goodput', '<=', 1_500, { stat: 'max' }), 3_740, 1_500)).toBe(
      'now 3,740 req/s at the highest (the whole run); asked for at most 1,500',
    );
    expect(report(claim('shoppers.goodput', '>=', 60, { stat: 'min' }), 12, 60)).toBe(
      'now 12 req/s at the lowest (the whole run); asked for at least 60',
    );
    expect(report(claim('shoppers.responseTime.p99', '<', 1_500), 2_340, 1_500)).toBe(
      'now 2.34 s (the whole run); asked for less than 1.5 s',
    );
    expect(report(claim('queue.backlog', '<', 60, { stat: 'max' }), 904, 60)).toBe(
      'now 904 jobs at the highest (the whole run); asked for fewer than 60',
    );
    expect(report(claim('db.utilisation', '<', 0.85), 0.42, 0.85, true)).toBe('now 42 % (the whole run); asked for less than 85 %');
  });

  it('as precisely as it takes to see that it is not reached', () => {
    expect(report(claim('db.utilisation', '>=', 0.95), 0.94996, 0.95)).toBe('now 94.996 % (the whole run); asked for at least 95 %');
    expect(report(claim('shoppers.responseTime.p99', '<', 1_000), 1_000.4, 1_000)).toBe(
      'now 1,000.4 ms (the whole run); asked for less than 1,000 ms',
    );
    expect(report(claim('queue.backlog', '<', 60), 60, 60)).toBe('now 60 jobs (the whole run); asked for fewer than 60');
  });

  it('says what is asked for while nothing is known, as far as that is a number', () => {
    expect(reportOf(claim('queue.backlog', '<', 60), null, told)).toBe('asked for fewer than 60 (the whole run)');
    expect(reportOf(claim('shoppers.goodput', '>', { arm: 'jitter' }), null, told)).toBe('(the whole run)');
    expect(report(claim('queue.backlog', '<', 60), Number.NaN, 60)).toBe('now – (the whole run); asked for fewer than 60');
  });
});

describe('the goals of a lesson', () => {
  const scenario = {
    duration: 1_000,
    goals: [claim('a.b', '<', 5), claim('a.c', '>', 1)],
    keep: [claim('a.lost', '<=', 0)],
  } as unknown as Scenario;
  const asked = figuresFor([...scenario.goals, ...scenario.keep], 1_000);
  const run = (figures: readonly number[], finished = true) =>
    results.accept(
      { arm: 'base', bins: 10, binWidth: 100, closedBins: 10, finished, series: [], figures } as unknown as ArmResult,
      undefined,
      asked,
    );
  const told = () => {
    const { met, broken, passed, goals } = judgedNow(scenario);
    return [goals.map(({ verdict }) => verdict?.holds), met, broken.length, passed];
  };

  it('are reached only while everything is kept, which what was not observed is not', () => {
    results.clear();
    expect(told()).toEqual([[undefined, undefined], 0, 0, false]);
    run([3, 2, 0]);
    expect(told()).toEqual([[true, true], 2, 0, true]);
    run([3, 2, 1]);
    expect(told()).toEqual([[true, true], 2, 1, false]);
    run([3, 2, Number.NaN]);
    expect(told()).toEqual([[true, true], 2, 1, false]);
  });

  it('are judged by the last run that has ended while another is under way, and behind a veil by none', () => {
    results.clear();
    run([9, 2, 0]);
    run([], false);
    expect(told()).toEqual([[false, true], 1, 0, false]);
    results.setVeil({ until: 0 });
    expect(told()).toEqual([[undefined, undefined], 0, 0, false]);
    results.setVeil(null);
    results.clear();
  });
});
