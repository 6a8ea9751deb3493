import { useDeferredValue, useMemo } from 'react';
import { differences } from '../../scenario/differences.ts';
import { formatClock, formatQuantity } from '../quantity.ts';
import { useDocument } from '../store/document.ts';

/** How figures and moments are written within sentences. */
export const FIGURES = { quantity: formatQuantity, clock: (time: number) => formatClock(time, time % 1_000 !== 0) };

/** What the scenario on the screen says otherwise than its original as the story has it here, a sentence each. */
export function useDifferences(): readonly string[] {
  const lesson = useDocument((state) => state.lesson);
  const scenario = useDeferredValue(useDocument((state) => state.scenario));
  return useMemo(() => differences(lesson, scenario, FIGURES), [lesson, scenario]);
}
