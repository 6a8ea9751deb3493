import type { Caller } from '../../flow/caller.ts';
import { ERROR, OK, PERMANENT_ERROR, type Store } from '../../flow/port.ts';
import { derivedHigh, derivedLow, type Keyed, mix } from '../../kernel/chance.ts';
import { NEVER, wholeMicros } from '../../kernel/time.ts';
import { AFTER, BEFORE, BEGUN, type Holder, NEVER as NEVER_RECORDED, WITH } from '../../policy/acknowledgement/contract.ts';
import { type Execution, SURVIVES } from '../../policy/worker-fault/contract.ts';
import type { Replicas } from '../../replica/replicas.ts';
import type { Site } from '../component.ts';
import { CALLING, HUNG, type JobTasks, LIMITED, WORKING } from './job-tasks.ts';
import type { Process } from './process.ts';
import { fact } from './worker-meters.ts';
import type { WorkerParams } from './worker-params.ts';

const NONE = -1;
/** Instead of the next wire to call over: the job fails at its next step, in a way that trying again can mend or not. */
const FAILS = 1_000;
const FAILS_FOR_GOOD = 1_001;
/** Instead of a side effect that has been made: a token was too old. */
const REFUSED = 2;

export interface ExecutionsOwner {
  storeOf(call: number): Store;
  /** An execution has ended: as `done`, `skipped`, `failed`, `stopped` … */
  ended(task: number, fact: number): void;
  /** A job has killed the process that works on it. */
  kills(task: number): void;
  startHeartbeat(task: number): void;
}

/** The work on jobs: it goes on until a side effect, a death or its end, calls others, and makes the side effect once. */
export class Executions {
  private readonly stepEvent: number;
  private readonly cutOffEvent: number;
  private readonly timeChance: Keyed;
  private readonly faultChance: Keyed;
  private readonly jobChance: Keyed;
  private readonly crashChance: Keyed;
  private readonly hung: number[] = [];
  /** What the fault that hung them said of their end; kept, because by then it is gone. */
  private hungWorkFails = false;
  /** When side effects are entered in a ledger; asked again at every change, and not for every job. */
  private records = NEVER_RECORDED;
  private whenBegun = false;
  private readonly holder: Holder = { token: 0, newestHandedOut: 0, newestWritten: 0, recordedAt: NONE };
  private readonly execution: Execution = { effectAt: 1, receiveCount: 1 };

  constructor(
    private readonly site: Site,
    private readonly params: WorkerParams,
    private readonly caller: Caller,
    private readonly tasks: JobTasks,
    private readonly replicas: Replicas<Process>,
    private readonly owner: ExecutionsOwner,
  ) {
    this.stepEvent = site.event((task) => this.stepDue(task));
    this.cutOffEvent = site.event((task) => this.cutOff(task));
    this.timeChance = site.keyed('processing-time');
    this.faultChance = site.keyed('fault');
    this.jobChance = site.keyed('worker-fault-job');
    this.crashChance = site.keyed('worker-fault');
    this.readAcknowledgement();
  }

  /** Side effects are acknowledged in another way. */
  readAcknowledgement(): void {
    const { policy, params } = this.params.acknowledgement;
    this.records = policy.records(params);
    this.whenBegun = policy.when(params) === BEGUN;
  }

  /** The limiter has let a job pass, but only after a while [µs]. */
  beginLater(task: number, after: number): void {
    this.tasks.phase[task] = WORKING;
    this.tasks.done[task] = NONE;
    this.schedule(task, this.site.simulation.now + after);
  }

