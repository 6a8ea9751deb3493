import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { ln } from '../../kernel/portable-math.ts';
export { duration, LONGEST, number, ratio } from '../../param/param.ts';

export const seam = { title: 'Early refresh', summary: 'Whether a reader that finds a fresh entry has it rebuilt before it expires.' };

/** What is known of an entry that is still fresh. One object, filled anew for every hit. */
export interface Freshness {
  /** When it was filled and when it stops being fresh [µs]. */
  since: number;
  until: number;
  /** How long its last rebuild took, waiting included [µs]. */
  rebuild: number;
}

/** Whether a hit at `now` sets off a rebuild. */
export interface EarlyRefresh<Values = object> {
  refreshes(params: Values, now: number, entry: Freshness, chance: Chance): boolean;
}

/** When reads of a fresh entry have it rebuilt. */
export type EarlyRefreshPromise =
  /** No read of a fresh entry does. */
  | 'never-early'
  /** The nearer the expiry, the likelier a read does; just after the filling none does, of what is rebuilt quickly. */
  | 'likelier-towards-the-end'
  /** What never expires is never refreshed. */
  | 'leaves-what-never-expires'
  /** Nothing is drawn: reads at one moment do or do not, all of them. */
  | 'leaves-nothing-to-chance';

export type AnyEarlyRefresh = EarlyRefresh & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'early-refresh': Chosen<AnyEarlyRefresh>;
  }
}

export function defineEarlyRefresh<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, EarlyRefreshPromise> & EarlyRefresh<Params<R>>,
): AnyEarlyRefresh {
  return definition;
}
