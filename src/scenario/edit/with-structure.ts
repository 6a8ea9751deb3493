import { armOf, planOf } from '../arm.ts';
import { componentOf } from '../descriptions.ts';
import { same } from '../same.ts';
import { BASE, type ComponentDoc, type Scenario, type Settings } from '../scenario.ts';
import { type Components, effective, withSettings } from '../setting.ts';
import { withoutDeadSettings } from '../without-dead-settings.ts';
import { armsIn, type Where } from './gesture.ts';
import { withoutDead } from './without-dead.ts';

/**
 * A document whose components are as an edit makes them, everywhere or in one arm alone; what leads nowhere then is dropped.
 * An arm says in its settings what it has otherwise than the base.
 */
export function withStructure(scenario: Scenario, where: Where, edit: (components: Components) => Components): Scenario {
  const touched = armsIn(scenario, where);
  const wanted = new Map(
    scenario.arms.flatMap(({ id }) => {
      if (id === BASE) return [];
      const { components } = planOf(scenario, id);
      return [[id, touched.includes(id) ? edit(components) : components] as const];
    }),
  );
  const components = touched.includes(BASE) ? edit(scenario.components) : scenario.components;
  // an arm's settings of what the base has lost would lead nowhere
  const swept = withoutDeadSettings({ ...scenario, components });
  const arms = scenario.arms.map((arm) => {
    const own = wanted.get(arm.id);
    if (!own) return arm;
    const kept = armOf(swept, arm.id).set;
    const missing = settingsBetween(withSettings(components, kept), own);
    return { ...arm, set: Object.keys(missing).length > 0 ? settled(components, { ...without(kept, missing), ...missing }) : kept };
  });
  return withoutDead({ ...scenario, components, arms });
}

/** The settings that make some components of others: whole ones, or what differs of those that are there. */
function settingsBetween(now: Components, wanted: Components): Settings {
  const set: Record<string, unknown> = {};
  for (const id of Object.keys(now)) if (!Object.hasOwn(wanted, id)) set[id] = null;
  for (const [id, doc] of Object.entries(wanted)) {
    if (!Object.hasOwn(now, id)) set[id] = doc;
    else if (!same(now[id], doc)) Object.assign(set, settingsOf(id, now[id], doc));
  }
  return set;
}

function settingsOf(id: string, now: ComponentDoc, wanted: ComponentDoc): Settings {
  const records = componentOf(wanted.kind)?.params ?? {};
  const keys = [...new Set([...Object.keys(now), ...Object.keys(wanted)])].filter((key) => !same(now[key], wanted[key]));
  const isWhole = keys.some((key) => key === 'kind' || (wanted[key] === undefined && key !== 'calls' && !Object.hasOwn(records, key)));
  if (isWhole) return { [id]: wanted };
  return Object.fromEntries(
    keys.map((key) => [
      `${id}.${key}`,
      key === 'calls' ? (wanted.calls ?? []) : records[key] ? effective(records[key], wanted[key]) : wanted[key],
    ]),
  );
}

/** Without what other settings make void. */
function without(set: Settings, others: Settings): Settings {
  const paths = Object.keys(others);
  return Object.fromEntries(Object.entries(set).filter(([path]) => !paths.some((other) => path === other || path.startsWith(`${other}.`))));
}

/** Without what takes away components that the base does not have. */
function settled(components: Components, set: Settings): Settings {
  return Object.fromEntries(
    Object.entries(set).filter(([path, value]) => value !== null || path.includes('.') || Object.hasOwn(components, path)),
  );
}
