import { REFUSED } from '../../policy/rate-limiter/contract.ts';
import { Slots } from '../../structure/slots.ts';
import type { Site } from '../component.ts';
import type { Counting, Gate } from './counting.ts';
import { fact } from './gateway-meters.ts';
import type { GatewayNodes } from './gateway-nodes.ts';
import type { GatewayParams } from './gateway-params.ts';
import type { Judge } from './judge.ts';
import type { JudgedCalls } from './judged-calls.ts';

const NONE = -1;

/** What a node has let pass of one key, on its way to the others. */
interface News {
  key: number;
  node: number;
  cost: number;
  /** Under which limiter it was counted. */
  epoch: number;
}

/** Calls are judged where they arrive: by all nodes together, by each alone, or by each alone with news between them now and then. */
export class NodeCounting implements Counting {
  private readonly tellEvent: number;
  private readonly newsEvent: number;
  /** What each node let pass since it last told, by key. */
  private untold: Map<number, number>[] = [];
  private readonly news = new Slots<News>();
  private telling = NONE;

  constructor(
    private readonly site: Site,
    private readonly params: GatewayParams,
    private readonly judged: JudgedCalls,
    private readonly judge: Judge,
    private readonly nodes: GatewayNodes,
    private readonly gate: Gate,
  ) {
    this.tellEvent = site.event(() => this.tell());
    this.newsEvent = site.event((row) => this.newsArrived(row));
  }

  begin(): void {
    this.untold = this.judge.states.map(() => new Map());
    this.arm();
  }

  forget(node: number): void {
    this.untold[node].clear();
  }

  /** From now on, at the present interval. */
  arm(): void {
    const { simulation } = this.site;
    const { counters, replicas, syncInterval } = this.params;
    if (this.telling !== NONE) simulation.cancel(this.telling, 0);
    this.telling = NONE;
    if (counters !== 'synchronised' || replicas === 1) return;
    this.telling = simulation.schedule(simulation.now + syncInterval, this.tellEvent, 0);
  }

  ask(call: number): void {
    const { judge } = this;
    const { counters } = this.params;
    const states = judge.statesOf(call);
    const now = counters === 'together' ? this.site.simulation.now : judge.clockOf(this.judged.nodeOf(call));
    const key = judge.keyOf(call);
    const at = states.place(key, now);
    const wait = judge.judge(call, states.cells, at, now, judge.asking(call));
    if (wait !== REFUSED && counters === 'synchronised') this.remember(call, key);
    this.gate.obey(call, wait);
  }

  private remember(call: number, key: number): void {
    const mine = this.untold[this.judge.nodeOf(call)];
    mine.set(key, (mine.get(key) ?? 0) + this.site.calls.costOf(call));
  }

  /** Every node that is up and does not stand still tells the others what it let pass. */
  private tell(): void {
    const { simulation, recorder } = this.site;
    const { syncInterval, syncLag } = this.params;
    const { epoch } = this.judge;
    this.untold.forEach((mine, node) => {
      if (this.nodes.impaired > 0 && (!this.nodes.isUp(node) || this.nodes.standsStill(node))) return;
      recorder.fact(fact.storeAsked, node, NONE);
      for (const [key, cost] of mine)
        simulation.schedule(simulation.now + syncLag, this.newsEvent, this.news.put({ key, node, cost, epoch }));
      mine.clear();
    });
    this.telling = simulation.schedule(simulation.now + syncInterval, this.tellEvent, 0);
  }

  /** News of one node reach all the others that are there. */
  private newsArrived(row: number): void {
    const { key, node, cost, epoch } = this.news.take(row);
    const { judge } = this;
    if (epoch !== judge.epoch) return;
    const { ask } = judge;
    ask.cost = cost;
    ask.tenant = this.params.key === 'tenant' ? key : 0;
    ask.priority = 0;
    judge.states.forEach((states, other) => {
      if (other === node || !this.nodes.isUp(other)) return;
      const now = judge.clockOf(other);
      states.take(states.place(key, now), now, ask);
    });
  }
}
