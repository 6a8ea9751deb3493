import { expect, test } from 'vitest';
import { linearDomain, linearTicks, logTicks } from '../../src/ui/plot/axis.ts';
import { formatQuantity } from '../../src/ui/quantity.ts';

const labels = (ticks: readonly number[]) => ticks.map((tick) => formatQuantity(tick, 'ms').replaceAll('\u202f', ' '));

test('an axis of long times has ticks that people would choose', () => {
  expect(labels(logTicks({ low: 1_000, high: 1e7 }, 5, 'ms'))).toEqual(['1 s', '10 s', '1 min', '10 min', '1 h']);
  expect(labels(logTicks({ low: 30_000, high: 3e6 }, 8, 'ms'))).toEqual(['1 min', '10 min']);
  const hours = linearDomain(9_000_000, 'ms');
  expect(labels(linearTicks(hours, 5, 'ms'))).toEqual(['0 ms', '1 h', '2 h', '3 h']);
  expect(labels(linearTicks(linearDomain(75_000, 'ms'), 5, 'ms'))).toEqual(['0 ms', '30 s', '1 min', '1.5 min']);
});

test('every tick lies on its axis, however long the time', () => {
  for (let largest = 0.01; largest < 1e8; largest *= 1.7) {
    const domain = linearDomain(largest, 'ms');
    expect(domain.high).toBeGreaterThanOrEqual(largest);
    for (const most of [3, 5]) {
      const ticks = linearTicks(domain, most, 'ms');
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(most + 1);
      expect(ticks.every((tick) => tick >= 0 && tick <= domain.high * (1 + 1e-9))).toBe(true);
    }
  }
});
