import { planOf } from '../arm.ts';
import type { Spot } from '../field.ts';
import type { Scenario } from '../scenario.ts';
import { addComponent } from './add-component.ts';
import { canLeadIn } from './can-wire.ts';
import { armsIn, type Gesture, inWords, isRefused, type Refusal, type Where } from './gesture.ts';
import { canRedirect, redirected, wireIn } from './redirect-wire.ts';
import { withWire } from './wires.ts';
import { withStructure } from './with-structure.ts';
import { nameIn } from './words.ts';

/** A new component, and the wire that it is to be put into. */
export interface Insertion {
  from: string;
  /** Name of the wire. */
  wire: string;
  kind: string;
  /** Where a hand has put it; else it finds its place. */
  near?: Spot | null;
}

/**
 * Puts a new component between the ends of a wire: the wire leads to it, with what it sets for itself, and another one on
 * from there, in each arm to where the wire led.
 */
export function insertComponent(scenario: Scenario, { from, wire, kind, near }: Insertion, where: Where = 'all'): Gesture | Refusal {
  const callee = armsIn(scenario, where).flatMap((arm) => wireIn(planOf(scenario, arm).components, { from, wire }) ?? [])[0]?.to;
  if (callee === undefined) return { why: 'There is no such wire.' };
  const added = addComponent(scenario, kind, near, where);
  if (isRefused(added)) return added;
  const id = added.id!;
  let why: Refusal | null = null;
  const onward = withStructure(added.scenario, where, (components) => {
    const old = wireIn(components, { from, wire });
    if (!old) return components;
    const verdict = canLeadIn(components, id, old.to);
    if ('why' in verdict) {
      why ??= verdict;
      return components;
    }
    return withWire(components, id, old.to);
  });
  if (why) return why;
  const wanted = { from, wire, end: 'callee', at: id } as const;
  const possible = canRedirect(onward, wanted, where);
  if ('why' in possible) return possible;
  const { scenario: made, keys } = redirected(onward, wanted, where);
  const ends = `${nameIn(scenario, from)} and ${nameIn(scenario, callee)}`;
  return { scenario: made, said: `Put ${nameIn(made, id)} between ${ends}${inWords(scenario, where)}.${keys}`, id };
}

/** Why a component of a kind cannot be put into a wire; null where it can. */
export function whyNotBetween(scenario: Scenario, insertion: Insertion, where: Where = 'all'): string | null {
  const made = insertComponent(scenario, insertion, where);
  return isRefused(made) ? made.why : null;
}
