import { useMemo, useSyncExternalStore } from 'react';
import type { Seeds } from '../../host/look/seeds.ts';
import { planOf } from '../../scenario/arm.ts';
import { figuresFor } from '../../scenario/claims.ts';
import type { ClaimDoc } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { Looking, useLooking } from '../view/looking.ts';
import { countHolding, otherSeeds } from './luck.ts';

const looking = new Looking<'seeds'>('answers');
/** Asked for again once the hand rests [ms]. */
const REST = 300;
const SLOT = 'seeds';

export interface Luck {
  seeds: Seeds | null;
  /** In how many of the ended runs the claim holds; 0 where there is no claim. */
  holding: number;
  failure: string | null;
}

/** Keeps a meter of an arm simulated under other seeds, and judged by a claim, as long as it is shown. */
export function useLuckOf(arm: string, meter: string, claim: ClaimDoc | null): Luck {
  const scenario = useDocument((state) => state.scenario);
  const { duration } = scenario;
  const plan = useMemo(() => planOf(scenario, arm), [scenario, arm]);
  const figures = useMemo(() => (claim ? figuresFor([claim], duration) : []), [claim, duration]);
  useLooking(looking, [{ ask: 'seeds', slot: SLOT, plan, args: { meter, seeds: otherSeeds(plan.seed), figures } }], REST);
  const seeds = seedsOf(meter);
  const holding = seeds && claim ? countHolding(claim, duration, looking.of(SLOT)!.args.figures, seeds) : 0;
  return { seeds, holding, failure: looking.failure(SLOT) };
}

/** The runs of a meter that there are by now; null while there are none. */
export function useSeedsOf(meter: string): Seeds | null {
  useSyncExternalStore(looking.subscribe, looking.state);
  return seedsOf(meter);
}

function seedsOf(meter: string): Seeds | null {
  return looking.of(SLOT)?.args.meter === meter ? looking.answer(SLOT) : null;
}
