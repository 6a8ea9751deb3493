import { matters } from '../sim/param/matters.ts';
import { planOf } from './arm.ts';
import type { ComponentDoc } from './component-doc.ts';
import { borrowingIn, componentOf, descriptions, type MeterDescription, policyOf } from './descriptions.ts';
import { hasUndescribed, ownPolicyOf } from './own-policies.ts';
import { armsOf, type Scenario, type Settings } from './scenario.ts';
import { type Components, effective } from './setting.ts';

export interface NamedMeter extends MeterDescription {
  /** `component.meter` */
  id: string;
  component: string;
  /** What the component is called to whoever reads. */
  owner: string;
  /** It is a gauge of an algorithm of the document's own. */
  own?: boolean;
}

type Doing = ReturnType<typeof borrowingIn>;

/** Every meter that these components have, with the gauges of the policies they use. */
export function metersOf(components: Components): readonly NamedMeter[] {
  const doing = borrowingIn(components);
  return Object.entries(components).flatMap(([id, doc]) => metersOfOne(id, doc, doing));
}

function metersOfOne(component: string, doc: ComponentDoc, doing: Doing): readonly NamedMeter[] {
  const description = componentOf(doc.kind);
  if (!description) return [];
  const found: NamedMeter[] = [];
  const owner = doc.title ?? component;
  for (const meter of description.meters)
    if ((!meter.when || doing[meter.when].has(component)) && matters(meter.where, description.params, doc))
      found.push({ ...meter, id: `${component}.${meter.name}`, component, owner });
  for (const [name, param] of Object.entries(description.params)) {
    if (param.type !== 'policy' || (description.scopes[name] === 'instance and wire' && !doing.calling.has(component))) continue;
    const { kind } = effective(param, doc[name]) as { kind: string };
    const own = ownPolicyOf(param.seam, kind) ? { own: true } : {};
    for (const gauge of policyOf(param.seam, kind)?.gauges ?? []) {
      const meter = `${name}.${gauge.name}`;
      const { label, unit } = gauge;
      found.push({ name: meter, label, unit, kind: 'reading', id: `${component}.${meter}`, component, owner, ...own });
    }
  }
  return found;
}

/** The meters of all arms, each once. */
export function allMetersOf(scenario: Scenario): readonly NamedMeter[] {
  const byId = new Map<string, NamedMeter>();
  for (const { id: arm } of armsOf(scenario)) {
    const { components, changes } = planOf(scenario, arm);
    const doing = borrowingIn(components);
    const add = (id: string, doc: ComponentDoc) => {
      for (const meter of metersOfOne(id, doc, doing)) if (!byId.has(meter.id)) byId.set(meter.id, meter);
    };
    for (const [id, doc] of Object.entries(components)) add(id, doc);
    const seen = new Set<string>();
    for (const { set } of changes)
      for (const [id, chosen] of choicesIn(components, set)) {
        const key = `${id} ${JSON.stringify(chosen)}`;
        if (seen.has(key)) continue;
        seen.add(key);
        add(id, { ...components[id], ...chosen });
      }
  }
  return [...byId.values()];
}

/** Whether it can be a gauge of a policy of the document's own whose code has not run, or of one that is nowhere just now. */
export function mayBeGauge(scenario: Scenario, meter: string): boolean {
  return isGauge(scenario, meter, (seam, gauge) => hasUndescribed(seam) || gaugesAt(seam).has(gauge));
}

/** Whether it is a gauge of some policy of those that may stand at its place: whoever replaces a policy loses no chart by that. */
export function isGaugeOfAny(scenario: Scenario, meter: string): boolean {
  return isGauge(scenario, meter, (seam, gauge) => gaugesAt(seam).has(gauge));
}

function isGauge(scenario: Scenario, meter: string, isOne: (seam: string, gauge: string) => boolean): boolean {
  const [id, name, ...gauge] = meter.split('.');
  if (gauge.length !== 1) return false;
  const kinds = armsOf(scenario).flatMap(({ id: arm }) => planOf(scenario, arm).components[id]?.kind ?? []);
  return kinds.some((kind) => {
    const param = componentOf(kind)?.params[name];
    return param?.type === 'policy' && isOne(param.seam, gauge[0]);
  });
}

/** Gauges of all policies that may stand at places of a seam. */
function gaugesAt(seam: string): ReadonlySet<string> {
  return new Set(descriptions.seams[seam]?.policies.flatMap(({ gauges }) => gauges.map(({ name }) => name)));
}

/** What settings choose that decides which meters a component has: kinds of whole policies, and choices; by component. */
function choicesIn(components: Components, set: Settings): ReadonlyMap<string, Settings> {
  const found = new Map<string, Settings>();
  for (const [path, value] of Object.entries(set)) {
    const [id, name, ...rest] = path.split('.');
    if (rest.length > 0 || name === undefined || !Object.hasOwn(components, id)) continue;
    const type = componentOf(components[id].kind)?.params[name]?.type;
    if (type === 'policy') found.set(id, { ...found.get(id), [name]: { kind: (value as { kind: string }).kind } });
    else if (type === 'choice') found.set(id, { ...found.get(id), [name]: value });
  }
  return found;
}
