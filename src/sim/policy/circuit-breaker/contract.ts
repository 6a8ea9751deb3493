import { choice, duration, integer, LONGEST, type ParamRecord, type Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { choice, duration, integer, LONGEST, ratio } from '../../param/param.ts';
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
  /** An admitted attempt has ended; once per ticket. */
  learn(state: State, params: Values, now: number, ticket: number, seen: number): void;
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

/**
 * The decision every breaker here makes; half-open begins lazily, with the first attempt after the open time.
 * @param ended outcomes of this half-open phase: when no probe is out, one is let out even if fewer are wanted by now
 */
export function admit(circuit: Circuit, params: Params<typeof openingParams>, now: number, ended: number): number {
  if (circuit.phase === CLOSED) return circuit.era;
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
