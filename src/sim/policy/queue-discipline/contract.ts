import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { choice, duration, LONGEST } from '../../param/param.ts';
export { addFirst, addLast, type LinkedList, linkedList, NOTHING, remove, takeFirst } from '../../structure/linked-list.ts';
export { addRanked, type RankedHeap, rankedHeap, removeRanked, takeLeast } from '../../structure/ranked-heap.ts';
export { widened } from '../../structure/widened.ts';

export const seam = { title: 'Queue discipline', summary: 'Who is served next.' };

/** Who comes to wait. The host's, changed at every call. */
export interface Waiter {
  /** How important it is; 0 is the most important. */
  class: number;
  /** When its caller stops waiting at the latest [µs]; Infinity where it never does. */
  deadline: number;
  /** Since when it waits [µs]: before now only where it is handed over by another discipline. */
  since: number;
}

/** What `take` gives for an entry that it has dropped instead of handing it out; the same the other way round. */
export const droppedAs = (entry: number): number => -2 - entry;

/** Who is served next. Entries are small whole numbers, each in the queue at most once. Not preemptive. */
export interface QueueDiscipline<State = object, Values = object> {
  /** That it goes by nothing but the order in which they come: then it need not be told of them, which costs. */
  readonly byOrderAlone?: true;
  start(params: Values): State;
  put(state: State, params: Values, entry: number, now: number, waiter: Waiter): void;
  /**
   * The next to be served, removed; NOTHING (−1) when the queue is empty. Below that an entry that it has removed and
   * drops, as `droppedAs` says it: whoever asked asks again at once, before anything else happens.
   */
  take(state: State, params: Values, now: number): number;
  /** An entry goes unserved. */
  leave(state: State, params: Values, entry: number): void;
}

/** Whom it serves next, and whom at all. */
export type QueueDisciplinePromise =
  /** Whoever is handed out or dropped came first of those that wait. */
  | 'first-come-first-served'
  /** Always whoever came last. */
  | 'last-come-first-served'
  /** Always whoever's deadline is next, of equals whoever came first. */
  | 'earliest-deadline-first'
  /** Drops nobody while waiting times stay below its target, or above it for no longer than its interval. */
  | 'lets-bursts-pass'
  /** While somebody waits, whoever asks gets one, and everybody in the end. */
  | 'drops-nobody';

export type AnyQueueDiscipline = QueueDiscipline & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'queue-discipline': Chosen<AnyQueueDiscipline>;
  }
}

export function defineQueueDiscipline<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, QueueDisciplinePromise> & QueueDiscipline<State, Params<R>>,
): AnyQueueDiscipline {
  return definition;
}
