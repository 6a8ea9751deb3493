import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { NEVER } from '../../kernel/time.ts';
export { duration, LONGEST } from '../../param/param.ts';

export const seam = { title: 'Staleness', summary: 'When a job that still waits is of no use any more, and is dropped.' };

/** Which waiting jobs are past their usefulness. They are dropped when their turn comes, before a worker sees them. */
export interface Staleness<Values = object> {
  /** How long after it was enqueued a job is of use [µs]; Infinity: always. */
  usefulFor(params: Values): number;
  /** Whether a newer job for the same key makes one that waits superfluous. */
  supersedes(params: Values): boolean;
}

/** Which waiting jobs are dropped. */
export type StalenessPromise =
  /** None. */
  | 'keeps-everything'
  /** Those that have waited for longer than a finite time. */
  | 'drops-the-old'
  /** Those for which there is a newer one of their key. */
  | 'drops-the-superseded';

export type AnyStaleness = Staleness & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    staleness: Chosen<AnyStaleness>;
  }
}

export function defineStaleness<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, StalenessPromise> & Staleness<Params<R>>,
): AnyStaleness {
  return definition;
}
