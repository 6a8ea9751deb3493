import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { ln } from '../../kernel/portable-math.ts';
export { number, ratio } from '../../param/param.ts';

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

export type AnyEarlyRefresh = EarlyRefresh & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'early-refresh': Chosen<AnyEarlyRefresh>;
  }
}

export function defineEarlyRefresh<const R extends ParamRecord>(definition: PolicyHeader<R> & EarlyRefresh<Params<R>>): AnyEarlyRefresh {
  return definition;
}
