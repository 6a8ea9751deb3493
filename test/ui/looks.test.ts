import { expect, it } from 'vitest';
import { armsOf } from '../../src/scenario/scenario.ts';
import { fullestStep } from '../../tools/looks/page/drags.ts';
import { judgeTexts } from '../../tools/looks/page/judgeTexts.ts';
import { linesOf } from '../../tools/looks/page/linesOf.ts';
import type { TextLine } from '../../tools/looks/page/texts.ts';
import { curated } from '../curated.ts';

const NONE = { ids: [], names: new Set<string>() };
const at = (left: number, top: number, width = 50, height = 16) => ({ left, top, right: left + width, bottom: top + height });
let node = 0;
const line = (text: string, given: Partial<TextLine> = {}): TextLine => {
  const box = given.box ?? at(0, 40 * node);
  return {
    text,
    node: node++,
    where: 'Picture › p',
    size: 13,
    box,
    seen: box,
    layer: 0,
    cutBy: null,
    hasCue: false,
    coveredBy: null,
    ...given,
  };
};
const found = (lines: readonly TextLine[], frames = [] as TextLine['box'][], smallest?: number) =>
  judgeTexts({ lines, frames }, NONE, smallest).map(({ what, figure }) => `${what} ${figure}`.trim());

it('texts overlap where their letters do, not where their lines only touch', () => {
  // letters of a line of 16 px are between 3.52 and 12.48: at 8 px apart 0.96 px are shared, at 6 px 2.96
  expect(found([line('a', { box: at(0, 0) }), line('b', { box: at(10, 8) })])).toEqual([]);
  expect(found([line('a', { box: at(0, 0) }), line('b', { box: at(10, 6) })])).toEqual(['overlap 40 px × 3 px']);
});

it('texts of one node, of another layer, or out of sight overlap nothing', () => {
  const a = line('a', { box: at(0, 0) });
  expect(found([a, line('b', { box: at(0, 0), node: a.node })])).toEqual([]);
  expect(found([a, line('b', { box: at(0, 0), layer: 1 })])).toEqual([]);
  expect(found([a, line('b', { box: at(0, 0), seen: null })])).toEqual([]);
});

it('what is cut off needs a cue; what nobody can see is not too small', () => {
  expect(found([line('a', { cutBy: 'div box' })])).toEqual(['cut without a cue by div box']);
  expect(found([line('a', { cutBy: 'div box', hasCue: true })])).toEqual([]);
  expect(found([line('a', { size: 10.5 }), line('b', { size: 9, seen: null })])).toEqual(['too small 10.5 px, at least 11 px']);
  expect(found([line('a', { size: 14 })], [], 18)).toEqual(['too small 14 px, at least 18 px']);
});

it('a text of the topology stands in a box or beside it', () => {
  const where = 'Components and wires › text';
  const frame = at(0, 0, 100, 80);
  expect(found([line('in it', { where, box: at(20, 20) }), line('beside', { where, box: at(110, 20) })], [frame])).toEqual([]);
  expect(found([line('half out', { where, box: at(70, 20) })], [frame])).toEqual(['across a frame 20 px']);
});

it('a fault that is met again is counted, not told again', () => {
  const fault = { what: 'cut', where: 'a', figure: '' };
  expect(
    linesOf([
      { at: 'x/1', ...fault },
      { at: 'x/2', ...fault },
      { at: 'x/2', ...fault, where: 'b' },
    ]),
  ).toEqual(['x/1: cut: a (and 1 more times)', 'x/2: cut: b']);
});

it('sliders are dragged where most is drawn: at the last of the steps with the most arms', async () => {
  const storm = await curated('retry-storm');
  const shown = storm.story.map(({ arms = armsOf(storm) }) => arms.length);
  const step = fullestStep(storm);
  expect(shown[step - 1]).toBe(Math.max(...shown));
  expect(shown.slice(step).every((count) => count < shown[step - 1])).toBe(true);
});
