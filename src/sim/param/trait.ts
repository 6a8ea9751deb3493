/** What a request is about, or who sends it: what something may go by, or nobody. */
export type Trait =
  | 'key'
  | 'tenant'
  /** Whether its tenant is that with number 0. */
  | 'first-tenant'
  | 'priority'
  | 'deadline'
  | 'process';

/** One way to look at something: always, where nothing is said here; else where all of it is so. */
export interface Look {
  /** Values of its component's parameters, one of each list. */
  where?: Readonly<Record<string, readonly (string | boolean)[]>>;
  /** Policies of its component that are something other than none. */
  present?: readonly string[];
  /** Meters of its component of which one at least has a chart. */
  charts?: readonly string[];
}

/** By what is looked at: the ways in which a component does. */
export type LooksAt = Readonly<Partial<Record<Trait, readonly Look[]>>>;
