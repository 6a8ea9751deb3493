import type { Idle, Param } from '../sim/param/param.ts';
import { wiresOf } from '../sim/param/wires.ts';
import type { ArmPlan } from './arm.ts';
import { changedIn } from './changed-in.ts';
import { componentOf } from './descriptions.ts';
import { isLookedAt } from './looked-at.ts';
import { targetOf } from './setting.ts';

/** What was measured of a run; of meters and peaks that are not there, NaN. */
export interface Measured {
  /** A meter over the whole run, by `component.meter`. */
  whole(meter: string): number;
  /** A peak, by `component.peak`: a time in ms. */
  peak(name: string): number;
  /** Whether a meter has a chart. */
  hasChart(meter: string): boolean;
}

/**
 * A sentence that says why a parameter does nothing in a run; null where it may do something.
 * @param path of the parameter, or of one of its own where it is a policy
 * @param least the least value that its control reaches, where it is a number
 * @param said how a number is written
 */
export function whyIdle(
  plan: ArmPlan,
  path: string,
  measured: Measured,
  least: number,
  said: (value: number, unit: string) => string,
): string | null {
  const [id, name] = path.split('.');
  const component = plan.components[id];
  const param = component && componentOf(component.kind)?.params[name];
  if (!param?.idle) return null;
  const { idle } = param;
  const run = { plan, id, measured, changed: changedIn(plan, id), least };
  if (!isIdle(idle, name, param, run)) return null;
  const peak = measured.peak(`${id}.${peakOf(idle)}`);
  const why = (peak === 0 && idle.whyNone) || idle.why.replace('{peak}', () => said(peak, param.type === 'duration' ? 'ms' : ''));
  return idle.unseen ? `Changes no chart in this run: ${why}.` : `Has no effect in this run: ${why}.`;
}

interface Run {
  plan: ArmPlan;
  id: string;
  measured: Measured;
  changed: ReadonlySet<string>;
  least: number;
}

function peakOf({ enough, below = {} }: Idle): string {
  return enough?.peak ?? Object.keys(below)[0] ?? '';
}

function isIdle(idle: Idle, name: string, param: Param, run: Run): boolean {
  const { plan, id, measured, changed } = run;
  const { meters = [], peaks = [], below = {}, policies = [], where = {}, unread = [], unchanged = [], unseen = [], enough } = idle;
  const is = (path: string, wanted: readonly unknown[]) => !changed.has(path.split('.')[0]) && hasValue(plan, `${id}.${path}`, wanted);
  return (
    meters.every((meter) => measured.whole(`${id}.${meter}`) === 0) &&
    peaks.every((peak) => measured.peak(`${id}.${peak}`) === 0) &&
    (!enough || isEnough(enough, name, param, run)) &&
    Object.entries(below).every(([peak, limit]) => measured.peak(`${id}.${peak}`) < (numberAt(run, limit) ?? Number.NaN)) &&
    policies.every((policy) => is(policy, NOTHING) && hasNoWireOf(run, policy)) &&
    Object.entries(where).every(([path, wanted]) => is(path, Array.isArray(wanted) ? wanted : [wanted])) &&
    !unchanged.some((each) => changed.has(each)) &&
    !unseen.some((meter) => measured.hasChart(`${id}.${meter}`)) &&
    !unread.some((trait) => isLookedAt(trait, plan, measured.hasChart))
  );
}

/** Policies that do nothing. */
const NOTHING = ['none', 'unlimited'];

/** Whether a parameter has one of these values as the run begins, a policy one of these kinds; so has whatever is not there. */
function hasValue({ components }: ArmPlan, path: string, wanted: readonly unknown[]): boolean {
  const target = targetOf(components, path);
  if (target.kind === 'undescribed') return false;
  if (target.kind !== 'param') return true;
  const { param, value } = target;
  return wanted.includes(param.type === 'policy' ? (value as { kind: string }).kind : value);
}

/** Whether no wire of the component sets a policy for itself. */
function hasNoWireOf({ plan, id, changed }: Run, name: string): boolean {
  return !changed.has('calls') && wiresOf(plan.components[id].calls).every(({ settings }) => !Object.hasOwn(settings, name));
}

/** A parameter of the component throughout the run; null where it changes. */
function numberAt({ plan, id, changed }: Run, name: string): number | null {
  const target = targetOf(plan.components, `${id}.${name}`);
  return !changed.has(name) && target.kind === 'param' && typeof target.value === 'number' ? target.value : null;
}

/** Whether there was never more of something than its control grants at the least. */
function isEnough({ peak, times = [], bounded }: NonNullable<Idle['enough']>, name: string, param: Param, run: Run): boolean {
  const { id, measured, least } = run;
  const factor = times.reduce((product, each) => product * (numberAt(run, each) ?? Number.NaN), 1);
  const most = measured.peak(`${id}.${peak}`);
  // what takes as long as a timer runs may come after it
  if (!(param.type === 'duration' ? most < least : most <= least * factor)) return false;
  if (!bounded || most < (numberAt(run, name) ?? Number.NaN) * factor) return true;
  return bounded.length > 0 && bounded.every((meter) => measured.whole(`${id}.${meter}`) === 0);
}
