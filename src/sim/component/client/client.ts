import { Caller } from '../../flow/caller.ts';
import { callerAlerts } from '../../flow/caller-meters.ts';
import { callerScopes } from '../../flow/caller-params.ts';
import { DEGRADED, DROPPED, ERROR, OK, type Origin, PERMANENT_ERROR, REJECTED, SHED } from '../../flow/port.ts';
import { derivedHigh, derivedLow, type Keyed, mix, type Stream, streamKey } from '../../kernel/chance.ts';
import { exp } from '../../kernel/portable-math.ts';
import { NEVER } from '../../kernel/time.ts';
import { Zipf } from '../../kernel/zipf.ts';
import { NO_PRIORITY, READ, UNDECIDED, type Wish, WRITE } from '../../policy/workload/contract.ts';
import { callerPresets } from '../caller-presets.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { clientMeters, ends, fact, facts, gauges, histogram, histograms } from './client-meters.ts';
import { type ClientParams, clientParams } from './client-params.ts';

const NONE = -1;

/** Those who want something: requests are born here, tried, retried and given up. */
export const client = defineComponent({
  id: 'client',
  title: 'Clients',
  summary: 'Sends requests, waits, retries and gives up.',
  notes: [
    {
      title: 'What it models',
      text: 'A population of users behind one or more client processes. Every request is one operation over one wire: a first attempt, and retries as the policies allow. It may be about a key, which it reads or writes. Response time counts from the moment a request was meant to be sent to its success, delays and retries included, so nothing is left out when the system stalls.',
    },
    {
      title: 'What it leaves out',
      text: 'Connections and their set-up, retries at other layers than this one (give the service in between retries of its own), the client’s own processing time.',
    },
    {
      title: 'What is settled how',
      text: '**Attempts** count from 1, the first try. An **attempt that times out** is closed; what becomes of the work is the service’s parameter, and an answer that still comes is *late*, counted as such and not in response times. The **overall deadline** ends everything, also a wait for the next attempt: the request then counts as timed out. A retry is an event of its own, so a retry with no delay runs after everything already scheduled for that instant. When the **budget** says no, the request ends at once with the outcome of its last attempt. A **breaker** sees errors, timeouts, sheddings and drops as failures; what a caller takes back is evidence of nothing; refusals of its own are not seen. A **hedge** is an attempt and no retry; no back-off begins while another attempt is out, and success at the first attempt is success before any retry. What a **fallback** answers is degraded: neither goodput nor a failure. Each of these is a **guard** with its place in an order: outside of the retries it is asked once a request, inside once an attempt. Half-open begins with the next attempt, not by a timer; if it has a limit, a timer ends it. A change of policy starts its state afresh; running timers keep their terms. Requests still open at the end of the run count neither as succeeded nor as failed. **Without a wire** nothing is sent, and nothing fails.',
    },
    {
      title: 'What it is checked against',
      text: 'Little’s law; mean and dispersion of counts of on-and-off arrivals; hedging after a delay against its closed form; success and attempts under independent failures; backoff sequences of nine libraries draw by draw; breaker sequences of cockatiel, over a window of time as well, of resilience4j and, where its rules are ours, of opossum; Brooker’s retry and collapse simulations and the AWS backoff simulator within their confidence intervals.',
    },
  ],
  params: clientParams,
  scopes: { arrival: 'component', workload: 'component', ...callerScopes },
  takes: [],
  sends: ['calls'],
  calls: { least: 1, most: 1 },
  routine: false,
  facts,
  gauges,
  histograms,
  meters: clientMeters,
  face: {
    line: '{arrivals} req/s arriving',
    alerts: callerAlerts,
    strains: [{ meter: 'successRatio', below: 0.9, text: '{successRatio} of requests succeed' }],
    shows: [],
  },
  balances: [{ of: 'requests', begun: ['arrived'], ended: ends, open: ['inFlight'] }],
  traffic: [
    'arrival',
    'enabled',
    'replicas',
    'workload',
    'writeRatio',
    'valueSize',
    'sizeSpread',
    'tenants',
    'tenantSkew',
    'users',
    'firstTenant',
  ],
  starts: { arrival: { kind: 'poisson', rate: 60 } },
  presets: callerPresets,
  charts: ['goodput', 'responseTime.p99'],
  create: (site, values): Component => new Client(site, values),
});

