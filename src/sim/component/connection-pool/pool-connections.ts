import type { Visitor } from '../../flow/port.ts';
import { type Keyed, mix } from '../../kernel/chance.ts';
import { MICROS_PER_MS, NEVER } from '../../kernel/time.ts';
import { reaching } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import { isLease, rowOf } from './askers.ts';
import { fact, gauge, histogram, littlesLaw } from './connection-pool-meters.ts';
import { type ConnectionPoolParams, rulesOf } from './connection-pool-params.ts';
import { type ClosedFor, IDLE } from './connections.ts';
import type { Pool } from './pool.ts';
import { Pools, type PoolsOwner, type RefusedFor } from './pools.ts';

const NONE = -1;

/** Who asks for connections. */
export interface AskersOwner {
  granted(asker: number, connection: number): void;
  refused(asker: number, why: RefusedFor): void;
  /** A connection has been held for as long as it may be. */
  heldTooLong(asker: number): void;
}

/** The connections of a component's pools to the database behind them, and what is told of them. */
export class PoolConnections implements Visitor, PoolsOwner {
  private readonly pools: Pools;
  private readonly byInstance = new Map<number, Pool>();
  private readonly orders: Keyed;
  private readonly lives: Keyed;
  private readonly checkedEvent: number;
  private readonly closedEvent: number;
  private readonly unmadeEvent: number;
  private readonly leakEvent: number;
  private readonly limitEvent: number;
  /** Of each connection: when making it began, and since when it has been lent [µs]; whether the database has it; the events of a leak, and of being held for too long. */
  private begunAt = new Float64Array(64);
  private lentAt = new Float64Array(64);
  private leak = new Int32Array(64).fill(NONE);
  private limit = new Int32Array(64).fill(NONE);
  /** The event that tells that it cannot be made. */
  private unmade = new Int32Array(64);
  /** Whether it is taken for leaked; dead; idle. */
  private isLeaked = new Int32Array(64);
  private isDead = new Int32Array(64);
  private idle = new Int32Array(64);
  /** For how long those were held that came back since the last reading [µs]. */
  private heldFor = 0;
  private readAt = 0;

  constructor(
    private readonly site: Site,
    private readonly params: ConnectionPoolParams,
    private readonly owner: AskersOwner,
  ) {
    this.pools = new Pools(site, rulesOf(params), this);
    this.orders = site.keyed('order-of-waiters');
    this.lives = site.keyed('lifetime');
    this.checkedEvent = site.event((connection) => this.pools.checked(connection, this.isDead[connection] === 0));
    this.closedEvent = site.event((connection) => this.pools.closed(connection));
    this.unmadeEvent = site.event((connection) => this.turnedAway(connection));
    this.leakEvent = site.event((connection) => this.looksLeaked(connection));
    this.limitEvent = site.event((connection) => {
      this.limit[connection] = NONE;
      owner.heldTooLong(this.pools.connections.asker[connection]);
    });
    site.recorder.addReading(littlesLaw, (now) => {
      const held = this.heldFor / (now - this.readAt);
      this.heldFor = 0;
      this.readAt = now;
      return held;
    });
  }

  /** Connections that somebody has. */
  get inUse(): number {
    return this.site.recorder.standing('inUse');
  }

  /** The pool of an instance of whoever is at the other end of a wire. */
  poolOf(wire: number, process: number): Pool {
    const name = instanceOf(wire, process);
    const known = this.byInstance.get(name);
    if (known) return known;
    const pool = this.pools.add();
    this.byInstance.set(name, pool);
    pool.start();
    return pool;
  }

  /** A process is gone, and its pool with it. */
  callerGone(wire: number, process: number): void {
    this.byInstance.get(instanceOf(wire, process))?.shutDown();
  }

  /** Whoever asked waits no longer. */
  leave(asker: number): void {
    this.pools.leave(asker);
  }

  giveBack(connection: number, how: 'returned' | 'holderGone' | 'takenBack'): void {
    const { recorder, simulation } = this.site;
    const held = simulation.now - this.lentAt[connection];
    recorder.fact(fact[how], NONE, NONE);
    recorder.observe(histogram.holdTime, held);
    this.heldFor += held;
    if (this.leak[connection] !== NONE) simulation.cancel(this.leak[connection], connection);
    this.leak[connection] = NONE;
    if (this.limit[connection] !== NONE) simulation.cancel(this.limit[connection], connection);
    this.limit[connection] = NONE;
    if (this.isLeaked[connection] === 1) recorder.change(gauge.leaked, -1);
    this.isLeaked[connection] = 0;
    const isGood = how === 'returned' && this.isDead[connection] === 0;
    this.pools.giveBack(connection, isGood ? null : how === 'takenBack' ? 'TakenBack' : 'Broken');
  }

