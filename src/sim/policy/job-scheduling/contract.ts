import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { mix } from '../../kernel/chance.ts';
export { choice, flag, integer, number } from '../../param/param.ts';
export { addFirstOf, addLastOf, firstOf, type Lanes, lanes, removeOf, takeFirstOf } from '../../structure/lanes.ts';
export { addFirst, addLast, type LinkedList, linkedList, NOTHING, remove, takeFirst } from '../../structure/linked-list.ts';
export { addRanked, type RankedHeap, rankedHeap, removeRanked, takeLeast } from '../../structure/ranked-heap.ts';

export const seam = { title: 'Scheduling', summary: 'Which of the waiting jobs is handed out next, and to whom.' };

/** Classes of importance there are: 0 to CLASSES − 1. */
export const CLASSES = 4;

/** What is known of the jobs, as columns by job. A column may be another array at every call. */
export interface Jobs {
  /** Class of importance: 0 is the most important. */
  readonly class: Int32Array;
  readonly tenant: Int32Array;
  /** How many ordinary jobs it is worth. */
  readonly cost: Float64Array;
  /** When it was enqueued [µs]: redelivered, it keeps its time. */
  readonly enqueuedAt: Float64Array;
  /** When it is of no use any more [µs]; Infinity where it always is. */
  readonly usefulUntil: Float64Array;
  /** Place in the order of enqueueing. */
  readonly number: Int32Array;
}

/** Which of the waiting jobs comes next. Jobs are small whole numbers, each waiting at most once. */
export interface JobScheduling<State = object, Values = object> {
  start(params: Values): State;
  /** @param returns whether it had been handed out and comes back to the head of whatever line it stands in */
  put(state: State, params: Values, job: number, jobs: Jobs, returns: boolean): void;
  /**
   * The next job for a process, removed; NOTHING (−1) when there is none for it.
   * @param process number of the asking process, 0 to processes − 1 @param processes how many there are, at least 1
   */
  take(state: State, params: Values, jobs: Jobs, process: number, processes: number, chance: Chance): number;
  /** A job that waits goes away. */
  leave(state: State, params: Values, job: number, jobs: Jobs): void;
  /** Whether what one process gets depends on which it is; otherwise nothing for one is nothing for all. */
  choosy?: boolean;
}

/** In which order jobs are handed out. Every policy keeps lines, or one order of all. */
export type JobSchedulingPromise =
  /** All stand in one line, first come first served; who comes back is ahead. */
  | 'one-line'
  /** The latest comes first. */
  | 'one-stack'
  /** Those of a class stand in a line of their own. */
  | 'line-by-class'
  /** Those of a tenant stand in a line of their own. */
  | 'line-by-tenant'
  /** Whoever was enqueued first comes first, retried or not. */
  | 'by-enqueueing'
  /** Whose usefulness ends first comes first. */
  | 'by-deadline'
  /** Who costs least comes first. */
  | 'by-cost'
  /** No job is handed out while one of a more important class waits. */
  | 'top-class-first'
  /** Between two turns of a tenant every other who waited all the while has had one, at each process. */
  | 'fair-turns'
  /** No class that has something waiting is passed over for ever, whatever comes. */
  | 'serves-everybody';

export type AnyJobScheduling = JobScheduling & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'job-scheduling': Chosen<AnyJobScheduling>;
  }
}

export function defineJobScheduling<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, JobSchedulingPromise> & JobScheduling<State, Params<R>>,
): AnyJobScheduling {
  return definition;
}
