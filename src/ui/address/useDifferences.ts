import { useDeferredValue, useMemo } from 'react';
import { differences } from '../../scenario/differences.ts';
import { formatClock, formatQuantity } from '../quantity.ts';
import { useDocument } from '../store/document.ts';

/** How figures and moments are written within sentences. */
export const FIGURES = { quantity: formatQuantity, clock: (time: number) => formatClock(time, time % 1_000 !== 0) };

/** What the scenario on the screen says otherwise than its original, a sentence each. */
export function useDifferences(): readonly string[] {
  const original = useDocument((state) => state.original);
  const scenario = useDeferredValue(useDocument((state) => state.scenario));
  return useMemo(() => differences(original, scenario, FIGURES), [original, scenario]);
}
