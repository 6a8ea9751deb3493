import { NEVER } from '../kernel/time.ts';
import { Budget } from './budget.ts';
import { fact } from './caller-meters.ts';
import type { CallerParams } from './caller-params.ts';
import type { CallingSite } from './calling-site.ts';
import { type Guard, HOLDS, isAnswer, PASSES, type Passage, PENDING, type Place } from './guard/contract.ts';
import type { Fallback } from './guard/fallback.ts';
import { Hedging } from './guard/hedge.ts';
import { catalogue } from './guard/index.ts';
import { Retry } from './guard/retry.ts';
import type { Operations } from './operations.ts';
import { CANCELLED, TIMED_OUT } from './port.ts';
import { ATTEMPT, type Tries, TURN, WHOLE } from './tries.ts';

const NONE = -1;

/** What sends the calls that the guards have let through. */
export interface Sender {
  readonly site: CallingSite;
  readonly operations: Operations;
  readonly tries: Tries;
  /** How long the gate that rejected the last answer says to wait [µs]: one cell; −1 when it does not say. */
  readonly hint: Float64Array;
  /** Sends an attempt. @param tried its row, or −1 where no guard was asked about it */
  send(operation: number, attempt: number, tried: number): void;
  /** The caller's end of a call. */
  close(call: number): void;
  /** Tells the callee that nobody waits any more; that may bring about anything. */
  recall(call: number): void;
  /** The overall deadline of an operation does not matter any more. */
  endDeadline(operation: number): void;
  /** An operation has ended. */
  conclude(operation: number, outcome: number): void;
  /** Opens an operation over another wire, on behalf of a try; −1 where there is no such wire. */
  openInstead(tried: number, wire: string): number;
  go(operation: number): void;
  cancel(operation: number): void;
  /** The guards of an operation's wire. */
  onionOf(operation: number): Onion;
}

/** What a wire's guards share with those of the caller's other wires, where the scope of their state is wider than a wire. */
export interface Shared {
  readonly budget: Budget;
  /** By id; those that are one for all wires. */
  readonly guards: ReadonlyMap<string, Guard>;
}

/**
 * The guards around the attempts over one wire, and the way through them: inwards they are asked one after the other,
 * outwards told what became of it. Where none has anything to say an attempt is just sent.
 *
 * A file longer than most: way in, way out and being cut short are one idea, and each must undo what the others did.
 */
export class Onion implements Passage, Shared {
  readonly site: CallingSite;
  readonly operations: Operations;
  readonly tries: Tries;
  readonly budget: Budget;
  readonly guards = new Map<string, Guard>();
  readonly hedging: Hedging;
  private readonly retry: Retry;
  /** Those asked about all of an operation, about a turn, about an attempt; outermost first. */
  private readonly levels: readonly [Guard[], Guard[], Guard[]] = [[], [], []];
  /** 1 for those of them that are present, and for those that have been at some time in the run. */
  private readonly present: readonly Uint8Array[];
  private readonly wasPresent: readonly Uint8Array[];
  /** Which of them have anybody present. */
  private readonly asked = [false, false, false];
  private readonly retries: boolean;
  private readonly hedges: boolean;
  /** How many of the guards outside of `retry` stand outside of the deadline; −1 where that stands further in. */
  private deadlineAt = NONE;
  /** Whether the timeout stands inside of everything else: then it is a timer of the call. */
  readonly timesCalls: boolean;
  /** Nobody is to be asked about an attempt. */
  plain = true;
  /** Parameters, read again at every change: reading `params` costs several loads. */
  attemptTimeout = NEVER;
  deadlineAfter = NEVER;
  deadlineTravels = false;
  timerAtSend = true;
  instantNetwork = true;
  /** By how much the numbers of its states go up from process to process, and from wire to wire. */
  private readonly statesPerProcess: number;
  private readonly statesPerWire: number;

