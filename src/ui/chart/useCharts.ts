import { useMemo } from 'react';
import { planOf } from '../../scenario/arm.ts';
import { allMetersOf } from '../../scenario/meters.ts';
import { armsOf, type WatchDoc } from '../../scenario/scenario.ts';
import { watched } from '../../scenario/watched.ts';
import { useCode } from '../code/code.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';
import { useSame } from '../store/useSame.ts';
import { useVeil } from '../story/goToStep.ts';
import { type Guesses, guessesShown } from '../story/guesses.ts';
import { stepOf } from '../story/place.ts';
import { type Band, bandsBehind } from './bands.ts';
import type { DrawnArm } from './Chart.tsx';
import { standingOut } from './standingOut.ts';

/** What every chart of a scenario is drawn from. */
export interface Charts {
  list: readonly WatchDoc[];
  titleOf(watch: WatchDoc): string;
  unitOf(watch: WatchDoc): string;
  /** Whether single times are behind it, and not one figure a bin. */
  heatsOf(watch: WatchDoc): boolean;
  duration: number;
  arms: readonly DrawnArm[];
  selected: string;
  bands: readonly Band[];
  changes: readonly number[];
  /** Meters that the step of the story points at. */
  look: readonly string[];
  veiled: boolean;
  /** The choices of its question that are lines on a chart. */
  guessesOn(watch: WatchDoc): Guesses['lines'];
  /** The chart that the step is about, where there is room for one only. */
  chief: WatchDoc | undefined;
}

const NO_GUESSES: Guesses['lines'] = [];

/** The charts there are, each the same object while it says the same: an edit draws no chart anew that does not change for it. */
export function useCharts(): Charts {
  const scenario = useDocument((state) => state.scenario);
  const hidden = useSession((state) => state.hidden);
  const selected = useSession((state) => state.arm);
  const place = useSession((state) => state.step);
  const step = stepOf(scenario, place);
  // code of the scenario's own says what gauges it has once it has run
  const described = useCode((state) => state.described);
  // biome-ignore lint/correctness/useExhaustiveDependencies: descriptions are known to the functions themselves
  const list = useSame(useMemo(() => watched(scenario), [scenario, described]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same
  const meters = useMemo(() => new Map(allMetersOf(scenario).map((meter) => [meter.id, meter])), [scenario, described]);
  const arms = useSame<readonly DrawnArm[]>(
    armsOf(scenario)
      .map(({ id, title }, index) => ({ id, title, index }))
      .filter(({ id }) => !hidden.includes(id)),
  );
  const bands = useSame(useMemo(() => bandsBehind(scenario, selected), [scenario, selected]));
  const changes = useSame(
    useMemo(() => [...new Set(standingOut(planOf(scenario, selected).changes).map(({ at }) => at))], [scenario, selected]),
  );
  const veiled = useVeil();
  const isTask = useSession((state) => state.challenge === 'on');
  const ask = isTask ? undefined : scenario.story[step]?.ask;
  const guess = useSession((state) => state.guesses[step]);
  const guesses = useMemo(() => guessesShown(ask, guess, veiled), [ask, guess, veiled]);
  // a challenge is about its goals
  const look = isTask ? scenario.goals.map(({ meter }) => meter) : (scenario.story[step]?.look ?? []);
  const several = new Set(Object.keys(scenario.components)).size > 1;
  const titleOf = (each: WatchDoc) => {
    if (each.title) return each.title;
    const meter = meters.get(each.meter);
    if (!meter) return each.meter;
    // two charts of the same name need the component's name as well
    const namesake = several && list.some((other) => other.meter !== each.meter && meters.get(other.meter)?.label === meter.label);
    return namesake ? `${meter.label}, ${meter.owner}` : meter.label;
  };
  return {
    list,
    titleOf,
    unitOf: ({ meter }) => meters.get(meter)?.unit ?? '',
    heatsOf: ({ meter }) => ['quantile', 'mean'].includes(meters.get(meter)?.kind ?? ''),
    duration: scenario.duration,
    arms,
    selected,
    bands,
    changes,
    look,
    veiled,
    guessesOn: ({ meter }) => (meter === guesses?.meter ? guesses.lines : NO_GUESSES),
    chief: list.find(({ meter }) => meter === ask?.lines?.meter) ?? list.find(({ meter }) => look.includes(meter)) ?? list[0],
  };
}
