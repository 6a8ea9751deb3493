import type { Keyed } from '../../kernel/chance.ts';
import { wholeMicros } from '../../kernel/time.ts';
import type { Chosen } from '../../policy/policy.ts';
import { type AnyWorkerFault, type Execution, SURVIVES } from '../../policy/worker-fault/contract.ts';
import { Replica, UP } from '../../replica/replica.ts';
import { type ReplicaOwner, Replicas, type ReplicaTerms } from '../../replica/replicas.ts';
import type { Site } from '../component.ts';
import type { Servers } from './servers.ts';
import { fact, gauge } from './serving-meters.ts';
import type { ServingParams } from './serving-params.ts';

const NONE = -1;

/** One machine that serves. */
export class ServingReplica extends Replica {
  /** When it came up; those that are up at time 0 have always been [µs]. */
  upSince = Number.NEGATIVE_INFINITY;
}

/** How replicas that serve come and go. */
class Terms implements ReplicaTerms {
  /** Its work is lost, and so it stops: nothing has died. */
  readonly whenGraceEnds = 'given-back';
  readonly maySpareDraining = true;

  constructor(private readonly params: ServingParams) {}

  get startUpTime(): number {
    return this.params.startUpTime;
  }

  get restartTime(): number {
    return this.params.restartTime;
  }

  get grace(): number {
    return this.params.grace;
  }

  get workerFault(): Chosen<AnyWorkerFault> {
    return this.params.replicaFault;
  }
}

export interface ServingReplicasOwner {
  /** A replica no longer has what it has been working on. */
  lost(replica: number): void;
  /** A replica is down, and with it what tasks have left to it. */
  gone(replica: number): void;
  /** A replica stands still; and does not any more. */
  stoodStill(replica: number): void;
  wentOn(replica: number): void;
  /** Another number is wanted. @param before so many were */
  resized(before: number): void;
  /** Others are up than before; there is still to be looked who may begin. */
  othersAreUp(): void;
  serveWaiting(): void;
}

