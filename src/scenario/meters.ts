import { matters } from '../sim/param/matters.ts';
import { planOf } from './arm.ts';
import { borrowingIn, componentOf, type MeterDescription, policyOf } from './descriptions.ts';
import { hasUndescribed } from './own-policies.ts';
import { armsOf, type Scenario } from './scenario.ts';
import { type Components, effective, titleIn } from './setting.ts';

export interface NamedMeter extends MeterDescription {
  /** `component.meter` */
  id: string;
  component: string;
  /** What the component is called to whoever reads. */
  owner: string;
}

/** Every meter that these components have, with the gauges of the policies they use. */
export function metersOf(components: Components): readonly NamedMeter[] {
  const found: NamedMeter[] = [];
  const doing = borrowingIn(components);
  for (const [component, doc] of Object.entries(components)) {
    const description = componentOf(doc.kind);
    const owner = titleIn(components, component);
    if (!description) continue;
    for (const meter of description.meters)
      if ((!meter.when || doing[meter.when].has(component)) && matters(meter.where, description.params, doc))
        found.push({ ...meter, id: `${component}.${meter.name}`, component, owner });
    for (const [name, param] of Object.entries(description.params)) {
      if (param.type !== 'policy' || (description.scopes[name] === 'instance and wire' && !doing.calling.has(component))) continue;
      const { kind } = effective(param, doc[name]) as { kind: string };
      const policy = policyOf(param.seam, kind);
      for (const gauge of policy?.gauges ?? []) {
        const meter = `${name}.${gauge.name}`;
        found.push({
          name: meter,
          label: gauge.label,
          unit: gauge.unit,
          kind: 'reading',
          id: `${component}.${meter}`,
          component,
          owner,
        });
      }
    }
  }
  return found;
}

/** The meters of all arms, each once. */
export function allMetersOf(scenario: Scenario): readonly NamedMeter[] {
  const byId = new Map<string, NamedMeter>();
  for (const { id } of armsOf(scenario)) {
    const { components, changes } = planOf(scenario, id);
    // most changes leave the policies as they are
    const seen = new Set([components, ...changes.map((change) => withPolicies(components, change.set))]);
    for (const state of seen) for (const meter of metersOf(state)) if (!byId.has(meter.id)) byId.set(meter.id, meter);
  }
  return [...byId.values()];
}

/** Whether it can be a gauge of a policy of the document's own whose code has not run. */
export function mayBeGauge(scenario: Scenario, meter: string): boolean {
  const [id, name, ...gauge] = meter.split('.');
  if (gauge.length !== 1) return false;
  const kinds = armsOf(scenario).flatMap(({ id: arm }) => planOf(scenario, arm).components[id]?.kind ?? []);
  return kinds.some((kind) => {
    const param = componentOf(kind)?.params[name];
    return param?.type === 'policy' && hasUndescribed(param.seam);
  });
}

/** Components with the policies that a change swaps in, as far as it names whole policies. */
function withPolicies(components: Components, set: Readonly<Record<string, unknown>>): Components {
  let result = components;
  for (const [path, value] of Object.entries(set)) {
    const [id, name, ...rest] = path.split('.');
    if (rest.length === 0 && name && Object.hasOwn(result, id)) result = { ...result, [id]: { ...result[id], [name]: value } };
  }
  return result;
}
