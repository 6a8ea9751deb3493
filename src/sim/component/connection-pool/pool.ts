import { NEVER } from '../../kernel/time.ts';
import { CHECKING, CLOSING, type ClosedFor, IDLE, LENT, RESETTING } from './connections.ts';
import type { PoolRules } from './pool-rules.ts';
import type { Pools } from './pools.ts';

const NONE = -1;

/**
 * One pool of connections, of one instance of one component: who has one, who waits, which are idle, which are being made.
 * It decides; making, trying and closing take time elsewhere, and come back as events.
 */
export class Pool {
  /** All that are not closed yet, those being made among them, in the order of making. */
  private readonly all: number[] = [];
  /** Those that are idle, the first to have come back first. */
  private readonly idle: number[] = [];
  /** Those who wait in line, the first to have come first; who has a connection being made for it waits apart. */
  private readonly line: number[] = [];
  /** Connections that take up a place. */
  private taken = 0;
  private making = 0;
  /** None is made before this moment [µs]; whether an event will tell. */
  private restsUntil = 0;
  private isResting = false;
  /** How long it rests after the next failure [µs]. */
  private backOff = 0;
  private sweeping = false;
  /** Its process is gone; the next one that asks is of a new one. */
  private isShut = false;

  constructor(
    readonly index: number,
    private readonly pools: Pools,
    private readonly rules: PoolRules,
  ) {}

  /** How many connections there are, are idle, are being made; and how many callers wait. */
  get size(): number {
    return this.taken;
  }
  get idleCount(): number {
    return this.idle.length;
  }
  get makingCount(): number {
    return this.making;
  }
  get waiting(): number {
    return this.line.length + (this.rules.madeFor === 'its-caller' ? this.making : 0);
  }

  /** The states of all its connections, in the order of making. */
  states(): readonly number[] {
    return this.all.map((connection) => this.pools.connections.state[connection]);
  }

  start(): void {
    if (this.rules.idleNoticed === 'by-sweep') this.sweepLater();
    this.replenish();
  }

  /** Somebody asks for a connection: it is granted or refused once, at once or later. @param until when it stops waiting [µs], if not sooner */
  ask(asker: number, until = NEVER): void {
    const { rules, pools } = this;
    pools.comes(asker, this.index);
    if (this.isShut) {
      this.isShut = false;
      this.replenish();
    }
    const mayOvertake = rules.madeFor === 'its-caller';
    if (this.idle.length > 0 && (this.line.length === 0 || mayOvertake)) {
      pools.waitsUntil(asker, until);
      this.lend(this.pick(), asker);
      return;
    }
    const own = mayOvertake && this.hasPlace() && this.mayMake();
    // those for whom one can be made do not wait for somebody else
    if (!own && this.line.length >= rules.mostWaiting && !(this.hasPlace() && this.making <= this.line.length)) {
      pools.refuse(asker, 'full');
      return;
    }
    pools.waitsUntil(asker, until);
    if (own) this.make(asker);
    else {
      this.line.push(asker);
      this.makeForLine();
    }
  }

  /** Whoever asked waits no longer: by itself, or because it has waited as long as it may. */
  leave(asker: number): void {
    const place = this.line.indexOf(asker);
    if (place >= 0) this.line.splice(place, 1);
    // what is made or tried for it goes on, for somebody else
    else
      for (const connection of this.all)
        if (this.pools.connections.asker[connection] === asker) this.pools.connections.asker[connection] = NONE;
  }

  /** It comes back. @param closedFor why it is closed, whatever else holds; null: it is as good as before */
  giveBack(connection: number, closedFor: ClosedFor | null): void {
    const { connections, simulation } = this.pools;
    const { maxUses, resetTime, lifetimeNoticed } = this.rules;
    connections.asker[connection] = NONE;
    if (closedFor !== null) this.close(connection, closedFor);
    else if (connections.uses[connection] >= maxUses) this.close(connection, 'Uses');
    else if (connections.isOver[connection] === 1) this.close(connection, 'Lifetime');
    else if (lifetimeNoticed === 'at-use' && connections.endsAt[connection] <= simulation.now) this.close(connection, 'Lifetime');
    else if (resetTime > 0) {
      connections.state[connection] = RESETTING;
      connections.event[connection] = simulation.schedule(simulation.now + resetTime, this.pools.resetEvent, connection);
    } else this.free(connection);
  }

  /** Its session is cleared. */
  isReset(connection: number): void {
    this.free(connection);
  }

  made(connection: number): void {
    const { connections, simulation } = this.pools;
    const { maxLifetime, lifetimeSpread, lifetimeNoticed, makingPause } = this.rules;
    this.making--;
    this.backOff = 0;
    if (maxLifetime !== NEVER) {
      connections.endsAt[connection] = simulation.now + this.pools.lifetime(connection, maxLifetime, lifetimeSpread);
      if (lifetimeNoticed === 'by-timer')
        connections.lifeEvent[connection] = simulation.schedule(connections.endsAt[connection], this.pools.lifeOverEvent, connection);
    }
    if (makingPause > 0) this.restUntil(simulation.now + makingPause);
    const asker = connections.asker[connection];
    if (asker === NONE) this.free(connection);
    else this.grant(connection, asker);
    this.makeForLine();
    this.replenish();
  }

