import type { Keyed } from '../../kernel/chance.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import { Rotation } from './rotation.ts';
import type { Servers } from './servers.ts';
import type { ServingParams } from './serving-params.ts';
import { WaitingLine } from './waiting-line.ts';

const NONE = -1;

export interface OwnLinesOwner {
  /** What a health check of a replica comes to now. @param round the how-manieth check it is */
  probe(replica: number, round: number): number;
  /** A task has been sent to a replica that is down, or waited there when it died. */
  turnAway(task: number): void;
  serveWaiting(): void;
}

/**
 * A line for every replica, and the balancer that sends newcomers to one of those in rotation. While none is, all wait at
 * the balancer.
 */
export class OwnLines {
  /** Replicas whose line is still to be looked at. */
  readonly due: number[] = [];
  private readonly lines: WaitingLine[] = [];
  readonly rotation: Rotation;
  /** Who waits at the balancer for any replica to come into rotation. */
  readonly atBalancer: WaitingLine;
  /** The replica of each task; −1: the balancer. */
  private homes = new Int32Array(1024);
  private readonly chance: Keyed;
  private state: object;
  /** What the balancer knows: requests in flight by replica, and since when it has known that [µs]. */
  private known = new Int32Array(16);
  private knownSince = -1;

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
    private readonly servers: Servers,
    private readonly owner: OwnLinesOwner,
  ) {
    this.rotation = new Rotation(site, params, servers, {
      probe: (replica, round) => owner.probe(replica, round),
      rotated: () => this.rotated(),
    });
    this.atBalancer = new WaitingLine(site, params);
    this.chance = site.keyed('balancer');
    this.state = {};
    this.balancerChanged();
  }

  balancerChanged(): void {
    const { policy, params } = this.params.balancer;
    this.state = policy.start(params);
  }

  disciplineChanged(): void {
    for (const line of [...this.lines, this.atBalancer]) line.disciplineChanged();
  }

  /** Others may be up than before: who waits at one that is not is sent to another, or lost with it if it is still known. */
  bringUpToDate(): void {
    const { servers, rotation } = this;
    rotation.bringUpToDate();
    const { members } = rotation;
    const most = members.at(-1) ?? NONE;
    while (this.lines.length <= most) this.lines.push(new WaitingLine(this.site, this.params));
    if (this.known.length < members.length) this.known = widened(this.known, members.length);
    for (const [replica, line] of this.lines.entries()) {
      if (line.length === 0 || servers.isUp(replica)) continue;
      if (rotation.knows(replica)) for (const task of line.clear()) this.owner.turnAway(task);
      else this.sendOn(line);
    }
    this.lookAgain();
    this.due.push(...servers.up);
  }

  /** Newcomers are sent to others than before. */
  private rotated(): void {
    if (!this.lookAgain()) return;
    this.due.push(...this.servers.up);
    this.owner.serveWaiting();
  }

  /** The balancer looks at those in rotation anew; whether it has sent any there that waited for one. */
  private lookAgain(): boolean {
    this.knownSince = -1;
    if (this.rotation.list.length === 0 || this.atBalancer.length === 0) return false;
    this.sendOn(this.atBalancer);
    return true;
  }

  at(replica: number): WaitingLine {
    return this.lines[replica];
  }

  /** The line that a task waits in. */
  lineOf(task: number): WaitingLine {
    const home = this.homes[task];
    return home === NONE ? this.atBalancer : this.lines[home];
  }

  /** The replica of a task; another where that is not up. */
  homeOf(task: number): number {
    const home = this.homes[task];
    return this.servers.isUp(home) ? home : this.choose(task);
  }

  /** A task belongs to a replica, or waits at the balancer. */
  settle(task: number, replica: number): void {
    if (task >= this.homes.length) this.homes = widened(this.homes, Math.max(task + 1, this.homes.length * 2));
    this.homes[task] = replica;
  }

  /** Whether a replica that was chosen is down, which only the checks of the balancer could have told it. */
  isDown(replica: number): boolean {
    return this.rotation.isLate && replica !== NONE && !this.servers.isUp(replica);
  }

  /** A call has been answered by its replica, well or with an error. */
  learn(call: number, failed: boolean): void {
    this.rotation.learn(this.homes[call], failed);
  }

  /** Where a call is sent to; −1 while no replica is in rotation. */
  choose(call: number): number {
    const { viewDelay, balancer } = this.params;
    const { calls, simulation } = this.site;
    const { list } = this.rotation;
    if (list.length === 0) return NONE;
    if (viewDelay === 0 || this.knownSince < 0 || simulation.now >= this.knownSince + viewDelay) {
      for (let i = 0; i < list.length; i++) this.known[i] = this.servers.busyOn(list[i]) + this.lines[list[i]].length;
      this.knownSince = simulation.now;
    }
    this.chance.aim(calls.keyLow[call], calls.keyHigh[call]);
    const chosen = balancer.policy.choose(this.state, balancer.params, this.known, list.length, this.chance);
    // a hedge goes where its original is not
    const original = calls.originalOf(call);
    const isThere = original !== NONE && original < this.homes.length && this.homes[original] === list[chosen];
    return list[isThere ? (chosen + 1) % list.length : chosen];
  }

  private sendOn(line: WaitingLine): void {
    for (const task of line.clear()) {
      const replica = this.choose(task);
      this.settle(task, replica);
      if (this.isDown(replica)) this.owner.turnAway(task);
      else this.lineOf(task).join(task);
    }
  }
}
