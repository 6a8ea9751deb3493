import { NEVER } from '../../kernel/time.ts';
import { choice, duration, flag, integer, LONGEST, type ParamRecord, type Params, ratio } from '../../param/param.ts';
import { noOutcomes, type Tally } from '../../structure/outcome-slices.ts';
import { type Chosen, FAILED, type ForLaws, type PolicyHeader, WITHDRAWN } from '../policy.ts';

export { choice, duration, integer, LONGEST, ratio } from '../../param/param.ts';
export {
  advance,
  noOutcomes,
  note,
  type OutcomeSlices,
  outcomeSlices,
  type SliceRule,
  type Tally,
} from '../../structure/outcome-slices.ts';
export { FAILED, SUCCEEDED, WITHDRAWN } from '../policy.ts';

export const seam = { title: 'Circuit breaker', summary: 'Whether a caller may call, by how its last calls went.' };

/** Verdicts of `decide` that are not tickets. */
export const REFUSED = -1;
/** Neither yes nor no: ask again when the phase has changed, or an attempt has been withdrawn. */
export const PARKED = -2;

/** Phases, as meters see them; prose says closed, half-open, open. */
export const CLOSED = 0;
export const HALF_OPEN = 1;
export const OPEN = 2;

/** Whether an attempt may go out, by how the last ones went. One state per calling process and wire. */
export interface CircuitBreaker<State = object, Values = object> {
  start(params: Values, now: number): State;
  /** A ticket ≥ 0 to give back to `learn`, or REFUSED, or PARKED. */
  decide(state: State, params: Values, now: number): number;
  /** An admitted attempt has ended; once per ticket. `took`: since it was let out [µs]. */
  learn(state: State, params: Values, now: number, ticket: number, seen: number, took: number): void;
  /**
   * Time has passed: ends a phase that ends by itself. Asked when a phase has begun, and when the time has come that it
   * answers: when to look again [µs], NEVER where only calls end the phase.
   */
  look?(state: State, params: Values, now: number): number;
  /** CLOSED, HALF_OPEN or OPEN. Pure. */
  phase(state: State): number;
}

/** What a breaker does with attempts that fail. */
export type CircuitBreakerPromise =
  /** Whatever fails, everything is let through. */
  | 'never-refuses'
  /** When every attempt fails it opens in the end, and refuses. */
  | 'opens-when-all-fails'
  /**
   * After every open time it lets `probes` attempts through and no more; failed ones open it again, and when all
   * succeed it closes.
   */
  | 'probes-and-recovers';

export type AnyCircuitBreaker = CircuitBreaker & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    'circuit-breaker': Chosen<AnyCircuitBreaker>;
  }
}

export function defineCircuitBreaker<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, CircuitBreakerPromise> & CircuitBreaker<State, Params<R>>,
): AnyCircuitBreaker {
  return definition;
}

/** What every breaker that opens has to settle. */
export const openingParams = {
  openTime: duration({
    label: 'Open time',
    help: 'How long it refuses before it lets a probe through.',
    default: 5_000,
    min: 1,
    max: LONGEST,
    scale: 'log',
  }),
  probes: integer({
    label: 'Probes',
    help: 'How many attempts are let through to find out whether it works again.',
    default: 1,
    min: 1,
    max: 1_000,
  }),
  longestProbing: duration({
    label: 'Longest half-open',
    advanced: true,
    help: 'How long it may stay half-open. Then it opens again, even if probes are still out (resilience4j: maxWaitDurationInHalfOpenState).',
    default: null,
    never: 'No limit',
    min: 1,
    max: LONGEST,
    scale: 'log',
  }),
  slowAfter: duration({
    label: 'Slow after',
    advanced: true,
    help: 'An attempt that took longer counts as slow, even if it succeeded. It is not cut off.',
    default: null,
    never: 'Never',
    min: 1,
    max: LONGEST,
    scale: 'log',
  }),
  whileProbing: choice({
    label: 'Others meanwhile',
    advanced: true,
    help: 'What happens to other attempts while probes are out: refused at once (opossum, resilience4j) or held until the result (cockatiel).',
    default: 'refuse',
    options: { refuse: 'Refused', wait: 'Wait for the result' },
  }),
  boundary: choice({
    label: 'At exactly the open time',
    advanced: true,
    help: 'Whether the first attempt may come at the end of the open time (cockatiel) or only after it (resilience4j, Hystrix).',
    default: 'at',
    options: { at: 'May probe', after: 'Still refused' },
  }),
  lateOutcomes: choice({
    label: 'Late outcomes',
    advanced: true,
    help: 'What an attempt that began in an earlier phase counts for when it ends.',
    default: 'closed-only',
    options: {
      ignore: 'Nothing',
      'closed-only': 'Count if closed again',
      'half-open-too': 'Count as probes too',
    },
  }),
} as const;

/** Settings of them to try a breaker with. */
export const openingExamples = [
  { openTime: 1_000 },
  { openTime: 1_000, probes: 3 },
  { openTime: 1_000, probes: 3, whileProbing: 'wait', boundary: 'after', lateOutcomes: 'half-open-too' },
  { openTime: 200, probes: 2, whileProbing: 'wait', lateOutcomes: 'ignore' },
  { openTime: 1, probes: 5, boundary: 'after', lateOutcomes: 'half-open-too' },
  { openTime: 500, probes: 2, longestProbing: 300, slowAfter: 50 },
  { openTime: 1_000, probes: 3, whileProbing: 'wait', longestProbing: 1_000 },
] as const;

/** The part of a breaker's state that is about opening and probing. */
export interface Circuit {
  phase: number;
  /** When the phase began [µs]. */
  since: number;
  /** How many phases have begun: the ticket of everything admitted in this one. */
  era: number;
  /** Probes admitted in this half-open phase and not given back. */
  probing: number;
}