/** The lives of the replicas that serve, and what these mean for work on them: which is slower, or kills its replica. */
export class ServingReplicas implements ReplicaOwner<ServingReplica> {
  private readonly replicas: Replicas<ServingReplica>;
  /** While many change at once: all of them are looked at afterwards. */
  private held = false;
  /** Whether work that begins or ends has to ask here. */
  matters = false;
  /** When the last that is warming up will be warm [µs]. */
  private warmAt = Number.NEGATIVE_INFINITY;
  /** Tasks whose work kills their replica when it ends. */
  private readonly killers = new Set<number>();
  private readonly execution: Execution = { effectAt: 1, receiveCount: 1 };
  private readonly requestChance: Keyed;
  private readonly attemptChance: Keyed;
  private readonly pauseOverEvent: number;

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
    private readonly servers: Servers,
    private readonly owner: ServingReplicasOwner,
  ) {
    const make = (number: number) => new ServingReplica(number);
    this.replicas = new Replicas(site, new Terms(params), { fact, gauge }, this, site.keyed('replica'), make);
    this.requestChance = site.keyed('replica-fault-request');
    this.attemptChance = site.keyed('replica-fault');
    this.pauseOverEvent = site.event((replica) => this.pauseOver(replica));
    servers.whenIdle = (replica) => this.replicas.stopped(this.replicas.list[replica]);
  }

  get wanted(): number {
    return this.replicas.wanted;
  }

  count(state: number): number {
    return this.replicas.count(state);
  }

  standsStill(replica: number): boolean {
    return replica !== NONE && this.replicas.isPaused(this.replicas.list[replica]);
  }

  /** Time 0. */
  begin(count: number): void {
    this.held = true;
    this.replicas.begin(count);
    for (const replica of this.replicas.list) replica.upSince = Number.NEGATIVE_INFINITY;
    this.held = false;
    this.termsChanged();
  }

  /** As many as this are wanted. */
  want(count: number): void {
    const before = this.replicas.wanted;
    this.held = true;
    this.replicas.want(count);
    this.held = false;
    this.owner.resized(before);
  }

  /** Looks at all of them. */
  bringUpToDate(): void {
    this.servers.bringUpToDate(this.replicas.list, this.replicas.wanted);
  }

  /** The first that is up dies. */
  killOne(): void {
    this.replicas.killFirst();
  }

  changed(param: string): void {
    if (param === 'replicaFault') this.replicas.faultChanged();
    if (param === 'replicaFault' || param === 'warmUpTime' || param === 'warmUpSlowdown') this.termsChanged();
  }

  /** What may happen to work has changed, or at the beginning. */
  private termsChanged(): void {
    const { warmUpTime, warmUpSlowdown } = this.params;
    this.warmAt = Number.NEGATIVE_INFINITY;
    if (warmUpTime > 0 && warmUpSlowdown > 1)
      for (const { state, upSince } of this.replicas.list) if (state === UP) this.warmAt = Math.max(this.warmAt, upSince + warmUpTime);
    this.look();
  }

  // ——— work ———

  /** How many times as long work that begins now takes on a replica: settled when it begins. */
  slowdownOn(replica: number): number {
    const { now } = this.site.simulation;
    if (now >= this.warmAt) {
      this.look();
      return 1;
    }
    const { warmUpTime, warmUpSlowdown } = this.params;
    const cold = 1 - (now - this.replicas.list[replica].upSince) / warmUpTime;
    return cold > 0 ? 1 + (warmUpSlowdown - 1) * cold : 1;
  }

  /** Work would take so long [µs]: when it ends, or kills its replica. Whether it does is drawn once for the task, at its first work. */
  until(task: number, needed: number): number {
    const { policy, params } = this.params.replicaFault;
    if (!policy.kills) return needed;
    const { calls, requests } = this.site;
    const root = calls.root[task];
    this.execution.receiveCount = calls.attempt[task];
    this.requestChance.aim(requests.keyLow[root], requests.keyHigh[root]);
    this.attemptChance.aim(calls.keyLow[task], calls.keyHigh[task]);
    const share = policy.kills(params, this.execution, this.requestChance, this.attemptChance);
    if (share === SURVIVES) return needed;
    this.killers.add(task);
    return wholeMicros(needed * share);
  }

  /** A task's work ends: true if it kills its replica, and so is lost with it. */
  killedBy(task: number): boolean {
    if (!this.killers.delete(task)) return false;
    this.replicas.kill(this.replicas.list[this.site.calls.tasks.instance[task]]);
    this.look();
    return true;
  }

  /** A task's work is stopped before its end. */
  forget(task: number): void {
    if (this.matters) this.killers.delete(task);
  }

  private look(): void {
    const { kills } = this.params.replicaFault.policy;
    this.matters = kills !== undefined || this.killers.size > 0 || this.site.simulation.now < this.warmAt;
  }

  // ——— what befalls replicas ———

  cameUp(replica: ServingReplica): void {
    const { warmUpTime, warmUpSlowdown } = this.params;
    replica.upSince = this.site.simulation.now;
    if (warmUpTime > 0 && warmUpSlowdown > 1) {
      this.warmAt = Math.max(this.warmAt, replica.upSince + warmUpTime);
      this.look();
    }
    if (!this.held) this.owner.othersAreUp();
  }

  died(replica: ServingReplica): void {
    this.owner.othersAreUp();
    this.owner.lost(replica.number);
    this.owner.gone(replica.number);
  }

  stayedAway(replica: ServingReplica): void {
    this.owner.gone(replica.number);
  }

  isBusy(replica: ServingReplica): boolean {
    return this.servers.busyOn(replica.number) > 0;
  }

  graceEnded(replica: ServingReplica): void {
    this.owner.lost(replica.number);
  }

  stoodStill(replica: ServingReplica): void {
    const { simulation } = this.site;
    this.bringUpToDate();
    this.owner.stoodStill(replica.number);
    simulation.schedule(replica.pausedUntil, this.pauseOverEvent, replica.number);
  }

  takeStock(): void {
    if (!this.held) this.bringUpToDate();
  }

  madeRoom(): void {
    if (!this.held) this.owner.serveWaiting();
  }

  /** An event of its own: one that is asked to stop meanwhile goes on as well, and finishes its work. */
  private pauseOver(replica: number): void {
    if (this.replicas.isPaused(this.replicas.list[replica])) return;
    this.bringUpToDate();
    this.owner.wentOn(replica);
  }
}
