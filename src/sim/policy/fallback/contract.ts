import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { text } from '../../param/param.ts';

export const seam = { title: 'Fallback', summary: 'What is answered instead when a call has failed.' };

/** What a caller answers instead. Such an answer is degraded: it ends the operation well and is no goodput. */
export interface Fallback<Values = object> {
  /** The wire that is asked instead; absent where there is an answer at once. */
  wire?(params: Values): string;
}

/** What becomes of a call that has failed. */
export type FallbackPromise =
  /** It has failed. */
  | 'answers-nothing'
  /** It is answered then and there, and asks nobody. */
  | 'answers-at-once'
  /** Another wire is asked, and what comes of that is the answer. */
  | 'asks-elsewhere';

export type AnyFallback = Fallback & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    fallback: Chosen<AnyFallback>;
  }
}

export function defineFallback<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, FallbackPromise> & Fallback<Params<R>>,
): AnyFallback {
  return definition;
}
