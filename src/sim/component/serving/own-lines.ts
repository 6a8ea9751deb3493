import type { Keyed } from '../../kernel/chance.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { Servers } from './servers.ts';
import type { ServingParams } from './serving-params.ts';
import { WaitingLine } from './waiting-line.ts';

const NONE = -1;

/**
 * A line for every replica, and the balancer that sends newcomers to one of those that are up. While none is, all wait at
 * the balancer.
 */
export class OwnLines {
  /** Replicas whose line is still to be looked at. */
  readonly due: number[] = [];
  private readonly lines: WaitingLine[] = [];
  /** Who waits at the balancer for any replica to come up. */
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
  ) {
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

  /** Others may be up than before: those who wait at one that is not are sent to others. */
  bringUpToDate(): void {
    const { up } = this.servers;
    const most = up.at(-1) ?? NONE;
    while (this.lines.length <= most) this.lines.push(new WaitingLine(this.site, this.params));
    if (this.known.length < up.length) this.known = widened(this.known, up.length);
    this.knownSince = -1;
    for (const [replica, line] of this.lines.entries()) if (line.length > 0 && !up.includes(replica)) this.sendOn(line);
    if (up.length > 0 && this.atBalancer.length > 0) this.sendOn(this.atBalancer);
    this.due.push(...up);
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

  /** A task belongs to a replica. */
  settle(task: number, replica: number): void {
    if (task >= this.homes.length) this.homes = widened(this.homes, Math.max(task + 1, this.homes.length * 2));
    this.homes[task] = replica;
  }

  /** A task waits for a replica, or at the balancer. */
  join(task: number, replica: number): void {
    this.settle(task, replica);
    this.lineOf(task).join(task);
  }

  /** Where a call is sent to; −1 while no replica is up. */
  choose(call: number): number {
    const { viewDelay, balancer } = this.params;
    const { calls, simulation } = this.site;
    const { up } = this.servers;
    if (up.length === 0) return NONE;
    if (viewDelay === 0 || this.knownSince < 0 || simulation.now >= this.knownSince + viewDelay) {
      for (let i = 0; i < up.length; i++) this.known[i] = this.servers.busyOn(up[i]) + this.lines[up[i]].length;
      this.knownSince = simulation.now;
    }
    this.chance.aim(calls.keyLow[call], calls.keyHigh[call]);
    const chosen = balancer.policy.choose(this.state, balancer.params, this.known, up.length, this.chance);
    // a hedge goes where its original is not
    const original = calls.originalOf(call);
    const isThere = original !== NONE && original < this.homes.length && this.homes[original] === up[chosen];
    return up[isThere ? (chosen + 1) % up.length : chosen];
  }

  private sendOn(line: WaitingLine): void {
    for (const task of line.clear()) this.join(task, this.choose(task));
  }
}
