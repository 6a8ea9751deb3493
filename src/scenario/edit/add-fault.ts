import { wiresOf } from '../../sim/param/wires.ts';
import { componentsAt } from '../arm.ts';
import { changesOf, withChanges, withParam } from '../edit.ts';
import { same } from '../same.ts';
import { armsOf, BASE, type ChangeDoc, LIMITS, type Scenario } from '../scenario.ts';
import { type Components, targetOf, titleIn } from '../setting.ts';
import { listed, within } from '../wording.ts';
import { type Fault, faultsOf } from './faults-of.ts';
import type { Gesture, Refusal } from './gesture.ts';

/** A fault to be added: of what, which, from when to when [ms], and in which arms. */
export interface FaultWish {
  component: string;
  /** One of its wires, by name. */
  wire?: string;
  /** As `faultsOf` names it. */
  fault: string;
  from: number;
  to: number;
  /** All of them if absent. */
  arms?: readonly string[];
}

/** What stands on the timeline: what is struck, how, from when to when [ms]. */
interface Flag {
  component: string;
  note: string;
  from: number;
  to: number;
}

/** Changes of a document, at the most. */
const MOST_CHANGES = 200;

/**
 * When a fault is to happen [ms]: at the playhead, for a tenth of the run; where that stands at the start, or so late that
 * little would be seen of it, at a third of the run.
 */
export function spanAt(duration: number, playhead: number): { from: number; to: number } {
  const from = Math.round(playhead > 0 && playhead < duration * 0.8 ? playhead : duration / 3);
  return { from, to: Math.min(duration, Math.round(from + duration / 10)) };
}

/** Breaks something for a while: as changes, the one that begins it with a name for its flag. */
export function addFault(scenario: Scenario, wish: FaultWish): Gesture | Refusal {
  const { component, wire, fault: name } = wish;
  const from = Math.max(0, Math.round(wish.from));
  const to = Math.min(scenario.duration, Math.round(wish.to));
  if (from >= to) return { why: 'A fault has to last a while, within the run.' };
  const every = armsOf(scenario).map(({ id }) => id);
  const arms = wish.arms ? every.filter((id) => wish.arms?.includes(id)) : every;
  const isEverywhere = arms.length === every.length;
  if (!isEverywhere && arms.includes(BASE))
    return { why: 'What happens in the base happens in every arm: choose all arms, or others than the base.' };
  const there = arms.flatMap((arm) => {
    const components = componentsAt(scenario, arm, from);
    const fault = faultsOf(components, component, wire).find(({ id }) => id === name);
    return fault ? [{ arm, fault, components }] : [];
  });
  if (there.length === 0) return { why: 'There is nothing of the kind that could break there.' };
  const [{ fault, components }] = there;
  const note = labelOf(components, component, wire, fault);
  const flag = { component, note, from, to };
  const usual = isEverywhere ? there.find(({ arm }) => arm === BASE) : undefined;
  const everywhere = usual ? changesFor(usual.fault, flag, usual.components) : [];
  const made = there.reduce((so, each) => {
    const own = changesFor(each.fault, flag, each.components);
    if (each === usual) return withMore(withWhole(so, each.arm, each.fault), BASE, own);
    if (!usual) return withMore(withWhole(so, each.arm, each.fault), each.arm, own);
    // an arm in which it was otherwise goes back to how it was there
    return withMore(
      so,
      each.arm,
      own.flatMap((change, i) => otherwise(change, everywhere[i])),
    );
  }, scenario);
  if (armsOf(made).some(({ id }) => changesOf(made, id).length > MOST_CHANGES))
    return { why: `There are ${MOST_CHANGES} changes, as many as a scenario can have.` };
  const titles = armsOf(scenario).flatMap(({ id, title }) => (arms.includes(id) ? [`“${title}”`] : []));
  const whole = fault.whole ? ` Its requests come from ${Object.values(fault.whole)[0]} tenants now.` : '';
  return { scenario: made, said: `${note}${isEverywhere ? '' : `, only in ${listed(titles)}`}.${whole}` };
}

function labelOf(components: Components, id: string, wire: string | undefined, { label }: Fault): string {
  const callee = wiresOf(components[id].calls).find(({ name }) => name === wire)?.to;
  const to = callee === undefined ? '' : ` to ${titleIn(components, callee)}`;
  return `${titleIn(components, id)}${to}: ${within(label)}`.slice(0, LIMITS.titleLength);
}

/** What holds for the whole run, in the arm meant. */
function withWhole(scenario: Scenario, arm: string, { whole = {} }: Fault): Scenario {
  return Object.entries(whole).reduce((made, [path, value]) => withParam(made, arm, path, value, 'whole-run'), scenario);
}

/** The change that begins it, and the one that ends it unless it is over at once. */
function changesFor({ set, act, gradual }: Fault, { component, note, from, to }: Flag, components: Components): readonly ChangeDoc[] {
  const before = Object.keys(set).map((path) => {
    const target = targetOf(components, path);
    return [path, target.kind === 'param' ? target.value : null] as const;
  });
  const begins: ChangeDoc = {
    at: from,
    set,
    note,
    ...(act ? { do: { [component]: act } } : {}),
    ...(gradual ? { over: to - from } : {}),
  };
  if (before.length === 0) return [begins];
  return [begins, { at: to, set: Object.fromEntries(before), note: `${note}, over`.slice(0, LIMITS.titleLength) }];
}

/** What of an arm's change is not what every arm does then. */
function otherwise({ note: _, do: __, ...own }: ChangeDoc, { set: usual }: ChangeDoc): readonly ChangeDoc[] {
  const set = Object.fromEntries(Object.entries(own.set).filter(([path, value]) => !same(usual[path], value)));
  return Object.keys(set).length > 0 ? [{ ...own, set }] : [];
}

function withMore(scenario: Scenario, arm: string, more: readonly ChangeDoc[]): Scenario {
  return more.length === 0 ? scenario : withChanges(scenario, arm, (changes) => [...changes, ...more].sort((a, b) => a.at - b.at));
}
