import type { Keyed } from '../../kernel/chance.ts';
import type { Budget } from '../budget.ts';
import { fact, gauge } from '../caller-meters.ts';
import { PERMANENT_ERROR, REJECTED, TIMED_OUT } from '../port.ts';
import { defineGuard, NEVER_PASSES, OWN_REFUSAL, type Passage } from './contract.ts';

const NONE = -1;

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
    if (!this.budget.allows(operation)) {
      site.reportRequest(fact.retryRefused, root);
      return false;
    }
    if (this.budget.present) operations.allowedBy[operation] = this.budget.epoch;
    const { retryDelay } = params;
    this.delayChance.aim(operations.keyLow[operation] ^ attempts, operations.keyHigh[operation]);
    let delay = retryDelay.policy.delay(retryDelay.params, attempts, operations.memory, operation, this.delayChance);
    if (outcome === REJECTED && hint > 0) delay = this.honoured(delay, hint);
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
    return whenRejected === 'honours-and-spreads' ? own + hint : own;
  }
}

/** Not asked and told as others are: it begins turns, and so is part of the way. */
export const retry = defineGuard({
  id: 'retry',
  label: 'Retries',
  order: 30,
  // not the budget, which hedges have to ask, too
  reads: ['maxAttempts', 'retryDelay', 'retryTimeouts', 'retryRefused', 'whenRejected'],
});
