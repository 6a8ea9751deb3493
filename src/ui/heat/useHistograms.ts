import { useMemo, useState } from 'react';
import type { Histograms } from '../../host/look/histograms.ts';
import { planOf } from '../../scenario/arm.ts';
import { useDocument } from '../store/document.ts';
import { Looking, useLooking } from '../view/looking.ts';

/** Asked for again once the hand rests [ms]. */
const REST = 300;

export interface Told {
  /** The last there are; null while there are none, or where the meter has none. */
  histograms: Histograms | null;
  told: boolean;
  failure: string | null;
}

/** Keeps the histograms behind a meter of an arm simulated as long as they are shown: one more run, in a worker of its own. */
export function useHistograms(arm: string, meter: string): Told {
  const scenario = useDocument((state) => state.scenario);
  const plan = useMemo(() => planOf(scenario, arm), [scenario, arm]);
  const [looking] = useState(() => new Looking<'histograms'>());
  useLooking(looking, [{ ask: 'histograms', slot: arm, plan, args: { meter } }], REST);
  return { histograms: looking.answer(arm), told: looking.of(arm) !== null, failure: looking.failure(arm) };
}
