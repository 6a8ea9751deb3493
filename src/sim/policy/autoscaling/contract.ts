import { duration, integer, LONGEST, type ParamRecord, type Params } from '../../param/param.ts';
import type { Chosen, ForLaws, Gauge, PolicyHeader } from '../policy.ts';

export { NEVER } from '../../kernel/time.ts';
export { duration, flag, integer, LONGEST, number, ratio } from '../../param/param.ts';

export const seam = { title: 'Autoscaling', summary: 'How many replicas there should be.' };

/** What a controller sees, at the moment it looks. One object, filled anew every time. */
export interface Readings {
  /** Replicas that are up, and those that are starting; the ones that are stopping are in neither. */
  up: number;
  starting: number;
  /** Work that could be begun now and is not: jobs to be received, requests that wait for a server. */
  backlog: number;
  /** How long the first of it has waited [µs]; 0 when there is none. */
  oldestAge: number;
  /** What is being worked on, and how much could be by those that are not down. */
  busy: number;
  slots: number;
  /** Mean of busy ÷ slots since it last looked, 0 to 1. */
  utilisation: number;
  /** How much was done since it last looked, and how long that was [µs]. */
  done: number;
  since: number;
}

/** A controller that looks at its own interval. */
export interface Autoscaling<State = object, Values = object> {
  /** How often it looks [µs]; Infinity: never. */
  interval(params: Values): number;
  start(params: Values, now: number): State;
  /** How many replicas it wants from now on, those that are starting included. */
  plan(state: State, params: Values, now: number, readings: Readings): number;
  gauges?: Readonly<Record<string, Gauge<State, Values>>>;
}

/** What a controller goes by, and how it behaves. */
export type AutoscalingPromise =
  /** More that waits never calls for fewer replicas, and enough of it for more. */
  | 'follows-backlog'
  /** The same of how long the first of it has waited. */
  | 'follows-age'
  /** The same of the share of busy slots. */
  | 'follows-utilisation'
  /** Never fewer than `least` and never more than `most`, and the most where these cross. */
  | 'keeps-within-bounds'
  /** Nothing is taken away sooner than `coolDown` after something has been added. */
  | 'cools-down'
  /** With no replica at all, one job or request that waits calls for one; none calls for none. */
  | 'starts-from-nothing'
  /** It wants what there is, and never looks. */
  | 'changes-nothing';

export type AnyAutoscaling = Autoscaling & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    autoscaling: Chosen<AnyAutoscaling>;
  }
}

export function defineAutoscaling<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, AutoscalingPromise> & Autoscaling<State, Params<R>>,
): AnyAutoscaling {
  return definition as AnyAutoscaling;
}

/** What every controller has. */
export const scalingParams = {
  least: integer({ label: 'Fewest replicas', help: 'Never fewer than this.', default: 1, min: 0, max: 1_000, scale: 'log' }),
  most: integer({ label: 'Most replicas', help: 'Never more than this.', default: 20, min: 1, max: 1_000, scale: 'log' }),
  interval: duration({
    label: 'Looks every',
    help: 'How often it looks and decides.',
    default: 15_000,
    min: 100,
    max: LONGEST,
    scale: 'log',
  }),
  coolDown: duration({
    label: 'Cool-down',
    help: 'How long after it has last scaled it takes replicas away again.',
    default: 60_000,
    min: 0,
    max: LONGEST,
    scale: 'log',
  }),
} as const;

/** What a controller remembers of its own doing. */
export interface Scaling {
  /** How many replicas its reading called for when it last looked, whatever came of it. */
  wish: number;
  /** How many it wanted in the end; −1 before it has first looked. */
  wanted: number;
  /** When it last changed that [µs]; its own start counts. */
  scaledAt: number;
}

export function startScaling(now: number): Scaling {
  return { wish: 0, wanted: -1, scaledAt: now };
}

/**
 * How many replicas there should be as things stand: what it wanted last, of which some may be away for a while, and at
 * its first look what it finds.
 */
export function wantedSoFar(state: { wanted: number }, { up, starting }: Readings): number {
  return state.wanted < 0 ? up + starting : state.wanted;
}

/** Within the bounds; where the fewest are more than the most, the most count. */
export function bounded(params: Params<typeof scalingParams>, replicas: number): number {
  return Math.min(params.most, Math.max(params.least, replicas));
}

/** More at once, fewer once the cool-down is over. @param before how many there should have been so far */
export function scaled(state: Scaling, params: Params<typeof scalingParams>, now: number, before: number, wish: number): number {
  state.wish = wish;
  const called = bounded(params, wish);
  state.wanted = called < before && now - state.scaledAt < params.coolDown ? bounded(params, before) : called;
  if (state.wanted !== before) state.scaledAt = now;
  return state.wanted;
}

/** Whole replicas for so much of one, not counting what arithmetic may have added. */
export function replicasFor(share: number): number {
  return Math.ceil(share - 1e-9);
}

/** The gauge that every controller has, but for how to read it. */
export const WISH = { label: 'Replicas called for', unit: 'replicas' } as const;
