import { withParam } from './edit.ts';
import { same } from './same.ts';
import { sameAt, writtenAt } from './same-at.ts';
import { sameScenario } from './same-scenario.ts';
import { BASE, type Scenario } from './scenario.ts';
import { targetOf } from './setting.ts';
import { withoutDeadSettings } from './without-dead-settings.ts';

/** A scenario with what so many steps of its story change, one after the other; the very same where they change nothing. */
export function afterSteps(scenario: Scenario, count: number): Scenario {
  return scenario.story.slice(0, count).reduce((done, { set }) => withSet(done, set), scenario);
}

/** A scenario with what its reader lets a step change. */
export function withStep(scenario: Scenario, step: number): Scenario {
  return withSet(scenario, scenario.story[step]?.set);
}

function withSet(scenario: Scenario, set: Scenario['story'][number]['set'] = {}): Scenario {
  // the story of an edited document may speak of what its original does not have
  return Object.entries(set).reduce(
    (done, [path, value]) => (leads(done, path) ? withParam(done, BASE, path, value, 'whole-run') : done),
    scenario,
  );
}

const leads = ({ components }: Pick<Scenario, 'components'>, path: string) => targetOf(components, path).kind !== 'nowhere';

/** Whether what a step changes is as it has it. */
export function isMade(original: Scenario, scenario: Scenario, step: number): boolean {
  const paths = Object.keys(scenario.story[step]?.set ?? {});
  if (paths.length === 0) return true;
  const told = afterSteps({ ...original, story: scenario.story }, step + 1).components;
  return paths.every((path) => sameAt(told, scenario.components, path));
}

/**
 * A scenario taken from a place of its story where so many steps have made their changes to another. What the reader has set is
 * never touched: a value is the story's only if it is as the original had it, or as one of the steps so far has set it.
 */
export function withStoryMoved(original: Scenario, scenario: Scenario, from: number, to: number): Scenario {
  if (from === to) return scenario;
  const [was, goal] = [afterSteps(original, from), afterSteps(original, to)];
  if (sameScenario(scenario, was)) return goal;
  const { story } = scenario;
  const states = Array.from({ length: from + 1 }, (_, i) => afterSteps({ ...original, story }, i).components);
  const { components } = afterSteps({ ...original, story }, to);
  const paths = new Set(story.slice(0, Math.max(from, to)).flatMap(({ set = {} }) => Object.keys(set)));
  let moved = scenario;
  for (const path of paths) {
    if (!leads(moved, path) || !leads({ components }, path) || !leads(scenario, path)) continue;
    const isTheStorys = states.some((state) => sameAt(state, scenario.components, path));
    if (isTheStorys && !sameAt(components, moved.components, path))
      moved = withParam(moved, BASE, path, writtenAt(components, path), 'whole-run');
  }
  return moved === scenario ? scenario : withoutDeadSettings(withLiving(moved, scenario, was, goal));
}

/** Settings that have led nowhere since a step took a policy away lead somewhere again without it. */
function withLiving(moved: Scenario, scenario: Scenario, was: Scenario, goal: Scenario): Scenario {
  const back = <Key extends keyof Scenario>(key: Key) => (same(scenario[key], was[key]) ? goal[key] : moved[key]);
  const arms = moved.arms.map((arm, i) => {
    const other = (each: Scenario) => each.arms.find(({ id }) => id === arm.id);
    return (same(scenario.arms[i], other(was)) && other(goal)) || arm;
  });
  return { ...moved, arms, changes: back('changes'), story: back('story'), yours: back('yours'), fixed: back('fixed'), free: back('free') };
}
