import type { Keyed } from '../../kernel/chance.ts';
import type { SheddingAsk } from '../../policy/load-shedding/contract.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import type { ServingParams } from './serving-params.ts';

/** What the latest of those served counts in the mean. */
const LATEST = 1 / 16;

/** Whether a newcomer that cannot be served at once may wait, and what the rule for that must know. */
export class Admission {
  /** The rule in use: the one that `state` belongs to. */
  private rule: ServingParams['loadShedding'];
  private state: object;
  /** Whether there is a rule at all: for none there is nothing to find out, and most have none. */
  private judges = false;
  private readonly chance: Keyed;
  private readonly ask: SheddingAsk;
  /** Mean time for which tasks have held a server lately [µs]; −1 while that is not measured. */
  private held = -1;
  /** When a task got its server [µs]. */
  private since = new Float64Array(64);

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
  ) {
    this.chance = site.keyed('load-shedding');
    this.ask = { waiting: 0, serving: 0, class: 0, deadline: 0, expectedWait: 0, expectedService: 0, chance: this.chance };
    this.rule = params.loadShedding;
    this.state = {};
    this.ruleChanged();
  }

  /** Another rule. */
  ruleChanged(): void {
    const { loadShedding, serviceTime } = this.params;
    this.rule = loadShedding;
    this.judges = loadShedding.policy.id !== 'none';
    this.state = loadShedding.policy.start(loadShedding.params, this.site.simulation.now);
    // until somebody has been served all there is to go by is what service should take
    this.held = loadShedding.policy.measures ? serviceTime.policy.mean(serviceTime.params) : -1;
    this.since.fill(-1);
  }

  /** @param waiting who wait where it would wait @param serving how many are served there @param servers and by how many */
  admits(call: number, waiting: number, serving: number, servers: number): boolean {
    if (!this.judges) return true;
    const { calls, simulation } = this.site;
    const { ask, held } = this;
    const { policy, params } = this.rule;
    ask.waiting = waiting;
    ask.serving = serving;
    ask.class = calls.classOf(call);
    ask.deadline = calls.deadline[call];
    if (held >= 0) {
      ask.expectedWait = servers > 0 ? ((waiting + 1) * held) / servers : Number.POSITIVE_INFINITY;
      ask.expectedService = held;
    }
    this.chance.aim(calls.keyLow[call], calls.keyHigh[call]);
    return policy.admits(this.state, params, simulation.now, ask);
  }

  /** A task has got a server. */
  began(task: number): void {
    if (this.held < 0) return;
    if (task >= this.since.length) {
      const { length } = this.since;
      this.since = widened(this.since, Math.max(task + 1, length * 2)).fill(-1, length);
    }
    this.since[task] = this.site.simulation.now;
  }

  /** A task has given it back. */
  ended(task: number): void {
    if (this.held < 0 || task >= this.since.length || this.since[task] < 0) return;
    this.held += (this.site.simulation.now - this.since[task] - this.held) * LATEST;
    this.since[task] = -1;
  }
}
