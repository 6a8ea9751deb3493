import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { addFirst, addLast, type LinkedList, linkedList, NOTHING, remove, takeFirst } from '../../structure/linked-list.ts';

export const seam = { title: 'Queue discipline', summary: 'Who is served next.' };

/** Who is served next. Entries are small whole numbers, each in the queue at most once. Not preemptive. */
export interface QueueDiscipline<State = object, Values = object> {
  start(params: Values): State;
  put(state: State, params: Values, entry: number, now: number): void;
  /** The next to be served, removed; NOTHING (−1) when the queue is empty. */
  take(state: State, params: Values, now: number): number;
  /** An entry goes unserved. */
  leave(state: State, params: Values, entry: number): void;
}

/** Whom it serves next, and whom at all. */
export type QueueDisciplinePromise =
  /** Always whoever came first. */
  | 'first-come-first-served'
  /** Always whoever came last. */
  | 'last-come-first-served'
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
