import type { Chance } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND, NEVER, wholeMicros } from '../../kernel/time.ts';
import { choice, type ParamRecord, type Params } from '../../param/param.ts';
import type { Recordings, Replayed } from '../../structure/recording.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { Keyed, mix } from '../../kernel/chance.ts';
export { MICROS_PER_SECOND, NEVER, wholeMicros } from '../../kernel/time.ts';
export { choice, duration, flag, integer, LONGEST, number, policy, ratio, text } from '../../param/param.ts';
export { recordingParams } from '../../param/recording-params.ts';
export { MinHeap } from '../../structure/min-heap.ts';
export { findRecording, type Recording, type RecordingName, type Recordings } from '../../structure/recording.ts';

export const seam = { title: 'Arrivals', summary: 'When requests are born.' };

export type { Chance } from '../../kernel/chance.ts';

/**
 * When requests are born. Draws come in sequence from a stream of the client's own, so nothing behind the client can
 * change who arrives when; only in a closed loop do answers matter.
 */
export interface Arrival<State = object, Values = object> {
  start(params: Values, now: number, chance: Chance, recordings: Recordings): State;
  /** Brings the state up to now; called before a parameter changes. */
  settle(state: State, params: Values, now: number): void;
  /** When the next request is born [µs], at once if that is past; NEVER while it depends on an answer. */
  due(state: State, params: Values, now: number): number;
  /** The request that was due has been born: make up the next one. */
  born(state: State, params: Values, now: number, chance: Chance): void;
  /** Closed loop only: a request has ended, its user goes on. */
  ended?(state: State, params: Values, now: number, chance: Chance): void;
  /** Recorded traffic only: where to see which row of which file was born last; the same object throughout. */
  replays?(state: State): Replayed;
  /** Requests/s that arrive in the long run, answers willing; 0 where that depends on the answers, on a file, or where they end. */
  rate(params: Values): number;
}

/** What can be said of when requests are born. */
export type ArrivalPromise =
  /** In the long run as many are born as `rate` says, whatever becomes of them. */
  | 'keeps-its-rate'
  /** In the long run as many are born as `rate` says; counts vary more than those of independent users. */
  | 'varies-about-its-rate'
  /** So many are born as `requests` says, and none after. */
  | 'comes-to-an-end'
  /** There are never more without an answer than there are users, and every answer brings one more. */
  | 'waits-for-answers'
  /** What a file says, when it says so; it cannot start without. */
  | 'replays-a-recording'
  /** Nothing is drawn: two streams make the same arrivals. */
  | 'leaves-nothing-to-chance';

export type AnyArrival = Arrival & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    arrival: Chosen<AnyArrival>;
  }
}

export function defineArrival<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, ArrivalPromise> & Arrival<State, Params<R>>,
): AnyArrival {
  return definition;
}

/** Where an open-loop profile writes what holds at a moment. */
export interface Piece {
  /** Rate at that moment [req/s]. */
  rate: number;
  /** Change of rate [req/s per s]. */
  slope: number;
  /** Until when rate and slope hold [µs]. */
  until: number;
  /** Where the profile repeats from here on: length of a cycle [µs]; 0 where it does not. */
  cycle: number;
  /** Arrivals expected in a cycle. */
  perCycle: number;
}

/** The parameter with which every open-loop profile says how requests are spread. */
export const spacing = choice({
  label: 'Spacing',
  help: 'Whether users act independently of each other (random, Poisson) or a clock sends them (even).',
  default: 'random',
  options: { random: 'Random', even: 'Even' },
});

/** Unit variates that are drawn ahead, for requests that come at random. */
export interface DrawnAhead {
  /** [UNITS] is the one in use. */
  cells: Float64Array;
  drawn: Float64Array;
  /** How many are used. */
  used: number;
}

/** [AT], [UNITS], [NEXT]. */
type OpenLoopState = DrawnAhead;
/** Up to where UNITS counts; at a request the exact time, not rounded [µs]. */
const AT = 0;
/** Expected arrivals still to come before the next request: exponential with mean 1, or exactly 1. */
export const UNITS = 1;
/** When that is [µs, not rounded]; −1 while it has to be worked out. */
const NEXT = 2;
/** Variates are drawn so many at a time. */
const BLOCK = 256;

/** @param cells what else is known of the traffic, with room for [UNITS] */
export const drawnAhead = (cells: Float64Array): DrawnAhead => ({ cells, drawn: new Float64Array(BLOCK), used: BLOCK });

/** The next is in use. */
export function drawNext(ahead: DrawnAhead, chance: Chance): void {
  if (ahead.used === BLOCK) {
    chance.fillExponential(ahead.drawn);
    ahead.used = 0;
  }
  ahead.cells[UNITS] = ahead.drawn[ahead.used++];
}

const piece: Piece = { rate: 0, slope: 0, until: NEVER, cycle: 0, perCycle: 0 };

