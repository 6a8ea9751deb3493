import { REFUSED } from '../../policy/rate-limiter/contract.ts';
import type { Site } from '../component.ts';
import type { Counting, Gate } from './counting.ts';
import { fact, gauge } from './gateway-meters.ts';
import type { GatewayNodes } from './gateway-nodes.ts';
import type { GatewayParams } from './gateway-params.ts';
import type { Judge } from './judge.ts';

const NONE = -1;

/** A batch that a node has asked the store for, and the calls that wait for it. */
interface BatchRequest {
  node: number;
  key: number;
  priority: number;
  tenant: number;
  /** Cost of the call that asked first: what is leased if the batch cannot be. */
  cost: number;
  granted: number;
  waiting: number[];
  /** Whether its node has died: what is granted comes to nobody. */
  lost: boolean;
}

/** Nodes that lease batches from a store and pay with them; without enough, a call waits for a new batch. */
export class LeaseCounting implements Counting {
  private readonly askedEvent: number;
  private readonly answeredEvent: number;
  /** What is left of each node's batches, by key; and the requests under way. */
  private left: Map<number, number>[] = [];
  private readonly requests: (BatchRequest | undefined)[] = [];
  private readonly underWay = new Map<string, number>();
  /** The batch whose calls are being dealt with: one of them may bring about that another leaves. */
  private paying: BatchRequest | null = null;

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
    private readonly judge: Judge,
    private readonly nodes: GatewayNodes,
    private readonly gate: Gate,
    /** The store is down: a call waits in vain. */
    private readonly waitForTimeout: (call: number) => void,
  ) {
    this.askedEvent = site.event((row) => this.asked(row));
    this.answeredEvent = site.event((row) => this.answered(row));
  }

  begin(): void {
    this.left = this.judge.states.map(() => new Map());
  }

  forget(node: number): void {
    this.left[node].clear();
    for (const request of this.requests) {
      if (request?.node !== node) continue;
      request.lost = true;
      this.underWay.delete(`${node} ${request.key}`);
    }
  }

  ask(call: number): void {
    const { calls, recorder, simulation } = this.site;
    const node = this.judge.nodeOf(call);
    const key = this.judge.keyOf(call);
    const left = this.left[node].get(key) ?? 0;
    const cost = calls.costOf(call);
    const name = `${node} ${key}`;
    const row = this.underWay.get(name);
    if (row === undefined && left >= cost) {
      this.left[node].set(key, left - cost);
      this.gate.pass(call);
      return;
    }
    const { storeUp, storeTime } = this.params;
    if (!storeUp) {
      this.waitForTimeout(call);
      return;
    }
    recorder.change(gauge.held, 1);
    calls.tasks.event[call] = NONE;
    const known = row === undefined ? undefined : this.requests[row];
    if (known) {
      known.waiting.push(call);
      return;
    }
    const fresh = this.requests.indexOf(undefined);
    const place = fresh === NONE ? this.requests.length : fresh;
    this.requests[place] = {
      node,
      key,
      priority: calls.classOf(call),
      tenant: calls.tenantOf(call),
      cost,
      granted: 0,
      waiting: [call],
      lost: false,
    };
    this.underWay.set(name, place);
    this.site.report(fact.storeAsked, call);
    simulation.schedule(simulation.now + Math.floor(storeTime / 2), this.askedEvent, place);
  }

  leave(call: number): void {
    for (const request of [this.paying, ...this.requests]) if (request) request.waiting = request.waiting.filter((other) => other !== call);
  }

  /** The request has reached the store: it leases the whole batch, or else what the first call needs. */
  private asked(row: number): void {
    const request = this.requests[row];
    if (!request) return;
    const { simulation } = this.site;
    const { now } = simulation;
    const [states] = this.judge.states;
    const at = states.place(request.key, now);
    const { ask } = this.judge;
    ask.tenant = request.tenant;
    ask.priority = request.priority;
    for (const cost of [this.params.batch, request.cost]) {
      ask.cost = cost;
      if (cost < request.cost || states.check(at, now, ask) === REFUSED) continue;
      states.take(at, now, ask);
      request.granted = cost;
      break;
    }
    simulation.schedule(now + Math.ceil(this.params.storeTime / 2), this.answeredEvent, row);
  }

  /** What was leased is back at the node: the calls that waited pay with it, in order. */
  private answered(row: number): void {
    const request = this.requests[row];
    if (!request) return;
    const { node, key, granted, lost } = request;
    if (!lost && this.nodes.putOff(node, this.answeredEvent, row)) return;
    this.requests[row] = undefined;
    if (lost) return;
    this.underWay.delete(`${node} ${key}`);
    const { calls, recorder } = this.site;
    const batches = this.left[node] ?? new Map<number, number>();
    batches.set(key, (batches.get(key) ?? 0) + granted);
    this.paying = request;
    for (let call = request.waiting.shift(); call !== undefined; call = request.waiting.shift()) {
      recorder.change(gauge.held, -1);
      const cost = calls.costOf(call);
      const left = batches.get(key) ?? 0;
      if (left >= cost) {
        batches.set(key, left - cost);
        this.gate.pass(call);
      } else if (granted > 0) this.ask(call);
      else this.refuse(call, key);
    }
    this.paying = null;
  }

  private refuse(call: number, key: number): void {
    const { judge } = this;
    const { policy, params } = this.params.limiter;
    const { now } = this.site.simulation;
    const [states] = judge.states;
    const wait = policy.retryAfter(params, states.cells, states.place(key, now), now, judge.asking(call));
    this.gate.reject(call, judge.hintFrom(wait));
  }
}
