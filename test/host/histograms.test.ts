import { describe, expect, test } from 'vitest';
import { histogramsOf } from '../../src/host/look/histograms.ts';
import { crowd, evenClient, figure, played, steadyService } from '../worlds.ts';

describe('the histograms behind a meter', () => {
  test('are counted bin by bin, in rows an eighth wide', () => {
    // six at once, two served at a time for 100 ms: answers after 100, 200, 300 ms
    const world = played({ users: crowd(6, 'shop'), shop: steadyService(2, 100) }, { duration: 1_000, bins: 10 });
    const told = histogramsOf(world, 'users.responseTime.p99')!;
    expect([told.columnWidth, told.columns]).toEqual([100, 10]);
    const rows = told.edges.length - 1;
    const found: [column: number, low: number, high: number, count: number][] = [];
    told.counts.forEach((count, i) => {
      if (count > 0) found.push([Math.floor(i / rows), told.edges[i % rows], told.edges[(i % rows) + 1], count]);
    });
    // 100,000 µs lie in 98,304 to 106,496; 200,000 and 300,000 in ranges of 2^14 and 2^15
    expect(found).toEqual([
      [1, 98.304, 106.496, 2],
      [2, 196.608, 212.992, 2],
      [3, 294.912, 327.68, 2],
    ]);
    expect([told.edges[0], told.edges[rows]]).toEqual([98.304, 327.68]);
    for (let row = 0; row < rows; row++) expect(told.edges[row + 1] / told.edges[row]).toBeLessThanOrEqual(1.125);
  });

  test('come to as many as were observed, however many bins share a column', () => {
    const world = played({ users: evenClient(200, 'shop'), shop: steadyService(1, 3) }, { duration: 4_000, bins: 400 });
    const told = histogramsOf(world, 'users.responseTime.mean')!;
    // 400 bins, three a column
    expect([told.columns, told.columnWidth]).toEqual([134, 30]);
    const recorder = world.recorders[world.ids.indexOf('users')];
    const meter = recorder.meters.findIndex(({ name }) => name === 'responseTime.mean');
    expect(told.counts.reduce((a, b) => a + b)).toBe(recorder.observations(meter, 0, 400));
    expect(figure(world, 'users.responseTime.mean')).toBe(3);
  });

  test('are none for a rate, for nothing observed, and for what is not there', () => {
    const world = played({ users: evenClient(10, 'shop'), shop: steadyService(1, 3) }, { duration: 50 });
    expect(histogramsOf(world, 'users.goodput')).toBeNull();
    expect(histogramsOf(world, 'users.responseTime.p99')).toBeNull();
    expect(histogramsOf(world, 'nobody.responseTime.p99')).toBeNull();
  });
});
