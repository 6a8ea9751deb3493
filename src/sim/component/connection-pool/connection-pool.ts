import { COMMIT } from '../../flow/abouts.ts';
import { Caller } from '../../flow/caller.ts';
import { callerScopes } from '../../flow/caller-params.ts';
import { CANCELLED, type Callee, DROPPED, ERROR, type Holder, type Lender, OK, passedOn, type Visitor } from '../../flow/port.ts';
import { NO_TASK } from '../../flow/tasks.ts';
import { derivedHigh, derivedLow } from '../../kernel/chance.ts';
import { reaching } from '../../structure/widened.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { askerOfCall, isLease, rowOf } from './askers.ts';
import { connectionPoolBalances, connectionPoolMeters, fact, facts, gauges, histograms } from './connection-pool-meters.ts';
import { type ConnectionPoolParams, connectionPoolParams } from './connection-pool-params.ts';
import { connectionPoolPresets } from './connection-pool-presets.ts';
import { HeldConnections } from './held-connections.ts';
import type { Pool } from './pool.ts';
import { PoolConnections } from './pool-connections.ts';
import type { RefusedFor } from './pools.ts';

const NONE = -1;

/** A call waits for a connection; has got one and is about to be told; is out over one. */
const WAITING = 1;
const GRANTED = 2;
const OUT = 3;

/** As holder of the database’s transactions it hears nothing: that one has ended shows in its queries. */
const SILENT: Holder = { granted() {}, refused() {}, takenBack() {} };

const REFUSALS: Readonly<Record<RefusedFor, number>> = {
  'timed-out': fact.acquireTimedOut,
  full: fact.refusedFull,
  'making-failed': fact.refusedUnmade,
  'making-too-long': fact.refusedUnmade,
};

/** Connections to a database that those who call it share: few, made ahead or when needed, waited for in line. */
export const connectionPool = defineComponent({
  id: 'connection-pool',
  title: 'Connection pool',
  summary: 'Keeps connections to a database open and lends them: whoever finds none free waits in line.',
  notes: [
    {
      title: 'What it models',
      text: 'A pool for each replica of each component that is wired to it. A call takes a connection, goes to the database over it, and gives it back with the answer. A task may hold one while it works, or run a transaction on it. Making a connection takes the database’s time to connect, and the database may refuse one. Connections are closed when they have been idle for too long, are too old or no longer work.',
    },
    {
      title: 'What it leaves out',
      text: 'Prepared statements; priorities among those that wait; pools that are opened and closed while the run goes on; the order in which threads are woken; that a check may itself time out.',
    },
    {
      title: 'What is settled how',
      text: 'A **loan** ends when the answer comes, when the task gives the connection back or ends, or when its holder is gone. **A call that is made with a connection** which its task holds goes straight to the database over that. A **transaction** keeps its connection until it is committed or rolled back, however it ends. **A caller that leaves** while its call waits leaves the line; once the call is out, the connection is kept until the database has answered. **A query that fails** gives its connection back as good. **Making one** is told to the caller for whom it is made, or to whoever is first in line, as the product does. One that is made for a caller that has left becomes idle. **Sweeps** look at those that have been idle longest first.',
    },
    {
      title: 'What it is checked against',
      text: 'pg-pool, tarn and generic-pool, event by event on 24 scripts; M/M/c, M/M/c/K and Erlang’s loss formula; the least number of connections at which nested loans cannot block each other; laws over drawn rules.',
    },
  ],
  params: connectionPoolParams,
  scopes: callerScopes,
  takes: ['calls', 'leases', 'transactions'],
  sends: ['calls', 'sessions'],
  calls: { least: 0, most: 1 },
  routine: false,
  facts,
  gauges,
  histograms,
  meters: connectionPoolMeters,
  face: {
    line: '{inUse} in use · {idle} idle · {pending} waiting',
    strains: [{ meter: 'pending', from: 1, grows: 'pending', text: '{pending} wait for a connection' }],
    column: 'pending',
    shows: [],
  },
  balances: connectionPoolBalances,
  presets: connectionPoolPresets,
  charts: ['inUse', 'pending', 'acquireTime.p99'],
  create: (site, params): Component => new ConnectionPool(site, params),
});

class ConnectionPool implements Component, Callee {
  readonly caller: Caller;
  readonly callee = this;
  readonly lender: Lender;
  readonly holder: Holder = SILENT;
  readonly visitor: Visitor;
  private readonly connections: PoolConnections;
  private readonly held: HeldConnections;
  private readonly grantedEvent: number;
  /** Of each call: the connection that it has; −1: none. And whether it is its task's, to be kept when the call is over. */
  private connection = new Int32Array(64).fill(NONE);
  private isLentToTask = new Int32Array(64);
  /** The call that is asking, to be told at once what it gets. */
  private asking = NONE;

