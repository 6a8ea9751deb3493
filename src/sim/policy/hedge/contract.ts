import type { ParamRecord, Params } from '../../param/param.ts';
import type { Chosen, ForLaws, Gauge, PolicyHeader } from '../policy.ts';

export { duration, integer, LONGEST, ratio } from '../../param/param.ts';

export const seam = { title: 'Hedge', summary: 'When a second copy of an attempt that takes long is sent.' };

/** How long an attempt is out before another is sent beside it. One state a wire. */
export interface Hedge<State = object, Values = object> {
  start(params: Values): State;
  /** How long after the last attempt was sent the next one goes out, if nothing was answered [µs]; Infinity: none does. Pure. */
  delay(state: State, params: Values): number;
  /** Something was answered well. @param responseTime from sending its first attempt [µs] */
  learn(state: State, params: Values, responseTime: number): void;
  gauges?: Readonly<Record<string, Gauge<State, Values>>>;
}

/** When the next attempt goes out beside those that are out. */
export type HedgePromise =
  /** None does. */
  | 'never-hedges'
  /** Always after the same time, whatever it has learned. */
  | 'waits-a-fixed-time'
  /** Not before it knows how long answers take, and later where they take longer. */
  | 'follows-response-times';

export type AnyHedge = Hedge & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    hedge: Chosen<AnyHedge>;
  }
}

export function defineHedge<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, HedgePromise> & Hedge<State, Params<R>>,
): AnyHedge {
  return definition;
}
