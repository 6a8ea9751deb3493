import type { Param, ParamRecord } from '../sim/param/param.ts';
import { type WireDoc, wiresOf } from '../sim/param/wires.ts';
import { componentOf, policyOf, wireParams } from './descriptions.ts';
import { ownPolicyOf } from './own-policies.ts';
import type { ComponentDoc, Settings } from './scenario.ts';

export type Components = Readonly<Record<string, ComponentDoc>>;

/** What a component is called to whoever reads. */
export function titleIn(components: Components, id: string): string {
  return Object.hasOwn(components, id) ? (components[id].title ?? id) : id;
}

/** Where a dotted path leads in a set of components. */
export type Target =
  | { kind: 'component'; id: string }
  | { kind: 'wires' | 'routine' | 'title'; id: string }
  | { kind: 'wire'; id: string; wire: string }
  | { kind: 'param'; id: string; param: Param; value: unknown }
  /** A parameter of a policy of the document's own whose code has not run. */
  | { kind: 'undescribed'; id: string; policy: string }
  | { kind: 'nowhere'; reason: string; options: readonly string[] };

/** Finds what a path such as `checkout.fault.ratio` means, given the policies chosen in these components. */
export function targetOf(components: Components, path: string): Target {
  const [id, ...rest] = path.split('.');
  if (rest.length === 0) return { kind: 'component', id };
  if (!Object.hasOwn(components, id)) return { kind: 'nowhere', reason: `there is no component ${id}`, options: Object.keys(components) };
  const component = components[id];
  const description = componentOf(component.kind);
  if (!description) return { kind: 'nowhere', reason: `${id} is of an unknown kind`, options: [] };
  if (rest.length === 1) {
    if (rest[0] === 'calls') return { kind: 'wires', id };
    if (rest[0] === 'routine' && description.routine) return { kind: 'routine', id };
    if (rest[0] === 'title') return { kind: 'title', id };
  }
  if (rest[0] === 'calls') {
    const [, name, ...setting] = rest;
    if (setting.length === 0) return { kind: 'wire', id, wire: name };
    const wires = wiresOf(component.calls);
    const wire = wires.find((each) => each.name === name);
    if (!wire) return { kind: 'nowhere', reason: `${id} has no wire ${name}`, options: wires.map((each) => each.name) };
    return paramAt(id, wireParams(description), { ...component, ...wire.settings }, setting);
  }
  return paramAt(id, description.params, component, rest);
}

function paramAt(id: string, records: ParamRecord, values: Settings, path: readonly string[]): Target {
  const [name, ...rest] = path;
  if (!Object.hasOwn(records, name)) return { kind: 'nowhere', reason: `there is no parameter ${name}`, options: Object.keys(records) };
  const param = records[name];
  const value = effective(param, values[name]);
  if (rest.length === 0) return { kind: 'param', id, param, value };
  if (param.type !== 'policy') return { kind: 'nowhere', reason: `${name} has no parameters of its own`, options: [] };
  const { kind } = value as { kind: string };
  const policy = policyOf(param.seam, kind);
  if (!policy && ownPolicyOf(param.seam, kind)) return { kind: 'undescribed', id, policy: kind };
  if (!policy) return { kind: 'nowhere', reason: `${name} is of an unknown kind`, options: [] };
  return paramAt(id, policy.params, value as Settings, rest);
}

/** A parameter's value with its default filled in; a policy keeps the parameters that its slot's default sets. */
export function effective(param: Param, raw: unknown): unknown {
  if (raw === undefined) return param.default;
  if (param.type !== 'policy') return raw;
  const { kind } = raw as { kind?: string };
  return param.default.kind === kind ? { ...param.default, ...(raw as object) } : raw;
}

/** The components with one setting made; the path must lead somewhere. `undefined` takes a value back to its default. */
export function withSetting(components: Components, path: string, value: unknown): Components {
  const [id, ...rest] = path.split('.');
  if (rest.length === 0) {
    if (value !== null && value !== undefined) return { ...components, [id]: value as ComponentDoc };
    const { [id]: _gone, ...others } = components;
    return others;
  }
  const component = components[id];
  const description = componentOf(component.kind);
  const edited =
    rest[0] === 'calls' && rest.length > 1
      ? { ...component, calls: withWire(component, description ? wireParams(description) : {}, rest.slice(1), value) }
      : withValue(component, description?.params ?? {}, rest, value);
  return { ...components, [id]: edited as ComponentDoc };
}

/** The wires of a component with a setting made, or with a whole wire added, replaced or taken away. */
function withWire(component: ComponentDoc, records: ParamRecord, [name, ...path]: readonly string[], value: unknown) {
  const wires = wiresOf(component.calls).map(({ name: each, to, settings }) => [each, { ...(to === each ? {} : { to }), ...settings }]);
  const named: Record<string, WireDoc> = Object.fromEntries(wires);
  if (path.length === 0) {
    const { [name]: _gone, ...others } = named;
    return value === null || value === undefined ? others : { ...named, [name]: value as WireDoc };
  }
  // a path into a policy that the wire only inherits makes that policy its own
  const policy = path[0];
  const inherits = path.length > 1 && named[name][policy] === undefined && component[policy] !== undefined;
  const own = inherits ? { ...named[name], [policy]: component[policy] } : named[name];
  return { ...named, [name]: withValue(own, records, path, value) };
}

function withValue(values: Settings, records: ParamRecord, path: readonly string[], value: unknown): Settings {
  const [name, ...rest] = path;
  if (rest.length === 0) {
    if (value !== undefined) return { ...values, [name]: value };
    const { [name]: _gone, ...others } = values;
    return others;
  }
  const param: Param | undefined = records[name];
  // within a policy whose code has not run it is not known what is there
  const chosen = (param ? effective(param, values[name]) : (values[name] ?? {})) as { kind: string };
  const inner = param?.type === 'policy' ? (policyOf(param.seam, chosen.kind)?.params ?? {}) : {};
  return { ...values, [name]: withValue(chosen as unknown as Settings, inner, rest, value) };
}

export function withSettings(components: Components, settings: Settings): Components {
  return Object.entries(settings).reduce((done, [path, value]) => withSetting(done, path, value), components);
}
