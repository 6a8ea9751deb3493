import type { ParamRecord } from '../sim/param/param.ts';
import { wiresOf } from '../sim/param/wires.ts';
import type { ArmPlan } from './arm.ts';
import { componentOf, policyOf } from './descriptions.ts';

/**
 * What decides which code a run goes through: kinds, wires and the policies chosen, at the start or by a change. Plans
 * that differ in numbers only are alike. As text, to be compared.
 */
export function topologyOf({ components, changes }: Pick<ArmPlan, 'components' | 'changes'>): string {
  const built = Object.entries(components).map(([id, { calls, ...component }]) => [
    id,
    shapeOf(component, componentOf(component.kind)?.params),
    wiresOf(calls).map(({ to, settings }) => [to, shapeOf(settings)]),
  ]);
  const chosen = changes
    .flatMap(({ set }) => Object.entries(set).map(([path, value]) => [path, shapeOf(value)] as const))
    .filter(([, shape]) => shape !== null)
    .map((choice) => JSON.stringify(choice));
  return JSON.stringify([built, [...new Set(chosen)].sort()]);
}

/** Where a text says which: of what kind, or which wire. Any other is a value as numbers are. */
const NAMES: ReadonlySet<string> = new Set(['kind', 'call']);

/** Kinds, names and lists of names; policies that are left out are the default ones. Null where there is nothing but values. */
function shapeOf(value: unknown, params: ParamRecord = {}): unknown {
  if (Array.isArray(value)) {
    const parts = value.map((part) => (typeof part === 'string' ? part : shapeOf(part))).filter((part) => part !== null);
    return parts.length > 0 ? parts : null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const record = value as Readonly<Record<string, unknown>>;
  const parts: [string, unknown][] = [];
  for (const name of new Set([...Object.keys(record), ...Object.keys(params)])) {
    const param = params[name];
    const own = record[name];
    if (param?.type === 'policy') {
      const policy = (own ?? param.default) as { kind: string };
      parts.push([name, shapeOf(policy, policyOf(param.seam, policy.kind)?.params)]);
    } else if (typeof own === 'string') {
      if (NAMES.has(name)) parts.push([name, own]);
    } else {
      const shape = shapeOf(own);
      if (shape !== null) parts.push([name, shape]);
    }
  }
  if (parts.length === 0) return null;
  return Object.fromEntries(parts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