  begin(task: number): void {
    const { tasks } = this;
    const { items, calls, simulation, observed } = this.site;
    const { now } = simulation;
    const call = tasks.call[task];
    const item = tasks.item[task];
    this.site.report(fact.started, call);
    observed.jobs?.started(call, now);
    tasks.phase[task] = WORKING;
    tasks.startedAt[task] = now;
    tasks.done[task] = items.progress[item];
    tasks.until[task] = items.progress[item];
    tasks.pace[task] = 0;
    this.owner.storeOf(call).started(call);
    if (this.whenBegun) this.owner.storeOf(call).acknowledge(call, false);
    if (items.recordAt[item] > now) {
      this.site.report(fact.recordNotFound, call);
      this.fail(task, ERROR);
      return;
    }
    if (this.isSkipped(task)) return;
    this.owner.startHeartbeat(task);
    const { jobTimeout } = this.params;
    if (jobTimeout !== NEVER) tasks.cutOff[task] = simulation.schedule(now + jobTimeout, this.cutOffEvent, task);
    tasks.work[task] = this.workOf(task);
    tasks.effected[task] = items.effected[item];
    tasks.kills[task] = NONE;
    const { fault, workerFault, effectAt } = this.params;
    if (workerFault.policy.kills) {
      const { requests } = this.site;
      this.execution.effectAt = effectAt;
      this.execution.receiveCount = tasks.receiveCount[task];
      const root = calls.root[call];
      this.jobChance.aim(requests.keyLow[root], requests.keyHigh[root]);
      this.crashChance.aim(calls.keyLow[call], calls.keyHigh[call]);
      const kills = workerFault.policy.kills(workerFault.params, this.execution, this.jobChance, this.crashChance);
      if (kills !== SURVIVES) tasks.kills[task] = Math.max(kills, tasks.done[task]);
    }
    if (tasks.process[task] < this.faulty()) {
      const after = fault.policy.refusesAfter?.(fault.params);
      if (after !== undefined) {
        tasks.nextWire[task] = FAILS;
        this.schedule(task, now + after);
        return;
      }
      if (fault.params.decided === 'start' && this.verdict(task) !== OK) {
        this.fail(task, this.verdict(task));
        return;
      }
    }
    tasks.nextWire[task] = 0;
    this.goOn(task);
  }

  /** An operation made for a job has ended. */
  answered(task: number, outcome: number): void {
    const { tasks } = this;
    tasks.operation[task] = NONE;
    const process = this.replicas.list[tasks.process[task]];
    if (outcome !== OK) tasks.nextWire[task] = outcome === PERMANENT_ERROR ? FAILS_FOR_GOOD : FAILS;
    // a process that stands still hears of the answer when it goes on
    if (this.replicas.isPaused(process)) this.schedule(task, process.pausedUntil);
    else this.hear(task);
  }

  /** Whatever is under way for a job stops. */
  abandon(task: number): void {
    const { tasks } = this;
    if (tasks.event[task] !== NONE) this.site.simulation.cancel(tasks.event[task], task);
    if (tasks.cutOff[task] !== NONE) this.site.simulation.cancel(tasks.cutOff[task], task);
    if (tasks.phase[task] === HUNG) this.hung.splice(this.hung.indexOf(task), 1);
    if (tasks.operation[task] !== NONE && this.caller.isOpenFor(tasks.operation[task], task)) this.caller.cancel(tasks.operation[task]);
  }

  /** The process of a job stands still for so much longer [µs]. */
  postpone(task: number, longer: number): void {
    const { tasks } = this;
    const { simulation } = this.site;
    if (tasks.event[task] === NONE) return;
    simulation.cancel(tasks.event[task], task);
    tasks.due[task] += longer;
    tasks.event[task] = simulation.schedule(tasks.due[task], this.stepEvent, task);
  }

  /** An execution has taken too long; a process that stands still finds out when it goes on. */
  private cutOff(task: number): void {
    const { tasks } = this;
    const pause = this.pauseLeftOf(task);
    tasks.cutOff[task] = NONE;
    if (pause > 0) tasks.cutOff[task] = this.site.simulation.schedule(this.site.simulation.now + pause, this.cutOffEvent, task);
    else this.fail(task, ERROR);
  }

  /** What of a job needs not be done again is noted with the job. */
  keepProgress(task: number): void {
    const { tasks } = this;
    const { checkpoints, effectAt } = this.params;
    const phase = tasks.phase[task];
    if (checkpoints === 1 || tasks.isHeld(task) || phase === LIMITED || tasks.done[task] < 0) return;
    const { items, simulation } = this.site;
    let done = tasks.done[task];
    if (phase === WORKING) {
      const ahead = Math.max(0, tasks.due[task] - simulation.now - this.pauseLeftOf(task));
      const pace = tasks.pace[task];
      done = pace > 0 ? Math.max(done, tasks.until[task] - ahead / pace) : tasks.until[task];
    }
    // the last part has not been done while the job is not
    const kept = Math.min(checkpoints - 1, Math.floor(done * checkpoints + 1e-9)) / checkpoints;
    const item = tasks.item[task];
    if (kept <= items.progress[item]) return;
    items.progress[item] = kept;
    if (tasks.effected[task] === 1 && kept > effectAt) items.effected[item] = 1;
  }

