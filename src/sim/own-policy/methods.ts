import type { Seams } from '../param/param.ts';
import type { contracts } from '../policy/contracts.ts';
import {
  AMOUNT,
  type Answer,
  amount,
  FLAG,
  MAYBE,
  type Method,
  NOTHING,
  OBJECT,
  oneOf,
  optional,
  RATIO,
  SPAN,
  spanOr,
  TEXT,
  WAIT,
  whole,
} from './answer.ts';

export type SeamId = keyof typeof contracts;

type Gauged = { [S in SeamId]: 'gauges' extends keyof Seams[S]['policy'] ? S : never }[SeamId];

/** The seams whose policies may have gauges: nobody reads those of others. */
export const gauged: Readonly<Record<Gauged, true>> = { autoscaling: true, hedge: true, 'rate-limiter': true, 'retry-budget': true };

/** The functions of a seam's contract, and what each may answer. */
export type Methods = Readonly<Record<string, Answer | Method>>;

/**
 * What every function of every contract may answer. Code that is not ours is held to it at each call; built-in policies
 * are not, and pay nothing.
 */
export const methods: Readonly<Record<SeamId, Methods>> = {
  'absence-guard': { start: OBJECT, mayExist: FLAG, add: NOTHING },
  acknowledgement: { when: oneOf(0, 'RECEIVED', 'DONE', 'BEGUN'), permits: FLAG, records: oneOf(0, 'NEVER', 'BEFORE', 'WITH', 'AFTER') },
  arrival: { start: OBJECT, settle: NOTHING, due: SPAN, born: NOTHING, ended: optional(NOTHING), replays: optional(OBJECT), rate: AMOUNT },
  autoscaling: {
    interval: spanOr(1, 'whole µs from 1, or Infinity'),
    start: OBJECT,
    plan: whole(0, 'a whole number of replicas from 0 to 1,000', 1_000),
  },
  balancer: { start: OBJECT, choose: whole(0, 'the number of a replica, from 0') },
  'circuit-breaker': {
    start: OBJECT,
    decide: whole(-2, 'a ticket from 0, REFUSED or PARKED'),
    learn: NOTHING,
    look: optional(SPAN),
    phase: oneOf(0, 'CLOSED', 'HALF_OPEN', 'OPEN'),
  },
  'cron-overlap': { decide: oneOf(0, 'RUNS', 'SKIPS', 'WAITS', 'WAITS_INSTEAD', 'REPLACES') },
  distribution: { sample: WAIT, mean: AMOUNT },
  'early-refresh': { refreshes: FLAG },
  eviction: { start: OBJECT },
  fallback: { wire: optional(TEXT) },
  fault: {
    refusesAfter: optional(WAIT),
    stretch: optional(AMOUNT),
    capacity: optional(RATIO),
    verdict: optional(oneOf(0, 'WORKS', 'ERROR', 'PERMANENT_ERROR')),
  },
  hedge: { start: OBJECT, delay: SPAN, learn: NOTHING },
  'job-scheduling': { start: OBJECT, put: NOTHING, take: whole(-1, 'a job that waits, or NOTHING'), leave: NOTHING },
  'load-shedding': { start: OBJECT, admits: FLAG },
  'outlier-ejection': { start: OBJECT, learn: FLAG, look: OBJECT, forget: NOTHING },
  placement: { start: OBJECT, place: whole(0, 'the number of a node') },
  'queue-discipline': {
    start: OBJECT,
    put: NOTHING,
    take: whole(Number.MIN_SAFE_INTEGER, 'an entry that waits, NOTHING, or one that is dropped as droppedAs says it'),
    leave: NOTHING,
  },
  'rate-limiter': {
    size: whole(0, 'a whole number of cells from 0 to 65,536', 65_536),
    start: NOTHING,
    check: whole(-1, 'PASSES, REFUSED or a wait in whole µs'),
    take: NOTHING,
    refuse: optional(NOTHING),
    release: optional(NOTHING),
    retryAfter: SPAN,
    nextFree: optional(SPAN),
    promise: AMOUNT,
    longestWait: optional(AMOUNT),
    means: optional(MAYBE),
  },
  'retry-budget': { start: OBJECT, sent: NOTHING, learn: NOTHING, decide: FLAG, bound: optional(AMOUNT) },
  'retry-delay': { delay: WAIT, most: AMOUNT, least: AMOUNT },
  staleness: { usefulFor: SPAN, supersedes: FLAG },
  'stampede-guard': { decide: whole(-1, 'FETCHES, JOINS or a wait in whole µs'), holds: SPAN, looksAgain: optional(FLAG) },
  'transactional-enqueue': { plan: NOTHING },
  uniqueness: {
    releasedBy: oneOf(0, 'NO_LOCK', 'TIME', 'START', 'END'),
    expiresAfter: SPAN,
    releasedByDeath: FLAG,
    exclusiveWait: spanOr(-1, 'whole µs from 0, Infinity, or −1 where several may run'),
  },
  'worker-fault': {
    kills: optional(amount(-1, 1, 'a share from 0 to 1, or SURVIVES')),
    strikesAfter: optional(SPAN),
    lasts: optional(SPAN),
  },
  workload: { start: OBJECT, next: NOTHING, bound: AMOUNT },
};