  /** Making one has failed, or was broken off. */
  makingFailed(connection: number, isTooLong = false): void {
    const { connections, simulation } = this.pools;
    const { whenMakingFails, retryPause, longestRetryPause } = this.rules;
    const asker = connections.asker[connection];
    this.making--;
    this.taken--;
    this.forget(connection);
    if (whenMakingFails === 'backs-off') {
      this.backOff = Math.min(Math.max(retryPause, this.backOff * 2), longestRetryPause);
      this.restUntil(simulation.now + this.backOff);
    } else if (whenMakingFails === 'refuses-all') {
      this.restUntil(simulation.now + retryPause);
      // while any works those who wait can still be served
      if (this.taken === 0) for (const waiting of this.line.splice(0)) this.pools.refuse(waiting, 'making-failed');
    } else if (whenMakingFails === 'pauses') {
      simulation.schedule(simulation.now + retryPause, this.pools.retryEvent, this.index);
    }
    if (whenMakingFails !== 'pauses') this.makeForLine();
    if (asker !== NONE) this.pools.refuse(asker, isTooLong ? 'making-too-long' : 'making-failed');
    if (whenMakingFails !== 'pauses') this.replenish();
  }

  /** A pause is over. */
  retry(): void {
    this.makeForLine();
    this.replenish();
  }

  rested(): void {
    const { simulation } = this.pools;
    this.isResting = false;
    if (simulation.now < this.restsUntil) this.restUntil(this.restsUntil);
    else this.retry();
  }

  /** One that was tried works, or does not. */
  checked(connection: number, works: boolean): void {
    const { connections } = this.pools;
    const asker = connections.asker[connection];
    if (works) {
      if (asker === NONE) this.free(connection);
      else this.grant(connection, asker);
      return;
    }
    connections.asker[connection] = NONE;
    if (asker !== NONE) this.line.unshift(asker);
    this.close(connection, 'Check');
  }

  idleTimeIsOver(connection: number): void {
    this.pools.connections.event[connection] = NONE;
    if (this.isSpared()) return;
    this.take(connection);
    this.close(connection, 'Idle');
  }

  lifeIsOver(connection: number): void {
    this.closeOnceIdle(connection, 'Lifetime');
  }

  sweep(): void {
    const { connections, simulation } = this.pools;
    const { idleTimeout, idleNoticed } = this.rules;
    this.sweeping = false;
    const isInUse = idleNoticed === 'by-sweep-in-use';
    for (let i = 0; i < this.idle.length; ) {
      const connection = this.idle[i];
      const idleFor = simulation.now - connections.idleSince[connection];
      if (this.isSpared() || (isInUse ? idleFor < idleTimeout : idleFor <= idleTimeout)) i++;
      else {
        this.take(connection);
        this.close(connection, 'Idle');
      }
    }
    if (!isInUse || this.all.length > 0) this.sweepLater();
  }

  closed(connection: number): void {
    const { closingTakes } = this.rules;
    this.forget(connection);
    if (closingTakes === 'its-place') this.taken--;
    if (closingTakes !== 'no-place') this.retry();
  }

  /** Its process is gone: nothing that is open, or comes back, is of use any more. A new one begins with nothing. */
  shutDown(): void {
    this.isShut = true;
    for (const connection of [...this.all]) this.closeOnceIdle(connection, 'Broken');
  }

  /** The server has ended it. */
  dies(connection: number): void {
    this.closeOnceIdle(connection, 'Broken');
  }

  /** It is closed now if nobody has it, else when it comes back. */
  private closeOnceIdle(connection: number, why: ClosedFor): void {
    const { connections } = this.pools;
    if (connections.state[connection] !== IDLE) connections.isOver[connection] = 1;
    else {
      this.take(connection);
      this.close(connection, why);
    }
  }

  private free(connection: number): void {
    const { connections, simulation } = this.pools;
    const { idleTimeout, idleNoticed, mostIdle, min } = this.rules;
    connections.event[connection] = NONE;
    if (connections.isOver[connection] === 1) {
      this.close(connection, 'Lifetime');
      return;
    }
    if (this.line.length > 0) {
      this.lend(connection, this.next());
      return;
    }
    if (this.idle.length >= mostIdle) {
      this.close(connection, 'Surplus');
      return;
    }
    connections.state[connection] = IDLE;
    connections.idleSince[connection] = simulation.now;
    this.idle.push(connection);
    this.pools.changed(connection);
    if (idleNoticed === 'by-timer' && idleTimeout !== NEVER && this.taken > min)
      connections.event[connection] = simulation.schedule(simulation.now + idleTimeout, this.pools.idleOverEvent, connection);
  }

