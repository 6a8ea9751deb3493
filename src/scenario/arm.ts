import { wiresOf } from '../sim/param/wires.ts';
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

/**
 * Base, then the arm's settings, then the changes of both by time, the arm's last where times are equal. What the base
 * changes of components and wires that the arm does not have is not changed there.
 */
export function planOf(scenario: Scenario, id: string): ArmPlan {
  const arm = armOf(scenario, id);
  const { seed, duration, bins } = scenario;
  const components = withSettings(scenario.components, arm.set);
  const inherited = scenario.changes.flatMap((change) => changeIn(components, change));
  return { seed, duration, bins, components, changes: [...inherited, ...arm.changes].sort((a, b) => a.at - b.at) };
}

/** As much of a change as is about components and wires that are there; in a list, empty where nothing is. */
export function changeIn(components: Components, change: ChangeDoc): readonly ChangeDoc[] {
  const paths = Object.entries(change.set);
  const acts = Object.entries(change.do ?? {});
  const set = paths.filter(([path]) => isThere(components, path));
  const todo = acts.filter(([id]) => isThere(components, id));
  if (set.length === paths.length && todo.length === acts.length) return [change];
  if (set.length === 0 && todo.length === 0) return [];
  const { do: _, ...rest } = change;
  return [{ ...rest, set: Object.fromEntries(set), ...(todo.length > 0 ? { do: Object.fromEntries(todo) } : {}) }];
}

/** Whether the component of a path is there, and its wire where it is of one. */
function isThere(components: Components, path: string): boolean {
  const [id, part, wire] = path.split('.');
  if (!Object.hasOwn(components, id)) return false;
  return part !== 'calls' || wire === undefined || wiresOf(components[id].calls).some(({ name }) => name === wire);
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
