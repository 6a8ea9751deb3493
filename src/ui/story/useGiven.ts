import { useDeferredValue, useMemo } from 'react';
import { withGiven } from '../../scenario/given.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { targetOf, withSetting } from '../../scenario/setting.ts';
import { useDocument } from '../store/document.ts';

/**
 * The scenario with everything put back that its goals take as given; null if nothing of that is otherwise.
 * @param withYours the numbers of the reader's own system are as good as the original's
 */
export function useGiven(scenario: Scenario, withYours: boolean): Scenario | null {
  const original = useDocument((state) => state.original);
  const seen = useDeferredValue(scenario);
  return useMemo(() => {
    const given = withGiven(withYours ? withNumbersOf(original, seen) : original, seen);
    return given === seen ? null : given;
  }, [original, seen, withYours]);
}

/** The original with what the reader has filled in after the story. */
function withNumbersOf(original: Scenario, scenario: Scenario): Scenario {
  const components = (original.yours ?? []).reduce((done, { path }) => {
    const [was, is] = [targetOf(done, path), targetOf(scenario.components, path)];
    return was.kind === 'param' && is.kind === 'param' && was.param === is.param ? withSetting(done, path, is.value) : done;
  }, original.components);
  return { ...original, components };
}
