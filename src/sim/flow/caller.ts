import { derivedHigh, derivedLow, type Keyed } from '../kernel/chance.ts';
import { MICROS_PER_MS, NEVER } from '../kernel/time.ts';
import { TimerRing } from '../kernel/timer-ring.ts';
import type { Meter } from '../meter/meter.ts';
import { choice, duration, flag, integer, type Params, policy } from '../param/param.ts';
import { CLOSED, HALF_OPEN, OPEN, PARKED, REFUSED } from '../policy/circuit-breaker/contract.ts';
import { FAILED, SUCCEEDED, WITHDRAWN } from '../policy/policy.ts';
import { type Ask, REFUSED as NO_ROOM, PASSES } from '../policy/rate-limiter/contract.ts';
import type { CallingSite } from './calling-site.ts';
import { CALL_ANSWERED, CALL_CLOSED, TIMER_WAITS } from './calls.ts';
import { Ledger } from './ledger.ts';
import { addLimiterReadings, LimiterStates } from './limiter-states.ts';
import { CANCELLED, type CallEnd, DROPPED, ERROR, OK, PERMANENT_ERROR, REJECTED, SHED, TIMED_OUT } from './port.ts';

const NONE = -1;
const NO_HINT = -1;
/** Ask the caller's own limiter again when a call has ended. */
const AT_RELEASE = -1;
/** It lets the call go after a while, and has counted it. */
const DELAYED = -2;
/** What `waitsForTurn` is of an operation that goes when its delay is over. */
const GRANTED = 2;

/** The parameters of everything that calls. */
export function callerParams(defaults: { maxAttempts: number; attemptTimeout: number | null }) {
  return {
    retryDelay: policy({
      label: 'Retry delay',
      help: 'How long to wait before trying again.',
      group: 'Retries',
      whenCalling: true,
      seam: 'retry-delay',
      default: { kind: 'full-jitter' },
    }),
    maxAttempts: integer({
      label: 'Most attempts',
      help: 'The first attempt included: 1 means no retries, 4 means up to 3.',
      group: 'Retries',
      whenCalling: true,
      default: defaults.maxAttempts,
      min: 1,
      max: 1_000,
      scale: 'log',
    }),
    retryBudget: policy({
      label: 'Retry budget',
      help: 'Whether a retry may be made at all.',
      group: 'Retries',
      whenCalling: true,
      seam: 'retry-budget',
      default: { kind: 'unlimited' },
    }),
    retryTimeouts: flag({
      label: 'Retry after a timeout',
      help: 'A timeout leaves it open whether the work was done; retrying may do it twice.',
      group: 'Retries',
      advanced: true,
      whenCalling: true,
      default: true,
    }),
    whenRejected: choice({
      label: 'When a gate rejects',
      help: 'What a caller makes of a rejection (429) and of the wait it names (Retry-After).',
      group: 'Retries',
      advanced: true,
      whenCalling: true,
      default: 'honours',
      options: {
        'gives-up': 'Gives up',
        ignores: 'Retries as after an error, ignoring Retry-After',
        honours: 'Waits at least as long as Retry-After says',
        'honours-and-spreads': 'Waits as long as Retry-After says, and its own delay on top',
      },
    }),
    ownLimiter: policy({
      label: 'Own rate limit',
      help: 'A limit the caller sets itself, for each of its processes: calls wait until it lets them go.',
      group: 'Own rate limit',
      whenCalling: true,
      advanced: true,
      seam: 'rate-limiter',
      default: { kind: 'none' },
    }),
    circuitBreaker: policy({
      label: 'Circuit breaker',
      help: 'Stops calling while calls mostly fail.',
      group: 'Circuit breaker',
      whenCalling: true,
      seam: 'circuit-breaker',
      default: { kind: 'none' },
    }),
    retryRefused: flag({
      label: 'Retry what the breaker refuses',
      help: 'Whether a refusal by an open breaker is retried like an error, or ends the request at once.',
      group: 'Circuit breaker',
      advanced: true,
      whenCalling: true,
      default: false,
    }),
    attemptTimeout: duration({
      label: 'Attempt timeout',
      help: 'How long one attempt is waited for.',
      group: 'Timeouts',
      whenCalling: true,
      default: defaults.attemptTimeout,
      never: 'No timeout',
      min: 1,
      max: 3_600_000,
      scale: 'log',
    }),
    attemptTimerStarts: choice({
      label: 'Attempt timer starts',
      help: 'When the attempt is sent, or only when the service begins to work on it.',
      group: 'Timeouts',
      advanced: true,
      whenCalling: true,
      default: 'send',
      options: { send: 'When sent', service: 'When service begins' },
    }),
    deadline: duration({
      label: 'Overall deadline',
      help: 'How long the caller waits in all, retries and their delays included; at the deadline it gives up.',
      group: 'Timeouts',
      whenCalling: true,
      default: null,
      never: 'No deadline',
      min: 1,
      max: 3_600_000,
      scale: 'log',
    }),
    deadlineTravels: flag({
      label: 'Deadline travels downstream',
      help: 'Whether calls made on behalf of a caller that waits only so long wait no longer either.',
      group: 'Timeouts',
      advanced: true,
      whenCalling: true,
      default: false,
    }),
    lateAnswerRescues: flag({
      label: 'A late answer rescues',
      help: 'Whether a success that comes after its attempt timed out still ends the request, while a retry is waiting or out.',
      group: 'Timeouts',
      advanced: true,
      whenCalling: true,
      default: false,
    }),
    networkDelay: policy({
      label: 'Network delay',
      help: 'One way: each attempt, each answer and each cancellation takes this long.',
      group: 'Network',
      whenCalling: true,
      seam: 'distribution',
      default: { kind: 'constant', value: 0 },
    }),
  } as const;
}

