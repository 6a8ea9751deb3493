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
  const isWhole = [change.set, change.do ?? {}].every((record) => Object.keys(record).every((path) => isThere(components, path)));
  if (isWhole) return [change];
  const paths = Object.entries(change.set);
  const acts = Object.entries(change.do ?? {});
  const set = paths.filter(([path]) => isThere(components, path));
  const todo = acts.filter(([id]) => isThere(components, id));
  if (set.length === 0 && todo.length === 0) return [];
  const { do: _, ...rest } = change;
  return [{ ...rest, set: Object.fromEntries(set), ...(todo.length > 0 ? { do: Object.fromEntries(todo) } : {}) }];
}

/** Whether the component of a path is there, and its wire where it is of one. */
function isThere(components: Components, path: string): boolean {
  const dot = path.indexOf('.');
  const id = dot < 0 ? path : path.slice(0, dot);
  if (!Object.hasOwn(components, id)) return false;
  if (!path.startsWith('calls.', dot + 1)) return true;
  const wire = path.split('.')[2];
  return wiresOf(components[id].calls).some(({ name }) => name === wire);
}

/** The components as they are at a moment [ms] of an arm, changes at that very moment included. */
export function componentsAt(scenario: Scenario, arm: string, at: number): Components {
  const plan = planOf(scenario, arm);
  let { components } = plan;
  // of settings of one path that follow each other in a component only the last counts
  const due = new Map<string, { path: string; value: unknown }>();
  const make = (id: string) => {
    const setting = due.get(id);
    if (setting) components = withSetting(components, setting.path, setting.value);
    due.delete(id);
  };
  for (const change of plan.changes) {
    if (change.at > at) break;
    const isUnderWay = at < change.at + (change.over ?? 0);
    for (const [path, value] of Object.entries(change.set)) {
      const [id] = path.split('.');
      if (isUnderWay || due.get(id)?.path !== path) make(id);
      due.set(id, { path, value: isUnderWay ? partOf(components, change, path, value, at) : value });
    }
  }
  for (const id of [...due.keys()]) make(id);
  return components;
}

/** How far a change that is spread out has come. */
function partOf(components: Components, change: ChangeDoc, path: string, value: unknown, at: number): unknown {
  if (!change.over || typeof value !== 'number') return value;
  const target = targetOf(components, path);
  if (target.kind !== 'param' || typeof target.value !== 'number') return value;
  const part = target.value + ((value - target.value) * (at - change.at)) / change.over;
  return target.param.type === 'integer' ? Math.round(part) : part;
}