  /** @param shared where the state of its guards is wider than this wire */
  constructor(
    private readonly sender: Sender,
    readonly params: CallerParams,
    private readonly shared: Shared | null,
  ) {
    this.site = sender.site;
    this.operations = sender.operations;
    this.tries = sender.tries;
    const { guardScope } = params;
    this.statesPerProcess = guardScope === 'wire' ? this.site.wires.length : guardScope === 'process' ? 1 : 0;
    this.statesPerWire = guardScope === 'wire' ? 1 : 0;
    this.budget = shared?.budget ?? new Budget(this);
    const order = params.guards;
    const retryAt = order.indexOf('retry');
    const hedgeAt = order.indexOf('hedge');
    this.retries = retryAt >= 0;
    this.hedges = hedgeAt >= 0;
    this.timesCalls = order[order.length - 1] === 'timeout';
    order.forEach((name, i) => {
      const level = i < retryAt ? WHOLE : i < hedgeAt ? TURN : ATTEMPT;
      if (name === 'deadline' && level === WHOLE) this.deadlineAt = this.levels[WHOLE].length;
      const guard = this.guard(name, { level, innermost: i === order.length - 1 });
      if (guard === null) return;
      this.guards.set(name, guard);
      this.levels[level].push(guard);
    });
    // one that is not in the order has its rows in the charts all the same
    for (const { id, addReadings } of catalogue)
      if (addReadings && !this.guards.has(id)) this.guards.set(id, this.guard(id, { level: ATTEMPT, innermost: false })!);
    this.present = this.levels.map(({ length }) => new Uint8Array(length));
    this.wasPresent = this.levels.map(({ length }) => new Uint8Array(length));
    this.retry = new Retry(this, this.budget, (operation) => this.turn(operation));
    this.hedging = new Hedging(this, this.budget, hedgeAt < retryAt, (operation) => this.attempt(operation, 1));
    this.readParams();
  }

  /** The most attempts that an operation wanted, those included that it was not allowed. */
  get attemptsWanted(): number {
    return this.retry.attemptsWanted;
  }

  /** Which of its guards' states is the one for an operation of this calling process over this wire. */
  stateOf(instance: number, wire: number): number {
    return instance * this.statesPerProcess + wire * this.statesPerWire;
  }

  /** Sends an operation's first attempt, once its guards let it. */
  go(operation: number): void {
    if (this.asked[WHOLE]) {
      const tried = this.tries.begin(operation, WHOLE);
      this.operations.whole[operation] = tried;
      this.advance(tried);
    } else this.turn(operation);
  }

  /** A call that no guard was asked about has ended. */
  over(operation: number, outcome: number): void {
    if (isAnswer(outcome)) this.finish(operation, outcome);
    else this.decide(operation, outcome);
  }

  /** An attempt has ended so: those inside of `retry` are told. @returns the outcome for those outside of them */
  attemptEnded(tried: number, outcome: number): number {
    if (this.budget.wasPresent) this.budget.ended(tried, outcome);
    return this.tellOutwards(tried, outcome);
  }

  /** What follows from an attempt that has ended, once it has been told. */
  attemptOver(tried: number, outcome: number): void {
    if (outcome === PENDING) return;
    const { operations, tries } = this;
    const operation = tries.operation[tried];
    const byHedge = tries.hedge[tried] === 1;
    this.drop(tried);
    if (!isAnswer(outcome)) {
      // no back-off begins while another attempt is out
      if (operations.firstTry[operation] === NONE) this.turnOver(operation, outcome);
      return;
    }
    if (byHedge) this.site.reportRequest(fact.hedgeWon, operations.root[operation]);
    if (operations.firstTry[operation] !== NONE) {
      const number = operations.number[operation];
      this.stopAttempts(operation, CANCELLED, fact.attemptWithdrawn, this.params.hedgeLosers === 'cancelled');
      this.recallStopped();
      if (operations.number[operation] !== number) return;
    }
    this.turnOver(operation, outcome);
  }

  /** The overall deadline has come. */
  deadlineDue(operation: number): void {
    const { operations, sender } = this;
    const number = operations.number[operation];
    const whole = operations.whole[operation];
    this.stop(operation, TIMED_OUT, fact.attemptTimedOut);
    if (whole !== NONE) this.cut(whole, this.deadlineAt, TIMED_OUT);
    this.recallStopped();
    if (operations.number[operation] !== number) return;
    if (whole === NONE) sender.conclude(operation, TIMED_OUT);
    else this.wholeOver(whole, this.tellOutwards(whole, TIMED_OUT));
  }

  /** A late answer ends an operation that is still going on. */
  rescued(operation: number, outcome: number): void {
    const number = this.operations.number[operation];
    this.stop(operation, CANCELLED, fact.attemptWithdrawn);
    this.recallStopped();
    if (this.operations.number[operation] !== number) return;
    // whoever looks for another answer need not any more
    const whole = this.operations.whole[operation];
    if (whole !== NONE) this.letGo(whole);
    if (this.operations.number[operation] === number) this.finish(operation, outcome);
  }

