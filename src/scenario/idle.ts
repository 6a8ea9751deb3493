import type { Idle, Param } from '../sim/param/param.ts';
import { wiresOf } from '../sim/param/wires.ts';
import type { ArmPlan } from './arm.ts';
import { changedIn } from './changed-in.ts';
import { isLookedAt } from './looked-at.ts';
import { type Components, targetOf, withSettings } from './setting.ts';

/** What was measured of a run; of meters and peaks that are not there, NaN. */
export interface Measured {
  /** A meter over the whole run, by `component.meter`. */
  whole(meter: string): number;
  /** A peak, by `component.peak`: a time in ms. */
  peak(name: string): number;
  /** Whether a meter has a chart. */
  hasChart(meter: string): boolean;
}

/** Why a parameter does nothing, and which says so: itself, or a policy that it is a parameter of. */
export interface WhyIdle {
  path: string;
  sentence: string;
}

/**
 * Why a parameter does nothing in a run; null where it may do something.
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
): WhyIdle | null {
  const [id, ...names] = path.split('.');
  if (!Object.hasOwn(plan.components, id)) return null;
  const changed = changedIn(plan, id);
  for (let i = 1; i <= names.length; i++) {
    const target = targetOf(plan.components, [id, ...names.slice(0, i)].join('.'));
    if (target.kind !== 'param') return null;
    const { param } = target;
    const within = names
      .slice(0, i - 1)
      .map((name) => `${name}.`)
      .join('');
    const run = { plan, id, within, measured, changed, least };
    const idle = waysOf(param).find((way) => isIdle(way, names[i - 1], param, run));
    if (!idle) continue;
    const peak = measured.peak(`${id}.${peakOf(idle)}`);
    const why = (peak === 0 && idle.whyNone) || idle.why.replace('{peak}', () => said(peak, param.type === 'duration' ? 'ms' : ''));
    const sentence = idle.unseen ? `Changes no chart in this run: ${why}.` : `Has no effect in this run: ${why}.`;
    return { path: [id, ...names.slice(0, i)].join('.'), sentence };
  }
  return null;
}

/** The ways in which a parameter may do nothing. */
export function waysOf({ idle = [] }: Pick<Param, 'idle'>): readonly Idle[] {
  return Array.isArray(idle) ? idle : [idle as Idle];
}

interface Run {
  plan: ArmPlan;
  id: string;
  /** What stands before the names of parameters: the path of the policy that they are parameters of, with a dot; empty for those of the component. */
  within: string;
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
  const { notBelow = {}, from = {} } = idle;
  const number = (path: string) => numberAt(run, path) ?? Number.NaN;
  return (
    meters.every((meter) => measured.whole(`${id}.${meter}`) === 0) &&
    peaks.every((peak) => measured.peak(`${id}.${peak}`) === 0) &&
    (!enough || isEnough(enough, name, param, run)) &&
    Object.entries(below).every(([peak, limit]) => measured.peak(`${id}.${peak}`) < number(limit)) &&
    Object.entries(notBelow).every(([path, other]) => number(path) >= number(other)) &&
    Object.entries(from).every(([path, least]) => number(path) >= least) &&
    policies.every((policy) => isThroughout(run, policy, NOTHING) && hasNoWireOf(run, policy)) &&
    Object.entries(where).every(([path, wanted]) => isThroughout(run, path, Array.isArray(wanted) ? wanted : [wanted])) &&
    !unchanged.some((each) => changed.has(each)) &&
    !unseen.some((meter) => measured.hasChart(`${id}.${meter}`)) &&
    !unread.some((trait) => isLookedAt(trait, plan, measured.hasChart))
  );
}

/** Policies that do nothing. */
const NOTHING = ['none', 'unlimited'];

/** More changes of a parameter than these are not gone through: it may have any value. */
const MOST_CHANGES = 100;

/** Whether a parameter has one of these values all the time, a policy one of these kinds; so has whatever is not there. */
function isThroughout({ plan, id, within, changed }: Run, name: string, wanted: readonly unknown[]): boolean {
  const path = `${id}.${within}${name}`;
  const [param] = `${within}${name}`.split('.');
  if (!hasValue(plan.components, path, wanted)) return false;
  if (!changed.has(param)) return true;
  const whole = `${id}.${param}`;
  const sets = plan.changes.map(({ set }) => Object.entries(set).filter(([each]) => each === whole || each.startsWith(`${whole}.`)));
  const changes = sets.filter((set) => set.length > 0);
  if (changes.length > MOST_CHANGES) return false;
  let { components } = plan;
  return changes.every((set) => {
    components = withSettings(components, Object.fromEntries(set));
    return hasValue(components, path, wanted);
  });
}

function hasValue(components: Components, path: string, wanted: readonly unknown[]): boolean {
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

/** A parameter throughout the run; null where it changes, and where it is no number. */
function numberAt({ plan, id, within, changed }: Run, name: string): number | null {
  const target = targetOf(plan.components, `${id}.${within}${name}`);
  const [param] = `${within}${name}`.split('.');
  return !changed.has(param) && target.kind === 'param' && typeof target.value === 'number' ? target.value : null;
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
