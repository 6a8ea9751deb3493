import type { Param } from '../sim/param/param.ts';
import type { ComponentDoc } from './component-doc.ts';
import { componentOf } from './descriptions.ts';
import { effective } from './setting.ts';

/** Why a parameter of a component does nothing in a run; null where it may do something. `whole` is a meter over the run. */
export function whyIdle({ idle }: Param, component: ComponentDoc, whole: (meter: string) => number): string | null {
  if (!idle) return null;
  const { meters = [], policies = [], why } = idle;
  const records = componentOf(component.kind)?.params ?? {};
  const absent = policies.every((name) => {
    if (!records[name]) return true;
    const { kind } = effective(records[name], component[name]) as { kind: string };
    return kind === 'none' || kind === 'unlimited';
  });
  return absent && meters.every((meter) => whole(meter) === 0) ? why : null;
}
