import type { Keyed } from '../../kernel/chance.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { Servers } from './servers.ts';
import type { ServingParams } from './serving-params.ts';
import { WaitingLine } from './waiting-line.ts';

/** A line for every replica, and the balancer that sends newcomers to one of them. */
export class OwnLines {
  /** Replicas whose line is still to be looked at. */
  readonly due: number[] = [];
  private readonly lines: WaitingLine[] = [];
  /** The replica of each task. */
  private homes = new Int32Array(1024);
  private readonly chance: Keyed;
  private state: object;
  /** What the balancer knows: requests in flight by replica, and since when it has known that [µs]. */
  private known = new Int32Array(0);
  private knownSince = -1;

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
    private readonly servers: Servers,
  ) {
    this.chance = site.keyed('balancer');
    this.state = {};
    this.balancerChanged();
  }

  balancerChanged(): void {
    const { policy, params } = this.params.balancer;
    this.state = policy.start(params);
  }

  disciplineChanged(): void {
    for (const line of this.lines) line.disciplineChanged();
  }

  /** There may be another number of replicas: those who wait at one that is gone are sent to others. */
  bringUpToDate(): void {
    const { replicas } = this.params;
    while (this.lines.length < replicas) this.lines.push(new WaitingLine(this.site, this.params));
    if (this.known.length < replicas) this.known = widened(this.known, replicas);
    this.knownSince = -1;
    for (const line of this.lines.slice(replicas)) for (const task of line.clear()) this.join(task, this.choose(task));
    for (let replica = 0; replica < replicas; replica++) this.due.push(replica);
  }

  at(replica: number): WaitingLine {
    return this.lines[replica];
  }

  /** The line that a task waits in. */
  lineOf(task: number): WaitingLine {
    return this.lines[this.homes[task]];
  }

  /** The replica of a task; another where that is gone. */
  homeOf(task: number): number {
    const home = this.homes[task];
    return home < this.params.replicas ? home : this.choose(task);
  }

  /** A task belongs to a replica. */
  settle(task: number, replica: number): void {
    if (task >= this.homes.length) this.homes = widened(this.homes, Math.max(task + 1, this.homes.length * 2));
    this.homes[task] = replica;
  }

  /** A task waits for a replica. */
  join(task: number, replica: number): void {
    this.settle(task, replica);
    this.lines[replica].join(task);
  }

  /** Where a call is sent to. */
  choose(call: number): number {
    const { replicas, viewDelay, balancer } = this.params;
    const { calls, simulation } = this.site;
    if (viewDelay === 0 || this.knownSince < 0 || simulation.now >= this.knownSince + viewDelay) {
      for (let replica = 0; replica < replicas; replica++) this.known[replica] = this.servers.busyOn(replica) + this.lines[replica].length;
      this.knownSince = simulation.now;
    }
    this.chance.aim(calls.keyLow[call], calls.keyHigh[call]);
    return balancer.policy.choose(this.state, balancer.params, this.known, replicas, this.chance);
  }
}
