import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { layoutOf, wordyWires } from '../../src/ui/topology/layout.ts';
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

test('on a phone three columns have the same margin on either side, and nothing scrolls sideways', () => {
  const call = (...calls: string[]) => ({ kind: 'client', title: '', calls });
  const { boxes, boxWidth } = layoutOf({ a: call('b'), b: call('c'), c: call() } as never, 390);
  const [left, right] = [boxes[0].x, 390 - boxes[2].x - boxWidth];
  expect(left).toBeGreaterThan(0);
  expect(Math.abs(left - right)).toBeLessThanOrEqual(1);
});

test('wires that would cross do not: neighbours stand at the height of whom they call', () => {
  const client = (calls: string[]) => ({ kind: 'client', title: '', calls });
  const service = { kind: 'service', title: '', calls: [] };
  const components = { a: client(['y']), b: client(['x']), x: service, y: service };
  const { boxes } = layoutOf(components as never, WIDTH);
  const y = (id: string) => boxes.find((box) => box.id === id)!.y;
  expect(y('a') < y('b')).toBe(y('y') < y('x'));
});

test('wires have words where these are in nobody’s way: not over a box, not over those of another wire', () => {
  const layout = (rows: number, box = { x: 300, y: 200 }) => ({
    boxWidth: 100,
    boxHeight: 40,
    height: 400,
    boxes: [{ id: 'c', ...box }],
    wires: [0, rows].map((y, i) => ({ from: `a${i}`, to: `b${i}`, x1: 100, y1: 60 + y, x2: 300, y2: 60 + y })),
  });
  // words reach 32.5 px up and down from their wire: 66 px apart they have room, 60 px apart they have not
  expect([...wordyWires(layout(66))]).toEqual(['a0 b0', 'a1 b1']);
  expect([...wordyWires(layout(60))]).toEqual(['a0 b0']);
  // 142 to 258 px is where words are: a box that begins at 200 is in their way
  expect([...wordyWires(layout(300, { x: 200, y: 50 }))]).toEqual(['a1 b1']);
});
