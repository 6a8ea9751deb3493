import { describe, expect, it } from 'vitest';
import { dropAt } from '../../src/ui/chart/dropAt.ts';

/** Boxes of 100 by 50 px in rows of so many. */
const boxes = (count: number, columns: number) =>
  Array.from({ length: count }, (_, i) => {
    const [left, top] = [(i % columns) * 100, Math.floor(i / columns) * 50];
    return { left, top, right: left + 100, bottom: top + 50 };
  });

describe('where a chart would be dropped', () => {
  it('is beside the nearest one, at the nearer side', () => {
    expect(dropAt(boxes(5, 3), { x: 130, y: 20 })).toEqual({ before: 1, beside: 1, side: 'left' });
    expect(dropAt(boxes(5, 3), { x: 170, y: 20 })).toEqual({ before: 2, beside: 1, side: 'right' });
    // beyond the last one of a row that is not full
    expect(dropAt(boxes(5, 3), { x: 290, y: 95 })).toEqual({ before: 5, beside: 4, side: 'right' });
  });

  it('is above or below where there is one column', () => {
    expect(dropAt(boxes(3, 1), { x: 10, y: 60 })).toEqual({ before: 1, beside: 1, side: 'top' });
    expect(dropAt(boxes(3, 1), { x: 10, y: 400 })).toEqual({ before: 3, beside: 2, side: 'bottom' });
  });
});
