import { expect, test } from 'vitest';
import { linearDomain, linearTicks, logTicks, logTicksWithZero, timeTicks } from '../../src/ui/plot/axis.ts';
import { domainOf } from '../../src/ui/plot/domainOf.ts';
import { scaleOf } from '../../src/ui/plot/scale.ts';
import { formatClock, formatQuantity, parseClock, parseQuantity } from '../../src/ui/quantity.ts';

const labels = (ticks: readonly number[]) => ticks.map((tick) => formatQuantity(tick, 'ms').replaceAll('\u202f', ' '));

test('an axis of long times has ticks that people would choose', () => {
  expect(labels(logTicks({ low: 1_000, high: 1e7 }, 5, 'ms'))).toEqual(['1 s', '10 s', '1 min', '10 min', '1 h']);
  expect(labels(logTicks({ low: 30_000, high: 3e6 }, 8, 'ms'))).toEqual(['1 min', '10 min']);
  const hours = linearDomain(9_000_000, 'ms');
  expect(labels(linearTicks(hours, 5, 'ms'))).toEqual(['0 ms', '1 h', '2 h', '3 h']);
  expect(labels(linearTicks(linearDomain(75_000, 'ms'), 5, 'ms'))).toEqual(['0 ms', '30 s', '1 min', '1.5 min']);
});

test('every tick lies on its axis, however long the time', () => {
  for (let largest = 0.01; largest < 3e9; largest *= 1.7) {
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

const DAY = 86_400_000;

test('a run of days has days on its axis, one of a day or two hours', () => {
  const clocks = (duration: number) => timeTicks(duration, 8).map((tick) => formatClock(tick).replaceAll('\u202f', ' '));
  expect(clocks(30 * DAY)).toEqual(['0:00', '5d', '10d', '15d', '20d', '25d', '30d']);
  expect(clocks(7 * DAY)).toEqual(['0:00', '1d', '2d', '3d', '4d', '5d', '6d', '7d']);
  expect(clocks(2 * DAY)).toEqual(['0:00', '6:00:00', '12:00:00', '18:00:00', '1d', '1d 6:00:00', '1d 12:00:00', '1d 18:00:00', '2d']);
  expect(labels(linearTicks(linearDomain(20 * DAY, 'ms'), 5, 'ms'))).toEqual(['0 ms', '5 d', '10 d', '15 d', '20 d', '25 d']);
});

test('a moment reads back as it is written, whatever its size', () => {
  for (const at of [0, 500, 65_300, 3_600_000, DAY - 100, DAY, 2 * DAY + 3_661_500, 30 * DAY]) {
    expect(parseClock(formatClock(at, true))).toBe(at);
    expect(parseClock(formatClock(at))).toBe(Math.round(at / 1_000) * 1_000);
  }
  expect([parseClock('2d'), parseClock('1d 2:00:00'), parseClock('90 s'), parseClock('1.5 d'), parseClock(''), parseClock('soon')]).toEqual(
    [2 * DAY, DAY + 7_200_000, 90_000, 1.5 * DAY, null, null],
  );
});

test('small rates keep their decimals: 0.15 is not 1', () => {
  const shown = [0.15, 0.5, 1.8, 9.25, 12.34, 0.0012].map((rate) => formatQuantity(rate, 'req/s').replace('\u202f', ' '));
  expect(shown).toEqual(['0.15 req/s', '0.5 req/s', '1.8 req/s', '9.25 req/s', '12.3 req/s', '0.0012 req/s']);
});

test('on a logarithmic axis zero stands at the foot, and one well above it', () => {
  // attempts of a crowd: none between its waves
  const domain = domainOf([[0, 1, 2_000, 0]], { unit: 'req/s', log: true })!;
  expect(domain).toEqual({ low: 1, high: 3_000, zero: true });
  const y = scaleOf(true, domain, 100, 0);
  expect(y(0)).toBe(100);
  // of the symmetric logarithm, log 2 ÷ log 3,001 of the height
  expect(y(1)).toBeCloseTo(100 - (100 * Math.log(2)) / Math.log(3_001), 6);
  expect(logTicksWithZero(domain, 6, 'req/s', 300)).toContain(0);
  // without a zero the axis ends at its smallest
  expect(domainOf([[1, 2_000]], { unit: 'req/s', log: true })).not.toHaveProperty('zero', true);
});

test('large numbers are short, and can be typed as they are shown', () => {
  for (const [value, shown] of [
    [1_000_000_000, '1,000M'],
    [100_000_000, '100M'],
    [2_500_000, '2500k'],
    [99_999, '99,999'],
  ] as const) {
    expect(formatQuantity(value, '')).toBe(shown);
    expect(parseQuantity(shown, 'B')).toBe(value);
  }
});
