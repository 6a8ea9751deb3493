import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, PolicyHeader } from '../policy.ts';

export { choice, integer } from '../../param/param.ts';

export const seam = { title: 'Load shedding', summary: 'Whether a newcomer that cannot be served at once may wait.' };

/** Whether a newcomer that cannot be served at once may wait. A refusal is instant and costs the server nothing. */
export interface LoadShedding<State = object, Values = object> {
  start(params: Values, now: number): State;
  /** @param waiting requests in the queue @param serving requests in service */
  admits(state: State, params: Values, now: number, waiting: number, serving: number): boolean;
}

export type AnyLoadShedding = LoadShedding & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'load-shedding': Chosen<AnyLoadShedding>;
  }
}

export function defineLoadShedding<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & LoadShedding<State, Params<R>>,
): AnyLoadShedding {
  return definition;
}