  /** Rules have changed: those that wait may be served now. */
  rulesChanged(): void {
    for (const pool of this.pools.all) pool.retry();
  }

  // what the pools ask

  make(connection: number): void {
    const { simulation, recorder, wires } = this.site;
    this.reach(connection);
    this.begunAt[connection] = simulation.now;
    this.isDead[connection] = 0;
    this.isLeaked[connection] = 0;
    this.idle[connection] = 0;
    recorder.fact(fact.makingBegun, NONE, NONE);
    if (wires.length > 0) wires[0].door.open(wires[0].index, connection);
    // nobody is there to connect to
    else this.unmade[connection] = simulation.schedule(simulation.now + MICROS_PER_MS, this.unmadeEvent, connection);
  }

  breakOffMaking(connection: number): void {
    this.site.recorder.fact(fact.makingBrokenOff, NONE, NONE);
    const [wire] = this.site.wires;
    if (wire) wire.door.close(wire.index, connection);
    else this.site.simulation.cancel(this.unmade[connection], connection);
  }

  check(connection: number): void {
    const { simulation } = this.site;
    simulation.schedule(simulation.now + this.params.checkTime, this.checkedEvent, connection);
  }

  close(connection: number, why: ClosedFor): void {
    const { recorder, simulation, wires } = this.site;
    recorder.fact(fact[`closed${why}`], NONE, NONE);
    if (this.isDead[connection] === 0) wires[0]?.door.close(wires[0].index, connection);
    simulation.schedule(simulation.now + this.params.closingTime, this.closedEvent, connection);
  }

  granted(asker: number, connection: number): void {
    const { simulation, recorder } = this.site;
    const { leakedAfter, leaseTime } = this.params;
    this.lentAt[connection] = simulation.now;
    recorder.observe(histogram.acquireTime, simulation.now - this.pools.askedAt(asker));
    if (leaseTime !== NEVER) this.limit[connection] = simulation.schedule(simulation.now + leaseTime, this.limitEvent, connection);
    if (leakedAfter !== NEVER) this.leak[connection] = simulation.schedule(simulation.now + leakedAfter, this.leakEvent, connection);
    this.owner.granted(asker, connection);
  }

  refused(asker: number, why: RefusedFor): void {
    this.owner.refused(asker, why);
  }

  changed(connection: number): void {
    const isIdle = this.pools.connections.state[connection] === IDLE ? 1 : 0;
    if (isIdle !== this.idle[connection]) this.site.recorder.change(gauge.idle, isIdle - this.idle[connection]);
    this.idle[connection] = isIdle;
  }

  draw(asker: number, n: number): number {
    const { calls, leases } = this.site;
    const keyed = isLease(asker) ? leases : calls;
    const row = rowOf(asker);
    return this.orders.aim(keyed.keyLow[row], keyed.keyHigh[row]).below(n);
  }

  drawLife(connection: number): number {
    const { number, pool } = this.pools.connections;
    return this.lives.aim(mix(number[connection]), pool[connection]).unit();
  }

  // what the database says

  opened(connection: number): void {
    const { recorder, simulation } = this.site;
    recorder.fact(fact.made, NONE, NONE);
    recorder.observe(histogram.makingTime, simulation.now - this.begunAt[connection]);
    this.pools.made(connection);
  }

  turnedAway(connection: number): void {
    this.site.recorder.fact(fact.makingFailed, NONE, NONE);
    this.pools.makingFailed(connection);
  }

  ended(connection: number): void {
    this.isDead[connection] = 1;
    this.pools.dies(connection);
  }

  private looksLeaked(connection: number): void {
    const { recorder } = this.site;
    this.leak[connection] = NONE;
    this.isLeaked[connection] = 1;
    recorder.fact(fact.leakNoticed, NONE, NONE);
    recorder.change(gauge.leaked, 1);
  }

  private reach(connection: number): void {
    this.begunAt = reaching(this.begunAt, connection);
    this.lentAt = reaching(this.lentAt, connection);
    this.leak = reaching(this.leak, connection, NONE);
    this.limit = reaching(this.limit, connection, NONE);
    this.unmade = reaching(this.unmade, connection);
    this.isLeaked = reaching(this.isLeaked, connection);
    this.isDead = reaching(this.isDead, connection);
    this.idle = reaching(this.idle, connection);
  }
}

/** One number for a wire and a process at its other end. */
const instanceOf = (wire: number, process: number): number => wire * 1_048_576 + process;
