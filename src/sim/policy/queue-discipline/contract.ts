import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, PolicyHeader } from '../policy.ts';

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

export type AnyQueueDiscipline = QueueDiscipline & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'queue-discipline': Chosen<AnyQueueDiscipline>;
  }
}

export function defineQueueDiscipline<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & QueueDiscipline<State, Params<R>>,
): AnyQueueDiscipline {
  return definition;
}
