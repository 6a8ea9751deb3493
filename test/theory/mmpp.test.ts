import { describe, expect, it } from 'vitest';
import { Stream } from '../../src/sim/kernel/chance.ts';
import { dispersionOfCounts, gapsUpTo, meanRate, type TwoStates } from '../../src/theory/mmpp.ts';
import { chosen } from '../chosen.ts';
import { chiSquareDeviations, LIMIT } from '../statistics.ts';

const SECOND = 1_000_000;

/** Such a process as an algorithm with its values. */
function arrivalOf({ rates, stays }: TwoStates, rest: object = {}) {
  const document = { kind: 'mmpp', rate: rates[0], stay: stays[0] * 1_000, burstRate: rates[1], burstStay: stays[1] * 1_000, ...rest };
  return chosen('arrival', document);
}

/** When its requests are born [s]. */
function births({ policy, params }: ReturnType<typeof arrivalOf>, until: number, seed: number): number[] {
  const chance = new Stream(seed, 'shoppers', 'arrivals');
  const state = policy.start(params, 0, chance, new Map());
  const times: number[] = [];
  for (let now = policy.due(state, params, 0); now <= until * SECOND; now = policy.due(state, params, now)) {
    times.push(now / SECOND);
    policy.born(state, params, now, chance);
  }
  return times;
}

const busy: TwoStates = { rates: [20, 2], stays: [0.5, 1.5] };
const interrupted: TwoStates = { rates: [40, 0], stays: [0.2, 0.8] };

describe('the index of dispersion of counts', () => {
  // the moments of count and state, integrated over time by another program
  it.each([
    [busy, 0.2, 2.576894724],
    [busy, 1, 5.563654216],
    [busy, 5, 7.483895082],
    [interrupted, 0.2, 5.395047296],
    [interrupted, 1, 9.604762856],
    [interrupted, 5, 10.912319998],
    [{ rates: [50, 500], stays: [9, 1] } as TwoStates, 5, 284.399240756],
  ])('of %j in %d s is %d', (process, t, expected) => {
    expect(dispersionOfCounts(process, t)).toBeCloseTo(expected, 6);
  });

  it('is 1 where both rates are the same', () => {
    expect(dispersionOfCounts({ rates: [7, 7], stays: [1, 3] }, 10)).toBe(1);
  });

  it.each([
    ['busy and quiet', busy],
    ['on and off', interrupted],
  ])('%s, simulated: mean and dispersion within their confidence intervals, from the beginning on', (_name, process) => {
    const runs = 2_500;
    const arrival = arrivalOf(process);
    const spans = [0.2, 1, 5];
    const counts = spans.map(() => new Float64Array(runs));
    for (let seed = 1; seed <= runs; seed++)
      for (const at of births(arrival, 5, seed)) for (const [i, span] of spans.entries()) if (at <= span) counts[i][seed - 1]++;
    spans.forEach((span, i) => {
      const mean = meanRate(process) * span;
      const squares = counts[i].map((count) => (count - mean) ** 2 / mean);
      const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / runs;
      const error = (values: Float64Array) => Math.sqrt(average(values.map((value) => (value - average(values)) ** 2)) / runs);
      expect(Math.abs(average(counts[i]) - mean), `mean in ${span} s`).toBeLessThan(LIMIT * error(counts[i]));
      const [found, expected] = [average(squares), dispersionOfCounts(process, span)];
      // it tells: the interval is a third of the value to either side at the most
      expect(LIMIT * error(squares), `in ${span} s`).toBeLessThan(expected / 3);
      expect(Math.abs(found - expected), `dispersion in ${span} s: ${found}, expected ${expected}`).toBeLessThan(LIMIT * error(squares));
    });
  });
});

describe('gaps of an interrupted process', () => {
  it('are as likely as the mixture of two exponentials says', () => {
    const times = births(arrivalOf(interrupted), 3_000, 1);
    const cells = new Float64Array(20);
    for (let i = 1; i < times.length; i++) cells[Math.min(19, Math.floor(gapsUpTo(interrupted, times[i] - times[i - 1]) * 20))]++;
    // gaps follow each other independently: it is a renewal process
    expect(times.length).toBeGreaterThan(20_000);
    expect(Math.abs(chiSquareDeviations(cells, () => (times.length - 1) / 20))).toBeLessThan(LIMIT);
  });
});

describe('more than two states', () => {
  it.each(['in-order', 'any'])('follow each other %s, each as long as it lasts: the mean rate is met', (next) => {
    // 0.3 s of 10 req/s, 0.1 of 100, 0.2 of 0, 0.4 of 30: 25 req/s
    const arrival = arrivalOf({ rates: [10, 100], stays: [0.3, 0.1] }, { further: '0 for 200, 30 for 400', next });
    const batches = 400;
    const counts = new Float64Array(batches);
    for (const at of births(arrival, batches * 10, 3)) counts[Math.min(batches - 1, Math.floor(at / 10))]++;
    const mean = counts.reduce((sum, count) => sum + count, 0) / batches;
    const deviation = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / (batches - 1));
    expect(Math.abs(mean - 250)).toBeLessThan((LIMIT * deviation) / Math.sqrt(batches));
    expect(arrival.policy.rate(arrival.params)).toBeCloseTo(25, 9);
  });

  it.each([
    ['in-order', 2 / 3],
    ['any', 1],
  ])('one busy, three silent ones of a second, %s: silence varies as it should', (next, expected) => {
    // a busy stay brings nobody once in two, so silence is a geometric number of rounds: in order of three stays each (mean 6 s,
    // variance 24 s²); at random of stays that are as many as it takes, which makes it exponential (variance 36 s²)
    const times = births(arrivalOf({ rates: [1_000, 0], stays: [0.001, 1] }, { further: '0 for 1000, 0 for 1000', next }), 20_000, 5);
    const gaps = times.map((at, i) => at - (times[i - 1] ?? 0)).filter((gap) => gap > 0.02);
    const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
    const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
    expect(gaps.length).toBeGreaterThan(3_000);
    expect(Math.abs(variance / mean ** 2 - expected)).toBeLessThan(0.15);
  });
});
