import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { choice, integer } from '../../param/param.ts';

export const seam = { title: 'Load shedding', summary: 'Whether a newcomer that cannot be served at once may wait.' };

/** Whether a newcomer that cannot be served at once may wait. A refusal is instant and costs the server nothing. */
export interface LoadShedding<State = object, Values = object> {
  start(params: Values, now: number): State;
  /** @param waiting requests in the queue @param serving requests in service */
  admits(state: State, params: Values, now: number, waiting: number, serving: number): boolean;
}

/** Whom a rule turns away. */
export type LoadSheddingPromise =
  /** Nobody is ever shed. */
  | 'admits-everybody'
  /** From some length of the queue on, everybody is shed. */
  | 'bounds-the-queue'
  /** Where one more may not wait, no more may with more waiting or more in service. */
  | 'sheds-the-more-the-fuller'
  /** What it says depends on how many are there and on nothing else. */
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