export type CallerParams = Params<ReturnType<typeof callerParams>>;

export const callerScopes = {
  retryDelay: 'operation',
  retryBudget: 'instance and wire',
  circuitBreaker: 'instance and wire',
  ownLimiter: 'instance and wire',
  networkDelay: 'nothing',
} as const;

/** Facts that a caller reports, first in the vocabulary of every component that calls. */
export const callerFacts = [
  'sent',
  'retried',
  'retryRefused',
  'breakerRefused',
  'attemptOk',
  'attemptError',
  'attemptRejected',
  'attemptShed',
  'attemptDropped',
  'attemptTimedOut',
  'attemptWithdrawn',
  'late',
] as const;
const SENT = 0;
const RETRIED = 1;
const RETRY_REFUSED = 2;
const BREAKER_REFUSED = 3;
const ATTEMPT_OK = 4;
const ATTEMPT_ERROR = 5;
const ATTEMPT_REJECTED = 6;
const ATTEMPT_SHED = 7;
const ATTEMPT_DROPPED = 8;
const ATTEMPT_TIMED_OUT = 9;
const ATTEMPT_WITHDRAWN = 10;
const LATE = 11;

/** Gauges that a caller moves, first in the vocabulary of every component that calls. */
export const callerGauges = [
  { name: 'waitingToRetry', up: [], down: [] },
  { name: 'breakersOpen', up: [], down: [] },
  { name: 'breakersHalfOpen', up: [], down: [] },
  { name: 'breakers', up: [], down: [] },
] as const;
const WAITING_TO_RETRY = 0;
const BREAKERS_OPEN = 1;
const BREAKERS_HALF_OPEN = 2;
const BREAKERS = 3;

const error = (name: string, label: string, help: string, fact: string): Meter => ({
  kind: 'rate',
  name: `errors.${name}`,
  label,
  unit: 'req/s',
  help,
  facts: [fact],
  whenCalling: true,
});

export const callerMeters: readonly Meter[] = [
  {
    kind: 'rate',
    name: 'attempts',
    label: 'Attempts',
    unit: 'req/s',
    help: 'Attempts sent, retries included.',
    facts: ['sent'],
    whenCalling: true,
  },
  { kind: 'rate', name: 'retries', label: 'Retries', unit: 'req/s', help: 'Retries decided on.', facts: ['retried'], whenCalling: true },
  {
    kind: 'rate',
    name: 'attemptsOk',
    label: 'Attempts that succeeded',
    unit: 'req/s',
    help: 'Attempts answered well in time.',
    facts: ['attemptOk'],
    whenCalling: true,
  },
  error('error', 'Attempts that failed', 'Attempts answered with an error.', 'attemptError'),
  error('timedOut', 'Attempts that timed out', 'Attempts whose answer did not come in time.', 'attemptTimedOut'),
  error('shed', 'Attempts shed', 'Attempts refused by a full or overloaded server.', 'attemptShed'),
  error('rejected', 'Attempts rejected', 'Attempts that a gate turned away.', 'attemptRejected'),
  error('dropped', 'Attempts dropped', 'Attempts that left a queue unserved.', 'attemptDropped'),
  {
    kind: 'rate',
    name: 'lateAnswers',
    label: 'Late answers',
    unit: 'req/s',
    help: 'Answers to attempts that had been given up.',
    facts: ['late'],
    whenCalling: true,
  },
  {
    kind: 'rate',
    name: 'retriesRefused',
    label: 'Retries refused',
    unit: 'req/s',
    help: 'Retries the budget did not allow.',
    facts: ['retryRefused'],
    whenCalling: true,
  },
  {
    kind: 'rate',
    name: 'breakerRefusals',
    label: 'Refused by the breaker',
    unit: 'req/s',
    help: 'Attempts an open breaker did not let out.',
    facts: ['breakerRefused'],
    whenCalling: true,
  },
  {
    kind: 'level',
    name: 'waitingToRetry',
    label: 'Waiting to retry',
    unit: 'req',
    help: 'Operations between two attempts, or held by a probing breaker or a limit of their own.',
    gauges: ['waitingToRetry'],
    whenCalling: true,
  },
  {
    kind: 'share',
    name: 'breakerOpen',
    label: 'Breaker open',
    unit: 'ratio',
    help: 'Share of circuit breakers that are open, over time.',
    gauges: ['breakersOpen'],
    of: 'breakers',
    whenCalling: true,
  },
  {
    kind: 'share',
    name: 'breakerHalfOpen',
    label: 'Breaker half-open',
    unit: 'ratio',
    help: 'Share of circuit breakers that are probing, over time.',
    gauges: ['breakersHalfOpen'],
    of: 'breakers',
    whenCalling: true,
  },
];

/** Every attempt sent has ended in one of these ways, or is open: what the audit checks of every caller. */
export const ATTEMPT_ENDS = [
  'attemptOk',
  'attemptError',
  'attemptRejected',
  'attemptShed',
  'attemptDropped',
  'attemptTimedOut',
  'attemptWithdrawn',
] as const;

