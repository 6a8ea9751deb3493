import { callerParams, callerScopes } from '../../flow/caller-params.ts';
import { ERROR, type Lender, OK } from '../../flow/port.ts';
import { ABSENT, NO_VALUE } from '../../flow/truth.ts';
import { MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
import { READ, WRITE } from '../../policy/workload/contract.ts';
import { reaching } from '../../structure/widened.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { Serving } from '../serving/serving.ts';
import { servingPeaks } from '../serving/serving-meters.ts';
import { servingScopes } from '../serving/serving-params.ts';
import { databaseBalances, databaseMeters, fact, facts, gauges, histograms } from './database-meters.ts';
import { type DatabaseParams, databaseParams } from './database-params.ts';
import { databasePresets } from './database-presets.ts';
import { SessionDoor } from './session-door.ts';
import { FAILS, PROCEEDS, Transactions } from './transactions.ts';

/** Serves reads and writes with so many connections, slower the more it has to do; it knows what is true. */
export const database = defineComponent({
  id: 'database',
  title: 'Database',
  summary: 'The origin of all values: so many queries at once, slower under load; connections may be kept to it.',
  notes: [
    {
      title: 'What it models',
      text: 'So many queries at once, behind one queue. With N at work a query takes 1 + contention × (N − 1) + cross-talk × N (N − 1) times as long as alone, the universal scalability law: beyond some N more queries at once mean less work done. Every key has a value; a write makes a new one.',
    },
    {
      title: 'What it leaves out',
      text: 'What a connection costs it in memory; timeouts of statements and of idle transactions; rows, indexes, isolation stronger than read committed, a transaction’s reads of what it has itself written, replication, its own buffer cache, disk and log as places of their own.',
    },
    {
      title: 'What is settled how',
      text: 'A **read** sees the value as it was when it got its connection (a snapshot), however long it takes. A **write** is committed when it ends; of two the one that ends later wins. **How slow** a query is, is settled when it begins, by how many are at work then. A write that comes with a value (from a cache that writes behind) stores that one. A query that failed has changed nothing. What a **transaction** writes counts once it is committed, all at one time; until it ends nobody else writes those rows: a query that wants to waits and keeps its connection. Where two would wait for each other, the one that comes last is rolled back at once. A transaction whose task ends, whose time is over or whose holder has died is rolled back; the query that comes too late for it, or waits for a row, fails. Between its queries it takes no place among those at work. **Connections** that pools keep are counted apart from queries at work: so many at most, each takes its time to be opened, and whoever comes beyond that is turned away; with the last replica all of them end. A query that comes without one is not counted. **Locks** by key are lent to one at a time, and have nothing to do with rows. For everything else it serves like a service: queue, shedding, faults, callers that leave, replicas that come and go; a query that is lost with its replica has changed nothing, and what is lent is no single replica’s.',
    },
    {
      title: 'What it is checked against',
      text: 'What a service is checked against; the universal scalability law; reads and writes that interleave, transactions that meet on a row, and deadlocks, by hand.',
    },
  ],
  params: { ...databaseParams, ...callerParams({ maxAttempts: 1, attemptTimeout: null }) },
  scopes: { ...servingScopes, writeTime: 'nothing', commitTime: 'nothing', connectTime: 'nothing', ...callerScopes },
  takes: ['calls', 'leases', 'transactions', 'sessions'],
  sends: ['calls'],
  calls: { least: 0, most: 0 },
  acts: [{ name: 'kill', label: 'Kill a replica' }],
  routine: false,
  facts,
  gauges,
  histograms,
  peaks: servingPeaks,
  looksAt: { key: [{ charts: ['reads', 'absent'] }], deadline: [{ where: { queues: ['own'] } }] },
  meters: databaseMeters,
  face: {
    line: '{busy} of {servers} busy · {queueLength} waiting',
    strains: [
      { meter: 'utilisation', from: 0.95, grows: 'queueLength', text: '{utilisation} busy: queue grows' },
      { meter: 'utilisation', from: 0.95, text: '{utilisation} busy: at its limit' },
    ],
    cells: { filled: 'busy', of: 'servers' },
    column: 'queueLength',
    shows: ['fault', 'replicaFault', 'ejection', 'autoscaling'],
  },
  balances: databaseBalances,
  presets: databasePresets,
  starts: { servers: 2, serviceTime: { kind: 'exponential', mean: 10 }, writeTime: { kind: 'exponential', mean: 10 } },
  charts: ['utilisation', 'queueLength'],
  create: (site, values): Component => new Database(site, values),
});

class Database extends Serving {
  readonly lender: Lender;
  readonly door: SessionDoor;
  private readonly transactions: Transactions;
  /** The value it holds of each key, as far as somebody has written it here. */
  private held = new Int32Array(1024).fill(NO_VALUE);
  private rowsBefore: number;

  constructor(
    site: Site,
    private readonly values: DatabaseParams,
  ) {
    super(site, values);
    this.rowsBefore = values.rows;
    this.transactions = new Transactions(site, values, {
      woken: (task) => this.waitEnded(task, OK),
      waitedTooLong: (task) => this.waitEnded(task, ERROR),
      wrote: (key, value) => this.hold(key, value),
    });
    this.lender = this.transactions.lending;
    this.door = new SessionDoor(site, values, () => this.serversUp > 0);
  }

  override capacity(): number {
    const { serviceTime: reading } = this.values;
    const alone = reading.policy.mean(reading.params);
    let most = 0;
    for (let n = 1; n <= this.serversUp; n++) most = Math.max(most, n / this.slowdown(n));
    return (most * MICROS_PER_SECOND) / alone;
  }

  protected override replicaLost(): void {
    // with the last of them all connections end
    if (this.serversUp === 0) this.door.endAll();
  }

  override changed(param: string, replaced: boolean): void {
    super.changed(param, replaced);
    if (param !== 'rows') return;
    const { truth, simulation } = this.site;
    truth.rowsChanged(this.rowsBefore, this.values.rows, simulation.now);
    this.rowsBefore = this.values.rows;
  }

  protected override workOf(call: number, salt: number): number {
    const { calls } = this.site;
    const { serviceTime: reading, writeTime, timePerKilobyte } = this.values;
    const operation = calls.operationOf(call);
    const needs = operation === READ ? reading : operation === WRITE ? writeTime : this.values.commitTime;
    let time = needs.policy.sample(needs.params, this.aim(call, salt));
    if (timePerKilobyte > 0) time += (timePerKilobyte * calls.bytesOf(call)) / 1_000;
    return wholeMicros(time * this.slowdown(this.servers.atWork));
  }

  override work(task: number, at: number, factor: number): void {
    const verdict = this.transactions.judge(task);
    if (verdict === PROCEEDS) super.work(task, at, factor);
    else if (verdict === FAILS) this.end(task, ERROR);
    else this.waitAtStep(task);
  }

  protected override stop(task: number): void {
    super.stop(task);
    this.transactions.leaves(task);
  }

  /** What was done for a transaction that has ended meanwhile is an error. */
  override end(call: number, outcome: number): void {
    super.end(call, outcome === OK && this.transactions.isOver(call) ? ERROR : outcome);
  }

  /** Source: Gunther, A general theory of computational scalability based on rational functions (2008). */
  private slowdown(atWork: number): number {
    const { contention, coherency } = this.values;
    return 1 + (atWork - 1) * (contention + coherency * atWork);
  }

  protected override hasBegun(call: number): void {
    const { calls, truth } = this.site;
    if (calls.operationOf(call) !== READ) return;
    const key = calls.keyOf(call);
    const held = key < this.held.length ? this.held[key] : NO_VALUE;
    calls.value[call] = held !== NO_VALUE ? held : key < this.values.rows ? truth.original(key) : ABSENT;
  }

  protected override hasDone(call: number): void {
    const { calls, truth, simulation } = this.site;
    if (calls.operationOf(call) === READ) {
      this.site.report(calls.value[call] === ABSENT ? fact.absent : fact.read, call);
      return;
    }
    if (this.transactions.done(call)) return;
    const key = calls.keyOf(call);
    if (calls.value[call] === NO_VALUE) calls.value[call] = truth.write(key, simulation.now);
    this.hold(key, calls.value[call]);
    this.site.report(fact.written, call);
  }

  private hold(key: number, value: number): void {
    this.held = reaching(this.held, key, NO_VALUE);
    this.held[key] = value;
  }
}