class Client implements Component, Origin {
  readonly caller: Caller;
  readonly origin = this;
  private readonly arrivalDueEvent: number;
  private readonly arrivals;
  private arrivalState: object = {};
  private arrivalEvent = NONE;
  private born = 0;
  /** Number of the first request that the present arrivals can have made: what is older is no concern of theirs. */
  private since = 0;
  /** Users of a closed loop whose turn came while requests were not sent. */
  private held = 0;
  private readonly keyLow: number;
  private readonly keyHigh: number;
  private readonly whoAsks: Stream;
  private ranks = new Zipf(1, 0);
  private readonly keyChance: Stream;
  private readonly operationChance: Keyed;
  private readonly sizeChance: Keyed;
  private workloadState: object;
  private readonly wish: Wish = { key: 0, operation: UNDECIDED, bytes: 0, replayed: null };
  /** Parameters, read again at every change: reading `params` costs several loads. */
  private arrival!: ClientParams['arrival']['policy'];
  private arrivalParams!: ClientParams['arrival']['params'];
  private isClosedLoop = false;
  private enabled = true;
  private instances = 1;
  private tenants = 1;
  private users = 1;
  private firstTenant = 0;
  private priority = 0;
  private cost = 1;
  private wishes = false;

  constructor(
    private readonly site: Site,
    private readonly params: ClientParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.arrivalDueEvent = site.event(() => this.arrivalDue());
    this.arrivals = site.stream('arrivals');
    this.whoAsks = site.stream('tenants');
    this.keyChance = site.stream('keys');
    this.operationChance = site.keyed('operation');
    this.sizeChance = site.keyed('value-size');
    this.workloadState = this.startWorkload();
    const key = streamKey(site.seed, site.id, 'requests');
    this.keyLow = key.low;
    this.keyHigh = key.high;
    this.readParams();
  }

  start(): void {
    this.startArrivals();
  }

  private readParams(): void {
    const { params } = this;
    this.arrival = params.arrival.policy;
    this.arrivalParams = params.arrival.params;
    this.isClosedLoop = params.arrival.policy.ended !== undefined;
    this.enabled = params.enabled;
    this.instances = params.replicas;
    this.tenants = params.tenants;
    this.users = params.users;
    this.firstTenant = params.firstTenant;
    this.priority = params.priority;
    this.cost = params.cost;
    this.wishes = params.workload.policy.id !== 'none';
  }

  private arrivalDue(): void {
    this.arrivalEvent = NONE;
    this.arrival.born(this.arrivalState, this.arrivalParams, this.site.simulation.now, this.arrivals);
    this.armArrival();
    if (this.enabled) this.send();
    else if (this.isClosedLoop) this.held++;
  }

  bringUpToDate(): void {
    const { arrival } = this.params;
    arrival.policy.settle(this.arrivalState, arrival.params, this.site.simulation.now);
  }

  changed(param: string, replaced: boolean): void {
    this.readParams();
    if (param === 'arrival' && replaced) this.startArrivals();
    else if (param === 'arrival') this.armArrival();
    else if (param === 'workload') {
      if (replaced) this.workloadState = this.startWorkload();
    } else if (param === 'enabled') this.letHeldGo();
    else this.caller.changed(param, replaced);
  }

  duplicated(request: number): void {
    this.site.reportRequest(fact.duplicated, request);
  }

  concluded(request: number, outcome: number, attempts: number): void {
    const { recorder, requests, simulation, observed } = this.site;
    const { now } = simulation;
    const number = requests.number[request];
    const bin = requests.arrivalBin[request];
    const degraded = outcome === OK && this.caller.lastDegraded;
    if (degraded) {
      recorder.fact(fact.answeredDegraded, number, NONE);
      recorder.byArrival(fact.answeredDegraded, bin);
    } else if (outcome === OK) {
      const turns = attempts - this.caller.lastHedges;
      const success = fact.succeededFirst + (turns < 4 ? turns - 1 : 3);
      recorder.fact(success, number, NONE);
      recorder.byArrival(success, bin);
      recorder.observe(histogram.responseTime, now - requests.intended[request]);
    } else {
      const failure = failureOf(outcome);
      recorder.fact(failure, number, NONE);
      recorder.byArrival(failure, bin);
    }
    if (observed.requests !== null) observed.requests.end(number, now, degraded ? DEGRADED : outcome, attempts);
    requests.letGo(request);
    if (this.isClosedLoop && number >= this.since) this.userGoesOn();
  }

  /** In a closed loop: a user whose request has ended thinks, then sends again. */
  private userGoesOn(): void {
    const { arrival } = this.params;
    arrival.policy.ended?.(this.arrivalState, arrival.params, this.site.simulation.now, this.arrivals);
    this.armArrival();
  }

