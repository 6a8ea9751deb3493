import { type CallerParams, callerParams, callerScopes } from '../../flow/caller-params.ts';
import { ABSENT, NO_VALUE } from '../../flow/truth.ts';
import { MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
import { vocabulary } from '../../meter/vocabulary.ts';
import { duration, integer, number, type Params, policy } from '../../param/param.ts';
import { READ, WRITE } from '../../policy/workload/contract.ts';
import { reaching } from '../../structure/widened.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { Serving } from '../serving/serving.ts';
import {
  servingBalances,
  facts as servingFacts,
  gauges as servingGauges,
  histograms as servingHistograms,
  servingMeters,
} from '../serving/serving-meters.ts';
import { servingParams, servingScopes } from '../serving/serving-params.ts';

const { facts, gauges, histograms, fact } = vocabulary([...servingFacts, 'read', 'written', 'absent'], servingGauges, servingHistograms);

const { servers, serviceTime, serviceTimeDrawn, whileCalling: _, ...queueing } = servingParams;

const ownParams = {
  servers: { ...servers, label: 'Connections', help: 'How many queries it works on at once; the others wait.', default: 20 },
  serviceTime: { ...serviceTime, label: 'Time to read', help: 'How long a query that reads takes when it is alone.' },
  writeTime: policy({
    label: 'Time to write',
    help: 'How long a query that writes takes when it is alone; the value is changed at its end.',
    group: 'Capacity',
    seam: 'distribution',
    default: { kind: 'exponential' },
  }),
  serviceTimeDrawn: { ...serviceTimeDrawn, label: 'Times are drawn' },
  contention: number({
    label: 'Contention',
    help: 'By what part of its time each other query at work makes a query slower: they share disks and locks.',
    group: 'Capacity',
    advanced: true,
    default: 0,
    min: 0,
    max: 1,
    step: 0.005,
  }),
  coherency: number({
    label: 'Cross-talk',
    help: 'The same for every pair of others: what makes more queries at once do less work in all.',
    group: 'Capacity',
    advanced: true,
    default: 0,
    min: 0,
    max: 0.1,
    step: 0.0005,
  }),
  timePerKilobyte: duration({
    label: 'Time per kB',
    help: 'What every 1,000 bytes of the value add to a query.',
    group: 'Capacity',
    advanced: true,
    default: 0,
    min: 0,
    max: 1_000,
    scale: 'log',
  }),
  rows: integer({
    label: 'Rows',
    help: 'Keys below this exist; whoever reads another learns that there is no such row.',
    group: 'Contents',
    advanced: true,
    default: 100_000_000,
    min: 0,
    max: 100_000_000,
    scale: 'log',
  }),
  ...queueing,
} as const;

/** Serves reads and writes with so many connections, slower the more it has to do; it knows what is true. */
export const database = defineComponent({
  id: 'database',
  title: 'Database',
  summary: 'The origin of all values: reads and writes with limited connections, slower under load.',
  notes: [
    {
      title: 'What it models',
      text: 'Queries on a fixed number of connections behind one queue. With N at work a query takes 1 + contention × (N − 1) + cross-talk × N (N − 1) times as long as alone, the universal scalability law: beyond some N more queries at once mean less work done. Every key has a value; a write makes a new one.',
    },
    {
      title: 'What it leaves out',
      text: 'Rows, indexes and transactions over several keys, replication, its own buffer cache, disk and log as places of their own.',
    },
    {
      title: 'What is settled how',
      text: 'A **read** sees the value as it was when it got its connection (a snapshot), however long it takes. A **write** is committed when it ends; of two the one that ends later wins. **How slow** a query is, is settled when it begins, by how many are at work then. A write that comes with a value (from a cache that writes behind) stores that one. A query that failed has changed nothing. For everything else it serves like a service: queue, shedding, faults, callers that leave, replicas that come and go; a query that is lost with its replica has changed nothing.',
    },
    {
      title: 'What it is checked against',
      text: 'What a service is checked against; the universal scalability law; reads and writes that interleave, by hand.',
    },
  ],
  params: { ...ownParams, ...callerParams({ maxAttempts: 1, attemptTimeout: null }) },
  scopes: { ...servingScopes, writeTime: 'nothing', ...callerScopes },
  takes: 'calls',
  sends: 'calls',
  calls: { least: 0, most: 0 },
  acts: [{ name: 'kill', label: 'Kill a replica' }],
  routine: false,
  facts,
  gauges,
  histograms,
  meters: [
    ...servingMeters,
    { kind: 'rate', name: 'reads', label: 'Reads', unit: 'req/s', help: 'Queries that have read a value.', facts: ['read'] },
    { kind: 'rate', name: 'writes', label: 'Writes', unit: 'req/s', help: 'Queries that have changed a value.', facts: ['written'] },
    { kind: 'rate', name: 'absent', label: 'No such row', unit: 'req/s', help: 'Reads of keys that do not exist.', facts: ['absent'] },
  ],
  face: {
    line: '{busy} of {servers} busy · {queueLength} waiting',
    cells: { filled: 'busy', of: 'servers' },
    column: 'queueLength',
    shows: ['fault', 'replicaFault', 'autoscaling'],
  },
  balances: servingBalances,
  create: (site, values): Component => new Database(site, values),
});

type DatabaseParams = Params<typeof ownParams> & CallerParams;

class Database extends Serving {
  /** The value it holds of each key, as far as somebody has written it here. */
  private held = new Int32Array(1024).fill(NO_VALUE);

  constructor(
    site: Site,
    private readonly values: DatabaseParams,
  ) {
    super(site, values);
  }

  override capacity(): number {
    const { serviceTime: reading } = this.values;
    const alone = reading.policy.mean(reading.params);
    let most = 0;
    for (let n = 1; n <= this.serversUp; n++) most = Math.max(most, n / this.slowdown(n));
    return (most * MICROS_PER_SECOND) / alone;
  }

  protected override workOf(call: number, salt: number): number {
    const { calls } = this.site;
    const { serviceTime: reading, writeTime, timePerKilobyte } = this.values;
    const needs = calls.operationOf(call) === WRITE ? writeTime : reading;
    let time = needs.policy.sample(needs.params, this.aim(call, salt));
    if (timePerKilobyte > 0) time += (timePerKilobyte * calls.bytesOf(call)) / 1_000;
    return wholeMicros(time * this.slowdown(this.servers.atWork));
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
