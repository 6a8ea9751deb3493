/** What observers keep, by their ids; the file of each adds its own. */
// biome-ignore lint/suspicious/noEmptyInterface: filled where observers are defined
export interface Logs {}

export type ObserverId = keyof Logs;

/** What is kept of a run: the columns of every observer that is attached, null for all others. */
export type Observed = { readonly [Id in ObserverId]: Logs[Id] | null };

/** Rows in growing columns: what happened, in order, for whoever looks closer. */
interface Log {
  readonly count: number;
}

/**
 * Keeps columns of a run for whoever looks closer. Components that have something for it hand it over as long as it is
 * attached; it hands nothing back, so looking never changes a run, and an ordinary run pays a comparison with null.
 */
export interface Observer<Id extends ObserverId = ObserverId> {
  /** Its name where it is attached. The file is called the same. */
  id: Id;
  /** What it keeps, one row for each. */
  keeps: string;
  /** Columns with nothing in them. */
  begin(): Logs[Id] & Log;
}

export function defineObserver<Id extends ObserverId>(observer: Observer<Id>): Observer<Id> {
  return observer;
}
