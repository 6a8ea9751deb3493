import type { Chance } from '../../kernel/chance.ts';
import { integer, type ParamRecord, type Params } from '../../param/param.ts';
import type { Recordings, Replayed } from '../../structure/recording.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { Zipf } from '../../kernel/zipf.ts';
export { duration, integer, LONGEST, number, ratio, text } from '../../param/param.ts';
export { recordingParams } from '../../param/recording-params.ts';
export { findRecording, NO_PRIORITY, type Recording, type Recordings } from '../../structure/recording.ts';

export const seam = { title: 'Workload', summary: 'Which keys are asked for, and in which order.' };

/** What `operation` of a wish can be. */
export const UNDECIDED = -1;
export const READ = 0;
export const WRITE = 1;

/** What a request is about. One object, filled anew for every request. */
export interface Wish {
  /** A whole number from 0 on. */
  key: number;
  /** READ, WRITE, or UNDECIDED: then the client's own share of writes decides. */
  operation: number;
  /** Size of the value [B]; 0 when the workload does not say. */
  bytes: number;
  /** The row that its arrival was in; absent or null where arrivals follow no file. */
  replayed?: Replayed | null;
}

/**
 * What requests ask for, drawn in sequence from a stream of its own: nothing in the system changes it. Parameters are
 * read at every draw.
 */
export interface Workload<State = object, Values = object> {
  start(params: Values, recordings: Recordings): State;
  /** Fills in the next wish; `key` and what it knows besides. @param now [µs] */
  next(state: State, params: Values, now: number, chance: Chance, wish: Wish): void;
  /** Keys are below this; Infinity where there is no bound. */
  bound(params: Values): number;
}

/** What is known of the keys that are asked for. */
export type WorkloadPromise =
  /** Requests are about no key. */
  | 'asks-for-nothing'
  /** The order is its own: nothing is drawn. */
  | 'draws-nothing'
  /** With another `first` the same keys come, moved. */
  | 'moves-with-first'
  /** What a file holds, in its order, round and round; it cannot start without. */
  | 'replays-a-recording'
  /** There is a largest key. */
  | 'stays-below-a-bound';

export type AnyWorkload = Workload & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    workload: Chosen<AnyWorkload>;
  }
}

export function defineWorkload<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, WorkloadPromise> & Workload<State, Params<R>>,
): AnyWorkload {
  return definition;
}

/** Where they are equally or unequally popular makes no difference. */
export const ONE_KEY = { where: { keys: 1 }, why: 'there is one key only' } as const;

/** Parameters of everything that draws from so many keys. */
export const keyParams = {
  keys: integer({
    label: 'Keys',
    help: 'How many different keys there are.',
    default: 10_000,
    min: 1,
    max: 10_000_000,
    scale: 'log',
  }),
  first: integer({
    label: 'First key',
    help: 'The number of the first key, so that two clients can ask for different ones.',
    default: 0,
    min: 0,
    max: 10_000_000,
    advanced: true,
  }),
} as const;