export function closedCircuit(now: number): Circuit {
  return { phase: CLOSED, since: now, era: 0, probing: 0 };
}

export function turn(circuit: Circuit, phase: number, now: number): void {
  circuit.phase = phase;
  circuit.since = now;
  circuit.era++;
  circuit.probing = 0;
}

/** What a breaker judges an attempt by: 1 for a failure, 2 for a slow one, 3 for both. */
export const BAD = 1;
export const SLOW = 2;

export function markOf(seen: number, took: number, { slowAfter }: { slowAfter: number }): number {
  return (seen === FAILED ? BAD : 0) | (took > slowAfter ? SLOW : 0);
}

export function clear(tally: Tally): void {
  tally.count = 0;
  tally.failures = 0;
  tally.slow = 0;
}

export function add(tally: Tally, mark: number): void {
  tally.count++;
  tally.failures += mark & BAD;
  tally.slow += mark >> 1;
}

/** What every breaker that judges shares has to settle. */
export const shareParams = {
  threshold: ratio({ label: 'Threshold', help: 'The share of failures that opens it.', default: 0.5 }),
  slowThreshold: ratio({
    label: 'Slow threshold',
    advanced: true,
    help: 'The share of slow attempts that opens it, whether they failed or not.',
    default: 1,
  }),
  compare: choice({
    label: 'Opens when the share is',
    advanced: true,
    help: 'Whether exactly the threshold opens it (resilience4j, Polly) or only more (opossum, cockatiel).',
    default: 'at-least',
    options: { 'at-least': 'At least the threshold', above: 'Above the threshold' },
  }),
  judged: choice({
    label: 'Judged',
    advanced: true,
    help: 'Whether every outcome may open it (resilience4j) or only a failure or a slow one (opossum, cockatiel, Polly).',
    default: 'every',
    options: { every: 'After every outcome', failure: 'After failures only' },
  }),
  keepsProbe: flag({
    label: 'The closing probe counts',
    advanced: true,
    help: 'Whether the probe that closes it is the first outcome in the new window (cockatiel), or the new window begins empty.',
    default: false,
  }),
} as const;

function exceeds(some: number, of: number, threshold: number, compare: string): boolean {
  // 0.55 · 20 comes out a hair above 11
  return some > 0 && (compare === 'above' ? some > threshold * of + 1e-9 : some >= threshold * of - 1e-9);
}

/** Whether too large a share of the outcomes failed, or was slow. */
export function tooMany({ count, failures, slow }: Tally, params: Params<typeof shareParams>): boolean {
  return exceeds(failures, count, params.threshold, params.compare) || exceeds(slow, count, params.slowThreshold, params.compare);
}

/** The part of the state of a breaker that judges shares which is about its probes. */
export interface ProbedCircuit extends Circuit {
  /** Outcomes seen in this half-open phase. */
  probed: Tally;
}

export const closedProbedCircuit = (now: number): ProbedCircuit => ({ ...closedCircuit(now), probed: noOutcomes() });

/** The decision of a breaker that judges shares. */
export function admitProbed(circuit: ProbedCircuit, params: Params<typeof openingParams>, now: number): number {
  const before = circuit.era;
  const verdict = admit(circuit, params, now, circuit.probed.count);
  if (circuit.era !== before) clear(circuit.probed);
  return verdict;
}

/** A probe of a breaker that judges shares has ended. @returns whether that closed it */
export function judgeProbe(
  circuit: ProbedCircuit,
  params: Params<typeof openingParams> & Params<typeof shareParams>,
  now: number,
  mark: number,
): boolean {
  add(circuit.probed, mark);
  if (circuit.probed.count < params.probes) return false;
  const opens = tooMany(circuit.probed, params);
  turn(circuit, opens ? OPEN : CLOSED, now);
  return !opens;
}

/**
 * Whether the end of an attempt is an outcome to the present phase: it was not taken back, and is not too late. A probe
 * that was taken back gives its place away.
 */
export function concerns(circuit: Circuit, { lateOutcomes }: { lateOutcomes: string }, ticket: number, seen: number): boolean {
  const late = ticket !== circuit.era;
  if (circuit.phase === OPEN || (late && lateOutcomes === 'ignore')) return false;
  if (circuit.phase === HALF_OPEN && late && lateOutcomes !== 'half-open-too') return false;
  if (seen !== WITHDRAWN) return true;
  if (circuit.phase === HALF_OPEN && !late) circuit.probing--;
  return false;
}

/** Ends a half-open phase that has lasted too long; what `look` of every breaker here is. */
export function look(circuit: Circuit, { longestProbing }: { longestProbing: number }, now: number): number {
  if (circuit.phase !== HALF_OPEN || longestProbing === NEVER) return NEVER;
  const ends = circuit.since + longestProbing;
  if (now < ends) return ends;
  turn(circuit, OPEN, ends);
  return NEVER;
}

/**
 * The decision every breaker here makes; half-open begins lazily, with the first attempt after the open time.
 * @param ended outcomes of this half-open phase: when no probe is out, one is let out even if fewer are wanted by now
 */
export function admit(circuit: Circuit, params: Params<typeof openingParams>, now: number, ended: number): number {
  if (circuit.phase === CLOSED) return circuit.era;
  look(circuit, params, now);
  if (circuit.phase === OPEN) {
    const waited = now - circuit.since;
    if (waited < params.openTime || (waited === params.openTime && params.boundary === 'after')) return REFUSED;
    turn(circuit, HALF_OPEN, now);
  }
  if (circuit.probing < params.probes || circuit.probing <= ended) {
    circuit.probing++;
    return circuit.era;
  }
  return params.whileProbing === 'wait' ? PARKED : REFUSED;
}
