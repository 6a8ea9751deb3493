import { describe, expect, test } from 'vitest';
import { accessAt, nextMoment, previousMoment } from '../../src/ui/view/contents/accesses.ts';

const accesses = {
  time: Float64Array.of(1, 2, 2, 5.001),
  key: Int32Array.of(7, 8, 9, 7),
  hit: Uint8Array.of(0, 0, 0, 1),
  cut: false,
};

describe('accesses around a moment', () => {
  test('the last one up to it', () => {
    expect([0, 1, 1.5, 2, 5, 5.001, 9].map((now) => accessAt(accesses, now))).toEqual([-1, 0, 0, 2, 2, 3, 3]);
  });

  test('the next: those at one instant are one step', () => {
    expect([0, 1, 2, 5, 5.001].map((now) => nextMoment(accesses, now))).toEqual([1, 2, 5.001, 5.001, null]);
  });

  test('the one before: between two accesses it is the last, at one it is that before', () => {
    expect([0, 1, 1.5, 2, 3, 5.001, 9].map((now) => previousMoment(accesses, now))).toEqual([null, null, 1, 1, 2, 2, 5.001]);
  });

  test('walking forwards and back meets every instant', () => {
    const there: number[] = [];
    for (let now: number | null = nextMoment(accesses, 0); now !== null; now = nextMoment(accesses, now)) there.push(now);
    const back: number[] = [];
    for (let now: number | null = previousMoment(accesses, 100); now !== null; now = previousMoment(accesses, now)) back.push(now);
    expect(there).toEqual([1, 2, 5.001]);
    expect(back).toEqual([5.001, 2, 1]);
  });
});
