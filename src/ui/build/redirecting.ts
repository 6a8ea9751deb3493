import { create } from 'zustand';
import { canWire, type PossibleWire } from '../../scenario/edit/can-wire.ts';
import type { Refusal } from '../../scenario/edit/gesture.ts';
import { canRedirect, type Redirection } from '../../scenario/edit/redirect-wire.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { whereNow } from './perform.ts';

/** The wire one of whose ends a hand has taken hold of, and the component that stays at the other. */
export interface Held {
  from: string;
  wire: string;
  end: Redirection['end'];
}

export const useRedirecting = create<Held | null>()(() => null);

/** Whether a hand that comes from one component may let go at another: of a new wire, or of the end that it holds. */
export function verdictOn(scenario: Scenario, from: string, at: string, held: Held | null): PossibleWire | Refusal {
  return held ? canRedirect(scenario, { ...held, at }, whereNow()) : canWire(scenario, from, at, whereNow());
}
