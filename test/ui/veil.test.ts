import { describe, expect, test } from 'vitest';
import type { ArmResult } from '../../src/host/client.ts';
import type { Stories } from '../../src/host/look/stories.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { REPAIRED, TO, useLanding } from '../../src/ui/landing/landing.ts';
import { results } from '../../src/ui/samples/results.ts';
import { playhead } from '../../src/ui/store/playhead.ts';
import { keepVeil, veilOf } from '../../src/ui/story/veil.ts';
import { curated, curatedIds } from '../curated.ts';

/** A run of ten bins of 100 ms; what follows after half of it is up to chance. */
const run = (after: () => number): ArmResult =>
  ({
    arm: 'base',
    bins: 10,
    binWidth: 100,
    closedBins: 10,
    finished: true,
    series: [{ id: 'a.b' }],
    samples: Float64Array.from({ length: 10 }, (_, bin) => (bin < 5 ? bin : after())),
    whole: Float64Array.of(after()),
  }) as unknown as ArmResult;

describe('behind the veil', () => {
  test('two runs that differ only after the moment look the same', () => {
    globalThis.window ??= { setTimeout: () => 0 } as unknown as Window & typeof globalThis;
    const seen = (after: () => number) => {
      results.clear();
      results.accept(run(after));
      results.setVeil({ until: 500 });
      const all = [
        [...results.samples('base', 'a.b')!],
        [0, 250, 499, 500, 700, 1_000].map((time) => results.at('base', 'a.b', time)),
        results.whole('base', 'a.b'),
      ];
      results.setVeil(null);
      return all;
    };
    expect(seen(() => 7)).toEqual(seen(() => 1e9));
    expect(seen(() => 7)[0]).toEqual([0, 1, 2, 3, 4]);
    results.accept(run(() => 7));
    expect(results.at('base', 'a.b', 700)).toBe(7);
    results.setVeil({ until: 0 });
    expect([results.samples('base', 'a.b')!.length, results.at('base', 'a.b', 0)]).toEqual([0, Number.NaN]);
    results.setVeil(null);
    results.clear();
  });

  test('what was told of the whole run is not told, and what is known with hindsight neither', () => {
    results.clear();
    const asked = { arm: 'base', meter: 'a.b', from: 0, to: 1_000, stat: 'value' } as const;
    const result = { ...run(() => 7), series: [{ id: 'a.b', hindsight: true }], figures: [0], requests: 3 } as unknown as ArmResult;
    results.accept(result, undefined, [asked]);
    results.acceptStories({ total: 2 } as Stories, null);
    results.acceptStories({ total: 1 } as Stories, 500);
    const told = () => [
      results.samples('base', 'a.b')!.length,
      results.at('base', 'a.b', 200),
      results.account('base')?.requests,
      results.figure(asked),
      results.stories?.total,
      results.of('base')!.closedBins,
    ];
    expect(told()).toEqual([10, 2, 3, 0, 2, 10]);
    results.setVeil({ until: 500 });
    expect(told()).toEqual([0, Number.NaN, undefined, undefined, 1, 5]);
    results.setVeil({ until: 400 });
    expect(results.stories).toBeNull();
    results.setVeil(null);
    expect(told()).toEqual([10, 2, 3, 0, 2, 10]);
    results.clear();
  });

  test('all that can be asked of runs is held to it', () => {
    // whoever adds a question here says in test/law/veil.test.ts what is seen of it behind a veil
    const asked = ['of', 'account', 'figure', 'nameOf', 'stories', 'until', 'samples', 'at', 'mean', 'whole', 'peak', 'isMoved', 'inVain'];
    const done = ['subscribeToPictures', 'accept', 'acceptStories', 'forgetStories', 'fail', 'lack', 'setBusy', 'keep', 'clear', 'setVeil'];
    const inside = ['constructor', 'seenBins', 'tellPictures', 'tell'];
    expect(Object.getOwnPropertyNames(Object.getPrototypeOf(results)).sort()).toEqual([...asked, ...done, ...inside].sort());
  });
});

describe('every question of every curated scenario', () => {
  test.each(curatedIds)('%s: nothing is seen that happens from its moment on', async (id) => {
    const scenario = await curated(id);
    scenario.story.forEach((step, i) => {
      const veil = veilOf(scenario, i);
      expect(veil === null, step.title).toBe(step.ask === undefined);
      if (veil === null) return;
      expect(veil.until, step.title).toBeLessThanOrEqual(step.at ?? 0);
      // without a change ahead the beginning is the answer, unless an author says how much of it is not
      const shown = step.arms ?? armsOf(scenario).map((arm) => arm.id);
      const ahead = [...scenario.changes, ...scenario.arms.flatMap((arm) => (shown.includes(arm.id) ? arm.changes : []))].some(
        ({ at }) => at >= (step.at ?? 0),
      );
      if (!ahead && step.ask?.until === undefined) expect(veil.until, step.title).toBe(0);
    });
  });
});

test('on the landing nothing leads past the repair until a line is chosen', () => {
  useLanding.setState({ shown: true, asks: true });
  keepVeil();
  playhead.begin(TO, 0);
  playhead.seek(TO);
  expect(playhead.now).toBe(REPAIRED);
  useLanding.setState({ asks: false });
  playhead.seek(TO);
  expect(playhead.now).toBe(TO);
  useLanding.setState({ shown: false, asks: true });
});
