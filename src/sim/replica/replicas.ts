import type { Callee } from '../flow/port.ts';
import type { Keyed } from '../kernel/chance.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { NEVER, wholeMicros } from '../kernel/time.ts';
import type { Recorder } from '../meter/recorder.ts';
import type { Chosen } from '../policy/policy.ts';
import type { AnyWorkerFault } from '../policy/worker-fault/contract.ts';
import { DOWN, DRAINING, type Replica, STARTING, UP } from './replica.ts';
import type { ReplicaWords } from './replica-meters.ts';

const NONE = -1;

/** What owns replicas: what they hold is its own. What need not be there is for owners to whom that matters. */
export interface ReplicaOwner<R extends Replica> {
  /** It takes work from here on. */
  cameUp(replica: R): void;
  /** It takes no more work: asked to stop, or dead. */
  tookDown?(replica: R): void;
  /** It has died, and with it all that it holds. */
  died(replica: R): void;
  /** It was asked to stop: it gives back what it has not begun. */
  drains?(replica: R): void;
  /** Whether it still works when it is asked to stop; absent: nobody ever does. */
  isBusy?(replica: R): boolean;
  /** Its grace is over, and it is not killed for that. */
  graceEnded?(replica: R): void;
  /** It stands still for so much longer [µs] than it would have. */
  stoodStill?(replica: R, longer: number): void;
  wentOn?(replica: R): void;
  /** It has come back, or stays away, after it was asked to stop. */
  replaced?(replica: R): void;
  /** It does not come up again. */
  stayedAway?(replica: R): void;
  /** States or numbers have changed: how many slots there are now. */
  takeStock(): void;
  /** There may be room for work that waits. */
  madeRoom(): void;
}

/** How replicas come and go; read anew each time. */
export interface ReplicaTerms {
  /** How long a new one, and one that died, needs to come up [µs]. */
  readonly startUpTime: number;
  readonly restartTime: number;
  /** How long one that is asked to stop may finish its work [µs]. */
  readonly grace: number;
  readonly whenGraceEnds: 'killed' | 'given-back';
  /** Whether one that is wanted again before it has stopped takes work again at once; absent: it stops, and is started anew. */
  readonly maySpareDraining?: boolean;
  /** What makes them die or stand still; absent: nothing ever does. */
  readonly workerFault?: Chosen<AnyWorkerFault>;
}

interface ReplicaSite {
  readonly simulation: Simulation;
  readonly recorder: Recorder;
  /** Wires that lead from it. */
  readonly wires: readonly { readonly index: number; readonly callee: Callee | undefined }[];
  event(handle: (subject: number) => void): number;
}

/**
 * The lives of a component's replicas: starting, up, standing still, draining, down. They are numbered in the order of
 * their making; the first `wanted` of them are meant to be up, and the highest go first.
 */
export class Replicas<R extends Replica> {
  readonly list: R[] = [];
  wanted = 0;
  /** How many have died and were started again. */
  private restarts = 0;
  private readonly dueEvent: number;
  private readonly strikeEvent: number;
  private readonly resumeEvent: number;

  constructor(
    private readonly site: ReplicaSite,
    private readonly terms: ReplicaTerms,
    private readonly words: ReplicaWords,
    private readonly owner: ReplicaOwner<R>,
    /** Draws of what befalls them, by number. */
    private readonly chance: Keyed,
    private readonly make: (number: number) => R,
  ) {
    this.dueEvent = site.event((number) => this.due(this.list[number]));
    this.strikeEvent = site.event((number) => this.strike(this.list[number]));
    this.resumeEvent = site.event((number) => this.goOn(this.list[number]));
    site.recorder.addPeak('restarts', () => this.restarts);
  }

  count(state: number): number {
    return this.list.reduce((sum, replica) => sum + (replica.state === state ? 1 : 0), 0);
  }

  isPaused(replica: R): boolean {
    return replica.pausedUntil > this.site.simulation.now;
  }

