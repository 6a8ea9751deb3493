import { LEASE_ENDED, LEASE_GRANTED, LEASE_HELD, LEASE_LET_GO, TRANSACTION } from '../../flow/leases.ts';
import type { Lender } from '../../flow/port.ts';
import { reaching } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import { askerOfLease } from './askers.ts';
import { fact } from './connection-pool-meters.ts';
import type { PoolConnections } from './pool-connections.ts';

const NONE = -1;

/**
 * Connections that tasks hold while they work, and the transactions on them. The database lends the pool a transaction for
 * each that the pool lends: the task knows the one, the database the other.
 */
export class HeldConnections implements Lender {
  /** Of each lease: its connection, and the database's lease of its transaction; −1: none. */
  private connection = new Int32Array(64).fill(NONE);
  private transaction = new Int32Array(64).fill(NONE);
  private readonly grantedEvent: number;
  private readonly takenEvent: number;
  private asking = NONE;

  constructor(
    private readonly site: Site,
    private readonly connections: PoolConnections,
  ) {
    this.grantedEvent = site.event((lease) => this.tell(lease));
    this.takenEvent = site.event((lease) => this.tellTaken(lease));
  }

  /** The connection of a lease; −1 if it has none any more. */
  connectionOf(lease: number): number {
    return lease < this.connection.length ? this.connection[lease] : NONE;
  }

  /** What the database knows a lease's transaction by; −1 if it is none. */
  transactionOf(lease: number): number {
    return lease < this.transaction.length ? this.transaction[lease] : NONE;
  }

  acquire(lease: number): void {
    const { leases } = this.site;
    this.connection = reaching(this.connection, lease, NONE);
    this.transaction = reaching(this.transaction, lease, NONE);
    this.connection[lease] = NONE;
    this.transaction[lease] = NONE;
    this.site.reportLease(fact.requested, lease);
    this.asking = lease;
    this.connections.poolOf(leases.wire[lease], leases.process[lease]).ask(askerOfLease(lease), leases.deadline[lease]);
    this.asking = NONE;
  }

  release(lease: number): void {
    this.endBy(lease, 'returned');
  }

  abandon(lease: number): void {
    this.endBy(lease, 'holderGone');
  }

  /** A connection is there. */
  granted(lease: number, connection: number): void {
    const { leases, simulation } = this.site;
    leases.state[lease] |= LEASE_GRANTED;
    this.connection[lease] = connection;
    this.site.reportLease(fact.granted, lease);
    if (leases.kind[lease] === TRANSACTION) this.begin(lease);
    if (lease === this.asking) {
      this.holderOf(lease).granted(lease);
      return;
    }
    leases.references[lease]++;
    simulation.schedule(simulation.now, this.grantedEvent, lease);
  }

  /** None will be. */
  refused(lease: number, reason: number): void {
    const { leases } = this.site;
    this.site.reportLease(reason, lease);
    leases.references[lease]++;
    leases.endedBy(lease, LEASE_ENDED);
    this.holderOf(lease).refused(lease);
    leases.letGo(lease);
  }

  /** Its transaction is committed: the database has ended that, and its connection comes back. */
  committed(lease: number): void {
    if (this.connectionOf(lease) !== NONE) this.end(lease, 'returned');
  }

  /** It is taken back under its holder. */
  taken(lease: number): void {
    const { leases, simulation } = this.site;
    leases.references[lease]++;
    simulation.schedule(simulation.now, this.takenEvent, lease);
    this.end(lease, 'takenBack');
  }

  private begin(lease: number): void {
    const { leases, simulation, wires } = this.site;
    const own = leases.ask(TRANSACTION, NONE, leases.root[lease], leases.callNumber[lease], simulation.now);
    leases.resource[own] = NONE;
    leases.wire[own] = wires[0].index;
    leases.replica[own] = NONE;
    leases.deadline[own] = Number.POSITIVE_INFINITY;
    leases.keyLow[own] = leases.keyLow[lease];
    leases.keyHigh[own] = leases.keyHigh[lease];
    this.transaction[lease] = own;
    leases.state[own] |= LEASE_HELD;
    wires[0].lender.acquire(own);
  }

  private endBy(lease: number, how: 'returned' | 'holderGone'): void {
    const { leases } = this.site;
    if (leases.is(lease, LEASE_ENDED)) this.site.reportLease(fact.returnedLate, lease);
    else if (leases.is(lease, LEASE_GRANTED)) this.end(lease, how);
    else {
      this.connections.leave(askerOfLease(lease));
      this.site.reportLease(fact.requestWithdrawn, lease);
      leases.endedBy(lease, LEASE_ENDED);
    }
  }

  private end(lease: number, how: 'returned' | 'holderGone' | 'takenBack'): void {
    const { leases, wires } = this.site;
    const connection = this.connection[lease];
    const own = this.transaction[lease];
    this.connection[lease] = NONE;
    this.transaction[lease] = NONE;
    if (own !== NONE) {
      if (!leases.is(own, LEASE_ENDED)) wires[0].lender.release(own);
      leases.endedBy(own, LEASE_LET_GO);
    }
    this.connections.giveBack(connection, how);
    leases.endedBy(lease, LEASE_ENDED);
  }

  private tell(lease: number): void {
    const { leases } = this.site;
    if (!leases.is(lease, LEASE_ENDED | LEASE_LET_GO)) this.holderOf(lease).granted(lease);
    leases.letGo(lease);
  }

  private tellTaken(lease: number): void {
    const { leases } = this.site;
    if (!leases.is(lease, LEASE_LET_GO)) this.holderOf(lease).takenBack(lease, false);
    leases.letGo(lease);
  }

  private holderOf(lease: number) {
    return this.site.allWires[this.site.leases.wire[lease]].holder;
  }
}
