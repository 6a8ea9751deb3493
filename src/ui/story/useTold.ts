import { useMemo } from 'react';
import { allMetersOf } from '../../scenario/meters.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { useCode } from '../code/code.ts';
import type { Told } from './goalReport.ts';

/** What is said of a scenario’s claims is said in its own names. */
export function useTold(scenario: Scenario): Told {
  // code of the scenario’s own says what gauges it has once it has run
  const described = useCode((state) => state.described);
  // biome-ignore lint/correctness/useExhaustiveDependencies: descriptions are known to the functions themselves
  return useMemo(
    () => ({
      duration: scenario.duration,
      bins: scenario.bins,
      meters: new Map(allMetersOf(scenario).map((meter) => [meter.id, meter])),
      arms: new Map(armsOf(scenario).map(({ id, title }) => [id, title])),
    }),
    [scenario, described],
  );
}
