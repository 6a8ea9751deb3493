import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { factorText, momentsOf, Pace, shifted, USUAL_TEMPO } from '../../src/ui/store/pace.ts';
import { curated, curatedIds } from '../curated.ts';
import { mulberry } from '../mulberry.ts';

const fit = { kind: 'fit', seconds: 20 } as const;

describe('pace', () => {
  it('plays 70 s in 20 s, at a quarter of the speed within 1.4 s of a change', () => {
    // slow from 18.6 s to 21.4 s: 67.2 s at f and 2.8 s at f/4 are (67.2 + 11.2)/f = 20 s
    const pace = new Pace(fit, 70_000, [20_000]);
    expect(pace.total).toBeCloseTo(20_000, 6);
    expect(pace.factorAt(0)).toBeCloseTo(3.92, 9);
    expect(pace.factorAt(20_000)).toBeCloseTo(0.98, 9);
    expect(pace.factorAt(18_599)).toBeCloseTo(3.92, 9);
    expect(pace.factorAt(21_401)).toBeCloseTo(3.92, 9);
    expect(pace.realAt(18_600)).toBeCloseTo(18_600 / 3.92, 6);
    expect(pace.realAt(21_400) - pace.realAt(18_600)).toBeCloseTo(2_800 / 0.98, 6);
  });

  it('takes what was chosen, whatever changes there are, and goes there and back', () => {
    const next = mulberry(5);
    for (let round = 0; round < 200; round++) {
      const duration = 10 ** (1 + 7 * next());
      const moments = Array.from({ length: Math.floor(next() * 30) }, () => next() * duration);
      const seconds = [10, 20, 40][round % 3];
      const pace = new Pace({ kind: 'fit', seconds }, duration, moments);
      expect(pace.total).toBeCloseTo(seconds * 1_000, 5);
      for (let k = 0; k < 10; k++) {
        const moment = next() * duration;
        expect(pace.momentAt(pace.realAt(moment)) / duration).toBeCloseTo(moment / duration, 9);
        const near = moments.some((each) => Math.abs(each - moment) < 0.0199 * duration);
        const far = moments.every((each) => Math.abs(each - moment) > 0.0201 * duration);
        const quickest = Math.max(...Array.from({ length: 500 }, (_, i) => pace.factorAt((i / 500) * duration)));
        if (near) expect(quickest / pace.factorAt(moment)).toBeOneOf([expect.closeTo(4, 6), expect.closeTo(1, 6)]);
        if (far) expect(pace.factorAt(moment)).toBeCloseTo(quickest, 6);
      }
    }
  });

  it('keeps a factor that is held, and slows down for nothing', () => {
    const pace = new Pace({ kind: 'factor', factor: 60 }, 86_400_000, [3_600_000]);
    expect(pace.factorAt(3_600_000)).toBe(60);
    expect(pace.total).toBe(1_440_000);
  });

  it('says what passes in a second', () => {
    expect([0.1, 1, 3.5, 59, 60, 216, 900, 3_600, 4_320].map(factorText)).toEqual(
      ['0.1 s', '1 s', '3.5 s', '59 s', '1 min', '3 min 36 s', '15 min', '1 h', '1 h 12 min'].map((span) => `1 s = ${span}`),
    );
  });

  it('is a notch quicker or slower, also from a factor between notches, and ends at the last', () => {
    expect(shifted(USUAL_TEMPO, 1)).toEqual({ kind: 'fit', seconds: 10 });
    expect(shifted(USUAL_TEMPO, -1)).toEqual({ kind: 'fit', seconds: 40 });
    expect(shifted({ kind: 'fit', seconds: 10 }, 1)).toEqual({ kind: 'fit', seconds: 10 });
    expect(shifted({ kind: 'factor', factor: 3.5 }, 1)).toEqual({ kind: 'factor', factor: 4 });
    expect(shifted({ kind: 'factor', factor: 3.5 }, -1)).toEqual({ kind: 'factor', factor: 1 });
    expect(shifted({ kind: 'factor', factor: 3_600 }, 1)).toEqual({ kind: 'factor', factor: 3_600 });
  });
});

describe('run and look', async () => {
  const all = await Promise.all(curatedIds.map(async (id) => ({ id, scenario: await curated(id) })));
  const steps = all.flatMap(({ id, scenario }) => scenario.story.map((step, number) => ({ id, number, step, scenario })));
  it.each(steps)('of $id, step $number, is at what happens next within 10 s, in every arm', ({ step, scenario }) => {
    for (const { id } of armsOf(scenario)) {
      const { changes } = planOf(scenario, id);
      const pace = new Pace(USUAL_TEMPO, scenario.duration, momentsOf(changes, step.at));
      // the playhead is put to the step's moment, and plays from there
      const from = step.at ?? 0;
      // what a step sets itself holds from there on
      const next = (step.set ? undefined : changes.find(({ at }) => at >= from)?.at) ?? from;
      expect(pace.realAt(next) - pace.realAt(from)).toBeLessThanOrEqual(10_000);
    }
  });
});