  /** How much longer one stands still [µs]. */
  pauseLeft(replica: R): number {
    return Math.max(0, replica.pausedUntil - this.site.simulation.now);
  }

  /** At time 0 as many are up as this. */
  begin(count: number): void {
    for (let i = 0; i < count; i++) {
      this.wanted++;
      this.bringUp(this.create());
    }
  }

  /** As many as this are wanted from now on. */
  want(count: number): void {
    const before = this.wanted;
    this.wanted = count;
    for (let i = count; i < before; i++) this.drain(this.list[i]);
    for (let i = before; i < count; i++) {
      const replica = i < this.list.length ? this.list[i] : this.create();
      // one that is still draining starts again when it has stopped
      if (replica.state === DOWN) this.startLater(replica, this.terms.startUpTime);
      else if (replica.state === DRAINING && this.terms.maySpareDraining) this.spare(replica);
    }
    this.owner.madeRoom();
  }

  /** Asks one to stop. */
  drain(replica: R): void {
    const { simulation } = this.site;
    const { grace } = this.terms;
    if (replica.state === STARTING) {
      this.cancelDue(replica);
      replica.state = DOWN;
      this.owner.stayedAway?.(replica);
      this.owner.replaced?.(replica);
      return;
    }
    if (replica.state !== UP) return;
    const pausedFor = this.pauseLeft(replica);
    this.takeDown(replica);
    replica.state = DRAINING;
    this.owner.takeStock();
    this.owner.drains?.(replica);
    if (!this.owner.isBusy?.(replica)) this.stopped(replica);
    else if (grace !== NEVER)
      replica.event = simulation.schedule(simulation.now + Math.max(grace, pausedFor), this.dueEvent, replica.number);
  }

  /** One dies with all that it holds, and is restarted if it was not about to stop. */
  kill(replica: R): void {
    this.report(this.words.fact.replicaDied, replica);
    const wasDraining = replica.state === DRAINING;
    this.cancelDue(replica);
    if (!wasDraining) this.takeDown(replica);
    replica.state = DOWN;
    this.owner.takeStock();
    this.owner.died(replica);
    this.hangUp(replica);
    if (wasDraining) {
      this.stopped(replica);
      return;
    }
    this.restarts++;
    this.startLater(replica, this.terms.restartTime);
    this.owner.madeRoom();
  }

  /** The first that is up dies; if none is, nothing happens. */
  killFirst(): void {
    const first = this.list.find(({ state }) => state === UP);
    if (first) this.kill(first);
  }

  /** One that was asked to stop has stopped. */
  stopped(replica: R): void {
    this.cancelDue(replica);
    replica.state = DOWN;
    this.owner.takeStock();
    this.report(this.words.fact.replicaStopped, replica);
    this.hangUp(replica);
    if (replica.number < this.wanted) this.startLater(replica, this.terms.startUpTime);
    else this.owner.stayedAway?.(replica);
    if (replica.state !== STARTING) this.owner.replaced?.(replica);
  }

  /** Another fault: what befalls each, and when, is drawn anew. */
  faultChanged(): void {
    for (const replica of this.list) this.armStrike(replica);
  }

  /** What it kept open ends with its process. */
  private hangUp(replica: R): void {
    for (const { callee, index } of this.site.wires) callee?.callerGone?.(index, replica.number);
  }

  private report(fact: number | undefined, replica: R): void {
    if (fact !== undefined) this.site.recorder.fact(fact, NONE, replica.number);
  }

  private move(gauge: keyof ReplicaWords['gauge'], by: number): void {
    this.site.recorder.change(this.words.gauge[gauge], by);
  }

  private create(): R {
    const replica = this.make(this.list.length);
    this.list.push(replica);
    return replica;
  }

  private bringUp(replica: R): void {
    replica.state = UP;
    replica.pausedUntil = 0;
    this.report(this.words.fact.replicaUp, replica);
    this.move('up', 1);
    this.owner.takeStock();
    this.owner.cameUp(replica);
    this.armStrike(replica);
  }

