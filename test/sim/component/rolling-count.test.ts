import { describe, expect, test } from 'vitest';
import { RollingCount } from '../../../src/sim/component/gateway/rolling-count.ts';

describe('a rolling count', () => {
  test('is the most cost of any window that ends since the last look', () => {
    const rolling = new RollingCount();
    rolling.add(0, 3, 10);
    rolling.add(4, 2, 10);
    // at 10 the first has left the window
    rolling.add(10, 1, 10);
    expect(rolling.most(11, 10)).toBe(5);
    expect([rolling.shown, rolling.most(13, 10), rolling.most(14, 10), rolling.most(15, 10)]).toEqual([5, 3, 3, 1]);
    expect([rolling.most(20, 10), rolling.most(21, 10)]).toEqual([1, 0]);
  });

  test('of thousands that come and go is exact, however full its columns are', () => {
    const rolling = new RollingCount();
    const span = 700;
    const cost = (at: number) => 1 + (at % 3);
    let most = 0;
    for (let now = 0; now < 5_000; now++) {
      // fewer from 2,000 on, then more again: columns grow while their first entry is anywhere
      if (now >= 2_000 && now < 4_000 && now % 5 !== 0) continue;
      rolling.add(now, cost(now), span);
      let expected = 0;
      for (let at = Math.max(0, now - span + 1); at <= now; at++) if (at < 2_000 || at >= 4_000 || at % 5 === 0) expected += cost(at);
      expect(rolling.most(now, span), String(now)).toBe(Math.max(expected, most));
      most = expected;
    }
  });
});
