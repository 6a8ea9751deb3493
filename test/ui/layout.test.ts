import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { layoutOf } from '../../src/ui/topology/layout.ts';
import { curated, curatedIds } from '../curated.ts';

/** The strip's width at 1280×720, and how high it may be with and without a drawer [px]. */
const WIDTH = 720;
const HEIGHTS = [110, 260];

describe('every curated scenario fits the strip', () => {
  test.each(curatedIds)('%s', async (id) => {
    const { components } = planOf(await curated(id), 'base');
    for (const most of HEIGHTS) {
      const { boxes, boxWidth, boxHeight, height, wires } = layoutOf(components, WIDTH, most);
      expect(height).toBeLessThanOrEqual(most);
      expect(boxes).toHaveLength(Object.keys(components).length);
      for (const { x, y } of boxes) {
        expect(x).toBeGreaterThanOrEqual(0);
        expect(x + boxWidth).toBeLessThanOrEqual(WIDTH);
        expect(y).toBeGreaterThanOrEqual(0);
        expect(y + boxHeight).toBeLessThanOrEqual(height);
      }
      boxes.forEach((a, i) => {
        for (const b of boxes.slice(i + 1))
          expect(Math.abs(a.x - b.x) >= boxWidth || Math.abs(a.y - b.y) >= boxHeight, `${a.id} covers ${b.id}`).toBe(true);
      });
      for (const { x1, x2, from, to } of wires) expect(x2 - x1, `${from} to ${to}`).toBeGreaterThan(20);
    }
  });
});

test('wires that would cross do not: neighbours stand at the height of whom they call', () => {
  const client = (calls: string[]) => ({ kind: 'client', title: '', calls });
  const service = { kind: 'service', title: '', calls: [] };
  const components = { a: client(['y']), b: client(['x']), x: service, y: service };
  const { boxes } = layoutOf(components as never, WIDTH);
  const y = (id: string) => boxes.find((box) => box.id === id)!.y;
  expect(y('a') < y('b')).toBe(y('y') < y('x'));
});