/** Something a caller wants over one wire, however many attempts it takes. */
class Operations extends Ledger {
  number = this.ints();
  /** Local number of the wire. */
  wire = this.ints();
  /** Which of the caller's processes it belongs to. */
  instance = this.ints();
  /** What the owner knows it by. */
  token = this.ints();
  root = this.ints();
  cause = this.ints();
  attempts = this.ints();
  /** What the work is for, whichever attempt of whichever caller does it. */
  intent = this.ints();
  keyLow = this.ints();
  keyHigh = this.ints();
  /** The value that its calls carry, to be written. */
  value = this.ints();
  /** What its retry delay remembers. */
  memory = this.floats();
  deadline = this.floats();
  deadlineEvent = this.ints();
  /** The event of the next attempt while it waits for one; −1 otherwise. */
  retryEvent = this.ints();
  /** Row of the call under way, or −1. */
  call = this.ints();
  /** 1 while held by a probing breaker. */
  parked = this.ints();
  /** 1 while a retry is paid for, to the present budget, and not sent. */
  allowed = this.ints();
  /** 1 while it waits for the caller's own limiter, GRANTED while that only delays it. */
  waitsForTurn = this.ints();

  begin(): number {
    const number = this.begun;
    const row = this.take();
    this.number[row] = number;
    this.attempts[row] = 0;
    this.memory[row] = 0;
    this.deadlineEvent[row] = NONE;
    this.retryEvent[row] = NONE;
    this.call[row] = NONE;
    this.parked[row] = 0;
    this.allowed[row] = 0;
    this.waitsForTurn[row] = 0;
    return row;
  }

  protected override widen(): void {
    this.number = this.ints(this.number);
    this.wire = this.ints(this.wire);
    this.instance = this.ints(this.instance);
    this.token = this.ints(this.token);
    this.root = this.ints(this.root);
    this.cause = this.ints(this.cause);
    this.attempts = this.ints(this.attempts);
    this.intent = this.ints(this.intent);
    this.keyLow = this.ints(this.keyLow);
    this.keyHigh = this.ints(this.keyHigh);
    this.value = this.ints(this.value);
    this.memory = this.floats(this.memory);
    this.deadline = this.floats(this.deadline);
    this.deadlineEvent = this.ints(this.deadlineEvent);
    this.retryEvent = this.ints(this.retryEvent);
    this.call = this.ints(this.call);
    this.parked = this.ints(this.parked);
    this.allowed = this.ints(this.allowed);
    this.waitsForTurn = this.ints(this.waitsForTurn);
  }
}

/** The protections of one calling process on one wire. */
interface Protection {
  budget: object;
  breaker: object;
  phase: number;
  /** Operations held while the breaker probes, in order. */
  parked: number[];
}

/** Those of one calling process and wire that wait for its own limiter, in order. */
interface Turn {
  waiting: number[];
  /** When the first of them asks again; −1 for when a call has ended. */
  event: number;
  number: number;
}

/** Whose operation it was. */
export interface Owner {
  /** The operation with this token has ended. */
  concluded(token: number, outcome: number, attempts: number): void;
}

/**
 * The caller's half of every wire: attempts, timers, retries, budget and breaker. A part that a component has, not a
 * component: whoever calls has one.
 *
 * Retries are always events of their own, so an answer never leads to a call within the same step.
 */
export class Caller implements CallEnd {
  readonly operations = new Operations();
  private protections: Protection[] = [];
  private readonly delayChance: Keyed;
  private readonly wayThere: Keyed;
  private readonly wayBack: Keyed;
  private instantNetwork = true;
  /** The wait that came with the answer being dealt with [µs]; −1 when none did. */
  private readonly hint = Float64Array.of(NO_HINT);
  /** The states of its own limiter, one a process and wire; null while there is none. */
  private own: LimiterStates | null = null;
  private readonly turns: Turn[] = [];
  private readonly ownAsk: Ask = { cost: 1, tenant: 0, priority: 0 };
  /** Whether there is a breaker or a budget to ask; most runs have neither, and asking costs. */
  private guarded = false;
  /** How many times the breaker and the budget were swapped: they are not told of attempts they did not let out. */
  private breakerEpoch = 0;
  private budgetEpoch = 0;
  private readonly attemptTimerEvent: number;
  private readonly deadlineDueEvent: number;
  private readonly retryDueEvent: number;
  private readonly deliverEvent: number;
  private readonly returnEvent: number;
  private readonly recallEvent: number;
  private readonly turnEvent: number;
  /** One ring of attempt timers for every timeout there has been in this run; the last is in use. */
  private readonly timers: TimerRing[] = [];
  /** Attempts sent and not closed. */
  callsOpen = 0;
  /** The value that came with the answer being dealt with. */
  lastValue = NONE;

  constructor(
    private readonly site: CallingSite,
    private readonly params: CallerParams,
    private readonly owner: Owner,
  ) {
    this.attemptTimerEvent = site.event((ring) => this.attemptTimerDue(ring));
    this.deadlineDueEvent = site.event((operation) => this.deadlineDue(operation));
    this.retryDueEvent = site.event((operation) => this.goesOn(operation));
    this.deliverEvent = site.event((call) => this.callee(call).receive(call));
    this.returnEvent = site.event((call) => this.answerArrived(call, site.calls.outcome[call]));
    this.recallEvent = site.event((call) => this.recallArrived(call));
    this.turnEvent = site.event((turn) => this.takeTurns(this.turns[turn]));
    this.delayChance = site.keyed('retry-delay');
    this.wayThere = site.keyed('network-there');
    this.wayBack = site.keyed('network-back');
    this.readParams();
    if (site.wires.length > 0) this.addReadings();
  }

