import { duration, LONGEST, type ParamRecord, type Params, ratio } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { integer, number } from '../../param/param.ts';
export { reaching } from '../../structure/widened.ts';

export const seam = { title: 'Outlier ejection', summary: 'Which replicas a balancer leaves out for a while, by how they have answered.' };

/**
 * Finds out which replicas are outliers. Whether these are ejected, for how long, and how many at once, is the same for
 * all kinds, and its host's: the kind is never told of those that are ejected.
 */
export interface OutlierEjection<State = object, Values = object> {
  start(params: Values): State;
  /** A replica has answered, well or with an error: true if that makes it an outlier. */
  learn(state: State, params: Values, replica: number, failed: boolean): boolean;
  /** An interval has passed: outliers among those that are in, the lowest first. */
  look(state: State, params: Values, replicas: readonly number[]): readonly number[];
  /** A replica is gone; another may come that has its number. */
  forget(state: State, replica: number): void;
}

/** Whom it finds. */
export type OutlierEjectionPromise =
  /** Nobody, whatever is answered. */
  | 'ejects-nobody'
  /** Nobody that has answered no error. */
  | 'spares-the-faultless'
  /** Of ten, the only one that fails always, and no other, within an interval of a thousand answers each. */
  | 'finds-the-one-that-fails'
  /** By its own answers alone, at the last of them. */
  | 'judges-each-alone'
  /** By how it compares, at the interval: nobody where all are alike, however bad. */
  | 'compares';

export type AnyOutlierEjection = OutlierEjection & PolicyHeader<ParamRecord>;

/** What its host reads of any kind but none. */
export interface EjectionValues {
  interval?: number;
  baseTime?: number;
  mostTime?: number;
  mostShare?: number;
}

declare module '../../param/param.ts' {
  interface Seams {
    'outlier-ejection': Chosen<AnyOutlierEjection, EjectionValues>;
  }
}

export function defineOutlierEjection<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, OutlierEjectionPromise> & OutlierEjection<State, Params<R>>,
): AnyOutlierEjection {
  return definition as AnyOutlierEjection;
}

/** What every kind but none has. The defaults are Envoy's. */
export const ejectionParams = {
  interval: duration({
    label: 'Looks every',
    help: 'How often ejected replicas whose time is over are brought back, and replicas compared.',
    default: 10_000,
    min: 10,
    max: LONGEST,
    scale: 'log',
  }),
  baseTime: duration({
    label: 'Ejected for',
    help: 'How long a replica is ejected the first time: twice as long the second time in a row, and so on; each interval in which it stays in takes one off again.',
    default: 30_000,
    min: 10,
    max: LONGEST,
    scale: 'log',
  }),
  mostTime: duration({
    label: 'At most for',
    help: 'No ejection lasts longer.',
    advanced: true,
    default: 300_000,
    min: 10,
    max: LONGEST,
    scale: 'log',
  }),
  mostShare: ratio({
    label: 'Share ejected at most',
    help: 'No more of the replicas are ejected at once; one always may be.',
    default: 0.1,
  }),
} as const;

/** Where these come from. */
export const ENVOY = {
  title: 'Envoy, Outlier detection',
  url: 'https://www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/upstream/outlier',
} as const;
