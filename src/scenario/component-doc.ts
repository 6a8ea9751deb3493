/** Kind, parameters and policies in one namespace; wires in `calls`; how a service works in `routine`. */
export interface ComponentDoc {
  kind: string;
  title?: string;
  calls?: readonly string[];
  routine?: readonly StepOfRoutine[];
  [param: string]: unknown;
}

/** A step's id where that says it all, as `"work"`, else a record that begins with it, as `{ "call": "db" }`. */
export type StepOfRoutine = string | Readonly<Record<string, unknown>>;

/** Dotted path → value: `checkout.fault` replaces a policy, `checkout.fault.ratio` sets one of its parameters. */
export type Settings = Readonly<Record<string, unknown>>;
