import type { Idle, Param } from '../sim/param/param.ts';
import type { ArmPlan } from './arm.ts';
import type { ComponentDoc } from './component-doc.ts';
import { componentOf } from './descriptions.ts';
import { effective } from './setting.ts';

/** What has to be known of a component's run to say what does nothing in it. */
export interface RunOf {
  /** As it begins. */
  component: ComponentDoc;
  /** Parameters of it that a change sets, all or a part of them. */
  changed: ReadonlySet<string>;
  /** One of its meters over the whole run; NaN where there is none. */
  whole(meter: string): number;
  /** Whether one of its meters has a chart. */
  hasChart(meter: string): boolean;
}

/** The parameters of a component that changes of a plan set. */
export function changedIn({ changes }: ArmPlan, id: string): ReadonlySet<string> {
  const paths = changes.flatMap(({ set }) => Object.keys(set)).map((path) => path.split('.'));
  return new Set(paths.filter(([component]) => component === id).map(([, name]) => name));
}

/** A sentence that says why a parameter of a component does nothing in a run; null where it may do something. */
export function whyIdle(param: Param, run: RunOf): string | null {
  const { idle } = param;
  if (!idle || !isIdle(idle, run)) return null;
  return idle.unseen ? `Changes no chart in this run: ${idle.why}.` : `Has no effect in this run: ${idle.why}.`;
}

function isIdle({ meters = [], policies = [], where = {}, unchanged = [], unseen = [] }: Idle, run: RunOf): boolean {
  const { component, changed, whole, hasChart } = run;
  const records = componentOf(component.kind)?.params ?? {};
  const now = (name: string) => effective(records[name], component[name]);
  const isNone = (name: string) => {
    if (!records[name]) return true;
    const { kind } = now(name) as { kind: string };
    return !changed.has(name) && (kind === 'none' || kind === 'unlimited');
  };
  return (
    meters.every((meter) => whole(meter) === 0) &&
    policies.every(isNone) &&
    Object.entries(where).every(([name, value]) => !changed.has(name) && (!records[name] || now(name) === value)) &&
    !unchanged.some((name) => changed.has(name)) &&
    !unseen.some(hasChart)
  );
}
