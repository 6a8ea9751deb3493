import { wiresIn } from '../../sim/param/borrowing.ts';
import { type Wire, wiresOf } from '../../sim/param/wires.ts';
import { planOf } from '../arm.ts';
import { CARRIES } from '../check-wiring.ts';
import { componentOf, descriptions, wireParams } from '../descriptions.ts';
import { armsOf, type Scenario } from '../scenario.ts';
import { type Components, titleIn } from '../setting.ts';
import { callsOf } from '../write.ts';
import { canLeadIn, type PossibleWire } from './can-wire.ts';
import { armsIn, type Gesture, inWords, type Refusal, type Where } from './gesture.ts';
import { keysInWords, withKeys } from './keys.ts';
import { withNameChanged } from './name-change.ts';
import { withoutWires, withWire } from './wires.ts';
import { withStructure } from './with-structure.ts';
import { lostBetween, nameIn } from './words.ts';

/** A wire that there is, and another component at one of its ends: whom it leads to, or who calls over it. */
export interface Redirection {
  from: string;
  /** Its name. */
  wire: string;
  end: 'callee' | 'caller';
  /** Id of the component that is to be at that end. */
  at: string;
}

/** Whether one end of a wire may be at another component, in one of the arms meant. */
export function canRedirect(scenario: Scenario, redirection: Redirection, where: Where = 'all'): PossibleWire | Refusal {
  let why: Refusal = { why: 'There is no such wire.' };
  for (const arm of armsIn(scenario, where)) {
    const { components } = planOf(scenario, arm);
    const verdict = canRedirectIn(components, redirection);
    if (!('why' in verdict)) return verdict;
    if (wireIn(components, redirection)) why = verdict;
  }
  return why;
}

/** Leads a wire to another component, or has it come from another one; what it sets for itself it keeps. */
export function redirectWire(scenario: Scenario, redirection: Redirection, where: Where = 'all'): Gesture | Refusal {
  const possible = canRedirect(scenario, redirection, where);
  if ('why' in possible) return possible;
  const { scenario: made, keys } = redirected(scenario, redirection, where);
  const lost = lostBetween(scenario, made, ['wire']);
  const wired = `${nameIn(made, possible.from)} is wired to ${nameIn(made, possible.to)} now${inWords(made, where)}`;
  return { scenario: made, said: `${wired}${lost && `; gone with it: ${lost}`}.${keys}` };
}

/** The document itself, with the sentence about those that ask for keys from then on, if any. */
export function redirected(scenario: Scenario, redirection: Redirection, where: Where): { scenario: Scenario; keys: string } {
  const { from, end, at } = redirection;
  const [named, wire] = end === 'callee' && where === 'all' ? withNameOf(scenario, redirection) : [scenario, redirection.wire];
  const given = new Set<string>();
  const made = withStructure(named, where, (components) => {
    const wanted = { ...redirection, wire };
    const old = wireIn(components, wanted);
    if (!old || 'why' in canRedirectIn(components, wanted)) return components;
    const keyed = withKeys((end === 'callee' ? ledTo : ledFrom)(components, from, old, at));
    for (const id of keyed.given) given.add(id);
    return keyed.components;
  });
  return { scenario: made, keys: keysInWords(planOf(made, armsIn(made, where)[0]).components, [...given]) };
}

/** A wire by its caller and its name. */
export const wireIn = (components: Components, { from, wire }: Pick<Redirection, 'from' | 'wire'>): Wire | undefined =>
  Object.hasOwn(components, from) ? wiresOf(components[from].calls).find(({ name }) => name === wire) : undefined;

function canRedirectIn(components: Components, redirection: Redirection): PossibleWire | Refusal {
  const { from, end, at } = redirection;
  const wire = wireIn(components, redirection);
  if (!wire) return { why: 'There is no such wire.' };
  if (at === (end === 'callee' ? wire.to : from)) return { why: 'That is where it is.' };
  const doc = components[from];
  const others = { ...components, [from]: { ...doc, calls: callsOf(wiresOf(doc.calls).filter(({ name }) => name !== wire.name)) } };
  if (end === 'caller') return canLeadIn(others, at, wire.to);
  const takes = (Object.hasOwn(components, at) ? componentOf(components[at].kind)?.takes : undefined) ?? [];
  const unmet = wiresIn(doc.routine ?? [], '', descriptions.steps).find((each) => each.wire === wire.name && !takes.includes(each.carries));
  const verdict = canLeadIn(others, from, at);
  if ('why' in verdict || !unmet) return verdict;
  return { why: `What ${titleIn(components, from)} does for a request needs ${CARRIES[unmet.carries]}, at the end of this wire.` };
}

/** A wire that is called as what it leads to is called as that is to be, wherever it is named, if nothing speaks against it. */
function withNameOf(scenario: Scenario, { from, wire, at }: Redirection): [Scenario, string] {
  const plans = armsOf(scenario).map(({ id }) => planOf(scenario, id).components);
  const follows = ({ name, to }: Wire) => (name === wire ? to === wire : name !== at);
  const mayFollow = plans.every(
    (components) =>
      wiresOf(components[from]?.calls).every(follows) && !('why' in canRedirectIn(components, { from, wire, end: 'callee', at })),
  );
  return mayFollow
    ? [withNameChanged(scenario, plans, { from: wire, to: at, callers: new Set([from]), ofId: false }), at]
    : [scenario, wire];
}

function ledTo(components: Components, from: string, old: Wire, at: string): Components {
  const doc = components[from];
  return {
    ...components,
    [from]: { ...doc, calls: callsOf(wiresOf(doc.calls).map((wire) => (wire.name === old.name ? { ...wire, to: at } : wire))) },
  };
}

/** The same wire of another caller, as far as that can set what it sets. */
function ledFrom(components: Components, from: string, old: Wire, at: string): Components {
  const made = withWire(
    withoutWires(components, from, ({ name }) => name === old.name),
    at,
    old.to,
  );
  const wires = wiresOf(made[at].calls);
  const known = wireParams(componentOf(made[at].kind)!);
  const settings = Object.fromEntries(Object.entries(old.settings).filter(([name]) => Object.hasOwn(known, name)));
  return { ...made, [at]: { ...made[at], calls: callsOf(wires.with(-1, { ...wires[wires.length - 1], settings })) } };
}