  /**
   * Opens an operation; `go` sends its first attempt. In two steps, because an attempt can fail, and the operation end,
   * before `go` returns.
   * @param wire local number of the wire
   * @param instance which of the caller's processes it belongs to
   * @param token what the owner is told at the end
   * @param root row of the request @param cause row of the call on whose behalf, or −1
   * @param intent what the work is for @param keyLow @param keyHigh what its draws are keyed by
   * @returns its row, good for `cancel` until it is concluded
   */
  open(
    wire: number,
    instance: number,
    token: number,
    root: number,
    cause: number,
    intent: number,
    keyLow: number,
    keyHigh: number,
  ): number {
    const { operations, params, site } = this;
    const row = operations.begin();
    operations.wire[row] = wire;
    operations.instance[row] = instance;
    operations.token[row] = token;
    operations.root[row] = root;
    operations.cause[row] = cause;
    operations.intent[row] = intent;
    operations.value[row] = cause === NONE ? NONE : site.calls.value[cause];
    operations.keyLow[row] = keyLow;
    operations.keyHigh[row] = keyHigh;
    const { now } = site.simulation;
    let deadline = now + params.deadline;
    if (cause !== NONE && params.deadlineTravels) deadline = Math.max(now, Math.min(deadline, site.calls.deadline[cause]));
    operations.deadline[row] = deadline;
    if (deadline !== NEVER) operations.deadlineEvent[row] = site.simulation.schedule(deadline, this.deadlineDueEvent, row);
    return row;
  }

  /** Whether an operation that was opened for this token is still going on. */
  isOpenFor(operation: number, token: number): boolean {
    return this.operations.number[operation] !== NONE && this.operations.token[operation] === token;
  }

  /** What an operation is to write, where that is not what it was asked to. */
  carry(operation: number, value: number): void {
    this.operations.value[operation] = value;
  }

  /** Sends an operation's first attempt. */
  go(operation: number): void {
    this.attempt(operation);
  }

  /** The owner no longer wants it and is not told of its end. */
  cancel(operation: number): void {
    const call = this.stop(operation, CANCELLED);
    this.operations.release(operation);
    this.operations.number[operation] = NONE;
    if (call !== NONE) this.recall(call);
  }

  private attemptTimerDue(ring: number): void {
    const call = this.timers[ring].fire();
    if (call === NONE) return;
    this.site.calls.timer[call] = NONE;
    this.attemptTimedOut(call);
  }

  private deadlineDue(operation: number): void {
    this.operations.deadlineEvent[operation] = NONE;
    this.stopAndConclude(operation, TIMED_OUT, TIMED_OUT);
  }

  /** The wait for the next attempt is over, or what held it back has let it go. */
  private goesOn(operation: number): void {
    this.operations.retryEvent[operation] = NONE;
    this.site.recorder.change(WAITING_TO_RETRY, -1);
    const hasTurn = this.operations.waitsForTurn[operation] === GRANTED;
    if (hasTurn) this.operations.waitsForTurn[operation] = 0;
    this.attempt(operation, hasTurn);
  }

  private recallArrived(call: number): void {
    const { calls } = this.site;
    if ((calls.state[call] & CALL_ANSWERED) === 0) this.callee(call).withdraw(call);
    calls.letGo(call);
  }

  /** The callee has begun to work: the timer of an attempt that counts from there starts. */
  begun(call: number): void {
    const { calls } = this.site;
    if (calls.timer[call] === TIMER_WAITS && (calls.state[call] & CALL_CLOSED) === 0) this.setTimer(call);
  }

  /** The callee has answered; the answer may have to travel. */
  answered(call: number, outcome: number): void {
    if (this.instantNetwork) {
      this.answerArrived(call, outcome);
      return;
    }
    const { calls, simulation } = this.site;
    calls.outcome[call] = outcome;
    simulation.schedule(simulation.now + this.networkDelay(call, this.wayBack), this.returnEvent, call);
  }

  changed(param: string, replaced: boolean): void {
    this.readParams();
    if (param === 'ownLimiter') {
      if (replaced || this.own?.hasOutgrown()) this.own?.reset();
      for (const turn of this.turns) if (turn !== undefined && turn.waiting.length > 0) this.armTurn(turn, 0);
    }
    if (!replaced || (param !== 'retryBudget' && param !== 'circuitBreaker')) return;
    const { retryBudget, circuitBreaker } = this.params;
    const { now } = this.site.simulation;
    const isBudget = param === 'retryBudget';
    if (isBudget) {
      this.budgetEpoch++;
      this.operations.allowed.fill(0);
    } else this.breakerEpoch++;
    for (const protection of this.protections) {
      if (protection === undefined) continue;
      if (isBudget) protection.budget = retryBudget.policy.start(retryBudget.params, now);
      else protection.breaker = circuitBreaker.policy.start(circuitBreaker.params, now);
      this.observePhase(protection);
    }
  }

