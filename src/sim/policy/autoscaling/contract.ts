import { duration, integer, type ParamRecord, type Params } from '../../param/param.ts';
import type { Chosen, ForLaws, Gauge, PolicyHeader } from '../policy.ts';

export { NEVER } from '../../kernel/time.ts';
export { duration, flag, integer, number, ratio } from '../../param/param.ts';

export const seam = { title: 'Autoscaling', summary: 'How many worker processes there should be.' };

/** What a controller sees, at the moment it looks. One object, filled anew every time. */
export interface Readings {
  /** Processes that are up, and those that are starting; the ones that are stopping are in neither. */
  up: number;
  starting: number;
  /** Jobs that could be received now and are not. */
  backlog: number;
  /** How long the first of them has waited since it was enqueued [µs]; 0 when there is none. */
  oldestAge: number;
  /** Jobs being worked on, and how many could be by those that are up. */
  busy: number;
  slots: number;
  /** Mean of busy ÷ slots since it last looked, 0 to 1. */
  utilisation: number;
  /** Jobs done since it last looked, and how long that was [µs]. */
  done: number;
  since: number;
}

/** A controller that looks at its own interval. */
export interface Autoscaling<State = object, Values = object> {
  /** How often it looks [µs]; Infinity: never. */
  interval(params: Values): number;
  start(params: Values, now: number): State;
  /** How many processes it wants from now on, those that are starting included. */
  plan(state: State, params: Values, now: number, readings: Readings): number;
  gauges?: Readonly<Record<string, Gauge<State, Values>>>;
}

/** What a controller goes by, and how it behaves. */
export type AutoscalingPromise =
  /** More waiting jobs never call for fewer processes, and enough of them for more. */
  | 'follows-backlog'
  /** The same of the age of the oldest waiting job. */
  | 'follows-age'
  /** The same of the share of busy slots. */
  | 'follows-utilisation'
  /** Never fewer than `least` and never more than `most`, and the most where these cross. */
  | 'keeps-within-bounds'
  /** Nothing is taken away sooner than `coolDown` after something has been added. */
  | 'cools-down'
  /** With no process at all, one job that waits calls for one; none calls for none. */
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
  least: integer({ label: 'Fewest processes', help: 'Never fewer than this.', default: 1, min: 0, max: 1_000, scale: 'log' }),
  most: integer({ label: 'Most processes', help: 'Never more than this.', default: 20, min: 1, max: 1_000, scale: 'log' }),
  interval: duration({
    label: 'Looks every',
    help: 'How often it looks and decides.',
    default: 15_000,
    min: 100,
    max: 3_600_000,
    scale: 'log',
  }),
  coolDown: duration({
    label: 'Cool-down',
    help: 'How long after it has last scaled it takes processes away again.',
    default: 60_000,
    min: 0,
    max: 86_400_000,
    scale: 'log',
  }),
} as const;

/** What a controller remembers of its own doing. */
export interface Scaling {
  /** How many processes its reading called for when it last looked, whatever came of it. */
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
 * How many processes there should be as things stand: what it wanted last, of which some may be away for a while, and at
 * its first look what it finds.
 */
export function wantedSoFar(state: { wanted: number }, { up, starting }: Readings): number {
  return state.wanted < 0 ? up + starting : state.wanted;
}

/** Within the bounds; where the fewest are more than the most, the most count. */
export function bounded(params: Params<typeof scalingParams>, processes: number): number {
  return Math.min(params.most, Math.max(params.least, processes));
}

/** More at once, fewer once the cool-down is over. @param before how many there should have been so far */
export function scaled(state: Scaling, params: Params<typeof scalingParams>, now: number, before: number, wish: number): number {
  state.wish = wish;
  const called = bounded(params, wish);
  state.wanted = called < before && now - state.scaledAt < params.coolDown ? bounded(params, before) : called;
  if (state.wanted !== before) state.scaledAt = now;
  return state.wanted;
}

/** Whole processes for so much of one, not counting what arithmetic may have added. */
export function processesFor(share: number): number {
  return Math.ceil(share - 1e-9);
}

/** The gauge that every controller has, but for how to read it. */
export const WISH = { label: 'Processes called for', unit: 'processes' } as const;
