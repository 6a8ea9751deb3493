import { fits, wiresOf } from '../../sim/param/wires.ts';
import { planOf } from '../arm.ts';
import { type ComponentDescription, componentOf } from '../descriptions.ts';
import type { Scenario } from '../scenario.ts';
import { type Components, titleIn } from '../setting.ts';
import { kindsThat } from '../unwired.ts';
import { armsIn, type Refusal, type Where } from './gesture.ts';

/** A wire that may be drawn, in the direction in which it may. */
export interface PossibleWire {
  from: string;
  to: string;
}

/**
 * Whether a wire may be drawn between two components, and which way it leads: as the hand went, or back if the roles fit
 * only so. Where it may in one of the arms meant, it may.
 */
export function canWire(scenario: Scenario, from: string, to: string, where: Where = 'all'): PossibleWire | Refusal {
  let why: Refusal = { why: 'There is no such component.' };
  for (const arm of armsIn(scenario, where)) {
    const { components } = planOf(scenario, arm);
    const verdict = canWireIn(components, from, to);
    if (!('why' in verdict)) return verdict;
    if (Object.hasOwn(components, from) && Object.hasOwn(components, to)) why = verdict;
  }
  return why;
}

/** The same of components that belong together. */
export function canWireIn(components: Components, from: string, to: string): PossibleWire | Refusal {
  const kindIn = (id: string) => (Object.hasOwn(components, id) ? componentOf(components[id].kind) : undefined);
  const [a, b] = [kindIn(from), kindIn(to)];
  if (!a || !b) return { why: 'There is no such component.' };
  if (from === to) return { why: 'A component cannot be wired to itself.' };
  const forth = mayCall(a, b);
  const back = mayCall(b, a);
  if (!forth && !back) return { why: misfit(titleIn(components, from), a, titleIn(components, to), b) };
  // what holds jobs and what works on them: unless either has its other half already, that is what is meant
  const handsOut = back && !b.sends.includes('calls') && wiresOf(components[to].calls).length === 0 && !isCalled(components, from);
  return !forth || handsOut ? alongRoles(components, to, from) : alongRoles(components, from, to);
}

const mayCall = (a: ComponentDescription, b: ComponentDescription) => a.calls.most > 0 && fits(a.sends, b.takes);

/** The same of a wire that is to lead this way and no other. */
export function canLeadIn(components: Components, from: string, to: string): PossibleWire | Refusal {
  const kindIn = (id: string) => (Object.hasOwn(components, id) ? componentOf(components[id].kind) : undefined);
  const [a, b] = [kindIn(from), kindIn(to)];
  if (!a || !b) return { why: 'There is no such component.' };
  if (from === to) return { why: 'A component cannot be wired to itself.' };
  return mayCall(a, b) ? alongRoles(components, from, to) : { why: misfit(titleIn(components, from), a, titleIn(components, to), b) };
}

/** A wire whose ends fit; there may be no room for it, or it may lead round. */
function alongRoles(components: Components, from: string, to: string): PossibleWire | Refusal {
  const [caller, callee] = [titleIn(components, from), titleIn(components, to)];
  const wires = wiresOf(components[from].calls);
  const { most } = componentOf(components[from].kind)!.calls;
  if (wires.some((wire) => wire.to === to)) return { why: `${caller} is wired to ${callee} already.` };
  if (wires.length >= most) {
    const room =
      most === 1 ? `one wire, and that leads to ${titleIn(components, wires[0].to)}: take it away first` : `${most} wires at most`;
    return { why: `${caller} can have ${room}.` };
  }
  if (leadsTo(components, to, from)) return { why: `${callee} leads back to ${caller}: requests would go round for ever.` };
  return { from, to };
}

const isCalled = (components: Components, id: string) =>
  Object.values(components).some(({ calls }) => wiresOf(calls).some(({ to }) => to === id));

/** Whether wires lead from one component to another. */
export function leadsTo(components: Components, from: string, to: string): boolean {
  const seen = new Set<string>();
  const walk = (id: string): boolean => {
    if (id === to) return true;
    if (seen.has(id) || !Object.hasOwn(components, id)) return false;
    seen.add(id);
    return wiresOf(components[id].calls).some((wire) => walk(wire.to));
  };
  return walk(from);
}

function misfit(from: string, a: ComponentDescription, to: string, b: ComponentDescription): string {
  if (b.takes.length === 0) return `Nothing can call ${to}.`;
  if (a.calls.most === 0) return `${from} calls nothing.`;
  if (!a.sends.includes('calls')) return `${from} can only be wired to ${kindsThat((kind) => mayCall(a, kind))}.`;
  return `Only ${kindsThat((kind) => mayCall(kind, b))} can be wired to ${to}.`;
}