  /** A fault is over or has changed: what hung for its sake goes on. */
  wakeHung(): void {
    const { tasks } = this;
    const { fault } = this.params;
    for (const task of this.hung.splice(0)) {
      tasks.phase[task] = WORKING;
      const stillHangs = fault.policy.stretch?.(fault.params) === Number.POSITIVE_INFINITY;
      const process = this.replicas.list[tasks.process[task]];
      if (!this.hungWorkFails || stillHangs) this.goOn(task);
      else if (this.replicas.isPaused(process)) {
        tasks.phase[task] = CALLING;
        tasks.nextWire[task] = FAILS;
        this.schedule(task, process.pausedUntil);
      } else this.fail(task, ERROR);
    }
  }

  /** Asks who keeps account of side effects whether there is anything left to do. */
  private isSkipped(task: number): boolean {
    const { tasks, holder } = this;
    const { items, accounts, simulation } = this.site;
    const { records } = this;
    if (records === NEVER_RECORDED) return false;
    const { acknowledgement } = this.params;
    const call = tasks.call[task];
    this.fillHolder(task);
    if (!acknowledgement.policy.permits(acknowledgement.params, simulation.now, holder)) {
      this.owner.storeOf(call).acknowledge(call, true);
      this.owner.ended(task, fact.skipped);
      return true;
    }
    if (records === BEFORE) accounts.enteredAt[items.account[tasks.item[task]]] = simulation.now;
    return false;
  }

  /** How many of the processes, from the first, a fault of the work strikes. */
  private faulty(): number {
    const { fault } = this.params;
    if (fault.policy.id === 'none') return 0;
    const share = fault.params.share ?? 1;
    // those that are draining, too
    return share === 1 ? this.replicas.list.length : Math.ceil(share * this.replicas.wanted - 1e-9);
  }

  private verdict(task: number): number {
    const { calls } = this.site;
    const { fault } = this.params;
    if (!fault.policy.verdict) return OK;
    const call = this.tasks.call[task];
    return fault.policy.verdict(fault.params, this.faultChance.aim(calls.keyLow[call], calls.keyHigh[call]));
  }

  /** How long all of a job's work takes [µs]. */
  private workOf(task: number): number {
    const { calls, requests, items } = this.site;
    const { processingTime, processingTimeDrawn } = this.params;
    const call = this.tasks.call[task];
    const root = calls.root[call];
    const chance =
      processingTimeDrawn === 'job'
        ? this.timeChance.aim(requests.keyLow[root] ^ items.intent[this.tasks.item[task]], requests.keyHigh[root])
        : this.timeChance.aim(calls.keyLow[call], calls.keyHigh[call]);
    const time = processingTime.policy.sample(processingTime.params, chance);
    const cost = items.cost[this.tasks.item[task]];
    return cost === 1 ? time : wholeMicros(time * cost);
  }

  private pauseLeftOf(task: number): number {
    return this.replicas.pauseLeft(this.replicas.list[this.tasks.process[task]]);
  }

  /** Works on until something happens: the side effect, its death, or the end. */
  private goOn(task: number): void {
    const { tasks } = this;
    const { simulation } = this.site;
    const { fault, effectAt } = this.params;
    const done = tasks.done[task];
    let until = 1;
    if (tasks.effected[task] === 0) until = Math.min(until, Math.max(done, effectAt));
    const kills = tasks.kills[task];
    if (kills !== NONE && kills < until) until = kills;
    tasks.until[task] = until;
    let time = wholeMicros((until - done) * tasks.work[task]);
    if (fault.policy.stretch && tasks.process[task] < this.faulty()) {
      const stretch = fault.policy.stretch(fault.params);
      if (stretch === Number.POSITIVE_INFINITY) {
        tasks.phase[task] = HUNG;
        this.hung.push(task);
        this.hungWorkFails = fault.params.hungWork === 'fails';
        return;
      }
      time = wholeMicros(time * stretch);
    }
    tasks.phase[task] = WORKING;
    tasks.pace[task] = until > done ? time / (until - done) : 0;
    this.schedule(task, simulation.now + this.pauseLeftOf(task) + time);
  }

  private schedule(task: number, at: number): void {
    const { tasks } = this;
    tasks.due[task] = at;
    tasks.event[task] = this.site.simulation.schedule(at, this.stepEvent, task);
  }