  private readParams(): void {
    const { networkDelay, circuitBreaker, retryBudget, attemptTimeout } = this.params;
    const { timers } = this;
    if (timers.length === 0 || timers[timers.length - 1].delay !== attemptTimeout) {
      timers.push(new TimerRing(this.site.simulation, attemptTimeout, this.attemptTimerEvent, timers.length));
    }
    this.instantNetwork = networkDelay.policy.mean(networkDelay.params) === 0;
    if (this.params.ownLimiter.policy.id === 'none') this.own = null;
    else this.own ??= new LimiterStates(() => this.params.ownLimiter);
    this.guarded = circuitBreaker.policy.id !== 'none' || retryBudget.policy.id !== 'unlimited';
  }

  /** @param hasTurn whether the caller's own limiter has let it go */
  private attempt(operation: number, hasTurn = false): void {
    const { operations, params, site } = this;
    const { simulation, calls, requests, recorder } = site;
    const { now } = simulation;
    const root = operations.root[operation];
    const number = requests.number[root];
    if (this.own !== null && !hasTurn && this.holdsBack(operation)) return;
    // a retry that an earlier budget allowed is no concern of the present one
    const budgeted = this.guarded && (operations.attempts[operation] === 0 || operations.allowed[operation] === 1);
    const ticket = this.guarded ? this.ask(operation, number, now, budgeted) : 0;
    if (ticket < 0) return;
    const attempt = this.guarded ? operations.attempts[operation] : ++operations.attempts[operation];
    const call = calls.begin(root);
    operations.call[operation] = call;
    calls.cause[call] = operations.cause[operation];
    calls.wire[call] = site.wires[operations.wire[operation]].index;
    calls.operation[call] = operation;
    calls.operationNumber[call] = operations.number[operation];
    calls.attempt[call] = attempt;
    calls.intent[call] = operations.intent[operation];
    calls.value[call] = operations.value[operation];
    calls.process[call] = operations.instance[operation];
    calls.ticket[call] = ticket;
    if (this.own !== null) calls.sentAt[call] = now;
    calls.breakerEpoch[call] = this.guarded ? this.breakerEpoch : NONE;
    calls.budgetEpoch[call] = budgeted ? this.budgetEpoch : NONE;
    let low = operations.keyLow[operation];
    let high = operations.keyHigh[operation];
    if (attempt > 1) {
      low = derivedLow(low, high, attempt);
      high = derivedHigh(low, high, attempt);
    }
    calls.keyLow[call] = low;
    calls.keyHigh[call] = high;
    const timeout = now + params.attemptTimeout;
    calls.deadline[call] = operations.deadline[operation];
    if (recorder.trace !== null) this.traceOpening(call);
    this.site.report(SENT, call);
    this.callsOpen++;
    if (timeout !== NEVER) {
      if (params.attemptTimerStarts === 'send') this.setTimer(call);
      else calls.timer[call] = TIMER_WAITS;
    }
    if (this.instantNetwork) {
      calls.arrivesAt[call] = now;
      this.callee(call).receive(call);
    } else {
      const arrival = now + this.networkDelay(call, this.wayThere);
      calls.arrivesAt[call] = arrival;
      simulation.schedule(arrival, this.deliverEvent, call);
    }
  }

  /** Asks the caller's own limiter; an operation that it does not let go joins those that wait, or has failed. */
  private holdsBack(operation: number): boolean {
    const { operations } = this;
    const turn = this.turnOf(operation);
    if (turn.waiting.length === 0) {
      const verdict = this.askOwnLimiter(operation);
      if (verdict === PASSES) return false;
      if (verdict === DELAYED) return true;
      if (verdict === Number.POSITIVE_INFINITY) {
        this.conclude(operation, REJECTED);
        return true;
      }
      this.armTurn(turn, verdict);
    }
    operations.waitsForTurn[operation] = 1;
    turn.waiting.push(operation);
    this.site.recorder.change(WAITING_TO_RETRY, 1);
    return true;
  }

  /** PASSES or DELAYED, and is counted; or when to ask again [µs]: AT_RELEASE when a call has ended, Infinity never. */
  private askOwnLimiter(operation: number): number {
    const { params, site, own, ownAsk } = this;
    if (own === null) return PASSES;
    const { policy: limiter, params: values } = params.ownLimiter;
    const { now } = site.simulation;
    const at = own.place(this.processOf(operation), now);
    this.describe(operation);
    const wait = own.check(at, now, ownAsk);
    if (wait === PASSES) {
      own.take(at, now, ownAsk);
      return PASSES;
    }
    if (wait !== NO_ROOM) {
      own.take(at, now, ownAsk);
      this.operations.waitsForTurn[operation] = GRANTED;
      site.recorder.change(WAITING_TO_RETRY, 1);
      this.operations.retryEvent[operation] = site.simulation.schedule(now + wait, this.retryDueEvent, operation);
      return DELAYED;
    }
    const until = limiter.retryAfter(values, own.cells, at, now, ownAsk);
    if (until === 0 || until === Number.POSITIVE_INFINITY) return limiter.release ? AT_RELEASE : Number.POSITIVE_INFINITY;
    // who cannot tell exactly is asked now and then
    return limiter.hint === 'exact' ? until : Math.max(until, MICROS_PER_MS);
  }

  private turnOf(operation: number): Turn {
    const number = this.processOf(operation);
    this.turns[number] ??= { waiting: [], event: NONE, number };
    return this.turns[number];
  }

  /** @param wait [µs], or AT_RELEASE */
  private armTurn(turn: Turn, wait: number): void {
    const { simulation } = this.site;
    if (turn.event !== NONE) simulation.cancel(turn.event, turn.number);
    turn.event = wait === AT_RELEASE ? NONE : simulation.schedule(simulation.now + Math.max(1, wait), this.turnEvent, turn.number);
  }