  /** One that was asked to stop is wanted after all: nothing has happened to what it holds. */
  private spare(replica: R): void {
    const { simulation } = this.site;
    this.cancelDue(replica);
    replica.state = UP;
    this.move('up', 1);
    if (this.isPaused(replica)) {
      this.move('paused', 1);
      replica.resume = simulation.schedule(replica.pausedUntil, this.resumeEvent, replica.number);
    }
    this.owner.takeStock();
    this.armStrike(replica);
  }

  /** One is no longer up. */
  private takeDown(replica: R): void {
    const { simulation } = this.site;
    this.move('up', -1);
    if (this.isPaused(replica)) this.move('paused', -1);
    for (const name of ['strike', 'resume'] as const) {
      if (replica[name] !== NONE) simulation.cancel(replica[name], replica.number);
      replica[name] = NONE;
    }
    this.owner.tookDown?.(replica);
  }

  /** One comes up after a while [µs]. */
  private startLater(replica: R, after: number): void {
    const { simulation } = this.site;
    if (after === 0) {
      this.bringUp(replica);
      this.owner.madeRoom();
      return;
    }
    replica.state = STARTING;
    this.move('starting', 1);
    replica.event = simulation.schedule(simulation.now + after, this.dueEvent, replica.number);
  }

  private cancelDue(replica: R): void {
    if (replica.event === NONE) return;
    this.site.simulation.cancel(replica.event, replica.number);
    replica.event = NONE;
    if (replica.state === STARTING) this.move('starting', -1);
  }

  /** One is up, or its grace is over. */
  private due(replica: R): void {
    replica.event = NONE;
    if (replica.state === STARTING) {
      this.move('starting', -1);
      this.bringUp(replica);
      this.owner.replaced?.(replica);
      this.owner.madeRoom();
    } else if (this.terms.whenGraceEnds === 'killed') this.kill(replica);
    else this.owner.graceEnded?.(replica);
  }

  private armStrike(replica: R): void {
    const { simulation } = this.site;
    const { workerFault } = this.terms;
    if (replica.strike !== NONE) simulation.cancel(replica.strike, replica.number);
    replica.strike = NONE;
    if (!workerFault?.policy.strikesAfter || replica.state !== UP) return;
    const { policy, params } = workerFault;
    this.chance.aim(replica.number, replica.strikes++);
    const after = policy.strikesAfter!(params, this.chance);
    if (after === NEVER) return;
    const from = simulation.now + this.pauseLeft(replica);
    replica.strike = simulation.schedule(from + Math.max(1, wholeMicros(after)), this.strikeEvent, replica.number);
  }

  private strike(replica: R): void {
    replica.strike = NONE;
    const { workerFault } = this.terms;
    if (!workerFault?.policy.lasts) return;
    this.chance.aim(replica.number, ~replica.strikes);
    const lasts = workerFault.policy.lasts(workerFault.params, this.chance);
    if (lasts === NEVER) {
      this.kill(replica);
      return;
    }
    this.pause(replica, wholeMicros(lasts));
    this.armStrike(replica);
  }

  /** One stands still: whatever it would have done is done later, and its clock has not stopped. */
  private pause(replica: R, span: number): void {
    if (span === 0) return;
    const { simulation } = this.site;
    const { now } = simulation;
    this.report(this.words.fact.replicaPaused, replica);
    if (!this.isPaused(replica)) this.move('paused', 1);
    else if (replica.resume !== NONE) simulation.cancel(replica.resume, replica.number);
    const from = Math.max(now, replica.pausedUntil);
    replica.pausedUntil = from + span;
    this.owner.stoodStill?.(replica, span);
    replica.resume = simulation.schedule(replica.pausedUntil, this.resumeEvent, replica.number);
  }

  private goOn(replica: R): void {
    replica.resume = NONE;
    this.move('paused', -1);
    replica.pausedUntil = 0;
    this.owner.wentOn?.(replica);
  }
}
