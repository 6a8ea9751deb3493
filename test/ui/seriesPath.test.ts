import { expect, test } from 'vitest';
import { armStyle, LONE_DASH } from '../../src/ui/chart/armStyles.ts';
import { seriesPath } from '../../src/ui/plot/seriesPath.ts';

const places = { x: (time: number) => time, y: (value: number) => 100 - value };
const path = (samples: readonly number[], dot?: number) => seriesPath(samples, 10, places, 0, dot);

test('a sample between gaps is a dot, and a stroke of its own where the line is dashed', () => {
  const samples = [Number.NaN, 40, Number.NaN, 10, 20];
  expect(path(samples)).toBe('M15.0 60.0m-0.005 0h0.01M35.0 90.0L45.0 80.0');
  expect(path(samples, 2)).toBe('M15.0 60.0m-1 0h2M35.0 90.0L45.0 80.0');
});

test('no first dash is shorter than that stroke', () => {
  for (let index = 0; index < 6; index++) {
    const { dash = '9' } = armStyle(index);
    expect(Number(dash.split(' ')[0])).toBeGreaterThanOrEqual(LONE_DASH);
  }
});
