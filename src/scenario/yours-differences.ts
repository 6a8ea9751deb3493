import { namedParam } from './named-param.ts';
import { same } from './same.ts';
import { armsOf, type Scenario } from './scenario.ts';
import { targetOf, withSetting } from './setting.ts';
import { type Figures, listed, turned, values, within } from './wording.ts';
import { armsApart } from './yours.ts';

/**
 * What the reader has filled in after the story, in one sentence if it is anything: `With your numbers: Arrival rate of
 * shoppers 120 → 40 req/s; servers of checkout 20 → 8 (not in Few)`; `, in every arm` where that holds for all of it. `others`
 * is the scenario without that.
 */
export function yoursDifferences(
  original: Scenario,
  scenario: Scenario,
  figures: Figures,
): { sentences: readonly string[]; others: Scenario } {
  const parts: string[] = [];
  let others = scenario;
  let everywhere = armsOf(scenario).length > 1;
  for (const { path, label } of scenario.yours ?? []) {
    const [was, is] = [targetOf(original.components, path), targetOf(scenario.components, path)];
    const named = namedParam(scenario.components, path);
    if (was.kind !== 'param' || is.kind !== 'param' || was.param !== is.param || !named || same(was.value, is.value)) continue;
    const told = label
      ? `${label} ${values(is.param, was.value, is.value, figures)}`
      : turned(named.chain, named.of, was.value, is.value, figures);
    const apart = armsApart(scenario, path);
    const where = apart.length === 0 ? '' : ` (not in ${listed(apart.map(({ title }) => title))})`;
    if (apart.length > 0) everywhere = false;
    parts.push((parts.length === 0 ? told : within(told)) + where);
    others = { ...others, components: withSetting(others.components, path, was.value) };
  }
  return { sentences: parts.length === 0 ? [] : [`With your numbers: ${parts.join('; ')}${everywhere ? ', in every arm' : ''}`], others };
}