  /** The users of a closed loop who wanted to send while that was off think again. */
  private letHeldGo(): void {
    if (!this.enabled) return;
    for (; this.held > 0; this.held--) this.userGoesOn();
  }

  private startArrivals(): void {
    const { arrival } = this.params;
    this.held = 0;
    this.since = this.site.requests.rows.begun;
    this.arrivalState = arrival.policy.start(arrival.params, this.site.simulation.now, this.arrivals, this.site.recordings);
    this.wish.replayed = arrival.policy.replays?.(this.arrivalState) ?? null;
    this.armArrival();
  }

  private armArrival(): void {
    const { simulation, wires } = this.site;
    // it has nobody to send to
    if (wires.length === 0) return;
    if (this.arrivalEvent !== NONE) {
      simulation.cancel(this.arrivalEvent, 0);
      this.arrivalEvent = NONE;
    }
    const { now } = simulation;
    const due = this.arrival.due(this.arrivalState, this.arrivalParams, now);
    if (due === NEVER) return;
    this.arrivalEvent = simulation.schedule(due > now ? due : now, this.arrivalDueEvent, 0);
  }

  /** Whose request it is, how important and how heavy. */
  private say(request: number): void {
    const { requests } = this.site;
    const { tenants, users } = this;
    const replayed = this.wish.replayed ?? null;
    let tenant = this.firstTenant;
    if (replayed !== null && replayed.recording.tenants !== undefined) tenant += replayed.recording.tenants[replayed.row];
    else if (tenants > 1) {
      const { tenantSkew } = this.params;
      if (this.ranks.n !== tenants || this.ranks.skew !== tenantSkew) this.ranks = new Zipf(tenants, tenantSkew);
      tenant += this.ranks.rank(this.whoAsks) - 1;
    }
    requests.key[request] = users === 1 ? tenant : tenant * users + Math.floor(this.whoAsks.unit() * users);
    requests.tenant[request] = tenant;
    if (this.wishes) this.wishFor(request);
    const priority = replayed === null ? NO_PRIORITY : (replayed.recording.priorities?.[replayed.row] ?? NO_PRIORITY);
    requests.class[request] = priority === NO_PRIORITY ? this.priority : priority;
    requests.cost[request] = this.cost;
  }

  private startWorkload(): object {
    const { workload } = this.params;
    return workload.policy.start(workload.params, this.site.recordings);
  }

  /** What it is about, and whether it reads or writes. */
  private wishFor(request: number): void {
    const { params, site, wish } = this;
    const { requests, simulation } = site;
    const { workload, writeRatio, valueSize, sizeSpread } = params;
    wish.operation = UNDECIDED;
    wish.bytes = 0;
    workload.policy.next(this.workloadState, workload.params, simulation.now, this.keyChance, wish);
    requests.key[request] = wish.key;
    if (wish.operation === UNDECIDED) {
      const writes = writeRatio > 0 && this.operationChance.aim(requests.keyLow[request], requests.keyHigh[request]).happens(writeRatio);
      requests.operation[request] = writes ? WRITE : READ;
    } else requests.operation[request] = wish.operation;
    if (wish.bytes > 0) requests.bytes[request] = wish.bytes;
    else if (sizeSpread === 0) requests.bytes[request] = valueSize;
    else {
      // a key's size is the key's own, whoever asks for it and however often
      const size = valueSize * exp(sizeSpread * this.sizeChance.aim(wish.key, 0).normal());
      requests.bytes[request] = Math.max(1, Math.round(size));
    }
  }

  private send(): void {
    const { site } = this;
    const { now } = site.simulation;
    const born = this.born++;
    const low = derivedLow(this.keyLow, this.keyHigh, born);
    const high = derivedHigh(low, this.keyHigh, born);
    const request = site.requests.begin(site.index, now, site.grid.bin, low, high);
    const number = site.requests.number[request];
    this.say(request);
    if (site.observed.requests !== null) site.observed.requests.begin(number, site.index, now);
    site.recorder.fact(fact.arrived, number, NONE);
    const { instances } = this;
    const instance = instances === 1 ? 0 : (mix(low ^ high) >>> 0) % instances;
    this.caller.go(this.caller.open(0, instance, request, request, NONE, low ^ high, low, high));
  }
}

function failureOf(outcome: number): number {
  switch (outcome) {
    case ERROR:
      return fact.failedError;
    case PERMANENT_ERROR:
      return fact.failedPermanentError;
    case REJECTED:
      return fact.failedRejected;
    case SHED:
      return fact.failedShed;
    case DROPPED:
      return fact.failedDropped;
    default:
      return fact.failedTimedOut;
  }
}
