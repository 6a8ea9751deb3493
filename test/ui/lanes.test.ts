import { describe, expect, test } from 'vitest';
import type { Decisions } from '../../src/host/look/decisions.ts';
import { disagreements, figuresOf, indexAt, levels, passedBefore, rollingCount } from '../../src/ui/view/race/lanes.ts';
import { mulberry } from '../mulberry.ts';

/** A lane of decisions `[ms, passed, request]`, under a limit of so much a second. */
function lane(decisions: readonly (readonly [number, number, number?])[], limit = 3): Decisions {
  return {
    gate: 'gate',
    time: Float64Array.from(decisions, ([time]) => time),
    request: Int32Array.from(decisions, ([, , request], i) => request ?? i),
    cost: new Float64Array(decisions.length).fill(1),
    passed: Uint8Array.from(decisions, ([, passed]) => passed),
    level: new Float64Array(decisions.length).fill(Number.NaN),
    gauge: null,
    means: { limit, span: 1_000 },
    envelope: { span: new Float64Array(0), most: new Float64Array(0), promise: new Float64Array(0) },
    cut: false,
  };
}

describe('a lane of the race', () => {
  test('counts what passed, what was turned away, and the most in any window', () => {
    // 1,000 ms after the first, the first has just left the window
    const decisions = lane([
      [0, 1],
      [200, 0],
      [400, 1],
      [999, 1],
      [1_000, 1],
      [1_300, 1],
    ]);
    expect(figuresOf(decisions)).toEqual({ passed: 5, refused: 1, mostInWindow: 4 });
  });

  test('is exact where milliseconds are not', () => {
    // ten calls, 100 ms apart from 0.007 ms on: the first has just left when the eleventh comes
    const decisions = lane(
      Array.from({ length: 40 }, (_, i) => [(7 + i * 100_000) / 1_000, 1] as const),
      10,
    );
    expect(figuresOf(decisions).mostInWindow).toBe(10);
  });

  test('has a rolling count equal to counting by hand, pixel by pixel', () => {
    const random = mulberry(5);
    let at = 0;
    const decisions = lane(
      Array.from({ length: 400 }, () => {
        at += random() * 30;
        return [at, random() < 0.7 ? 1 : 0] as const;
      }),
    );
    const [from, to, width] = [1_500, 4_500, 60];
    const counts = rollingCount(decisions, from, to, width)!;
    const pixel = (to - from) / width;
    for (let x = 0; x < width; x++) {
      const begin = from + x * pixel;
      const inWindow = (moment: number) =>
        decisions.time.filter((time, i) => decisions.passed[i] === 1 && time <= moment && moment - time <= 1_000 - 0.0005).length;
      const moments = [begin, ...decisions.time.filter((time) => time > begin && time <= begin + pixel)];
      expect(counts[x]).toBe(Math.max(...moments.map(inWindow)));
    }
  });

  test('counts what passed in the second before a moment: what came then is in it, what came a second ago is not', () => {
    const decisions = lane([
      [0, 1],
      [200, 0],
      [400, 1],
      [1_000, 1],
    ]);
    expect([0, 399, 400, 999, 1_000, 1_399, 1_400, 5_000].map((at) => passedBefore(decisions, at))).toEqual([1, 1, 2, 2, 2, 2, 1, 0]);
    expect(passedBefore({ ...decisions, means: null }, 400)).toBe(0);
  });

  test('is disputed where another decides otherwise about the same request; only its first call counts', () => {
    const one = lane([
      [0, 1, 7],
      [10, 0, 8],
      [20, 1, 8],
      [30, 0, 9],
    ]);
    const other = lane([
      [0, 1, 7],
      [10, 1, 8],
      [30, 0, 9],
    ]);
    expect([...disagreements([one, other])]).toEqual([8]);
    expect([...disagreements([one])]).toEqual([]);
  });

  test('shows the limiter’s state as it was last seen', () => {
    const decisions = lane([
      [100, 1],
      [250, 1],
    ]);
    decisions.level.set([5, 2]);
    expect([...levels(decisions, 0, 400, 4)]).toEqual([5, 5, 2, 2]);
    expect([...levels(decisions, 300, 400, 2)]).toEqual([2, 2]);
    expect([...levels(decisions, 0, 50, 1)]).toEqual([Number.NaN]);
  });

  test('finds the first decision at or after a moment', () => {
    const { time } = lane([
      [5, 1],
      [5, 1],
      [9, 0],
    ]);
    expect([0, 5, 6, 9, 10].map((at) => indexAt(time, at))).toEqual([0, 0, 2, 2, 3]);
  });
});
