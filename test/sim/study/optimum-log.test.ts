import { describe, expect, test } from 'vitest';
import { OptimumLog } from '../../../src/sim/study/optimum-log.ts';

const logOf = (bins: readonly { asked: readonly number[]; capacity: number }[]) => {
  const log = new OptimumLog();
  for (const { asked, capacity } of bins) {
    for (const key of asked) log.note(key);
    log.endBin(capacity);
  }
  return log.hitRatios();
};

describe('the optimum of a run, bin by bin', () => {
  test('knows what comes in later bins', () => {
    // room for two: 3 goes at once, because 1 and 2 come again
    expect(
      logOf([
        { asked: [1, 2, 3], capacity: 2 },
        { asked: [1, 2], capacity: 2 },
      ]),
    ).toEqual([0, 0.5]);
    expect(
      logOf([
        { asked: [1, 2], capacity: 2 },
        { asked: [1, 2, 1, 2], capacity: 2 },
      ]),
    ).toEqual([0, 1]);
  });

  test('has the room there was at each time', () => {
    const asked = [1, 2, 3];
    const bin = (capacity: number) => ({ asked, capacity });
    expect(logOf([bin(3), bin(3), bin(3)])).toEqual([0, 1, 1]);
    expect(logOf([bin(3), bin(1), bin(3)])[1]).toBeLessThan(1);
    expect(logOf([bin(1), bin(3), bin(3)])[2]).toBe(1);
  });

  test('says nothing of a bin in which nothing was asked', () => {
    expect(
      logOf([
        { asked: [1], capacity: 1 },
        { asked: [], capacity: 1 },
        { asked: [1], capacity: 1 },
      ]),
    ).toEqual([0, Number.NaN, 1]);
  });
});