  /** Ends all that is under way for an operation that its owner no longer wants; the callees are told by `recallStopped`. */
  abandon(operation: number): void {
    const whole = this.operations.whole[operation];
    this.stop(operation, CANCELLED, fact.attemptWithdrawn);
    if (whole === NONE) return;
    this.cut(whole, 0, CANCELLED);
    this.operations.whole[operation] = NONE;
    this.tries.rows.release(whole);
  }

  /** The operation that asks another wire on behalf of a try has ended. */
  standInEnded(tried: number, answered: boolean): void {
    (this.guards.get('fallback') as Fallback).standInEnded(tried, answered);
  }

  changed(param: string, replaced: boolean): void {
    const { shared } = this;
    if (shared === null) this.budget.changed(param, replaced);
    this.hedging.changed(param, replaced);
    // those that are shared hear of it from whom they are shared with
    for (const [name, guard] of this.guards) if (shared?.guards.get(name) !== guard) guard.changed(param, replaced);
    this.readParams();
  }

  // what guards ask of it

  goOn(tried: number, passed: boolean): void {
    const { tries } = this;
    tries.held[tried] = 0;
    if (passed) tries.position[tried]++;
    this.sender.onionOf(tries.operation[tried]).advance(tried);
  }

  refuse(tried: number, outcome: number): void {
    this.tries.held[tried] = 0;
    this.sender.onionOf(this.tries.operation[tried]).refused(tried, outcome);
  }

  answered(tried: number, outcome: number): void {
    this.tries.held[tried] = 0;
    this.leaveLevel(tried, this.tellOutwards(tried, outcome));
  }

  runOut(tried: number, guard: Guard, inside: number): void {
    const { operations, tries, site } = this;
    const level = tries.level[tried];
    const operation = tries.operation[tried];
    const number = operations.number[operation];
    const at = this.levels[level].indexOf(guard);
    if (level === ATTEMPT) {
      const call = tries.call[tried];
      if (tries.attempt[tried] === 0) this.count(tried);
      if (call !== NONE) this.closeTried(tried, true);
      this.cut(tried, at, inside);
      this.budget.ended(tried, call === NONE ? CANCELLED : TIMED_OUT);
      if (call !== NONE) site.report(fact.attemptTimedOut, call);
    } else {
      if (level === TURN) this.stopAttempts(operation, inside, fact.attemptTimedOut, true);
      else this.stop(operation, inside, fact.attemptTimedOut);
      this.hedging.leave(operation);
      this.cut(tried, at, inside);
    }
    this.recallStopped();
    if (operations.number[operation] === number) this.leaveLevel(tried, this.tellOutwards(tried, TIMED_OUT));
  }

  openInstead(tried: number, wire: string): number {
    return this.sender.openInstead(tried, wire);
  }

  goInstead(standIn: number): void {
    this.sender.go(standIn);
  }

  cancelInstead(standIn: number): void {
    this.sender.cancel(standIn);
  }

  // the way in

  private turn(operation: number): void {
    if (this.plain) this.sender.send(operation, ++this.operations.attempts[operation], NONE);
    else if (this.asked[TURN]) {
      const tried = this.tries.begin(operation, TURN);
      this.operations.turn[operation] = tried;
      this.tries.before[tried] = this.operations.attempts[operation];
      this.advance(tried);
    } else this.attempt(operation, 0);
  }

  private attempt(operation: number, hedge: number): void {
    const { operations, tries } = this;
    const tried = tries.begin(operation, ATTEMPT);
    tries.next[tried] = operations.firstTry[operation];
    operations.firstTry[operation] = tried;
    tries.hedge[tried] = hedge;
    if (hedge === 1 && this.budget.wasPresent) tries.budgetEpoch[tried] = this.budget.epoch;
    if (this.asked[ATTEMPT]) this.advance(tried);
    else this.launch(tried);
  }

  /** Asks the guards of its level that come next, until one holds or refuses it, or all have let it pass. */
  private advance(tried: number): void {
    const { tries } = this;
    const level = tries.level[tried];
    const guards = this.levels[level];
    const present = this.present[level];
    for (let at = tries.position[tried]; at < guards.length; at++) {
      if (present[at] === 0) continue;
      tries.position[tried] = at;
      const verdict = guards[at].ask(tried);
      if (verdict === HOLDS) {
        tries.held[tried] = 1;
        return;
      }
      if (verdict !== PASSES) {
        this.refused(tried, verdict);
        return;
      }
    }
    tries.position[tried] = guards.length;
    const operation = tries.operation[tried];
    if (level === WHOLE) this.turn(operation);
    else if (level === TURN) this.attempt(operation, 0);
    else this.launch(tried);
  }

