import { wiresOf } from '../sim/param/wires.ts';
import { changedParams } from './changed-params.ts';
import { componentOf } from './descriptions.ts';
import { same } from './same.ts';
import type { ComponentDoc, Scenario } from './scenario.ts';

/** Whether two documents say the same, be it that one spells out what the other leaves at its default. */
export function sameScenario(a: Scenario, b: Scenario): boolean {
  if (a === b) return true;
  const { components: own, ...rest } = a;
  const { components: other, ...others } = b;
  if (!same(rest, others)) return false;
  if (own === other) return true;
  const ids = Object.keys(own);
  return ids.length === Object.keys(other).length && ids.every((id) => Object.hasOwn(other, id) && sameComponent(own[id], other[id]));
}

function sameComponent(a: ComponentDoc, b: ComponentDoc): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind || a.title !== b.title || !same(a.routine, b.routine) || !same(wiresOf(a.calls), wiresOf(b.calls))) return false;
  const records = componentOf(a.kind)?.params;
  return records ? changedParams(records, a, b).length === 0 : same(a, b);
}
