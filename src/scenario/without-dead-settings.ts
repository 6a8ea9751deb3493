import { changeIn } from './arm.ts';
import type { Acts } from './component-doc.ts';
import { componentOf } from './descriptions.ts';
import { withGivenPaths } from './given-paths.ts';
import { BASE, type ChangeDoc, type Scenario, type Settings } from './scenario.ts';
import { type Components, targetOf, withSetting } from './setting.ts';
import { withYours } from './yours.ts';

/** Drops the settings and acts of arms, changes and steps that lead nowhere. */
export function withoutDeadSettings(scenario: Scenario): Scenario {
  const changes = sweep(scenario.components, [], scenario.changes);
  const arms = scenario.arms.map((arm) => {
    if (arm.id === BASE) return arm;
    const { set, components } = live(scenario.components, arm.set);
    const own = arm.changes.length === 0 ? arm.changes : sweep(components, changes, arm.changes);
    return { ...arm, set, changes: own };
  });
  const story = scenario.story.map((step) => {
    if (!step.set) return step;
    const { set } = live(scenario.components, step.set);
    // a step with nothing taken out is the same, its order included: a lesson is known by its letters
    if (Object.keys(set).length > 0) return set === step.set ? step : { ...step, set };
    const { set: _, ...rest } = step;
    return rest;
  });
  const living = withYours({ ...scenario, changes, arms, story }, scenario.yours);
  return scenario.fixed || scenario.free ? withGivenPaths(living, scenario) : living;
}

/** The settings that lead somewhere, made one after the other, and what comes of them. */
function live(components: Components, set: Settings): { set: Settings; components: Components } {
  let state = components;
  const kept: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(set)) {
    if (targetOf(state, path).kind === 'nowhere') continue;
    kept[path] = value;
    state = withSetting(state, path, value);
  }
  return { set: Object.keys(kept).length === Object.keys(set).length ? set : kept, components: state };
}

function liveActs(components: Components, acts: Acts): Acts {
  const known = ([id, act]: [string, string]) =>
    Object.hasOwn(components, id) && componentOf(components[id].kind)?.acts?.some(({ name }) => name === act);
  const entries = Object.entries(acts);
  const kept = entries.filter(known);
  return kept.length === entries.length ? acts : Object.fromEntries(kept);
}

/** Those of an arm's changes that do something, as far as they do. @param before the changes of the base */
function sweep(components: Components, before: readonly ChangeDoc[], own: readonly ChangeDoc[]): readonly ChangeDoc[] {
  const kept = new Map<ChangeDoc, ChangeDoc>();
  let state = components;
  const inherited = before.flatMap((change) => changeIn(components, change));
  for (const change of [...inherited, ...own].sort((a, b) => a.at - b.at)) {
    const { set, components: next } = live(state, change.set);
    state = next;
    const acts = change.do && liveActs(state, change.do);
    if (set === change.set && acts === change.do) kept.set(change, change);
    else if (Object.keys(set).length > 0 || (acts && Object.keys(acts).length > 0)) {
      const { do: _, ...rest } = change;
      kept.set(change, { ...rest, set, ...(acts && Object.keys(acts).length > 0 ? { do: acts } : {}) });
    }
  }
  return own.flatMap((change) => kept.get(change) ?? []);
}
