import type { Param, ParamRecord } from '../../sim/param/param.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { planOf } from '../arm.ts';
import { componentOf, policyOf, wireParams } from '../descriptions.ts';
import { armsOf, type ComponentDoc, type Scenario, type Settings } from '../scenario.ts';
import { type Components, effective, targetOf } from '../setting.ts';

/** What becomes of the name of a wire; undefined: nothing is named. */
export type Renaming = (wire: string) => string | undefined;

/** A value of a parameter in which wires have other names, those of its policies included; undefined where it says nothing then. */
export function inValue(param: Param, value: unknown, rename: Renaming): unknown {
  if (param.type === 'text' && param.names === 'wire') return value === '' ? value : rename(value as string);
  if (param.type !== 'policy' || typeof value !== 'object' || value === null) return value;
  const { kind } = effective(param, value) as { kind: string };
  return inValues(policyOf(param.seam, kind)?.params ?? {}, value as Settings, rename);
}

function inValues(records: ParamRecord, values: Settings, rename: Renaming): Settings {
  let differs = false;
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    const own = Object.hasOwn(records, name) ? inValue(records[name], value, rename) : value;
    differs ||= own !== value;
    if (own !== undefined) made[name] = own;
  }
  return differs ? made : values;
}

/** A component whose parameters, and those of its wires, name wires otherwise; its wires are as they were. */
export function inParams(doc: ComponentDoc, rename: Renaming): ComponentDoc {
  const kind = componentOf(doc.kind);
  if (!kind) return doc;
  const { calls, ...values } = doc;
  const own = inValues(kind.params, values, rename);
  const records = wireParams(kind);
  const wires = Array.isArray(calls) || calls === undefined ? [] : Object.entries(calls);
  const made = wires.map(([name, wire]) => [name, inValues(records, wire as Settings, rename)] as const);
  const same = own === values && made.every(([, wire], i) => wire === wires[i][1]);
  return same
    ? doc
    : ({ ...own, ...(calls === undefined ? {} : { calls: wires.length > 0 ? Object.fromEntries(made) : calls }) } as ComponentDoc);
}

/** Settings in which wires have other names; those that say nothing then are left out. @param components as they stand before */
export function inSettings(components: Components, set: Settings, rename: (id: string) => Renaming): Settings {
  let differs = false;
  const made: Record<string, unknown> = {};
  for (const [path, value] of Object.entries(set)) {
    const target = targetOf(components, path);
    const own = target.kind === 'param' ? inValue(target.param, value, rename(target.id)) : value;
    differs ||= own !== value;
    if (own !== undefined) made[path] = own;
  }
  return differs ? made : set;
}

/** Changes without the names of wires that are no more. */
export function withoutLostWires(scenario: Scenario): Scenario {
  const plans = armsOf(scenario).map(({ id }) => ({ id, components: planOf(scenario, id).components }));
  /** Those that a component has in all of the arms that have it. */
  const known = (id: string, among: typeof plans): Renaming => {
    const sets = among.flatMap(({ components }) =>
      Object.hasOwn(components, id) ? [new Set(wiresOf(components[id].calls).map(({ name }) => name))] : [],
    );
    return (wire) => (sets.every((names) => names.has(wire)) ? wire : undefined);
  };
  const swept = (changes: Scenario['changes'], components: Components, among: typeof plans) => {
    const made = changes.map((change) => {
      const set = inSettings(components, change.set, (id) => known(id, among));
      return set === change.set ? change : { ...change, set };
    });
    return made.every((change, i) => change === changes[i]) ? changes : made;
  };
  const arms = scenario.arms.map((arm) => {
    const own = plans.filter(({ id }) => id === arm.id);
    const changes = swept(arm.changes, own[0].components, own);
    return changes === arm.changes ? arm : { ...arm, changes };
  });
  return { ...scenario, changes: swept(scenario.changes, scenario.components, plans), arms };
}