  /** Those that wait for the caller's own limiter ask again, in order. */
  private takeTurns(turn: Turn): void {
    turn.event = NONE;
    const { operations, site } = this;
    while (turn.waiting.length > 0) {
      const [operation] = turn.waiting;
      const verdict = this.askOwnLimiter(operation);
      if (verdict !== PASSES && verdict !== DELAYED && verdict !== Number.POSITIVE_INFINITY) {
        this.armTurn(turn, verdict);
        return;
      }
      turn.waiting.shift();
      site.recorder.change(WAITING_TO_RETRY, -1);
      if (verdict === DELAYED) continue;
      operations.waitsForTurn[operation] = 0;
      if (verdict === PASSES) this.attempt(operation, true);
      else this.conclude(operation, REJECTED);
    }
  }

  private processOf(operation: number): number {
    const { operations, site } = this;
    return operations.instance[operation] * site.wires.length + operations.wire[operation];
  }

  private describe(operation: number): void {
    const { operations, site, ownAsk } = this;
    const root = operations.root[operation];
    ownAsk.cost = site.requests.cost[root];
    ownAsk.tenant = site.requests.tenant[root];
    ownAsk.priority = site.requests.class[root];
  }

  /** An attempt has ended: the caller's own limiter learns from it. Only a rejection counts against it. */
  private tellOwnLimiter(call: number, operation: number, rejected: boolean): void {
    const { own, params, site } = this;
    const { policy: limiter, params: values } = params.ownLimiter;
    if (own === null || !limiter.release) return;
    const { now } = site.simulation;
    this.describe(operation);
    limiter.release(
      values,
      own.cells,
      own.place(this.processOf(operation), now),
      now,
      this.ownAsk,
      Math.max(0, now - site.calls.sentAt[call]),
      rejected,
    );
  }

  /** Asks the breaker for a ticket and tells the budget; below 0 the attempt does not go out, and is dealt with. */
  private ask(operation: number, number: number, now: number, budgeted: boolean): number {
    const { operations, site } = this;
    const { circuitBreaker, retryBudget } = this.params;
    const protection = this.protectionOf(operation);
    const ticket = circuitBreaker.policy.decide(protection.breaker, circuitBreaker.params, now);
    this.observePhase(protection);
    if (ticket === PARKED) {
      operations.parked[operation] = 1;
      protection.parked.push(operation);
      site.recorder.change(WAITING_TO_RETRY, 1);
      return ticket;
    }
    const attempt = ++operations.attempts[operation];
    operations.allowed[operation] = 0;
    if (budgeted) retryBudget.policy.sent(protection.budget, retryBudget.params, now, attempt);
    if (ticket === REFUSED) {
      if (budgeted) retryBudget.policy.learn(protection.budget, retryBudget.params, now, attempt, WITHDRAWN);
      site.recorder.fact(BREAKER_REFUSED, number, NONE);
      this.failed(operation, REJECTED);
    }
    return ticket;
  }

  private setTimer(call: number): void {
    const { calls, simulation } = this.site;
    const ring = this.timers[this.timers.length - 1];
    // a timer that waited for the service to begin may find that there is no timeout any more
    if (ring.delay === NEVER) return;
    calls.timerRing[call] = this.timers.length - 1;
    calls.timer[call] = ring.set(call);
    calls.deadline[call] = Math.min(calls.deadline[call], simulation.now + ring.delay);
  }

  private traceOpening(call: number): void {
    const { calls, requests, recorder } = this.site;
    const cause = calls.cause[call];
    recorder.trace?.opened({
      call: calls.number[call],
      request: requests.number[calls.root[call]],
      cause: cause === NONE ? NONE : calls.number[cause],
      wire: calls.wire[call],
      attempt: calls.attempt[call],
    });
  }

  private answerArrived(call: number, outcome: number): void {
    const { calls } = this.site;
    if ((calls.state[call] & CALL_CLOSED) === 0) {
      const operation = calls.operation[call];
      if (calls.timer[call] >= 0) this.timers[calls.timerRing[call]].cancel(calls.timer[call]);
      this.operations.call[operation] = NONE;
      this.callsOpen--;
      if (this.guarded) this.learn(call, operation, outcome === OK ? SUCCEEDED : outcome === CANCELLED ? WITHDRAWN : FAILED);
      const rejected = outcome === REJECTED;
      if (this.own !== null) this.tellOwnLimiter(call, operation, rejected);
      if (rejected) this.hint[0] = calls.retryAfter[call];
      this.lastValue = calls.value[call];
      this.site.report(outcome === OK ? ATTEMPT_OK : factOf(outcome), call);
      calls.endedByBoth(call);
      if (outcome === OK) this.conclude(operation, OK);
      else this.failed(operation, outcome, rejected);
      return;
    }
    if (outcome !== CANCELLED && outcome !== DROPPED) {
      this.site.report(LATE, call);
      if (outcome === OK && this.params.lateAnswerRescues) this.rescue(call);
    }
    calls.endedBy(call, CALL_ANSWERED);
  }

  /** A success that came late ends its operation, if that is still going on. */
  private rescue(call: number): void {
    const { calls } = this.site;
    const operation = calls.operation[call];
    if (this.operations.number[operation] !== calls.operationNumber[call]) return;
    this.lastValue = calls.value[call];
    this.stopAndConclude(operation, CANCELLED, OK);
  }