  constructor(
    private readonly site: Site,
    params: ConnectionPoolParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.grantedEvent = site.event((call) => this.goesOut(call));
    this.connections = new PoolConnections(site, params, {
      granted: (asker, connection) =>
        isLease(asker) ? this.held.granted(rowOf(asker), connection) : this.granted(rowOf(asker), connection),
      refused: (asker, why) =>
        isLease(asker) ? this.held.refused(rowOf(asker), REFUSALS[why]) : this.refused(rowOf(asker), REFUSALS[why]),
      heldTooLong: (asker) => {
        // what a call holds comes back with its answer
        if (isLease(asker)) this.held.taken(rowOf(asker));
      },
    });
    this.visitor = this.connections;
    this.held = new HeldConnections(site, this.connections);
    this.lender = this.held;
  }

  start(): void {}

  changed(param: string, replaced: boolean): void {
    this.connections.rulesChanged();
    this.caller.changed(param, replaced);
  }

  open(): number {
    return this.connections.inUse;
  }

  receive(call: number): void {
    const { calls } = this.site;
    const { tasks } = calls;
    this.site.report(fact.arrived, call);
    this.connection = reaching(this.connection, call, NONE);
    this.isLentToTask = reaching(this.isLentToTask, call);
    tasks.begin(call, WAITING);
    const lease = calls.leaseOf(call);
    const isHeld = lease !== NONE && this.site.leases.wire[lease] === calls.wire[call];
    this.isLentToTask[call] = isHeld ? 1 : 0;
    if (isHeld) {
      this.connection[call] = this.held.connectionOf(lease);
      if (this.connection[call] === NONE) this.end(call, ERROR);
      else this.send(call);
      return;
    }
    this.asking = call;
    this.site.report(fact.requested, call);
    this.poolOf(call).ask(askerOfCall(call));
    this.asking = NONE;
  }

  withdraw(call: number): void {
    const { calls, simulation } = this.site;
    const { tasks } = calls;
    const phase = tasks.phase[call];
    // what is out goes on: its connection is in use until the database has answered
    if (phase === NO_TASK || phase === OUT) return;
    if (phase === GRANTED) {
      simulation.cancel(tasks.event[call], call);
      this.connections.giveBack(this.takeFrom(call), 'returned');
    } else {
      this.connections.leave(askerOfCall(call));
      this.site.report(fact.requestWithdrawn, call);
    }
    this.site.report(fact.left, call);
    tasks.end(call);
    this.site.answer(call, phase === GRANTED ? CANCELLED : DROPPED);
  }

  /** The database has answered. */
  concluded(call: number, outcome: number): void {
    const { calls } = this.site;
    this.caller.handOn(call);
    if (this.isLentToTask[call] === 1) {
      this.connection[call] = NONE;
      if (calls.operationOf(call) === COMMIT && outcome === OK) this.held.committed(calls.leaseOf(call));
    } else this.connections.giveBack(this.takeFrom(call), 'returned');
    this.end(call, outcome);
  }

  callerGone(wire: number, process: number): void {
    this.connections.callerGone(wire, process);
  }

  private granted(call: number, connection: number): void {
    const { calls, simulation } = this.site;
    this.site.report(fact.granted, call);
    this.connection[call] = connection;
    if (call === this.asking) {
      this.send(call);
      return;
    }
    // what gives a connection back is not in the way of what the next one does with it
    calls.tasks.phase[call] = GRANTED;
    calls.tasks.event[call] = simulation.schedule(simulation.now, this.grantedEvent, call);
  }

  private goesOut(call: number): void {
    this.site.calls.tasks.event[call] = NONE;
    this.send(call);
  }

  private refused(call: number, reason: number): void {
    this.site.report(reason, call);
    this.end(call, ERROR);
  }

  /** Sends a call to the database over its connection. */
  private send(call: number): void {
    const { calls } = this.site;
    calls.tasks.phase[call] = OUT;
    this.site.begin(call);
    const low = derivedLow(calls.keyLow[call], calls.keyHigh[call], 1);
    const high = derivedHigh(low, calls.keyHigh[call], 1);
    const operation = this.caller.open(0, calls.process[call], call, calls.root[call], call, calls.intent[call], low, high);
    // the database knows the transaction as one of the pool's
    if (this.isLentToTask[call] === 1) {
      const row = this.caller.overrideAbout(operation);
      const own = this.held.transactionOf(calls.leaseOf(call));
      if (own !== NONE) calls.abouts.within(row, own);
    }
    calls.tasks.operation[call] = operation;
    this.caller.go(operation);
  }

  private end(call: number, outcome: number): void {
    this.site.report(outcome === OK ? fact.answered : fact.failed, call);
    this.site.calls.tasks.end(call);
    this.site.answer(call, passedOn(outcome));
  }

  private takeFrom(call: number): number {
    const connection = this.connection[call];
    this.connection[call] = NONE;
    return connection;
  }

  private poolOf(call: number): Pool {
    const { calls } = this.site;
    return this.connections.poolOf(calls.wire[call], calls.process[call]);
  }
}
