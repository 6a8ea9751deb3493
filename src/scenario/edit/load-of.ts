import type { Param } from '../../sim/param/param.ts';
import { type ComponentDescription, policyOf } from '../descriptions.ts';
import type { ComponentDoc } from '../scenario.ts';
import { effective } from '../setting.ts';

/** What decides how much a component sends. */
export interface Load {
  path: string;
  param: Param;
  value: number;
}

/** How much whoever sends of its own accord sends: its rate, or how many there are of those who wait for answers; null of what only answers. */
export function loadOf(id: string, doc: ComponentDoc, { params: { arrival } }: ComponentDescription): Load | null {
  if (arrival?.type !== 'policy') return null;
  const policy = effective(arrival, doc.arrival) as { kind: string; [param: string]: unknown };
  const records = Object.entries(policyOf(arrival.seam, policy.kind)?.params ?? {});
  const rate =
    records.find(([, param]) => 'unit' in param && param.unit === 'req/s') ?? records.find(([, param]) => param.type === 'integer');
  if (!rate) return null;
  const [name, param] = rate;
  return { path: `${id}.arrival.${name}`, param, value: Number(effective(param, policy[name])) };
}
