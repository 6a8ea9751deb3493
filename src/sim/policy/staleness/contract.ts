import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, PolicyHeader } from '../policy.ts';

export { NEVER } from '../../kernel/time.ts';
export { duration } from '../../param/param.ts';

export const seam = { title: 'Staleness', summary: 'When a job that still waits is of no use any more, and is dropped.' };

/** Which waiting jobs are past their usefulness. They are dropped when their turn comes, before a worker sees them. */
export interface Staleness<Values = object> {
  /** How long after it was enqueued a job is of use [µs]; Infinity: always. */
  usefulFor(params: Values): number;
  /** Whether a newer job for the same key makes one that waits superfluous. */
  supersedes(params: Values): boolean;
}

export type AnyStaleness = Staleness & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    staleness: Chosen<AnyStaleness>;
  }
}

export function defineStaleness<const R extends ParamRecord>(definition: PolicyHeader<R> & Staleness<Params<R>>): AnyStaleness {
  return definition;
}
