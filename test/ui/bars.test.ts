import { describe, expect, test } from 'vitest';
import { barsOf, barsSentence, binned, rangeOf } from '../../src/ui/plot/bars.ts';
import { scaleOf } from '../../src/ui/plot/scale.ts';

describe('ranges of values', () => {
  test('begin at round numbers, and all values are in one', () => {
    // 3 to 18 in at most ten steps: 2 each
    expect(binned([3, 4, 5, 18, Number.NaN])).toEqual({ edges: [2, 4, 6, 8, 10, 12, 14, 16, 18], counts: [1, 2, 0, 0, 0, 0, 0, 1] });
    // steps of 0.01: no rounding is left in the edges
    expect(binned([0.97, 0.98, 0.9999], 5)).toEqual({ edges: [0.97, 0.98, 0.99, 1], counts: [1, 1, 1] });
    expect(binned([-3, -1], 4).edges).toEqual([-3, -2, -1]);
  });

  test('are never more than asked for', () => {
    for (let n = 1; n < 400; n++) {
      const { edges, counts } = binned([n / 7, n * 1.37, n * 1.1]);
      expect(counts.length).toBeLessThanOrEqual(12);
      expect(edges[0]).toBeLessThanOrEqual(n / 7);
      expect(edges[edges.length - 1]).toBeGreaterThanOrEqual(n * 1.37);
      expect(counts.reduce((a, b) => a + b)).toBe(3);
    }
  });

  test('lie around values that are all the same, and are one where there are none', () => {
    const { edges, counts } = binned([200, 200]);
    expect([edges[0], edges[edges.length - 1]]).toEqual([190, 210]);
    expect(counts[rangeOf({ edges, counts }, 200)]).toBe(2);
    expect(binned([0, 0]).counts.reduce((a, b) => a + b)).toBe(2);
    expect(binned([Number.NaN])).toEqual({ edges: [0, 1], counts: [0] });
  });

  test('have the beginning, and the last its end too', () => {
    const bins = { edges: [0, 10, 20], counts: [0, 0] };
    expect([-1, 0, 9, 10, 19, 20, 21].map((value) => rangeOf(bins, value))).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  test('are bars on the axis, a pixel apart', () => {
    const plotted = {
      area: { left: 0, right: 200, top: 0, bottom: 100 },
      x: scaleOf(false, { low: 0, high: 20 }, 0, 200),
      y: scaleOf(false, { low: 0, high: 4 }, 100, 0),
      beyond: scaleOf(false, { low: 0, high: 4 }, 100, 0),
    };
    expect(barsOf({ edges: [0, 10, 20], counts: [1, 4] }, plotted)).toEqual([
      { x: 0.5, y: 75, width: 99, height: 25 },
      { x: 100.5, y: 0, width: 99, height: 100 },
    ]);
    expect(barsOf({ edges: [0, 0.01, 20], counts: [1, 4] }, plotted)[0].width).toBe(1);
  });

  test('are a sentence', () => {
    expect(barsSentence({ edges: [0, 10, 20, 30], counts: [0, 3, 1] }, 'runs', String)).toBe(
      '4 runs from 10 to 30; most, 3, from 10 to 20.',
    );
    expect(barsSentence({ edges: [0, 1], counts: [0] }, 'runs', String)).toBe('no runs.');
  });
});