/**
 * An open loop whose rate follows a profile in time. The next request is born when the integral of the rate since the
 * last one reaches a unit variate (the time change that makes a non-homogeneous Poisson process), so a change of rate
 * stretches the traffic instead of drawing another.
 */
export function defineProfile<const R extends ParamRecord>(
  definition: PolicyHeader<R> &
    ForLaws<R, ArrivalPromise> & {
      /** Writes what holds at `at` (≥ 0) [µs]: the rate, and whatever differs from slope 0, until NEVER, no cycle. Absent: always `rate`. */
      piece?(params: Params<R>, at: number, into: Piece): void;
      spacing(params: Params<R>): 'random' | 'even';
      /** Long-run mean rate [req/s]. */
      rate(params: Params<R>): number;
    },
): AnyArrival {
  const nextUnit = (state: OpenLoopState, params: Params<R>, chance: Chance) => {
    if (definition.spacing(params) === 'even') state.cells[UNITS] = 1;
    else drawNext(state, chance);
  };

  const steady = definition.piece === undefined;
  const look = (params: Params<R>, at: number) => {
    piece.slope = 0;
    piece.until = NEVER;
    piece.cycle = 0;
    if (definition.piece) definition.piece(params, at, piece);
    else piece.rate = definition.rate(params);
  };

  /** Expected arrivals between two moments. */
  const expected = (params: Params<R>, from: number, to: number) => {
    let at = from;
    let sum = 0;
    while (at < to) {
      look(params, at);
      const cycles = piece.cycle > 0 ? Math.floor((to - at) / piece.cycle) : 0;
      if (cycles > 0) {
        sum += cycles * piece.perCycle;
        at += cycles * piece.cycle;
        continue;
      }
      const end = piece.until < to ? piece.until : to;
      const seconds = (end - at) / MICROS_PER_SECOND;
      sum += (piece.rate + (piece.slope * seconds) / 2) * seconds;
      at = end;
    }
    return sum;
  };

  /** When `units` more arrivals than at `from` are expected [µs, not rounded]. */
  const reach = (params: Params<R>, from: number, units: number) => {
    let at = from;
    let left = units;
    for (;;) {
      look(params, at);
      if (piece.cycle > 0) {
        if (!(piece.perCycle > 0)) return NEVER;
        // a cycle that is used up to its end is not skipped: the request is born where the rate last was above 0
        const cycles = Math.ceil(left / piece.perCycle) - 1;
        if (cycles > 0) {
          left -= cycles * piece.perCycle;
          at += cycles * piece.cycle;
          look(params, at);
        }
      }
      const seconds = (piece.until - at) / MICROS_PER_SECOND;
      const { rate, slope } = piece;
      if (slope === 0) {
        if (rate * seconds >= left || (rate > 0 && seconds === NEVER)) return at + (left / rate) * MICROS_PER_SECOND;
        if (seconds === NEVER) return NEVER;
        left -= rate * seconds;
      } else {
        const held = (rate + (slope * seconds) / 2) * seconds;
        if (held >= left) {
          // rate·t + slope·t²/2 = left, in the form that does not cancel when the slope is small
          const root = Math.sqrt(Math.max(0, rate * rate + 2 * slope * left));
          return at + ((2 * left) / (rate + root)) * MICROS_PER_SECOND;
        }
        left -= held;
      }
      at = piece.until;
    }
  };

  const workOut = (state: OpenLoopState, params: Params<R>) => {
    const { cells } = state;
    if (steady) {
      const rate = definition.rate(params);
      cells[NEXT] = rate > 0 ? cells[AT] + (cells[UNITS] / rate) * MICROS_PER_SECOND : NEVER;
    } else cells[NEXT] = reach(params, cells[AT], cells[UNITS]);
  };

  const { piece: _piece, spacing: _spacing, ...header } = definition;
  return {
    ...header,
    start(params: Params<R>, now: number, chance: Chance): OpenLoopState {
      const state = drawnAhead(new Float64Array([now, 0, -1]));
      nextUnit(state, params, chance);
      return state;
    },
    settle({ cells }: OpenLoopState, params: Params<R>, now: number) {
      cells[NEXT] = -1;
      if (now <= cells[AT]) return;
      cells[UNITS] = Math.max(0, cells[UNITS] - expected(params, cells[AT], now));
      cells[AT] = now;
    },
    due(state: OpenLoopState, params: Params<R>) {
      if (state.cells[NEXT] < 0) workOut(state, params);
      return wholeMicros(state.cells[NEXT]);
    },
    born(state: OpenLoopState, params: Params<R>, _now: number, chance: Chance) {
      const { cells } = state;
      if (cells[NEXT] < 0) workOut(state, params);
      cells[AT] = cells[NEXT];
      cells[NEXT] = -1;
      nextUnit(state, params, chance);
    },
  } as AnyArrival;
}