  private attemptTimedOut(call: number): void {
    const { calls } = this.site;
    const operation = calls.operation[call];
    this.close(call);
    if (this.own !== null) this.tellOwnLimiter(call, operation, false);
    if (this.guarded) this.learn(call, operation, FAILED);
    this.site.report(ATTEMPT_TIMED_OUT, call);
    const number = this.operations.number[operation];
    this.recall(call);
    if (this.operations.number[operation] === number) this.failed(operation, TIMED_OUT);
  }

  /** After an attempt that did not succeed: try again, or give up. */
  private failed(operation: number, outcome: number, byGate = false): void {
    const { operations, params, site } = this;
    const { simulation, recorder, requests } = site;
    const attempts = operations.attempts[operation];
    const worthRetrying = byGate
      ? params.whenRejected !== 'gives-up'
      : outcome === TIMED_OUT
        ? params.retryTimeouts
        : outcome === REJECTED
          ? params.retryRefused
          : outcome !== PERMANENT_ERROR;
    if (!worthRetrying || attempts >= params.maxAttempts) {
      this.conclude(operation, outcome);
      return;
    }
    const { now } = simulation;
    const number = requests.number[operations.root[operation]];
    const { retryBudget, retryDelay } = params;
    if (this.guarded && !retryBudget.policy.decide(this.protectionOf(operation).budget, retryBudget.params, now)) {
      recorder.fact(RETRY_REFUSED, number, NONE);
      this.conclude(operation, outcome);
      return;
    }
    if (this.guarded) operations.allowed[operation] = 1;
    this.delayChance.aim(operations.keyLow[operation] ^ attempts, operations.keyHigh[operation]);
    let delay = retryDelay.policy.delay(retryDelay.params, attempts, operations.memory, operation, this.delayChance);
    if (byGate && this.hint[0] > 0) delay = this.honoured(delay, this.hint[0]);
    recorder.fact(RETRIED, number, NONE);
    recorder.change(WAITING_TO_RETRY, 1);
    operations.retryEvent[operation] = simulation.schedule(now + delay, this.retryDueEvent, operation);
  }

  /** A retry's delay, given what the gate that rejected the attempt said [µs]. */
  private honoured(own: number, hint: number): number {
    const { whenRejected } = this.params;
    if (whenRejected === 'honours') return Math.max(own, hint);
    return whenRejected === 'honours-and-spreads' ? own + hint : own;
  }

  /** Ends an operation with whatever is under way for it; `why` is how that ends. */
  private stopAndConclude(operation: number, why: number, outcome: number): void {
    const number = this.operations.number[operation];
    const call = this.stop(operation, why);
    if (call !== NONE) this.recall(call);
    if (this.operations.number[operation] === number) this.conclude(operation, outcome);
  }

  /**
   * Ends whatever is under way for an operation; `outcome` says why.
   * @returns the call to be recalled, NONE if there is none
   */
  private stop(operation: number, outcome: number): number {
    const { operations, params, site } = this;
    const { recorder, simulation } = site;
    const call = operations.call[operation];
    if (call !== NONE) {
      this.close(call);
      if (this.own !== null) this.tellOwnLimiter(call, operation, false);
      if (this.guarded) this.learn(call, operation, outcome === TIMED_OUT ? FAILED : WITHDRAWN);
      this.site.report(outcome === TIMED_OUT ? ATTEMPT_TIMED_OUT : ATTEMPT_WITHDRAWN, call);
    }
    if (operations.retryEvent[operation] !== NONE) {
      simulation.cancel(operations.retryEvent[operation], operation);
      operations.retryEvent[operation] = NONE;
      recorder.change(WAITING_TO_RETRY, -1);
    }
    if (operations.allowed[operation] === 1) {
      // paid for and never sent: the budget hears of both ends
      const { retryBudget } = params;
      const protection = this.protectionOf(operation);
      const attempt = operations.attempts[operation] + 1;
      retryBudget.policy.sent(protection.budget, retryBudget.params, simulation.now, attempt);
      retryBudget.policy.learn(protection.budget, retryBudget.params, simulation.now, attempt, WITHDRAWN);
      operations.allowed[operation] = 0;
    }
    if (operations.parked[operation] === 1) {
      operations.parked[operation] = 0;
      const { parked } = this.protectionOf(operation);
      parked.splice(parked.indexOf(operation), 1);
      recorder.change(WAITING_TO_RETRY, -1);
    }
    if (operations.waitsForTurn[operation] === 1) {
      const { waiting } = this.turnOf(operation);
      waiting.splice(waiting.indexOf(operation), 1);
      recorder.change(WAITING_TO_RETRY, -1);
    }
    operations.waitsForTurn[operation] = 0;
    if (operations.deadlineEvent[operation] !== NONE) {
      simulation.cancel(operations.deadlineEvent[operation], operation);
      operations.deadlineEvent[operation] = NONE;
    }
    return call;
  }

  private conclude(operation: number, outcome: number): void {
    const { operations } = this;
    const event = operations.deadlineEvent[operation];
    if (event !== NONE) this.site.simulation.cancel(event, operation);
    const token = operations.token[operation];
    const attempts = operations.attempts[operation];
    operations.release(operation);
    operations.number[operation] = NONE;
    this.owner.concluded(token, outcome, attempts);
  }

