import { describe, expect, it, test } from 'vitest';
import { domainOf } from '../../src/ui/plot/domainOf.ts';
import { controlsOf } from '../../tools/looks/dead-controls.ts';
import { distanceOf, heightIn, rangeOf } from '../../tools/looks/heights.ts';
import { unseenIn } from '../../tools/looks/something-to-see.ts';
import { curated, curatedIds } from '../curated.ts';

const linear = heightIn({ low: 0, high: 200 }, false);

describe('how much of a plot a line uses', () => {
  test('from its lowest point to its highest: 60 to 140 of 200 is two fifths', () => {
    expect(rangeOf([100, 60, 140, 80], linear)).toBeCloseTo(0.4, 12);
    expect(rangeOf([150, 150], linear)).toBe(0);
  });

  test('what was not observed counts for nothing, what is above the axis is drawn at its top', () => {
    expect(rangeOf([Number.NaN, 150, Number.NaN], linear)).toBe(0);
    expect(rangeOf([], linear)).toBe(0);
    expect(rangeOf([100, 900], linear)).toBe(0.5);
  });

  test('on a logarithmic axis from 1 to 10,000 a hundredfold is half of it', () => {
    const height = heightIn({ low: 1, high: 10_000 }, true);
    expect(rangeOf([10, 1_000], height)).toBeCloseTo(0.5, 12);
    // 0 is drawn at the foot
    expect(rangeOf([0, 100], height)).toBeCloseTo(0.5, 12);
  });
});

describe('how far two lines are from each other', () => {
  test('as far as where they are furthest: 50 of 200 at the third sample', () => {
    expect(distanceOf([10, 20, 100, 40], [10, 30, 150, 40], linear)).toBe(0.25);
    expect(distanceOf([10, 20], [10, 20], linear)).toBe(0);
  });

  test('only where both are observed; all of the plot where one of them never is', () => {
    expect(distanceOf([10, Number.NaN], [Number.NaN, 200], linear)).toBe(0);
    expect(distanceOf([10, 20], [Number.NaN, Number.NaN], linear)).toBe(1);
    expect(distanceOf([Number.NaN], [], linear)).toBe(0);
  });
});

test('an axis is made for all lines that share it', () => {
  expect(domainOf([[1, 2], [95]], { unit: 'req/s', log: false })).toEqual({ low: 0, high: 100 });
  expect(domainOf([[1, 2], []], { unit: 'req/s', log: false, max: 50 })).toEqual({ low: 0, high: 50 });
  // a share up to a half is drawn large, one of more than that against the whole
  expect(domainOf([[0.26, 0.38]], { unit: 'ratio', log: false })).toEqual({ low: 0, high: 0.4 });
  expect(domainOf([[0.26, 0.51]], { unit: 'ratio', log: false })).toEqual({ low: 0, high: 1 });
  expect(domainOf([[0, 20], [700]], { unit: 'ms', log: true })).toEqual({ low: 10, high: 1_000, zero: true });
  expect(domainOf([[], []], { unit: 'ms', log: true })).toBeNull();
});

/** A shop whose story looks at one chart of two arms. */
async function shop(step: object) {
  const scenario = await curated('retry-storm');
  return { ...scenario, story: [{ title: 'A step', text: 'Of a story.', at: 18_000, ...step }] };
}

describe('a step with nothing to see is found', () => {
  test('a line that stays where it is', async () => {
    const stormy = await shop({ look: ['shoppers.goodput'], arms: ['base'] });
    const { shoppers, checkout } = stormy.components;
    const evenly = { ...shoppers, arrival: { kind: 'constant', rate: 100 } };
    const quickly = { ...checkout, serviceTime: { kind: 'constant', value: 100 } };
    const calm = { ...stormy, changes: [], components: { shoppers: evenly, checkout: quickly } };
    expect(unseenIn(calm)).toEqual([{ step: 1, why: 'nothing moves: shoppers.goodput 0 %' }]);
    expect(unseenIn(stormy)).toEqual([]);
  });

  test('arms that are the same, and a chart that is not there', async () => {
    const two = await shop({ look: ['shoppers.goodput', 'shoppers.arrivals'], arms: ['base', 'twin'] });
    const twins = { ...two, arms: [...two.arms, { id: 'twin', title: 'As the first', set: {}, changes: [] }] };
    expect(unseenIn(twins).map(({ why }) => why)).toEqual([
      'it points at shoppers.arrivals, which has no chart',
      'base cannot be told from any other arm',
      'twin cannot be told from any other arm',
    ]);
  });
});

describe('in each step of every tenth scenario there is something to see', () => {
  it.each(curatedIds.filter((_, i) => i % 10 === 5))('%s', async (id) => {
    expect(unseenIn(await curated(id))).toEqual([]);
  });
});

/** Scenarios of short runs, whose sliders can all be tried in a few seconds. */
const SHORT = [
  'six-limiters-one-stream',
  'the-leaky-queue',
  'three-layers-of-retries',
  'the-zombie-commits-twice',
  'two-hundred-in-two-seconds',
];

describe('each slider changes a chart at one of its ends, or the page says rightly why not', () => {
  it.each(SHORT)('%s', async (id) => {
    const { dead, denied, told } = controlsOf(await curated(id));
    expect({ dead, denied }).toEqual({ dead: [], denied: [] });
    expect(told).toBeGreaterThan(0);
  });

  it('one that changes no chart is found, and one that nobody looks at says so', async () => {
    const scenario = await curated('three-layers-of-retries');
    const { users } = scenario.components;
    const asking = { ...users, workload: { kind: 'zipf', keys: 100, skew: 1 } };
    const { dead, told } = controlsOf({ ...scenario, components: { ...scenario.components, users: asking } });
    expect([dead, told >= 2]).toEqual([[], true]);
    // of what arrives nobody sees what becomes
    const blind = controlsOf({ ...scenario, watch: [{ ...scenario.watch[0], meter: 'users.arrivals' }] });
    expect(blind.dead).toEqual(expect.arrayContaining(['users.retryDelay.delay', 'gateway.servers', 'stock.serviceTime.mean']));
    expect(blind.dead).not.toContain('users.arrival.rate');
  });
});
