import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { forget, markDirty, type Redrawn, redraw } from '../../src/ui/chart/redraw.ts';

let frames: (() => void)[] = [];
let drawn: string[] = [];

beforeEach(() => {
  frames = [];
  drawn = [];
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
});
afterEach(() => {
  while (frames.length > 0) nextFrame();
  vi.unstubAllGlobals();
});

const chart = (name: string, seen = true): Redrawn => ({
  draw: (inFrame) => drawn.push(inFrame ? `${name} in a frame` : name),
  inView: () => seen,
});

function nextFrame(): void {
  for (const callback of frames.splice(0)) callback();
}

test('of six charts with new samples two are drawn at once, two in each frame after that', () => {
  for (const name of 'abcdef') redraw(chart(name));
  expect(drawn).toEqual(['a', 'b']);
  nextFrame();
  expect(drawn.slice(2)).toEqual(['c in a frame', 'd in a frame']);
  nextFrame();
  expect(drawn.slice(4)).toEqual(['e in a frame', 'f in a frame']);
  expect(frames).toEqual([]);
});

test('samples that come twice before a frame draw no chart twice', () => {
  const [a, b] = [chart('a'), chart('b')];
  for (const each of [a, b, a, b]) redraw(each);
  expect(drawn).toEqual(['a', 'b']);
  nextFrame();
  expect(drawn.slice(2)).toEqual(['a in a frame', 'b in a frame']);
});

test('no chart overtakes those that wait for a frame', () => {
  const [a, b, c] = [chart('a'), chart('b'), chart('c')];
  markDirty(a);
  redraw(b);
  redraw(c);
  expect(drawn).toEqual([]);
  nextFrame();
  expect(drawn).toEqual(['a in a frame', 'b in a frame']);
});

test('a chart that nobody sees waits until it is seen, and keeps no other from being drawn at once', () => {
  let seen = false;
  const below: Redrawn = { draw: () => drawn.push('below'), inView: () => seen };
  redraw(below);
  redraw(chart('a'));
  expect(drawn).toEqual(['a']);
  nextFrame();
  expect(drawn).toEqual(['a']);
  seen = true;
  markDirty(below);
  nextFrame();
  expect(drawn).toEqual(['a', 'below']);
  forget(below);
});
