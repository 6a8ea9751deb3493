import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addTo, rollTo, slidingWindow, totalOf } from '../../../src/sim/structure/sliding-window.ts';

describe('a window of 100 µs in 10 slices, begun at 1,000', () => {
  test('holds what fell into the present slice and the nine before it', () => {
    const window = slidingWindow(100, 10, 1_000);
    addTo(window, 1_000, 1);
    addTo(window, 1_009, 2);
    addTo(window, 1_010, 4);
    // slice 0 holds 3 and goes when slice 10 begins, at 1,100; slice 1 goes at 1,110
    expect([1_010, 1_099, 1_100, 1_109, 1_110].map((now) => totalOf(window, now))).toEqual([7, 7, 4, 4, 0]);
  });

  test('is empty after a long silence, and goes on', () => {
    const window = slidingWindow(100, 10, 1_000);
    addTo(window, 1_050, 5);
    expect(totalOf(window, 1_000_000)).toBe(0);
    addTo(window, 1_000_000, 3);
    expect(totalOf(window, 1_000_000)).toBe(3);
  });

  test('looking at it changes nothing', () => {
    const window = slidingWindow(100, 10, 1_000);
    addTo(window, 1_050, 5);
    totalOf(window, 5_000);
    expect(totalOf(window, 1_060)).toBe(5);
  });
});

test('one slice is a window that tumbles', () => {
  const window = slidingWindow(100, 1, 0);
  addTo(window, 99, 1);
  expect([totalOf(window, 99), totalOf(window, 100)]).toEqual([1, 0]);
});

test('slices are never shorter than 1 µs', () => {
  expect(slidingWindow(3, 10, 0).slice).toBe(1);
});

test('does what a list of everything ever added does', () => {
  const step = fc.record({
    after: fc.oneof(fc.nat(5), fc.nat(60), fc.nat(1_000)),
    amount: fc.integer({ min: -5, max: 5 }),
    rolls: fc.boolean(),
  });
  const setting = fc.record({ slice: fc.integer({ min: 1, max: 20 }), slices: fc.integer({ min: 1, max: 12 }), started: fc.nat(1_000) });
  fc.assert(
    fc.property(setting, fc.array(step, { maxLength: 60 }), ({ slice, slices, started }, steps) => {
      const window = slidingWindow(slice * slices, slices, started);
      const sliceOf = (time: number) => Math.floor((time - started) / slice);
      const all: { at: number; amount: number }[] = [];
      let now = started;
      for (const { after, amount, rolls } of steps) {
        now += after;
        if (rolls) rollTo(window, now);
        else {
          addTo(window, now, amount);
          all.push({ at: now, amount });
        }
        for (const later of [now, now + slice, now + slice * slices]) {
          const kept = all.filter(({ at }) => sliceOf(later) - sliceOf(at) < slices);
          expect(totalOf(window, later)).toBe(kept.reduce((sum, each) => sum + each.amount, 0));
        }
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});
