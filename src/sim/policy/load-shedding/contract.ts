import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { choice, duration, integer, LONGEST, number, ratio } from '../../param/param.ts';

export const seam = { title: 'Load shedding', summary: 'Whether a newcomer that cannot be served at once may wait.' };

/** What a rule may know of a newcomer and of the queue that it comes to. The host's, changed at every call. */
export interface SheddingAsk {
  /** Requests in the queue, and in service. */
  waiting: number;
  serving: number;
  /** How important it is; 0 is the most important. */
  class: number;
  /** When its caller stops waiting at the latest [µs]; Infinity where it never does. */
  deadline: number;
  /** How long it would wait, and be served, as far as can be told from those before [µs]; only where the rule `measures`. */
  expectedWait: number;
  expectedService: number;
  /** Its own draws: the same whenever it is asked about. */
  readonly chance: Chance;
}

/** Whether a newcomer that cannot be served at once may wait. A refusal is instant and costs the server nothing. */
export interface LoadShedding<State = object, Values = object> {
  start(params: Values, now: number): State;
  admits(state: State, params: Values, now: number, ask: SheddingAsk): boolean;
  /** It wants to know what to expect, so the host keeps account of how long service takes. */
  measures?: boolean;
}

/** Whom a rule turns away. */
export type LoadSheddingPromise =
  /** Nobody is ever shed. */
  | 'admits-everybody'
  /** From some length of the queue on, everybody is shed. */
  | 'bounds-the-queue'
  /** Whoever can be expected to be served in time may wait, nobody else. */
  | 'admits-whom-it-can-serve-in-time'
  /** Where one of a class may not wait, nobody less important may. */
  | 'sheds-the-less-important-first'
  /** Where one more may not wait, no more may with more waiting or more in service. */
  | 'sheds-the-more-the-fuller'
  /** What it says depends on what it is asked and on nothing else. */
  | 'remembers-nothing';

export type AnyLoadShedding = LoadShedding & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'load-shedding': Chosen<AnyLoadShedding>;
  }
}

export function defineLoadShedding<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, LoadSheddingPromise> & LoadShedding<State, Params<R>>,
): AnyLoadShedding {
  return definition;
}
