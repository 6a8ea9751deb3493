import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { NEVER } from '../../kernel/time.ts';
export { choice, duration, integer, LONGEST } from '../../param/param.ts';

export const seam = { title: 'Overlap', summary: 'What happens when a run falls due while the one before still runs.' };

/** What becomes of a run that falls due. */
export const RUNS = 0;
/** It does not take place. */
export const SKIPS = 1;
/** It takes place when the one before has ended; at most one waits, and where one waits already this one does not take place. */
export const WAITS = 2;
/** It waits too, and one that waits already does not take place. */
export const WAITS_INSTEAD = 3;
/** It takes place now, and those under way are ended for it. */
export const REPLACES = 4;

/** Whether a run may start while earlier ones of the same entry are under way. */
export interface CronOverlap<Values = object> {
  /** @param underWay runs of this entry that are under way @param sinceStart how long ago the last of them started [µs] */
  decide(params: Values, underWay: number, sinceStart: number): number;
}

/** What becomes of runs that fall due while others are under way. */
export type CronOverlapPromise =
  /** Every run starts when it is due. */
  | 'starts-what-is-due'
  /** No two runs of an entry are under way together. */
  | 'one-at-a-time'
  /** A run that could not start takes place once the one before has ended. */
  | 'makes-up'
  /** A run that never ends does not stop the others for ever. */
  | 'outlives-the-dead';

export type AnyCronOverlap = CronOverlap & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'cron-overlap': Chosen<AnyCronOverlap>;
  }
}

export function defineCronOverlap<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, CronOverlapPromise> & CronOverlap<Params<R>>,
): AnyCronOverlap {
  return definition;
}
