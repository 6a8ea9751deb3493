import type { Calls } from '../flow/calls.ts';
import type { Wire } from '../flow/port.ts';
import type { Keyed } from '../kernel/chance.ts';
import type { Simulation } from '../kernel/simulation.ts';
import { NEVER } from '../kernel/time.ts';
import type { Recorder } from '../meter/recorder.ts';
import type { Chosen } from '../policy/policy.ts';
import type { AnyWorkerFault } from '../policy/worker-fault/contract.ts';
import { Replica, UP } from './replica.ts';
import type { ReplicaWords } from './replica-meters.ts';
import { type ReplicaOwner, Replicas, type ReplicaTerms } from './replicas.ts';

const NONE = -1;

interface NodeParams {
  readonly startUpTime: number;
  readonly restartTime: number;
  readonly replicaFault: Chosen<AnyWorkerFault>;
}

/** Read anew each time. A node that is asked to stop gets no more calls, and nothing waits until it has finished those it has. */
export class NodeTerms implements ReplicaTerms {
  readonly grace = NEVER;
  readonly whenGraceEnds = 'killed';

  constructor(private readonly params: NodeParams) {}

  get startUpTime(): number {
    return this.params.startUpTime;
  }

  get restartTime(): number {
    return this.params.restartTime;
  }

  get workerFault(): Chosen<AnyWorkerFault> {
    return this.params.replicaFault;
  }
}

interface NodesSite {
  readonly simulation: Simulation;
  readonly recorder: Recorder;
  readonly calls: Calls;
  readonly wires: readonly Wire[];
  event(handle: (subject: number) => void): number;
  keyed(purpose: string): Keyed;
}

/** Replicas that calls come to by their number: which of them are up, and what is due at one that stands still. */
export abstract class Nodes {
  readonly replicas: Replicas<Replica>;
  /** How many of those that are wanted are not up, or stand still. While there are none nobody has to ask which they are. */
  impaired = 0;

  constructor(
    protected readonly site: NodesSite,
    terms: ReplicaTerms,
    words: ReplicaWords,
  ) {
    const notice = () => this.notice();
    const lives: ReplicaOwner<Replica> = {
      cameUp: (replica) => this.cameUp(replica),
      died: (replica) => this.died(replica),
      stoodStill: notice,
      wentOn: notice,
      takeStock: notice,
      madeRoom: notice,
    };
    this.replicas = new Replicas(site, terms, words, lives, site.keyed('replica'), (number) => new Replica(number));
  }

  /** The number of the node that a call is at. */
  abstract numberFor(call: number): number;
  /** Which of them are up, or stand still, may have changed. */
  protected abstract notice(): void;
  protected abstract died(replica: Replica): void;

  protected cameUp(_replica: Replica): void {
    this.notice();
  }

  isUp(at: number): boolean {
    return this.replicas.list[at]?.state === UP;
  }

  standsStill(at: number): boolean {
    return this.isUp(at) && this.replicas.isPaused(this.replicas.list[at]);
  }

  /** What is due at a node that stands still is due when it goes on. @returns whether that is so */
  putOff(at: number, event: number, subject: number): boolean {
    return this.impaired > 0 && this.postpone(at, event, subject) !== NONE;
  }

  /** The same of what a call waits for. */
  putOffCall(call: number, event: number): boolean {
    if (this.impaired === 0) return false;
    const handle = this.postpone(this.numberFor(call), event, call);
    if (handle !== NONE) this.site.calls.tasks.event[call] = handle;
    return handle !== NONE;
  }

  /** @returns the handle of what will be due then; −1: it is due now */
  private postpone(at: number, event: number, subject: number): number {
    return this.standsStill(at) ? this.site.simulation.schedule(this.replicas.list[at].pausedUntil, event, subject) : NONE;
  }
}
