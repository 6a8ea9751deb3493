import { describe, expect, test } from 'vitest';
import { play } from '../../src/host/play.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { domainOf } from '../../src/ui/chart/domain.ts';
import { LANDING, METER, RATE, REPAIRED, STEP, TO, TOP } from '../../src/ui/landing/landing.ts';
import { reachOf } from '../../src/ui/luck/luck.ts';
import { linearDomain } from '../../src/ui/plot/axis.ts';
import { clearPlaces } from '../../src/ui/plot/clearPlaces.ts';
import { scaleOf } from '../../src/ui/plot/scale.ts';
import { extent } from '../../src/ui/plot/seriesPath.ts';
import { guessesShown } from '../../src/ui/story/guesses.ts';
import { curated } from '../curated.ts';

const flat = (value: number) => [
  { at: 0, value },
  { at: 10, value },
];
const ask = {
  question: 'How many?',
  choices: [{ text: 'None' }, { text: 'Some' }, { text: 'All' }],
  answer: 1,
  lines: { meter: 'shop.goodput', points: [flat(0), flat(50), flat(300)] },
};

describe('the lines of a question', () => {
  const letters = (guess: number | undefined, open: boolean) =>
    guessesShown(ask, guess, open)?.lines.map(({ letter, pale }) => `${letter}${pale ? ' pale' : ''}`);

  test('are all there while it is open, the others pale once one is chosen; the chosen one alone stays', () => {
    expect(letters(undefined, true)).toEqual(['A', 'B', 'C']);
    expect(letters(1, true)).toEqual(['A pale', 'B', 'C pale']);
    expect(letters(1, false)).toEqual(['B']);
    expect(letters(undefined, false)).toBeUndefined();
    expect(guessesShown({ ...ask, lines: undefined }, 1, true)).toBeNull();
    expect(guessesShown(undefined, 1, true)).toBeNull();
  });

  test('decide the axis with what may be seen, and nothing else does', () => {
    const { lines } = guessesShown(ask, undefined, true)!;
    const measured = { meter: 'shop.goodput', unit: 'req/s', max: undefined, log: false, arms: [{ id: 'nobody' }], thin: 0, heat: null };
    expect(domainOf({ ...measured, guesses: lines })).toEqual({ low: 0, high: 400 });
    expect(domainOf({ ...measured, guesses: [] })).toBeNull();
    // the axis of a logarithmic chart goes down to a line that is at 0
    expect(domainOf({ ...measured, log: true, guesses: lines })).toEqual({ low: 3, high: 300, zero: true });
    expect(domainOf({ ...measured, guesses: lines, thin: 900 })).toEqual({ low: 0, high: 1_000 });
  });

  test('the landing has those of its lesson, of the meter that it shows', async () => {
    const { story } = await curated(LANDING);
    expect(story[STEP].ask?.lines?.meter).toBe(METER);
  });

  test('and what the third of them says is what its run shows: not back within 40 s of the repair', async () => {
    const { story, duration } = await curated(LANDING);
    const { choices, answer } = story[STEP].ask!;
    expect(choices[answer!].text).toBe('Not within 40 s');
    expect([duration, TO]).toEqual([TO, Math.max(TO, REPAIRED + 40_000)]);
  });

  test.each([RATE.least, RATE.usual, RATE.most])('its axis has room for whatever %i customers a second bring', async (rate) => {
    const scenario = withParam(await curated(LANDING), BASE, RATE.path, rate, 'whole-run');
    const { result } = play({ arm: BASE, plan: planOf(scenario, BASE), figures: [], samples: true }, new Map());
    const place = result.series.findIndex(({ id }) => id === METER);
    const { most } = extent(result.samples.subarray(place * result.bins, (place + 1) * result.bins));
    expect(most).toBeGreaterThan(RATE.least);
    expect(linearDomain(most, '', TOP)).toEqual({ low: 0, high: TOP });
  });
});

describe('the letter of a line', () => {
  const line = (...heights: number[]) => heights.map((y, i) => ({ x: i * 100, y }));

  test('stands at its end where that is far from others', () => {
    expect(clearPlaces([line(0, 0, 0), line(50, 50, 50)])).toEqual([
      { x: 200, y: 0 },
      { x: 200, y: 50 },
    ]);
    expect(clearPlaces([line(7, 9)])).toEqual([{ x: 100, y: 9 }]);
  });

  test('stands on no other: of two lines that are nowhere apart the second has its letter further to the left', () => {
    const [one, two] = clearPlaces([line(10, 10), line(12, 12)]);
    expect(one).toEqual({ x: 100, y: 10 });
    expect(two.y).toBe(12);
    expect(100 - two.x).toBeGreaterThanOrEqual(12);
    expect(100 - two.x).toBeLessThan(17);
  });

  test('nor where one is above its line and the other below', () => {
    // lines 20 px apart, letters 4: that of the upper line, which has no room above, stands 12 px below it
    const [one, two] = clearPlaces([line(10, 10), line(30, 30)], (y) => (y < 14 ? y + 12 : y - 4));
    expect([one.x, 100 - two.x >= 12]).toEqual([100, true]);
  });

  test('stands where lines that end together still differ', () => {
    // they meet at x = 200, and are less than 14 px apart from x = 172 on
    const [first, second] = clearPlaces([line(0, 0, 0), line(50, 50, 0)]);
    expect(first.x).toBe(second.x);
    expect(first.x).toBeLessThanOrEqual(172);
    expect(first.x).toBeGreaterThan(160);
    expect(second.y).toBeGreaterThanOrEqual(14);
  });

  test('of lines that are nowhere clear stands where they are farthest apart', () => {
    const [first] = clearPlaces([line(0, 0, 0), line(0, 5, 0)]);
    expect(Math.abs(first.x - 100)).toBeLessThan(16);
  });
});

describe('the runs of other seeds', () => {
  const seeds = (tops: number[]) => ({
    done: tops.length,
    width: 100,
    length: 2,
    samples: Float64Array.from(tops.flatMap((top) => [1_000, top])),
    figures: new Float64Array(),
  });

  test('take the axis as far as nine in ten of them go, within what is drawn', () => {
    expect(reachOf(seeds([5, 1, 2, 3, 4, 6, 7, 8, 9, 99]), 1)).toBe(9);
    expect(reachOf(seeds([5]), 1)).toBe(5);
    expect(reachOf(seeds([5]))).toBe(1_000);
    expect(reachOf(seeds([]))).toBe(0);
  });

  test('go on above the axis where they leave it, to be cut off there', () => {
    const ends = scaleOf(false, { low: 0, high: 10 }, 100, 0);
    const open = scaleOf(false, { low: 0, high: 10 }, 100, 0, false);
    expect([ends(20), open(20), open(5)]).toEqual([0, -100, 50]);
  });
});
