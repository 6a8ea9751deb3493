import type { Keyed } from '../../kernel/chance.ts';
import { MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
import { AFTER_ERROR, AFTER_REJECTION, AFTER_TIMEOUT } from '../../policy/policy.ts';
import { LONGEST_WAIT } from '../../policy/retry-delay/contract.ts';
import type { Budget } from '../budget.ts';
import { fact, gauge } from '../caller-meters.ts';
import { PERMANENT_ERROR, REJECTED, TIMED_OUT } from '../port.ts';
import { defineGuard, NEVER_PASSES, OWN_REFUSAL, type Passage } from './contract.ts';

const NONE = -1;
/** How long beyond its own delay a caller waits at most that heeds Retry-After briefly [µs]: @smithy/core 3.41.1, StandardRetryStrategy. */
const BRIEFLY = 5 * MICROS_PER_SECOND;

/** Tries again, after a delay, what was worth trying and has failed. The wait is an event of its own, so an answer never leads to a call within the same step. */
export class Retry {
  private readonly delayChance: Keyed;
  private readonly dueEvent: number;
  /** The most attempts that an operation would have made if it might, as far as it got. */
  attemptsWanted = 0;

  /** @param go begins the next turn of an operation */
  constructor(
    private readonly passage: Passage,
    private readonly budget: Budget,
    go: (operation: number) => void,
  ) {
    this.delayChance = passage.site.keyed('retry-delay');
    this.dueEvent = passage.site.event((operation) => {
      passage.operations.retryEvent[operation] = NONE;
      passage.site.recorder.change(gauge.waitingToRetry, -1);
      go(operation);
    });
  }

  /** After a turn that did not succeed: whether another follows, which then is under way. @param hint what a gate that rejected it said to wait [µs]; −1 when it did not */
  follows(operation: number, outcome: number, hint: number): boolean {
    const { operations, params, site } = this.passage;
    const attempts = operations.attempts[operation] - operations.hedges[operation];
    if (!this.isWorthwhile(outcome)) return false;
    if (attempts >= this.attemptsWanted) this.attemptsWanted = attempts + 1;
    if (attempts >= params.maxAttempts) return false;
    const { simulation } = site;
    const root = operations.root[operation];
    if (!this.budget.allows(operation, reasonFor(outcome))) {
      site.reportRequest(fact.retryRefused, root);
      return false;
    }
    if (this.budget.present) operations.allowedBy[operation] = this.budget.epoch;
    let delay = this.delayBefore(operation, attempts);
    if (outcome === REJECTED) {
      if (params.rejectedFactor !== 1) delay = wholeMicros(Math.min(LONGEST_WAIT, delay * params.rejectedFactor));
      if (hint > 0) delay = this.honoured(delay, hint);
    }
    site.reportRequest(fact.retried, root);
    site.recorder.change(gauge.waitingToRetry, 1);
    operations.retryEvent[operation] = simulation.schedule(simulation.now + delay, this.dueEvent, operation);
    return true;
  }

  /** The operation has ended while it waited, or while its retry was held. */
  leave(operation: number): void {
    const { operations, site } = this.passage;
    if (operations.retryEvent[operation] !== NONE) {
      site.simulation.cancel(operations.retryEvent[operation], operation);
      operations.retryEvent[operation] = NONE;
      site.recorder.change(gauge.waitingToRetry, -1);
    }
    if (operations.allowedBy[operation] === NONE) return;
    this.budget.unspent(operation, operations.allowedBy[operation]);
    operations.allowedBy[operation] = NONE;
  }

  /** The wait before the retry-th retry [µs]. */
  private delayBefore(operation: number, retry: number): number {
    const { operations, params } = this.passage;
    const { retryDelay, firstRetry } = params;
    if (firstRetry !== 'waits' && retry === 1) return 0;
    this.delayChance.aim(operations.keyLow[operation] ^ retry, operations.keyHigh[operation]);
    const counted = firstRetry === 'at-once-uncounted' ? retry - 1 : retry;
    if (counted === 1) operations.memory[operation] = 0;
    return retryDelay.policy.delay(retryDelay.params, counted, operations.memory, operation, this.delayChance);
  }

  private isWorthwhile(outcome: number): boolean {
    const { params } = this.passage;
    switch (outcome) {
      case REJECTED:
        return params.whenRejected !== 'gives-up';
      case TIMED_OUT:
        return params.retryTimeouts;
      case OWN_REFUSAL:
        return params.retryRefused;
      case NEVER_PASSES:
      case PERMANENT_ERROR:
        return false;
      default:
        return true;
    }
  }

  /** A retry's delay, given what the gate that rejected the attempt said [µs]. */
  private honoured(own: number, hint: number): number {
    const { whenRejected } = this.passage.params;
    if (whenRejected === 'honours') return Math.max(own, hint);
    if (whenRejected === 'honours-briefly') return Math.max(own, Math.min(hint, own + BRIEFLY));
    return whenRejected === 'honours-and-spreads' ? own + hint : own;
  }
}

function reasonFor(outcome: number): number {
  return outcome === TIMED_OUT ? AFTER_TIMEOUT : outcome === REJECTED ? AFTER_REJECTION : AFTER_ERROR;
}

/** Not asked and told as others are: it begins turns, and so is part of the way. */
export const retry = defineGuard({
  id: 'retry',
  label: 'Retries',
  order: 30,
  // not the budget, which hedges have to ask, too
  reads: ['maxAttempts', 'retryDelay', 'firstRetry', 'retryTimeouts', 'retryRefused', 'whenRejected', 'rejectedFactor'],
});