  /** The caller's end of a call: from here on whatever comes back is late. */
  private close(call: number): void {
    const { calls } = this.site;
    if (calls.timer[call] >= 0) this.timers[calls.timerRing[call]].cancel(calls.timer[call]);
    calls.timer[call] = NONE;
    this.operations.call[calls.operation[call]] = NONE;
    this.callsOpen--;
    calls.endedBy(call, CALL_CLOSED);
  }

  /**
   * Tells the callee that nobody waits any more; the news travels no faster than the call did. A server that this frees
   * may start work that fails at once, and so bring about anything: an operation may have ended meanwhile.
   */
  private recall(call: number): void {
    const { calls, simulation } = this.site;
    if (this.instantNetwork && calls.arrivesAt[call] <= simulation.now) {
      this.callee(call).withdraw(call);
      return;
    }
    calls.references[call]++;
    const arrival = Math.max(calls.arrivesAt[call], simulation.now + this.networkDelay(call, this.wayThere));
    simulation.schedule(arrival, this.recallEvent, call);
  }

  private learn(call: number, operation: number, seen: number): void {
    const { params, site } = this;
    const { calls, simulation } = site;
    const { now } = simulation;
    const { retryBudget, circuitBreaker } = params;
    const protection = this.protectionOf(operation);
    if (calls.budgetEpoch[call] === this.budgetEpoch)
      retryBudget.policy.learn(protection.budget, retryBudget.params, now, calls.attempt[call], seen);
    if (calls.breakerEpoch[call] !== this.breakerEpoch) return;
    circuitBreaker.policy.learn(protection.breaker, circuitBreaker.params, now, calls.ticket[call], seen);
    this.observePhase(protection);
    // a probe that was taken back leaves the phase as it is and its place to one of those held
    if (seen === WITHDRAWN) this.letParkedAsk(protection);
  }

  /** Keeps the gauges in step with a breaker's phase, and lets those it held ask again when the phase has changed. */
  private observePhase(protection: Protection): void {
    const { circuitBreaker } = this.params;
    const phase = circuitBreaker.policy.phase(protection.breaker);
    if (phase === protection.phase) return;
    const { recorder } = this.site;
    if (protection.phase === OPEN) recorder.change(BREAKERS_OPEN, -1);
    if (protection.phase === HALF_OPEN) recorder.change(BREAKERS_HALF_OPEN, -1);
    if (phase === OPEN) recorder.change(BREAKERS_OPEN, 1);
    if (phase === HALF_OPEN) recorder.change(BREAKERS_HALF_OPEN, 1);
    protection.phase = phase;
    this.letParkedAsk(protection);
  }

  private letParkedAsk(protection: Protection): void {
    const { simulation } = this.site;
    for (const operation of protection.parked) {
      this.operations.parked[operation] = 0;
      this.operations.retryEvent[operation] = simulation.schedule(simulation.now, this.retryDueEvent, operation);
    }
    protection.parked.length = 0;
  }

  private callee(call: number) {
    const { calls, allWires } = this.site;
    return allWires[calls.wire[call]].callee;
  }

  private networkDelay(call: number, chance: Keyed): number {
    const { networkDelay } = this.params;
    const { calls } = this.site;
    return networkDelay.policy.sample(networkDelay.params, chance.aim(calls.keyLow[call], calls.keyHigh[call]));
  }

  private protectionOf(operation: number): Protection {
    const { operations, site, params } = this;
    const number = operations.instance[operation] * site.wires.length + operations.wire[operation];
    const known = this.protections[number];
    if (known !== undefined) return known;
    const { now } = site.simulation;
    const { retryBudget, circuitBreaker } = params;
    while (this.protections.length < number) this.protections.push(undefined as unknown as Protection);
    const protection: Protection = {
      budget: retryBudget.policy.start(retryBudget.params, now),
      breaker: circuitBreaker.policy.start(circuitBreaker.params, now),
      phase: CLOSED,
      parked: [],
    };
    this.protections[number] = protection;
    site.recorder.change(BREAKERS, 1);
    return protection;
  }

  /** One chart row for every gauge of every budget this run uses: the mean over the calling processes. */
  private addReadings(): void {
    addLimiterReadings(
      this.site,
      'ownLimiter',
      'of the first calling process',
      () => this.params.ownLimiter,
      () => this.own,
    );
    for (const policy of this.site.policiesOf('retryBudget')) {
      for (const [name, gauge] of Object.entries(policy.gauges ?? {})) {
        this.site.recorder.addReading(
          {
            kind: 'reading',
            name: `retryBudget.${name}`,
            label: gauge.label,
            unit: gauge.unit,
            help: `${policy.title}: ${gauge.label.toLowerCase()}, mean over calling instances.`,
          },
          (now) => {
            const { retryBudget } = this.params;
            if (retryBudget.policy !== policy) return Number.NaN;
            let sum = 0;
            let count = 0;
            for (const protection of this.protections) {
              if (protection === undefined) continue;
              sum += gauge.read(protection.budget, retryBudget.params, now);
              count++;
            }
            return count === 0 ? Number.NaN : sum / count;
          },
        );
      }
    }
  }
}

function factOf(outcome: number): number {
  switch (outcome) {
    case REJECTED:
      return ATTEMPT_REJECTED;
    case SHED:
      return ATTEMPT_SHED;
    case DROPPED:
    case CANCELLED:
      return ATTEMPT_DROPPED;
    case ERROR:
    case PERMANENT_ERROR:
      return ATTEMPT_ERROR;
    default:
      return ATTEMPT_TIMED_OUT;
  }
}