  /** Sends an attempt that all guards have let pass. */
  private launch(tried: number): void {
    const { tries } = this;
    const operation = tries.operation[tried];
    const attempt = this.count(tried);
    if (this.hedging.present && this.hedges && tries.hedge[tried] === 0) this.hedging.sending(operation);
    this.sender.send(operation, attempt, tried);
  }

  /** Gives an attempt its number. One that is refused has one too. */
  private count(tried: number): number {
    const { operations, tries } = this;
    const operation = tries.operation[tried];
    const attempt = ++operations.attempts[operation];
    tries.attempt[tried] = attempt;
    operations.hedges[operation] += tries.hedge[tried];
    if (this.budget.wasPresent) this.budget.sent(tried, attempt);
    return attempt;
  }

  private refused(tried: number, outcome: number): void {
    if (this.tries.level[tried] === ATTEMPT) {
      this.count(tried);
      if (this.budget.wasPresent) this.budget.ended(tried, CANCELLED);
    }
    this.leaveLevel(tried, this.tellOutwards(tried, outcome));
  }

  // the way out

  /** Tells the guards that a try has passed, inside to outside. @returns the outcome for those further out, or PENDING */
  private tellOutwards(tried: number, outcome: number): number {
    const { tries } = this;
    const level = tries.level[tried];
    const guards = this.levels[level];
    const wasPresent = this.wasPresent[level];
    for (let at = tries.position[tried] - 1; at >= 0; at--) {
      tries.position[tried] = at;
      if (wasPresent[at] === 0) continue;
      outcome = guards[at].ended(tried, outcome, false);
      if (outcome === PENDING) {
        tries.held[tried] = 1;
        if (level === WHOLE && at < this.deadlineAt) this.sender.endDeadline(tries.operation[tried]);
        return PENDING;
      }
    }
    return outcome;
  }

  private leaveLevel(tried: number, outcome: number): void {
    switch (this.tries.level[tried]) {
      case ATTEMPT:
        this.attemptOver(tried, outcome);
        break;
      case TURN:
        this.turnTold(tried, outcome);
        break;
      default:
        this.wholeOver(tried, outcome);
    }
  }

  private turnOver(operation: number, outcome: number): void {
    if (this.hedges && this.hedging.wasPresent) this.hedging.ended(operation, isAnswer(outcome));
    const turn = this.operations.turn[operation];
    if (turn === NONE) this.decide(operation, outcome);
    else this.turnTold(turn, this.tellOutwards(turn, outcome));
  }

  private turnTold(turn: number, outcome: number): void {
    if (outcome === PENDING) return;
    const { operations, tries } = this;
    const operation = tries.operation[turn];
    operations.turn[operation] = NONE;
    // one that was never let out counts as an attempt too
    if (operations.attempts[operation] === tries.before[turn]) {
      this.retry.leave(operation);
      operations.attempts[operation]++;
    }
    tries.rows.release(turn);
    this.decide(operation, outcome);
  }

  /** After a turn: another, or that was it. */
  private decide(operation: number, outcome: number): void {
    if (!isAnswer(outcome) && this.retries && this.retry.follows(operation, outcome, this.sender.hint[0])) return;
    // outside of the retries a hedge is waited for as long as the operation lasts, and no longer
    if (this.hedges && this.hedging.wasPresent) this.hedging.leave(operation);
    this.finish(operation, outcome);
  }

  private finish(operation: number, outcome: number): void {
    const whole = this.operations.whole[operation];
    if (whole === NONE) this.sender.conclude(operation, outcome);
    else this.wholeOver(whole, this.tellOutwards(whole, outcome));
  }

  private wholeOver(whole: number, outcome: number): void {
    if (outcome === PENDING) return;
    const operation = this.tries.operation[whole];
    this.operations.whole[operation] = NONE;
    this.tries.rows.release(whole);
    this.sender.conclude(operation, outcome);
  }

  // cut short

  /**
   * Ends what is under way for an operation inside of `retry`, and the wait for a further attempt.
   * @param seen how that ended, to the guards @param as the fact about calls that were out
   */
  private stop(operation: number, seen: number, as: number): void {
    const { operations, tries, sender, site } = this;
    const call = operations.call[operation];
    if (call !== NONE) {
      operations.call[operation] = NONE;
      this.keep(call, true);
      sender.close(call);
      site.report(as, call);
    }
    this.stopAttempts(operation, seen, as, true);
    const turn = operations.turn[operation];
    if (turn !== NONE) {
      this.cut(turn, 0, seen);
      operations.turn[operation] = NONE;
      tries.rows.release(turn);
    }
    this.hedging.leave(operation);
    this.retry.leave(operation);
  }