  private stepDue(task: number): void {
    const { tasks } = this;
    tasks.event[task] = NONE;
    // it was only held back
    if (tasks.done[task] < 0) {
      this.begin(task);
      return;
    }
    if (tasks.phase[task] === CALLING || tasks.nextWire[task] >= FAILS) {
      this.hear(task);
      return;
    }
    tasks.done[task] = tasks.until[task];
    if (tasks.effected[task] !== 0 || tasks.done[task] < this.params.effectAt) {
      this.afterStretch(task);
      return;
    }
    const { fault } = this.params;
    const verdict = fault.params.decided !== 'start' && tasks.process[task] < this.faulty() ? this.verdict(task) : OK;
    if (verdict === OK) this.callNext(task);
    else this.fail(task, verdict);
  }

  /** Goes on after an answer. */
  private hear(task: number): void {
    const next = this.tasks.nextWire[task];
    if (next < FAILS) this.callNext(task);
    else this.fail(task, next === FAILS ? ERROR : PERMANENT_ERROR);
  }

  private afterStretch(task: number): void {
    const { tasks } = this;
    if (tasks.kills[task] !== NONE && tasks.done[task] >= tasks.kills[task]) {
      this.owner.kills(task);
      return;
    }
    if (tasks.done[task] >= 1) this.complete(task);
    else this.goOn(task);
  }

  /** Calls the next of those it is wired to; after the last the side effect takes place. */
  private callNext(task: number): void {
    const { tasks } = this;
    const { calls, wires } = this.site;
    const wire = tasks.nextWire[task];
    if (wire >= wires.length) {
      tasks.effected[task] = this.makeEffect(task) ? 1 : REFUSED;
      this.afterStretch(task);
      return;
    }
    tasks.nextWire[task] = wire + 1;
    tasks.phase[task] = CALLING;
    const call = tasks.call[task];
    const salt = mix((wire + 1) * 64);
    const low = derivedLow(calls.keyLow[call], calls.keyHigh[call], salt);
    const high = derivedHigh(low, calls.keyHigh[call], salt);
    const operation = this.caller.open(wire, tasks.process[task], task, calls.root[call], call, mix(calls.intent[call] ^ salt), low, high);
    tasks.operation[task] = operation;
    this.caller.go(operation);
  }

  private fillHolder(task: number): void {
    const { calls, items, accounts } = this.site;
    const { holder } = this;
    const account = items.account[this.tasks.item[task]];
    holder.token = calls.ticket[this.tasks.call[task]];
    holder.newestHandedOut = accounts.handedOut[account];
    holder.newestWritten = accounts.writtenBy[account];
    holder.recordedAt = accounts.enteredAt[account];
  }

  /** Makes the side effect, if it may; whether it has taken place, now or before. */
  private makeEffect(task: number): boolean {
    const { items, accounts, simulation, observed } = this.site;
    const { records } = this;
    const { acknowledgement } = this.params;
    const call = this.tasks.call[task];
    if (records !== BEFORE) {
      this.fillHolder(task);
      if (!acknowledgement.policy.permits(acknowledgement.params, simulation.now, this.holder)) {
        this.site.report(fact.effectRefused, call);
        return records !== NEVER_RECORDED;
      }
    }
    if (records === WITH) accounts.enteredAt[items.account[this.tasks.item[task]]] = simulation.now;
    this.site.report(fact.effectMade, call);
    observed.jobs?.effectMade(call, simulation.now);
    this.owner.storeOf(call).effectMade(call);
    return true;
  }

  /** All work is done: acknowledged, and the slot is free. */
  private complete(task: number): void {
    const { items, accounts, simulation } = this.site;
    // whose token was refused has done nothing: the job is its successor's
    if (this.tasks.effected[task] === REFUSED) {
      this.owner.ended(task, fact.stopped);
      return;
    }
    const call = this.tasks.call[task];
    if (this.records === AFTER) accounts.enteredAt[items.account[this.tasks.item[task]]] = simulation.now;
    this.owner.storeOf(call).acknowledge(call, true);
    this.owner.ended(task, fact.done);
  }

  private fail(task: number, outcome: number): void {
    const call = this.tasks.call[task];
    this.keepProgress(task);
    this.owner.storeOf(call).failed(call, outcome);
    this.owner.ended(task, fact.failed);
  }
}