  /** Lends an idle one, after it was tried if it has to be. */
  private lend(connection: number, asker: number): void {
    const { connections, simulation } = this.pools;
    const { checkedAfter, lifetimeNoticed } = this.rules;
    if (lifetimeNoticed === 'at-use' && connections.endsAt[connection] <= simulation.now) {
      this.line.unshift(asker);
      this.close(connection, 'Lifetime');
      if (this.idle.length > 0 && this.line[0] === asker) this.lend(this.pick(), this.line.shift()!);
      else this.makeForLine();
      return;
    }
    const idleFor = connections.state[connection] === IDLE ? simulation.now - connections.idleSince[connection] : 0;
    if (checkedAfter === NEVER || idleFor < checkedAfter) {
      this.grant(connection, asker);
      return;
    }
    connections.state[connection] = CHECKING;
    connections.asker[connection] = asker;
    this.pools.changed(connection);
    this.pools.owner.check(connection);
  }

  private grant(connection: number, asker: number): void {
    const { connections } = this.pools;
    connections.state[connection] = LENT;
    connections.asker[connection] = asker;
    connections.uses[connection]++;
    if (this.rules.idleNoticed === 'by-sweep-in-use') this.sweepLater();
    this.pools.changed(connection);
    this.pools.grant(asker, connection);
  }

  private close(connection: number, why: ClosedFor): void {
    const { connections } = this.pools;
    const { closingTakes } = this.rules;
    connections.state[connection] = CLOSING;
    if (closingTakes !== 'its-place') this.taken--;
    this.pools.quiet(connection);
    this.pools.changed(connection);
    this.pools.owner.close(connection, why);
    if (closingTakes === 'no-place') this.retry();
  }

  /** The next idle one to lend, taken out. */
  private pick(): number {
    const { handOut } = this.rules;
    const { connections } = this.pools;
    let place = handOut === 'last-in-first-out' ? this.idle.length - 1 : 0;
    if (handOut === 'oldest')
      for (let i = 1; i < this.idle.length; i++) if (connections.number[this.idle[i]] < connections.number[this.idle[place]]) place = i;
    const connection = this.idle[place];
    this.idle.splice(place, 1);
    this.pools.quietIdle(connection);
    return connection;
  }

  /** One in particular is idle no more. */
  private take(connection: number): void {
    this.idle.splice(this.idle.indexOf(connection), 1);
    this.pools.quietIdle(connection);
  }

  /** The next in line, taken out. */
  private next(): number {
    if (this.rules.line === 'first-in-first-out') return this.line.shift()!;
    const place = this.pools.owner.draw(this.line[0], this.line.length);
    return this.line.splice(place, 1)[0];
  }

  private isSpared(): boolean {
    const { min, minMeans } = this.rules;
    return minMeans === 'replaced' ? false : minMeans === 'kept-idle' ? this.idle.length <= min : this.taken <= min;
  }

  private hasPlace(): boolean {
    return this.taken < this.rules.max;
  }

  private mayMake(): boolean {
    return this.making < this.rules.makingAtOnce && this.pools.simulation.now >= this.restsUntil;
  }

  /** Those who wait get one made, as far as there is room. */
  private makeForLine(): void {
    const { madeFor } = this.rules;
    while (this.line.length > 0 && this.idle.length > 0) this.lend(this.pick(), this.next());
    if (madeFor === 'its-caller') while (this.line.length > 0 && this.hasPlace() && this.mayMake()) this.make(this.next());
    else while (this.making < this.line.length && this.hasPlace() && this.mayMake()) this.make(NONE);
  }

  /** As many are made as there are to be at least. */
  private replenish(): void {
    const { min, minMeans } = this.rules;
    if (minMeans === 'spared' || this.isShut) return;
    const has = () => (minMeans === 'kept-idle' ? this.idle.length + this.making - this.line.length : this.taken);
    while (has() < min && this.hasPlace() && this.mayMake()) this.make(NONE);
  }

  private make(asker: number): void {
    const { connections, simulation, owner } = this.pools;
    const { makingTimeout } = this.rules;
    const connection = connections.begin(this.index, asker);
    this.all.push(connection);
    this.taken++;
    this.making++;
    if (makingTimeout !== NEVER)
      connections.event[connection] = simulation.schedule(simulation.now + makingTimeout, this.pools.makingTooLongEvent, connection);
    owner.make(connection);
  }

  private forget(connection: number): void {
    this.all.splice(this.all.indexOf(connection), 1);
    this.pools.quiet(connection);
    this.pools.connections.rows.release(connection);
  }

  private restUntil(moment: number): void {
    const { simulation, restedEvent } = this.pools;
    this.restsUntil = Math.max(this.restsUntil, moment);
    if (this.isResting) return;
    this.isResting = true;
    simulation.schedule(this.restsUntil, restedEvent, this.index);
  }

  private sweepLater(): void {
    const { simulation, sweepEvent } = this.pools;
    const { sweepPeriod, idleTimeout } = this.rules;
    if (this.sweeping || idleTimeout === NEVER || sweepPeriod === NEVER) return;
    this.sweeping = true;
    simulation.schedule(simulation.now + sweepPeriod, sweepEvent, this.index);
  }
}
