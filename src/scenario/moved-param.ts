import type { ArmPlan } from './arm.ts';
import { type ChangedParam, changedParams } from './changed-params.ts';
import type { ComponentDoc } from './component-doc.ts';
import { componentOf } from './descriptions.ts';
import { same } from './same.ts';

/**
 * The one parameter that components of two plans begin with otherwise, its path with the component in front; null where
 * anything else is different, and where nothing is.
 */
export function movedParam(before: ArmPlan, after: ArmPlan): ChangedParam | null {
  const { components: was, ...rest } = before;
  const { components: is, ...otherRest } = after;
  if (!same(rest, otherRest) || !same(Object.keys(was), Object.keys(is))) return null;
  const moved = Object.keys(is).filter((id) => was[id] !== is[id] && !same(was[id], is[id]));
  const [id] = moved;
  if (moved.length !== 1) return null;
  const records = componentOf(is[id].kind)?.params ?? {};
  const apart = changedParams(records, was[id], is[id], [], `${id}.`);
  const others = (doc: ComponentDoc) => Object.fromEntries(Object.entries(doc).filter(([name]) => !Object.hasOwn(records, name)));
  if (apart.length !== 1 || !same(others(was[id]), others(is[id]))) return null;
  return apart[0];
}