  /** Ends all attempts of an operation, sent or held. @param tell whether the callees are told */
  private stopAttempts(operation: number, seen: number, as: number, tell: boolean): void {
    const { operations, tries, site } = this;
    for (let tried = operations.firstTry[operation]; tried !== NONE; ) {
      const call = tries.call[tried];
      if (call !== NONE) this.closeTried(tried, tell);
      this.cut(tried, 0, seen);
      if (call !== NONE) {
        this.budget.ended(tried, as === fact.attemptTimedOut ? TIMED_OUT : CANCELLED);
        site.report(as, call);
      } else if (tries.attempt[tried] === 0 && tries.hedge[tried] === 1) this.budget.unspent(operation, tries.budgetEpoch[tried]);
      const next = tries.next[tried];
      tries.rows.release(tried);
      tried = next;
    }
    operations.firstTry[operation] = NONE;
  }

  /** Whoever holds a try lets it go, and those that it has passed, down to the one at `from`, are told that it was ended so. */
  private cut(tried: number, from: number, why: number): void {
    const { tries } = this;
    const guards = this.levels[tries.level[tried]];
    this.letGo(tried);
    const wasPresent = this.wasPresent[tries.level[tried]];
    while (tries.position[tried] > from) {
      const at = --tries.position[tried];
      if (wasPresent[at] === 1) guards[at].ended(tried, why, true);
    }
  }

  /** Whoever holds a try, or keeps its outcome back, lets it go. */
  private letGo(tried: number): void {
    const { tries } = this;
    if (tries.held[tried] === 0) return;
    tries.held[tried] = 0;
    this.levels[tries.level[tried]][tries.position[tried]].leave(tried);
  }

  private closeTried(tried: number, tell: boolean): void {
    const call = this.tries.call[tried];
    this.tries.call[tried] = NONE;
    this.keep(call, tell);
    this.sender.close(call);
  }

  /** Takes an attempt out of its operation's list. */
  private drop(tried: number): void {
    const { operations, tries } = this;
    const operation = tries.operation[tried];
    let before = NONE;
    for (let at = operations.firstTry[operation]; at !== tried; at = tries.next[at]) before = at;
    if (before === NONE) operations.firstTry[operation] = tries.next[tried];
    else tries.next[before] = tries.next[tried];
    tries.rows.release(tried);
  }

  /** Closed calls whose callees are still to be told that nobody waits any more. */
  private readonly stopped: number[] = [];

  private keep(call: number, tell: boolean): void {
    if (!tell) return;
    this.site.calls.references[call]++;
    this.stopped.push(call);
  }

  /** Tells them. It may bring about anything, further calls that are stopped included: an operation may have ended meanwhile. */
  recallStopped(): void {
    for (let call = this.stopped.pop(); call !== undefined; call = this.stopped.pop()) {
      this.sender.recall(call);
      this.site.calls.letGo(call);
    }
  }

  private guard(name: string, place: Place): Guard | null {
    const definition = catalogue.find(({ id }) => id === name);
    if (definition?.shared) {
      const common = this.shared?.guards.get(name);
      if (common) return common;
    }
    return definition?.create?.(this, place) ?? null;
  }

  private readParams(): void {
    const { params } = this;
    const { networkDelay } = params;
    this.attemptTimeout = this.timesCalls ? params.attemptTimeout : NEVER;
    this.deadlineAfter = this.deadlineAt === NONE ? NEVER : params.deadline;
    this.deadlineTravels = this.deadlineAt !== NONE && params.deadlineTravels;
    this.timerAtSend = params.attemptTimerStarts === 'send';
    this.instantNetwork = networkDelay.policy.mean(networkDelay.params) === 0;
    this.readPresence();
  }

  private readPresence(): void {
    this.levels.forEach((guards, level) => {
      this.asked[level] = guards.some(({ present }) => present);
      guards.forEach(({ present }, at) => {
        this.present[level][at] = present ? 1 : 0;
        if (present) this.wasPresent[level][at] = 1;
      });
    });
    this.plain = !this.asked.includes(true) && !this.budget.present && !(this.hedging?.present && this.hedges);
  }
}
