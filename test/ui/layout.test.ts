import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { legendHeight } from '../../src/ui/chart/legendRows.ts';
import { layoutOf, roomOf, WITH_DRAWER, wordyWires } from '../../src/ui/topology/layout.ts';
import { curated, curatedIds } from '../curated.ts';

/** The strip's width at 1280×720 [px]. */
const WIDTH = 720;

describe('every curated scenario fits the strip', () => {
  test.each(curatedIds)('%s', async (id) => {
    const scenario = await curated(id);
    const { components } = planOf(scenario, 'base');
    const legend = legendHeight(
      armsOf(scenario).map(({ title }) => title),
      WIDTH,
    );
    for (const most of [WITH_DRAWER, roomOf(720, legend)]) {
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

test('under a legend of two rows the strip is lower by the second: two rows of charts stay in sight', async () => {
  const scenario = await curated('25-retries-for-a-400');
  const titles = armsOf(scenario).map(({ title }) => title);
  expect([legendHeight(titles.slice(0, 1), WIDTH), legendHeight(titles, WIDTH), legendHeight(titles, 1_360)]).toEqual([36, 59, 36]);
  const { height } = layoutOf(planOf(scenario, 'base').components, WIDTH, roomOf(720, 59));
  // header, strip and its line, legend, two rows of 132 px with their gap, timeline, status
  expect(48 + height + 1 + 59 + 2 * 132 + 1 + 72 + 33).toBeLessThanOrEqual(720);
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
