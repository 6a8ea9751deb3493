import type { Simulation } from '../../kernel/simulation.ts';
import { NEVER } from '../../kernel/time.ts';
import { reaching } from '../../structure/widened.ts';
import { type ClosedFor, Connections } from './connections.ts';
import { Pool } from './pool.ts';
import type { PoolRules } from './pool-rules.ts';

const NONE = -1;

/** Why somebody who asks gets none. */
export type RefusedFor = 'full' | 'timed-out' | 'making-failed' | 'making-too-long';

/** Where the connections of pools lead, and who asks for them. `asker` is a small whole number, of one who has not been answered. */
export interface PoolsOwner {
  /** Making one begins; `made` or `makingFailed` follows, unless it is broken off. */
  make(connection: number): void;
  breakOffMaking(connection: number): void;
  /** It is tried; `checked` follows, at once or later. */
  check(connection: number): void;
  /** Closing it begins; `closed` follows, at once or later. */
  close(connection: number, why: ClosedFor): void;
  granted(asker: number, connection: number): void;
  refused(asker: number, why: RefusedFor): void;
  /** The state of a connection has changed. */
  changed(connection: number): void;
  /** A whole number below `n`, drawn for whoever is first in line. */
  draw(asker: number, n: number): number;
  /** How much shorter than its pool's longest a connection's life is: a share in [0, 1). */
  drawLife(connection: number): number;
}

/** The pools of a component: one for each instance that is wired to it. */
export class Pools {
  readonly connections = new Connections();
  readonly idleOverEvent: number;
  readonly lifeOverEvent: number;
  readonly resetEvent: number;
  readonly sweepEvent: number;
  readonly retryEvent: number;
  readonly restedEvent: number;
  readonly makingTooLongEvent: number;
  private readonly waitedEvent: number;
  private readonly pools: Pool[] = [];
  /** Of whoever has asked: the pool, and the event that ends the wait; −1 if there is none. */
  private poolOf = new Int32Array(1024);
  private waitEvent = new Int32Array(1024).fill(NONE);
  /** Since when it has waited [µs]. */
  private since = new Float64Array(1024);

  constructor(
    private readonly site: { readonly simulation: Simulation; event(handle: (subject: number) => void): number },
    readonly rules: PoolRules,
    readonly owner: PoolsOwner,
  ) {
    const { connections } = this;
    this.idleOverEvent = site.event((row) => this.has(row).idleTimeIsOver(row));
    this.lifeOverEvent = site.event((row) => {
      connections.lifeEvent[row] = NONE;
      this.has(row).lifeIsOver(row);
    });
    this.resetEvent = site.event((row) => {
      connections.event[row] = NONE;
      this.has(row).isReset(row);
    });
    this.makingTooLongEvent = site.event((row) => {
      connections.event[row] = NONE;
      owner.breakOffMaking(row);
      this.has(row).makingFailed(row, true);
    });
    this.sweepEvent = site.event((pool) => this.pools[pool].sweep());
    this.retryEvent = site.event((pool) => this.pools[pool].retry());
    this.restedEvent = site.event((pool) => this.pools[pool].rested());
    this.waitedEvent = site.event((asker) => {
      this.waitEvent[asker] = NONE;
      this.pools[this.poolOf[asker]].leave(asker);
      owner.refused(asker, 'timed-out');
    });
  }

  get simulation(): Simulation {
    return this.site.simulation;
  }

  get all(): readonly Pool[] {
    return this.pools;
  }

  /** Another pool; it has nothing yet. */
  add(): Pool {
    const pool = new Pool(this.pools.length, this, this.rules);
    this.pools.push(pool);
    return pool;
  }

  /** Whoever asked a pool waits no longer. */
  leave(asker: number): void {
    this.stopWaiting(asker);
    this.pools[this.poolOf[asker]].leave(asker);
  }

  /** @param closedFor why it is to be closed; null: it is as good as before */
  giveBack(connection: number, closedFor: ClosedFor | null): void {
    this.has(connection).giveBack(connection, closedFor);
  }

  /** The server has ended it. */
  dies(connection: number): void {
    this.has(connection).dies(connection);
  }

  /** Since when whoever has just got one, or waits, has waited [µs]. */
  askedAt(asker: number): number {
    return this.since[asker];
  }

  made(connection: number): void {
    this.quiet(connection);
    this.has(connection).made(connection);
  }

  makingFailed(connection: number): void {
    this.quiet(connection);
    this.has(connection).makingFailed(connection);
  }

  checked(connection: number, works: boolean): void {
    this.has(connection).checked(connection, works);
  }

  closed(connection: number): void {
    this.has(connection).closed(connection);
  }

  // what follows is for the pools themselves

  /** Somebody asks one of them. */
  comes(asker: number, pool: number): void {
    this.poolOf = reaching(this.poolOf, asker);
    this.waitEvent = reaching(this.waitEvent, asker, NONE);
    this.since = reaching(this.since, asker);
    this.poolOf[asker] = pool;
    this.since[asker] = this.simulation.now;
  }

  waitsUntil(asker: number, until: number): void {
    const { simulation } = this;
    const end = Math.min(until, simulation.now + this.rules.acquireTimeout);
    if (end !== NEVER) this.waitEvent[asker] = simulation.schedule(Math.max(end, simulation.now), this.waitedEvent, asker);
  }

  grant(asker: number, connection: number): void {
    this.stopWaiting(asker);
    this.owner.granted(asker, connection);
  }

  refuse(asker: number, why: RefusedFor): void {
    if (why !== 'full') this.stopWaiting(asker);
    this.owner.refused(asker, why);
  }

  lifetime(connection: number, longest: number, spread: number): number {
    return spread > 0 ? Math.floor(longest * (1 - spread * this.owner.drawLife(connection))) : longest;
  }

  changed(connection: number): void {
    this.owner.changed(connection);
  }

  /** It is idle no more. */
  quietIdle(connection: number): void {
    const { connections, simulation } = this;
    if (connections.event[connection] !== NONE) simulation.cancel(connections.event[connection], connection);
    connections.event[connection] = NONE;
  }

  /** Nothing is due for it any more. */
  quiet(connection: number): void {
    const { connections, simulation } = this;
    this.quietIdle(connection);
    if (connections.lifeEvent[connection] !== NONE) simulation.cancel(connections.lifeEvent[connection], connection);
    connections.lifeEvent[connection] = NONE;
  }

  private stopWaiting(asker: number): void {
    if (this.waitEvent[asker] === NONE) return;
    this.simulation.cancel(this.waitEvent[asker], asker);
    this.waitEvent[asker] = NONE;
  }

  private has(connection: number): Pool {
    return this.pools[this.connections.pool[connection]];
  }
}
