/** A wire as a document writes it: whom it leads to, if that is not its name, and what it sets for itself alone. */
export interface WireDoc {
  to?: string;
  [setting: string]: unknown;
}

/**
 * What may go over a wire, all from its beginning to its end: calls; jobs that are handed out; leases asked for, and those
 * that are transactions; or whatever goes over connections that are kept open.
 */
export type Carried = 'calls' | 'jobs' | 'leases' | 'transactions' | 'sessions';

/** Whether a wire may lead from what sends to what takes. What sends its calls over connections goes only where these are kept. */
export function fits(sends: readonly Carried[], takes: readonly Carried[]): boolean {
  return sends.includes('sessions') ? takes.includes('sessions') : sends.some((carried) => takes.includes(carried));
}

/** Whom a component calls: ids, or wires by name. `["db"]` is short for `{ "db": {} }`. */
export type Calls = readonly string[] | Readonly<Record<string, WireDoc>>;

export interface Wire {
  name: string;
  /** Id of the component it leads to. */
  to: string;
  /** What it sets for itself alone; in all else it is as its component says. */
  settings: Readonly<Record<string, unknown>>;
}

/** The wires of a component, in their order, however they are written. */
export function wiresOf(calls: Calls | undefined): readonly Wire[] {
  if (calls === undefined) return [];
  if (isList(calls)) return calls.map((to) => ({ name: to, to, settings: {} }));
  return Object.entries(calls).map(([name, { to = name, ...settings }]) => ({ name, to, settings }));
}

/** Ids of the components that its wires lead to, each once. */
export function calleesOf(calls: Calls | undefined): readonly string[] {
  return [...new Set(wiresOf(calls).map(({ to }) => to))];
}

function isList(calls: Calls): calls is readonly string[] {
  return Array.isArray(calls);
}
