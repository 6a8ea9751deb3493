import type { LimiterStates } from '../../flow/limiter-states.ts';
import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import { PASSES, REFUSED } from '../../policy/rate-limiter/contract.ts';
import { Slots } from '../../structure/slots.ts';
import type { Site } from '../component.ts';
import type { Counting, Gate } from './counting.ts';
import { fact, gauge } from './gateway-meters.ts';
import type { GatewayNodes } from './gateway-nodes.ts';
import type { GatewayParams } from './gateway-params.ts';
import type { Judge } from './judge.ts';
import type { JudgedCalls } from './judged-calls.ts';

const NONE = -1;

/** A state on its way back to the store; null: EXPIRE. */
interface Write {
  key: number;
  cells: Float64Array | null;
  /** Under which limiter it was read. */
  epoch: number;
}

/**
 * Nodes that ask a store: it decides, or it is read, decided upon and written, or it counts and is told the life of its counter
 * afterwards. The store takes time and may be down.
 */
export class StoreCounting implements Counting {
  private readonly askedEvent: number;
  private readonly answeredEvent: number;
  private readonly writtenEvent: number;
  private readonly timedOutEvent: number;
  private readonly writes = new Slots<Write>();
  /** Counters that have been given no life, by key, and since when [µs]: for them time stands still. */
  private readonly endless = new Map<number, number>();
  /** Calls that have made a counter, on their way back: their node sends EXPIRE. */
  private readonly makers = new Set<number>();
  /** What nodes count with while the store is away. */
  private readonly fallback: LimiterStates[] = [];

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
    private readonly judged: JudgedCalls,
    private readonly judge: Judge,
    private readonly nodes: GatewayNodes,
    private readonly gate: Gate,
  ) {
    this.askedEvent = site.event((call) => this.asked(call));
    this.answeredEvent = site.event((call) => this.answered(call));
    this.writtenEvent = site.event((row) => this.written(row));
    this.timedOutEvent = site.event((call) => this.timedOut(call));
  }

  /** Counters without a life. */
  get endlessCounters(): number {
    return this.endless.size;
  }

  begin(): void {
    this.fallback.length = 0;
    this.endless.clear();
    this.makers.clear();
  }

  forget(node: number): void {
    delete this.fallback[node];
  }

  /** Sends a node's question to the store; the call waits. */
  ask(call: number): void {
    const { calls, recorder, simulation } = this.site;
    const { storeUp, storeTime } = this.params;
    if (!storeUp) {
      this.waitForTimeout(call);
      return;
    }
    recorder.change(gauge.held, 1);
    calls.tasks.event[call] = simulation.schedule(simulation.now + Math.floor(storeTime / 2), this.askedEvent, call);
  }

  leave(call: number): void {
    this.judged.copies.delete(call);
    this.makers.delete(call);
  }

  /** A call waits in vain for a store that does not answer. */
  waitForTimeout(call: number): void {
    const { calls, recorder, simulation } = this.site;
    recorder.change(gauge.held, 1);
    calls.tasks.event[call] = simulation.schedule(simulation.now + this.params.storeTimeout, this.timedOutEvent, call);
  }

  /** The question has reached the store. */
  private asked(call: number): void {
    const { calls, simulation } = this.site;
    const { judge, judged } = this;
    const { storeUp, storeTime, storeTimeout, counters, limiter } = this.params;
    const { now } = simulation;
    if (!storeUp) {
      calls.tasks.event[call] = simulation.schedule(now + storeTimeout, this.timedOutEvent, call);
      return;
    }
    this.site.report(fact.storeAsked, call);
    const [states] = judge.states;
    const at = states.place(judge.keyOf(call), now);
    if (counters === 'get-then-set') judged.copies.set(call, states.cells.slice(at, at + limiter.policy.size(limiter.params)));
    else {
      const clock = counters === 'incr-then-expire' ? this.clockOf(call, at) : now;
      judged.verdict[call] = judge.judge(call, states.cells, at, clock, judge.asking(call));
    }
    calls.tasks.event[call] = simulation.schedule(now + Math.ceil(storeTime / 2), this.answeredEvent, call);
  }

  /** The time by which a counter goes; a call that finds nothing used makes it, without a life. */
  private clockOf(call: number, at: number): number {
    const { judge, endless } = this;
    const { policy, params } = this.params.limiter;
    const { now } = this.site.simulation;
    const key = judge.keyOf(call);
    const since = endless.get(key);
    if (since !== undefined) return since;
    const ask = judge.asking(call);
    ask.cost = policy.means?.(params)?.limit ?? Number.POSITIVE_INFINITY;
    if (policy.check(params, judge.states[0].cells, at, now, ask) === PASSES) {
      endless.set(key, now);
      this.makers.add(call);
    }
    return now;
  }

  /** The store's answer is back at the node. */
  private answered(call: number): void {
    const { calls, recorder } = this.site;
    const { judge, judged } = this;
    if (this.nodes.putOffCall(call, this.answeredEvent)) return;
    calls.tasks.event[call] = NONE;
    recorder.change(gauge.held, -1);
    const copy = judged.copies.get(call);
    if (copy === undefined) {
      if (this.makers.delete(call)) this.write(call, null);
      this.gate.obey(call, judged.verdict[call]);
      return;
    }
    judged.copies.delete(call);
    const wait = judge.judge(call, copy, 0, judge.clockOf(judged.nodeOf(call)), judge.asking(call));
    if (wait !== REFUSED || this.params.limiter.policy.refuse) this.write(call, copy);
    this.gate.obey(call, wait);
  }

  private write(call: number, cells: Float64Array | null): void {
    const { simulation } = this.site;
    this.site.report(fact.storeAsked, call);
    const row = this.writes.put({ key: this.judge.keyOf(call), cells, epoch: this.judged.epoch[call] });
    simulation.schedule(simulation.now + Math.floor(this.params.storeTime / 2), this.writtenEvent, row);
  }

  private written(row: number): void {
    const { key, cells, epoch } = this.writes.take(row);
    const { judge } = this;
    if (epoch !== judge.epoch) return;
    if (cells === null) {
      if (this.params.storeUp) this.endless.delete(key);
      return;
    }
    const [states] = judge.states;
    // the place first: it may make room, and with it other cells
    const at = states.place(key, this.site.simulation.now);
    states.cells.set(cells, at);
  }

  private timedOut(call: number): void {
    const { calls, recorder } = this.site;
    if (this.nodes.putOffCall(call, this.timedOutEvent)) return;
    calls.tasks.event[call] = NONE;
    recorder.change(gauge.held, -1);
    this.site.report(fact.storeFailed, call);
    this.goWithoutStore(call);
  }

  private goWithoutStore(call: number): void {
    const { judge, judged } = this;
    const { withoutStore, replicas } = this.params;
    if (withoutStore === 'open') {
      judged.uncharge(call);
      this.gate.pass(call);
    } else if (withoutStore === 'closed') this.gate.reject(call, judge.hintFrom(MICROS_PER_SECOND));
    else {
      const node = judged.nodeOf(call);
      this.fallback[node] ??= judge.freshStates();
      const states = this.fallback[node];
      const { now } = this.site.simulation;
      const at = states.place(judge.keyOf(call), now);
      const ask = judge.asking(call);
      ask.cost *= replicas;
      judged.uncharge(call);
      this.gate.obey(call, judge.judge(call, states.cells, at, now, ask));
    }
  }
}
