import { derivedHigh, derivedLow, type Keyed } from '../kernel/chance.ts';
import { MICROS_PER_MS, NEVER } from '../kernel/time.ts';
import { TimerRing } from '../kernel/timer-ring.ts';
import { addBudgetReadings } from './budget.ts';
import { fact } from './caller-meters.ts';
import type { CallerParams } from './caller-params.ts';
import type { CallingSite } from './calling-site.ts';
import { CALL_ANSWERED, CALL_CLOSED, CALL_DEGRADED, TIMER_WAITS } from './calls.ts';
import { isAnswer, OWN_REFUSAL } from './guard/contract.ts';
import { catalogue as guards } from './guard/index.ts';
import { Onion, type Sender } from './onion.ts';
import { Operations } from './operations.ts';
import { CANCELLED, type CallEnd, DEGRADED, DROPPED, ERROR, OK, PERMANENT_ERROR, REJECTED, SHED, TIMED_OUT } from './port.ts';
import { Tries } from './tries.ts';

const NONE = -1;

/** Whose operation it was. */
export interface Owner {
  /** The operation with this token has ended. */
  concluded(token: number, outcome: number, attempts: number): void;
}

/**
 * The caller's half of every wire: opens operations, sends the attempts that the guards of the wire let through, waits
 * for the answers. A part that a component has, not a component: whoever calls has one.
 *
 * A file longer than most: opening, sending, answers, timers and the network all keep the same rows of calls.
 */
export class Caller implements CallEnd, Sender {
  readonly operations = new Operations();
  readonly tries = new Tries();
  readonly hint = Float64Array.of(NONE);
  /** What stands around the attempts, by local number of the wire. */
  private readonly onions: readonly Onion[];
  /** Those whose state all wires share; null where each wire has its own. */
  private readonly common: Onion | null;
  /** Number of its first wire in the world; the others follow. */
  private readonly firstWire: number;
  private readonly wayThere: Keyed;
  private readonly wayBack: Keyed;
  private readonly attemptTimerEvent: number;
  private readonly deadlineDueEvent: number;
  private readonly deliverEvent: number;
  private readonly returnEvent: number;
  private readonly recallEvent: number;
  /** One ring of attempt timers for every timeout there has been in this run. */
  private readonly timers: TimerRing[] = [];
  /** Attempts sent and not closed. */
  callsOpen = 0;
  /** The value that came with the answer being dealt with. */
  lastValue = NONE;
  /** Whether that answer is degraded, and how many of the operation's attempts were hedges. */
  lastDegraded = false;
  lastHedges = 0;

