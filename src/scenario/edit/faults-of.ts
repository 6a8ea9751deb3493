import type { Param, PolicyParam } from '../../sim/param/param.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { type ComponentDescription, componentOf, descriptions, isFaultSeam, wireParams } from '../descriptions.ts';
import type { ComponentDoc, Settings } from '../scenario.ts';
import { type Components, effective } from '../setting.ts';
import { loadOf } from './load-of.ts';

/** Something that can be done to a component or to one of its wires for a while. */
export interface Fault {
  /** Names it among those of its component: `fault/hang`, `act/kill`, `load/spike`. */
  id: string;
  /** What the menu calls it, and with the component’s name the flag on the timeline. */
  label: string;
  group: 'fault' | 'load';
  /** What is set while it lasts; afterwards it is as it was. */
  set: Settings;
  /** What the component does when it begins, once. */
  act?: string;
  /** It sets in bit by bit, over as long as it lasts. */
  gradual?: boolean;
  /** What has to hold for the whole run, that it may be felt. */
  whole?: Settings;
}

/** How many times as much comes in a spike, and at the end of a ramp. */
const SURGE = 3;
const NOISY = { tenants: 10, tenantSkew: 2.5, surge: 2 };

/**
 * What can be broken about a component as it stands, or about one of its wires: the policies of its faults, what its
 * parameters say breaks it, and what it can be told to do; and what can come over whoever sends.
 */
export function faultsOf(components: Components, id: string, wire?: string): readonly Fault[] {
  const doc = Object.hasOwn(components, id) ? components[id] : undefined;
  const kind = doc && componentOf(doc.kind);
  if (!doc || !kind) return [];
  const wires = wiresOf(doc.calls);
  if (wire !== undefined)
    return wires.some(({ name }) => name === wire) ? broken(Object.entries(wireParams(kind)), `${id}.calls.${wire}`) : [];
  const own = Object.entries(kind.params).filter(([, { whenCalling }]) => !whenCalling || wires.length > 0);
  return [
    ...own.flatMap(([name, param]) => (param.type === 'policy' && isFaultSeam(param.seam) ? wrong(id, name, param, kind) : [])),
    ...broken(own, id),
    ...(kind.acts ?? []).map(({ name, label }): Fault => ({ id: `act/${name}`, label, group: 'fault', set: {}, act: name })),
    ...loads(id, doc, kind),
  ];
}

/** What may be wrong with it, policy by policy. */
function wrong(id: string, name: string, param: PolicyParam, { params }: ComponentDescription): Fault[] {
  // where two slots offer the same, each says which it is
  const several = Object.values(params).filter((other) => other.type === 'policy' && other.seam === param.seam).length > 1;
  return (descriptions.seams[param.seam]?.policies ?? []).flatMap(({ id: policy, title, acute = {} }) => {
    if (policy === 'none') return [];
    const label = several ? `${param.label}: ${title}` : title;
    return [{ id: `${name}/${policy}`, label, group: 'fault', set: { [`${id}.${name}`]: { kind: policy, ...acute } } }];
  });
}

/** What its parameters say breaks it. */
function broken(params: readonly (readonly [string, Param])[], path: string): Fault[] {
  return params.flatMap(([name, { breaks }]): Fault[] =>
    breaks ? [{ id: `set/${name}`, label: breaks.label, group: 'fault', set: { [`${path}.${name}`]: breaks.to } }] : [],
  );
}

/** What comes over whoever sends: more of it at once, or bit by bit, or most of it from one tenant. */
function loads(id: string, doc: ComponentDoc, kind: ComponentDescription): Fault[] {
  const load = loadOf(id, doc, kind);
  if (!load) return [];
  const { tenants, tenantSkew } = kind.params;
  const times = (factor: number) => ({
    [load.path]: 'max' in load.param ? Math.min(load.param.max, load.value * factor) : load.value * factor,
  });
  const surges: Fault[] = [
    { id: 'load/spike', label: 'Spike', group: 'load', set: times(SURGE) },
    { id: 'load/ramp', label: 'Ramp', group: 'load', set: times(SURGE), gradual: true },
  ];
  if (!tenants || !tenantSkew) return surges;
  const isOne = effective(tenants, doc.tenants) === 1;
  return [
    ...surges,
    {
      id: 'load/noisy-tenant',
      label: 'A noisy tenant',
      group: 'load',
      set: { ...times(NOISY.surge), [`${id}.tenantSkew`]: NOISY.tenantSkew },
      ...(isOne ? { whole: { [`${id}.tenants`]: NOISY.tenants } } : {}),
    },
  ];
}
