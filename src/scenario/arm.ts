import { type ArmDoc, armsOf, type ChangeDoc, type Scenario } from './scenario.ts';
import { type Components, targetOf, withSetting, withSettings } from './setting.ts';

/** One arm, ready to be built: what `sim` needs of a scenario and nothing else. */
export interface ArmPlan {
  seed: number;
  duration: number;
  bins: number;
  components: Components;
  changes: readonly ChangeDoc[];
}

export function armOf(scenario: Scenario, id: string): ArmDoc {
  const arm = armsOf(scenario).find((candidate) => candidate.id === id);
  if (!arm)
    throw new Error(
      `there is no arm ${id}; there are ${armsOf(scenario)
        .map((each) => each.id)
        .join(', ')}`,
    );
  return arm;
}

/** Base, then the arm's settings, then the changes of both by time, the arm's last where times are equal. */
export function planOf(scenario: Scenario, id: string): ArmPlan {
  const arm = armOf(scenario, id);
  const { seed, duration, bins } = scenario;
  const changes = [...scenario.changes, ...arm.changes].sort((a, b) => a.at - b.at);
  return { seed, duration, bins, components: withSettings(scenario.components, arm.set), changes };
}

/** The components as they are at a moment [ms] of an arm, changes at that very moment included. */
export function componentsAt(scenario: Scenario, arm: string, at: number): Components {
  const plan = planOf(scenario, arm);
  let { components } = plan;
  for (const change of plan.changes) {
    if (change.at > at) break;
    for (const [path, value] of Object.entries(change.set)) {
      components = withSetting(components, path, partOf(components, change, path, value, at));
    }
  }
  return components;
}

/** How far a change that is spread out has come. */
function partOf(components: Components, change: ChangeDoc, path: string, value: unknown, at: number): unknown {
  if (!change.over || at >= change.at + change.over || typeof value !== 'number') return value;
  const target = targetOf(components, path);
  if (target.kind !== 'param' || typeof target.value !== 'number') return value;
  const part = target.value + ((value - target.value) * (at - change.at)) / change.over;
  return target.param.type === 'integer' ? Math.round(part) : part;
}