  constructor(
    readonly site: CallingSite,
    private readonly params: CallerParams,
    private readonly owner: Owner,
  ) {
    this.attemptTimerEvent = site.event((ring) => this.attemptTimerDue(ring));
    this.deadlineDueEvent = site.event((operation) => this.deadlineDue(operation));
    this.deliverEvent = site.event((call) => this.callee(call).receive(call));
    this.returnEvent = site.event((call) => this.answerArrived(call, site.calls.outcome[call]));
    this.recallEvent = site.event((call) => this.recallArrived(call));
    this.wayThere = site.keyed('network-there');
    this.wayBack = site.keyed('network-back');
    this.firstWire = site.wires.length > 0 ? site.wires[0].index : 0;
    this.common = params.guardScope === 'wire' ? null : new Onion(this, params, null);
    this.onions = site.wires.map((_, wire) => new Onion(this, site.settings(wire), this.common));
    if (this.onions.length > 0) this.addReadings(this.common === null ? this.onions : [this.common]);
    this.addPeaks();
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
    const { operations, site } = this;
    const { calls } = site;
    const row = operations.begin();
    operations.wire[row] = wire;
    operations.instance[row] = instance;
    operations.token[row] = token;
    operations.root[row] = root;
    operations.cause[row] = cause;
    operations.intent[row] = intent;
    operations.keyLow[row] = keyLow;
    operations.keyHigh[row] = keyHigh;
    const onion = this.onions[wire];
    operations.state[row] = onion.stateOf(instance, wire);
    const { now } = site.simulation;
    let deadline = now + onion.deadlineAfter;
    if (cause === NONE) {
      operations.value[row] = NONE;
      operations.about[row] = NONE;
    } else {
      operations.value[row] = calls.value[cause];
      this.setAbout(row, calls.about[cause]);
      if (onion.deadlineTravels) deadline = Math.max(now, Math.min(deadline, calls.deadline[cause]));
    }
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

  /**
   * What the calls of an operation are about, to be overridden before it goes: a row of `calls.abouts` that begins as what
   * they would be about otherwise.
   */
  overrideAbout(operation: number): number {
    const { operations, site } = this;
    const { abouts } = site.calls;
    const inherited = operations.about[operation];
    const row = abouts.begin(operations.root[operation], inherited);
    if (inherited !== NONE) abouts.letGo(inherited);
    operations.about[operation] = row;
    return row;
  }

  /** Hands on what came with the answer being dealt with to whoever waits for a call: its value, and that it is degraded. */
  handOn(call: number): void {
    const { calls } = this.site;
    calls.value[call] = this.lastValue;
    if (this.lastDegraded) calls.state[call] |= CALL_DEGRADED;
  }

  /** Sends an operation's first attempt, once its guards let it. */
  go(operation: number): void {
    const { operations } = this;
    const onion = this.onions[operations.wire[operation]];
    if (onion.plain) this.send(operation, ++operations.attempts[operation], NONE);
    else onion.go(operation);
  }

  /** The owner no longer wants it and is not told of its end. */
  cancel(operation: number): void {
    const onion = this.onionOf(operation);
    onion.abandon(operation);
    this.operations.insteadOf[operation] = NONE;
    this.endDeadline(operation);
    this.forget(operation);
    onion.recallStopped();
  }

  /** The callee has begun to work: the timer of an attempt that counts from there starts. */
  begun(call: number): void {
    const { calls } = this.site;
    if (calls.timer[call] !== TIMER_WAITS || (calls.state[call] & CALL_CLOSED) !== 0) return;
    const { attemptTimeout } = this.onionOf(calls.operation[call]);
    // a timer that waited for this may find that there is no timeout any more
    if (attemptTimeout !== NEVER) this.setTimer(call, attemptTimeout);
  }

  /** The callee has answered; the answer may have to travel. */
  answered(call: number, outcome: number): void {
    const onion = this.onions[this.site.calls.wire[call] - this.firstWire];
    if (onion.instantNetwork) this.answerArrived(call, outcome);
    else this.sendBack(onion, call, outcome);
  }

  private sendBack(onion: Onion, call: number, outcome: number): void {
    const { calls, simulation } = this.site;
    calls.outcome[call] = outcome;
    simulation.schedule(simulation.now + this.networkDelay(onion, call, this.wayBack), this.returnEvent, call);
  }

  /** A parameter has changed. @param wire of this wire alone, by local number */
  changed(param: string, replaced: boolean, wire?: number): void {
    if (wire !== undefined) {
      this.onions[wire].changed(param, replaced);
      return;
    }
    this.common?.changed(param, replaced);
    const name = param as keyof CallerParams;
    // a wire that sets it for itself does not hear of it
    for (const onion of this.onions) if (this.common !== null || onion.params[name] === this.params[name]) onion.changed(param, replaced);
  }

  onionOf(operation: number): Onion {
    return this.onions[this.operations.wire[operation]];
  }

  send(operation: number, attempt: number, tried: number): void {
    const { operations, site } = this;
    const { simulation, calls, requests, recorder } = site;
    const local = operations.wire[operation];
    const onion = this.onions[local];
    const root = operations.root[operation];
    const call = calls.begin(root);
    if (tried === NONE) operations.call[operation] = call;
    else {
      if (this.tries.hedge[tried] === 1) this.noteOriginal(operation, call);
      this.tries.call[tried] = call;
    }
    calls.tried[call] = tried;
    calls.cause[call] = operations.cause[operation];
    calls.wire[call] = this.firstWire + local;
    calls.operation[call] = operation;
    calls.operationNumber[call] = operations.number[operation];
    calls.attempt[call] = attempt;
    calls.intent[call] = operations.intent[operation];
    calls.value[call] = operations.value[operation];
    calls.process[call] = operations.instance[operation];
    const about = operations.about[operation];
    if (about !== NONE) {
      calls.about[call] = about;
      calls.abouts.references[about]++;
    }
    let low = operations.keyLow[operation];
    let high = operations.keyHigh[operation];
    if (attempt > 1) {
      low = derivedLow(low, high, attempt);
      high = derivedHigh(low, high, attempt);
    }
    calls.keyLow[call] = low;
    calls.keyHigh[call] = high;
    calls.deadline[call] = operations.deadline[operation];
    if (recorder.trace !== null) this.traceOpening(call);
    recorder.fact(fact.sent, requests.number[root], calls.number[call]);
    this.callsOpen++;
    const { attemptTimeout } = onion;
    if (attemptTimeout !== NEVER) {
      if (onion.timerAtSend) this.setTimer(call, attemptTimeout);
      else calls.timer[call] = TIMER_WAITS;
    }
    if (onion.instantNetwork) {
      calls.arrivesAt[call] = simulation.now;
      site.wires[local].callee.receive(call);
    } else this.sendThere(onion, call);
  }

  private sendThere(onion: Onion, call: number): void {
    const { calls, simulation } = this.site;
    const arrival = simulation.now + this.networkDelay(onion, call, this.wayThere);
    calls.arrivesAt[call] = arrival;
    simulation.schedule(arrival, this.deliverEvent, call);
  }

  close(call: number): void {
    const { calls } = this.site;
    if (calls.timer[call] >= 0) this.timers[calls.timerRing[call]].cancel(calls.timer[call]);
    calls.timer[call] = NONE;
    this.callsOpen--;
    calls.endedBy(call, CALL_CLOSED);
  }

  /**
   * Tells the callee that nobody waits any more; the news travels no faster than the call did. A server that this frees
   * may start work that fails at once, and so bring about anything: an operation may have ended meanwhile.
   */
  recall(call: number): void {
    const { calls, simulation } = this.site;
    const onion = this.onions[calls.wire[call] - this.firstWire];
    if (onion.instantNetwork && calls.arrivesAt[call] <= simulation.now) {
      if ((calls.state[call] & CALL_ANSWERED) === 0) this.callee(call).withdraw(call);
      return;
    }
    calls.references[call]++;
    const arrival = Math.max(calls.arrivesAt[call], simulation.now + this.networkDelay(onion, call, this.wayThere));
    simulation.schedule(arrival, this.recallEvent, call);
  }

  endDeadline(operation: number): void {
    const { operations, site } = this;
    const event = operations.deadlineEvent[operation];
    if (event === NONE) return;
    site.simulation.cancel(event, operation);
    operations.deadlineEvent[operation] = NONE;
  }

  conclude(operation: number, outcome: number): void {
    const { operations, tries } = this;
    this.endDeadline(operation);
    const token = operations.token[operation];
    const attempts = operations.attempts[operation];
    this.lastHedges = operations.hedges[operation];
    const insteadOf = operations.insteadOf[operation];
    this.forget(operation);
    this.lastDegraded = outcome === DEGRADED;
    if (insteadOf !== NONE) {
      operations.insteadOf[operation] = NONE;
      this.onionOf(tries.operation[insteadOf]).standInEnded(insteadOf, isAnswer(outcome));
    } else this.owner.concluded(token, outcome === DEGRADED ? OK : outcome < OWN_REFUSAL ? outcome : REJECTED, attempts);
  }

  openInstead(tried: number, wire: string): number {
    const { operations, site, tries } = this;
    const operation = tries.operation[tried];
    const local = site.wires.findIndex(({ name }) => name === wire);
    if (local < 0 || local === operations.wire[operation]) return NONE;
    const low = operations.keyLow[operation];
    const high = operations.keyHigh[operation];
    const newLow = derivedLow(low, high, STAND_IN);
    const standIn = this.open(
      local,
      operations.instance[operation],
      operations.token[operation],
      operations.root[operation],
      operations.cause[operation],
      operations.intent[operation],
      newLow,
      derivedHigh(newLow, high, STAND_IN),
    );
    operations.insteadOf[standIn] = tried;
    this.setAbout(standIn, operations.about[operation]);
    return standIn;
  }

  /** A call is a copy of another that is out for the same operation. */
  private noteOriginal(operation: number, call: number): void {
    const { tries, operations, site } = this;
    const { calls } = site;
    let tried = operations.firstTry[operation];
    while (tried !== NONE && tries.call[tried] === NONE) tried = tries.next[tried];
    if (tried !== NONE) calls.copyOf.set(call, { call: tries.call[tried], number: calls.number[tries.call[tried]] });
  }

  private setAbout(operation: number, about: number): void {
    this.operations.about[operation] = about;
    if (about !== NONE) this.site.calls.abouts.references[about]++;
  }

  private forget(operation: number): void {
    const { operations } = this;
    const about = operations.about[operation];
    if (about !== NONE) this.site.calls.abouts.letGo(about);
    operations.rows.release(operation);
    operations.number[operation] = NONE;
  }

  private attemptTimerDue(ring: number): void {
    const call = this.timers[ring].fire();
    if (call === NONE) return;
    this.site.calls.timer[call] = NONE;
    this.attemptTimedOut(call);
  }

  private deadlineDue(operation: number): void {
    this.operations.deadlineEvent[operation] = NONE;
    this.onionOf(operation).deadlineDue(operation);
  }

  private recallArrived(call: number): void {
    const { calls } = this.site;
    if ((calls.state[call] & CALL_ANSWERED) === 0) this.callee(call).withdraw(call);
    calls.letGo(call);
  }

  private setTimer(call: number, after: number): void {
    const { calls, simulation } = this.site;
    const ring = this.ringOf(after);
    calls.timerRing[call] = ring;
    calls.timer[call] = this.timers[ring].set(call);
    calls.deadline[call] = Math.min(calls.deadline[call], simulation.now + after);
  }

  /** The number of the ring of timers that run for so long. */
  private ringOf(delay: number): number {
    const { timers } = this;
    // the last is as good as always the one: timeouts differ by wire and change now and then
    for (let ring = timers.length - 1; ring >= 0; ring--) if (timers[ring].delay === delay) return ring;
    timers.push(new TimerRing(this.site.simulation, delay, this.attemptTimerEvent, timers.length));
    return timers.length - 1;
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
    if ((calls.state[call] & CALL_CLOSED) !== 0) {
      this.answerCameLate(call, outcome);
      return;
    }
    const { operations } = this;
    const { recorder, requests } = this.site;
    const operation = calls.operation[call];
    const tried = calls.tried[call];
    const onion = this.onions[operations.wire[operation]];
    if (calls.timer[call] >= 0) this.timers[calls.timerRing[call]].cancel(calls.timer[call]);
    this.callsOpen--;
    let ended = outcome === OK && (calls.state[call] & CALL_DEGRADED) !== 0 ? DEGRADED : outcome;
    if (tried === NONE) operations.call[operation] = NONE;
    else {
      this.tries.call[tried] = NONE;
      ended = onion.attemptEnded(tried, ended);
    }
    if (outcome === REJECTED) this.hint[0] = calls.retryAfter[call];
    this.lastValue = calls.value[call];
    recorder.fact(outcome === OK ? fact.attemptOk : factOf(outcome), requests.number[calls.root[call]], calls.number[call]);
    calls.endedByBoth(call);
    if (tried === NONE) onion.over(operation, ended);
    else onion.attemptOver(tried, ended);
  }

  private answerCameLate(call: number, outcome: number): void {
    const { calls } = this.site;
    if (outcome !== CANCELLED && outcome !== DROPPED) {
      this.site.report(fact.late, call);
      if (outcome === OK) this.rescue(call);
    }
    calls.endedBy(call, CALL_ANSWERED);
  }

  /** A success that came late ends its operation, if that is still going on and may be ended so. */
  private rescue(call: number): void {
    const { calls } = this.site;
    const operation = calls.operation[call];
    if (this.operations.number[operation] !== calls.operationNumber[call]) return;
    const onion = this.onionOf(operation);
    if (!onion.params.lateAnswerRescues) return;
    this.lastValue = calls.value[call];
    onion.rescued(operation, (calls.state[call] & CALL_DEGRADED) === 0 ? OK : DEGRADED);
  }

  private attemptTimedOut(call: number): void {
    const { operations, site } = this;
    const { calls } = site;
    const operation = calls.operation[call];
    const tried = calls.tried[call];
    const onion = this.onionOf(operation);
    let ended: number = TIMED_OUT;
    this.close(call);
    if (tried === NONE) operations.call[operation] = NONE;
    else {
      this.tries.call[tried] = NONE;
      ended = onion.attemptEnded(tried, TIMED_OUT);
    }
    site.report(fact.attemptTimedOut, call);
    const number = operations.number[operation];
    this.recall(call);
    if (operations.number[operation] !== number) return;
    if (tried === NONE) onion.over(operation, ended);
    else onion.attemptOver(tried, ended);
  }

  private callee(call: number) {
    const { calls, allWires } = this.site;
    return allWires[calls.wire[call]].callee;
  }

  private networkDelay(onion: Onion, call: number, chance: Keyed): number {
    const { networkDelay } = onion.params;
    const { calls } = this.site;
    return networkDelay.policy.sample(networkDelay.params, chance.aim(calls.keyLow[call], calls.keyHigh[call]));
  }

  private addPeaks(): void {
    const { onions, site, timers } = this;
    if (onions.length === 0) return;
    site.recorder.addPeak('attemptsWanted', () => Math.max(...onions.map(({ attemptsWanted }) => attemptsWanted)));
    // a timeout further out is no timer of a call
    if (onions.every(({ timesCalls }) => timesCalls))
      site.recorder.addPeak('attemptTime', () => Math.max(0, ...timers.map((ring) => ring.longest())) / MICROS_PER_MS);
  }

  private addReadings(onions: readonly Onion[]): void {
    for (const { id, addReadings } of guards) {
      const those = onions.flatMap((onion) => onion.guards.get(id) ?? []);
      if (those.length > 0) addReadings?.(this.site, those);
    }
    addBudgetReadings(this.site, onions);
    this.onions[0].hedging.addReadings();
  }
}

/** What sets the draws of an operation that a fallback makes apart from those of the one it stands in for. */
const STAND_IN = 0x5af3;

function factOf(outcome: number): number {
  switch (outcome) {
    case REJECTED:
      return fact.attemptRejected;
    case SHED:
      return fact.attemptShed;
    case DROPPED:
    case CANCELLED:
      return fact.attemptDropped;
    case ERROR:
    case PERMANENT_ERROR:
      return fact.attemptError;
    default:
      return fact.attemptTimedOut;
  }
}
