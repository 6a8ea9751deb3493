import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LEAK_SIZE, leftOf, pour, startLeak, timeUntil } from '../../../src/sim/structure/leak.ts';

const AT = 1;

function leaking(amount: number, since = 0): Float64Array {
  const cells = new Float64Array(AT + LEAK_SIZE);
  startLeak(cells, AT, since, amount);
  return cells;
}

describe('a leak', () => {
  it('shrinks steadily to 0 and no further', () => {
    const cells = leaking(10);
    expect([0, 1, 4, 5, 9].map((now) => leftOf(cells, AT, now, 2))).toEqual([10, 8, 2, 0, 0]);
    pour(cells, AT, 9, 2, 3);
    expect([9, 10, 11].map((now) => leftOf(cells, AT, now, 2))).toEqual([3, 1, 0]);
  });

  it('says when there is how much left', () => {
    const cells = leaking(10);
    expect([10, 9, 8, 5, 0].map((most) => timeUntil(cells, AT, 0, 2, most))).toEqual([0, 1, 1, 3, 5]);
    expect(timeUntil(cells, AT, 0, 2, -1)).toBe(Number.POSITIVE_INFINITY);
    expect(timeUntil(cells, AT, 0, 0, 3)).toBe(Number.POSITIVE_INFINITY);
    expect(timeUntil(cells, AT, 0, 1e-300, 3)).toBe(Number.POSITIVE_INFINITY);
  });

  it('that a clock finds which is behind has not leaked, and leaks no faster for it', () => {
    const cells = leaking(10, 100);
    expect(leftOf(cells, AT, 90, 1)).toBe(10);
    expect(timeUntil(cells, AT, 90, 1, 4)).toBe(16);
    pour(cells, AT, 90, 1, 5);
    expect(leftOf(cells, AT, 101, 1)).toBe(14);
  });

  it('is as small as asked at that moment, and not one before, whatever the rounding', () => {
    const amount = fc.double({ min: 0, max: 1e12, noNaN: true });
    const rate = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(amount, amount, rate, fc.nat(), (start, most, perMicro, now) => {
        const cells = leaking(start);
        const wait = timeUntil(cells, AT, now, perMicro, most);
        expect(leftOf(cells, AT, now + wait, perMicro)).toBeLessThanOrEqual(most);
        if (wait > 0) expect(leftOf(cells, AT, now + wait - 1, perMicro)).toBeGreaterThan(most);
      }),
      { numRuns: 5_000, seed: 1 },
    );
    // where a microsecond leaks less than the last place of the amount
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 900 }), fc.constantFrom(1e-7, 1e-13), (steps, n, unit) => {
        const cells = leaking(1e12);
        const most = 1e12 - steps * 2 ** -13;
        const wait = timeUntil(cells, AT, 0, n * unit, most);
        expect(leftOf(cells, AT, wait, n * unit)).toBeLessThanOrEqual(most);
        expect(leftOf(cells, AT, wait - 1, n * unit)).toBeGreaterThan(most);
      }),
      { numRuns: 1_000, seed: 1 },
    );
  });
});
