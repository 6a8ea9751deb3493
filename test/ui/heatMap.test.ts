import { describe, expect, test } from 'vitest';
import { readoutOf } from '../../src/ui/heat/readout.ts';
import {
  type Cells,
  cellAt,
  filledCells,
  fullestAt,
  fullestOf,
  heatMapSentence,
  rowOf,
  strengthOf,
  strengthsOf,
} from '../../src/ui/plot/heatMap.ts';
import { scaleOf } from '../../src/ui/plot/scale.ts';

/** Two spans of 500 ms: in the first 4 below 10 ms and 1 up to 20 ms, in the second 16 from 20 to 40 ms. */
const cells: Cells = { columnWidth: 500, columns: 2, edges: [0, 10, 20, 40], counts: [4, 1, 0, 0, 0, 16] };

describe('a heat map', () => {
  test('finds the row of a value, and the nearest where it is outside', () => {
    expect([-5, 0, 9.9, 10, 19, 20, 39, 40, 1e9].map((value) => rowOf(cells, value))).toEqual([0, 0, 0, 1, 1, 2, 2, 2, 2]);
  });

  test('is the stronger the fuller, by the root, and nothing only where there is nothing', () => {
    expect(fullestOf(cells)).toBe(16);
    expect(strengthOf(0, 16)).toBe(0);
    expect(strengthOf(16, 16)).toBe(255);
    // 0.25 + 0.75 · √(4/16) = 0.625 of 255
    expect(strengthOf(4, 16)).toBe(159);
    // 0.25 + 0.75 · √(1/16) = 0.4375
    expect(strengthOf(1, 16)).toBe(112);
    expect(strengthOf(1, 1e9)).toBeGreaterThan(40);
  });

  test('is a picture from the top, a pixel a column', () => {
    // 0 to 40 ms on 4 px from the bottom: 30–40, 20–30, 10–20, 0–10
    const y = scaleOf(false, { low: 0, high: 40 }, 14, 10);
    expect([...strengthsOf(cells, y, { top: 10, bottom: 14 })]).toEqual([0, 255, 0, 255, 112, 0, 159, 0]);
  });

  test('shows the fullest of the rows that a pixel stands for, and nothing where the axis goes on', () => {
    // a pixel is 40 ms: all three rows; the other lies above them
    const y = scaleOf(false, { low: 0, high: 80 }, 2, 0);
    expect([...strengthsOf(cells, y, { top: 0, bottom: 2 })]).toEqual([0, 0, 159, 255]);
  });

  test('follows a logarithmic axis', () => {
    // 2.5, 5, 10, 20, 40 are a pixel apart; the lowest row goes on to the end of the axis
    const y = scaleOf(true, { low: 2.5, high: 40 }, 4, 0);
    const rows = strengthsOf(cells, y, { top: 0, bottom: 4 });
    expect([rows[1], rows[2], rows[4], rows[6]]).toEqual([255, 112, 159, 159]);
  });

  test('tells what is at a place, or the fullest of its column', () => {
    expect(cellAt(cells, 100, 12)).toEqual({ at: 0, low: 10, high: 20, count: 1, total: 5 });
    expect(cellAt(cells, 499, 39)).toEqual({ at: 0, low: 20, high: 40, count: 0, total: 5 });
    expect(fullestAt(cells, 0)).toEqual({ at: 0, low: 0, high: 10, count: 4, total: 5 });
    expect(fullestAt(cells, 1e9)).toEqual({ at: 500, low: 20, high: 40, count: 16, total: 16 });
    expect(readoutOf(cells, 100, 12).replaceAll('\u202f', ' ')).toBe('10 ms to 20 ms: 1 of 5');
    expect(readoutOf(cells, 700, null).replaceAll('\u202f', ' ')).toBe('mostly 20 ms to 40 ms: 16 of 16');
    expect(readoutOf({ ...cells, counts: [0, 0, 0, 0, 0, 1] }, 0, null)).toBe('nothing observed');
  });

  test('is a table of what is there, and a sentence', () => {
    expect(filledCells(cells).map(({ at, low, count }) => [at, low, count])).toEqual([
      [0, 0, 4],
      [0, 10, 1],
      [500, 20, 16],
    ]);
    const say = (value: number) => `${value}`;
    expect(heatMapSentence(cells, say, say)).toBe('21 from 0 to 40; most at once, 16, from 20 to 40 at 500.');
    expect(heatMapSentence({ ...cells, counts: [0, 0, 0, 0, 0, 0] }, say, say)).toBe('nothing observed.');
  });
});
