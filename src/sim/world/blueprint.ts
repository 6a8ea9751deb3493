import type { Calls } from '../param/wires.ts';

/** A component as a scenario writes it: kind, parameters and policies in one namespace, wires in `calls` (`wiresOf` reads either form). */
export interface ComponentPlan {
  kind: string;
  calls?: Calls;
  /** Steps, as `routine/routine.ts` compiles them. */
  routine?: readonly unknown[];
  [param: string]: unknown;
}

export interface PlannedChange {
  /** When [ms]. */
  at: number;
  /** Dotted path → new value; `checkout.calls.db.attemptTimeout` is of one wire alone. */
  set: Readonly<Record<string, unknown>>;
  /** Component → what it does then, once. */
  do?: Readonly<Record<string, string>>;
  /** Spreads a change of numbers over so long, in equal steps [ms]. */
  over?: number;
}

/**
 * One arm of a scenario, ready to be built: everything a run depends on and nothing else. Taken to be valid: reading a
 * document, with errors that say where and what, is the business of `scenario`.
 */
export interface Blueprint {
  seed: number;
  /** How long it runs [ms]. */
  duration: number;
  /** How many bins the meters cut the run into. */
  bins: number;
  components: Readonly<Record<string, ComponentPlan>>;
  /** In the order in which they take effect. */
  changes: readonly PlannedChange[];
}
