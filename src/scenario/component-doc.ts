import type { Calls } from '../sim/param/wires.ts';

/** Kind, parameters and policies in one namespace; wires in `calls`; how a service works in `routine`. */
export interface ComponentDoc {
  kind: string;
  title?: string;
  calls?: Calls;
  routine?: readonly StepOfRoutine[];
  [param: string]: unknown;
}

/** A step's id where that says it all, as `"work"`, else a record that begins with it, as `{ "call": "db" }`. */
export type StepOfRoutine = string | Readonly<Record<string, unknown>>;

/**
 * Dotted path → value: `checkout.fault` replaces a policy, `checkout.fault.ratio` sets one of its parameters,
 * `checkout.calls.db.attemptTimeout` is of one wire alone.
 */
export type Settings = Readonly<Record<string, unknown>>;

/** Component → what it does once: `{ "db": "failover" }`. */
export type Acts = Readonly<Record<string, string>>;
