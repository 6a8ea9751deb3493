import { LimiterStates } from '../../flow/limiter-states.ts';
import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import { type Ask, REFUSED } from '../../policy/rate-limiter/contract.ts';
import type { Site } from '../component.ts';
import type { GatewayParams } from './gateway-params.ts';
import type { JudgedCalls } from './judged-calls.ts';

const NONE = -1;

/** The limiter and its states, of each node or one for all: what it says to a call, and what it is told. */
export class Judge {
  /** Of the first node, or of all; then of the others. */
  states: LimiterStates[] = [];
  /** How many limiters there have been: what passed under another is not given back to this one. */
  epoch = 0;
  /** Filled anew for every question. */
  readonly ask: Ask = { cost: 1, tenant: 0, priority: 0 };

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
    private readonly judged: JudgedCalls,
  ) {}

  /** Fresh states for the limiter and the nodes. */
  begin(): void {
    this.epoch++;
    this.states = Array.from({ length: this.params.replicas }, () => this.freshStates());
  }

  /** A node has died: what it had counted alone is gone. */
  forget(node: number): void {
    if (this.countsAlone()) this.states[node] = this.freshStates();
  }

  /** Whether each node has states of its own. */
  countsAlone(): boolean {
    const { counters } = this.params;
    return counters === 'whole-each' || counters === 'part-each' || counters === 'synchronised';
  }

  freshStates(): LimiterStates {
    return new LimiterStates(() => this.params.limiter);
  }

  /** What is asked of one node: the states it counts with. */
  statesOf(call: number): LimiterStates {
    return this.states[this.params.counters === 'together' ? 0 : this.nodeOf(call)];
  }

  /** The node a call came to; when there are fewer by now, one of those. */
  nodeOf(call: number): number {
    return this.judged.nodeOf(call) % this.params.replicas;
  }

  keyOf(call: number): number {
    const { calls, requests } = this.site;
    const { key } = this.params;
    if (key === 'everybody') return 0;
    return key === 'tenant' ? calls.tenantOf(call) : key === 'user' ? calls.keyOf(call) : requests.client[calls.root[call]];
  }

  /** Says who asks; on a node that has only its part of the limit, every call weighs as many times as there are nodes. */
  asking(call: number): Ask {
    const { calls } = this.site;
    const { ask } = this;
    ask.cost = calls.costOf(call) * (this.params.counters === 'part-each' ? this.params.replicas : 1);
    ask.tenant = calls.tenantOf(call);
    ask.priority = calls.classOf(call);
    return ask;
  }

  /** A node's clock [µs]. */
  clockOf(node: number): number {
    const { clockSkew, replicas } = this.params;
    const { now } = this.site.simulation;
    return clockSkew === 0 || replicas === 1 ? now : now + Math.round((clockSkew * node) / (replicas - 1));
  }

  /** What the limiter says to a call, which is counted; a refusal leaves its hint with the call. */
  judge(call: number, cells: Float64Array, at: number, now: number, ask: Ask): number {
    const { policy: limiter, params: values } = this.params.limiter;
    const wait = limiter.check(values, cells, at, now, ask);
    if (wait === REFUSED) {
      limiter.refuse?.(values, cells, at, now, ask);
      this.site.calls.retryAfter[call] = this.hintFrom(limiter.retryAfter(values, cells, at, now, ask));
    } else limiter.take(values, cells, at, now, ask);
    return wait;
  }

  /** What a rejection says of a wait [µs]; −1: nothing. */
  hintFrom(wait: number): number {
    const { tells, toldWait, limiter } = this.params;
    if (tells === 'always') return toldWait;
    if (tells === 'not' || limiter.policy.hint === 'none' || wait === Number.POSITIVE_INFINITY) return NONE;
    return tells === 'exactly' ? Math.max(1, wait) : Math.max(1, Math.ceil(wait / MICROS_PER_SECOND)) * MICROS_PER_SECOND;
  }

  /** A call that was counted has ended: a limiter that counts what is under way hears of it. */
  giveBack(call: number, failed: boolean): void {
    const { limiter } = this.params;
    const { simulation } = this.site;
    const { judged } = this;
    if (!limiter.policy.release || judged.epoch[call] !== this.epoch) return;
    const states = this.countsAlone() ? this.statesOf(call) : this.states[0];
    const now = states === this.states[0] ? simulation.now : this.clockOf(judged.nodeOf(call));
    const at = states.place(this.keyOf(call), now);
    limiter.policy.release(limiter.params, states.cells, at, now, this.asking(call), simulation.now - judged.passedAt[call], failed);
  }
}
