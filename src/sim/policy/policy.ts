import type { ParamRecord, Params, Written } from '../param/param.ts';
import type { Trait } from '../param/trait.ts';

/**
 * What all policies share. A policy wishes; its component owns the timer, the queue and the call. A policy holds no
 * clock, no chance of its own and no reference to a component: time, chance and parameters come with every call.
 */

/** Where an algorithm comes from. */
export interface Source {
  title: string;
  url: string;
}

/** What every policy says of itself; `define…` of its seam adds what it decides. */
export interface PolicyHeader<R> {
  /** Its `kind` in scenarios: lower case, hyphens. The file is called the same. */
  id: string;
  title: string;
  /** One sentence: what it does and what that is good for. */
  summary: string;
  sources: readonly Source[];
  params: R;
  /** Of what breaks something: values at which that shows within seconds, where it does not at the defaults. */
  acute?: Readonly<Record<string, unknown>>;
  /** What it looks at of a request: whatever is not said here makes no difference to it. */
  looksAt?: readonly Trait[];
}

/**
 * What a policy says to the laws, which hold it to each of its promises, with its defaults and with every example. The
 * page and the workers do without.
 */
export interface ForLaws<R extends ParamRecord, Promises extends string> {
  /** Settings at which something else happens than at the defaults: every mode, and the edges of what can be tuned. */
  examples?: readonly Written<NoInfer<R>>[];
  /** Which laws of its seam it keeps, and where that depends on its parameters, with which; the contract says what each means. */
  promises?: readonly Promises[] | ((params: Params<NoInfer<R>>) => readonly Promises[]);
}

/** A number that shows a policy's inner state. Reading is pure: looking never changes an outcome. */
export interface Gauge<State, Values> {
  label: string;
  unit: string;
  read(state: State, params: Values, now: number): number;
}

/** An algorithm of a seam with its parameters: what a policy parameter is while a run lives. */
export interface Chosen<Policy, Values = object> {
  readonly policy: Policy;
  readonly params: Values;
}

/** Any policy of any seam, as catalogues and the world see it. */
export interface AnyPolicy extends PolicyHeader<object> {
  gauges?: Readonly<Record<string, Gauge<object, object>>>;
  /** What it says to the laws; see ForLaws. */
  examples?: readonly Readonly<Record<string, unknown>>[];
  promises?: readonly string[] | ((params: never) => readonly string[]);
}

/** What a policy promises with such parameters. */
export function promisesOf({ promises = [] }: AnyPolicy, params: object): readonly string[] {
  return typeof promises === 'function' ? promises(params as never) : promises;
}

/** How an attempt ended, as budgets and breakers are told. */
export const SUCCEEDED = 0;
export const FAILED = 1;
/** Taken back by its caller, or never made: evidence of nothing, but its place is free again. */
export const WITHDRAWN = 2;

/** Why one more attempt is wanted, as budgets are told: the last one failed, timed out, was rejected by a gate (429), or is still out. */
export const AFTER_ERROR = 0;
export const AFTER_TIMEOUT = 1;
export const AFTER_REJECTION = 2;
export const AS_HEDGE = 3;
