import { NEVER } from '../../kernel/time.ts';
import { AS_HEDGE } from '../../policy/policy.ts';
import type { Budget } from '../budget.ts';
import { fact } from '../caller-meters.ts';
import { defineGuard, type Passage } from './contract.ts';

const NONE = -1;
/** Hedges that can be saved up while none are needed. */
const MOST_SAVED = 10;

/**
 * Sends a second copy of an attempt that takes long, and takes whichever answer comes first. A hedge is an attempt: it
 * has a number and draws of its own, the guards inside are asked about it, and the retry budget. Its own budget is a
 * share of the other attempts, of which up to ten hedges can be saved up.
 *
 * Inside of `retry` its clock starts with every turn, outside of it once an operation.
 */
export class Hedging {
  present = false;
  /** Whether it has been present at some time in the run: until then there is nothing for it to hear of. */
  wasPresent = false;
  private state: object;
  /** Hedges it may still send, by calling process and wire, or as the scope says. */
  private readonly saved: number[] = [];
  private readonly dueEvent: number;

  /** @param launch sends one more attempt of an operation */
  constructor(
    private readonly passage: Passage,
    private readonly budget: Budget,
    private readonly perOperation: boolean,
    private readonly launch: (operation: number) => void,
  ) {
    const { hedge } = passage.params;
    this.readPresence();
    this.state = hedge.policy.start(hedge.params);
    this.dueEvent = passage.site.event((operation) => this.due(operation));
  }

  /** An attempt that is no hedge is about to be sent. */
  sending(operation: number): void {
    const { operations, params, site } = this.passage;
    const { now } = site.simulation;
    const number = operations.state[operation];
    this.saved[number] = Math.min(MOST_SAVED, (this.saved[number] ?? 0) + params.hedgeShare);
    if (this.perOperation && operations.attempts[operation] > 1) return;
    operations.turnBegan[operation] = now;
    operations.hedgesOfTurn[operation] = 0;
    this.arm(operation);
  }

  /** A turn has ended. */
  ended(operation: number, answered: boolean): void {
    const { operations, params, site } = this.passage;
    if (answered) {
      const { policy, params: values } = params.hedge;
      const responseTime = site.simulation.now - operations.turnBegan[operation];
      if (this.present && responseTime >= 0) policy.learn(this.state, values, responseTime);
    } else if (this.perOperation) return;
    this.leave(operation);
  }

  /** The operation has ended. */
  leave(operation: number): void {
    const { operations, site } = this.passage;
    if (operations.hedgeEvent[operation] === NONE) return;
    site.simulation.cancel(operations.hedgeEvent[operation], operation);
    operations.hedgeEvent[operation] = NONE;
  }

  changed(param: string, replaced: boolean): void {
    if (param !== 'hedge' || !replaced) return;
    const { hedge } = this.passage.params;
    this.readPresence();
    this.state = hedge.policy.start(hedge.params);
    // when turns that are under way began nobody has noted
    this.passage.operations.turnBegan.fill(Number.NaN);
  }

  /** Adds a chart row for every gauge of the policies it has in this run. */
  addReadings(): void {
    const { site, params } = this.passage;
    for (const policy of site.policiesOf('hedge')) {
      for (const [name, gauge] of Object.entries(policy.gauges ?? {})) {
        const help = `${policy.title}: ${gauge.label.toLowerCase()}.`;
        site.recorder.addReading({ kind: 'reading', name: `hedge.${name}`, label: gauge.label, unit: gauge.unit, help }, (now) =>
          params.hedge.policy === policy ? gauge.read(this.state, params.hedge.params, now) : Number.NaN,
        );
      }
    }
  }

  private readPresence(): void {
    this.present = this.passage.params.hedge.policy.id !== 'none';
    if (this.present) this.wasPresent = true;
  }

  private arm(operation: number): void {
    const { operations, params, site } = this.passage;
    if (operations.hedgesOfTurn[operation] >= params.mostHedges) return;
    const delay = params.hedge.policy.delay(this.state, params.hedge.params);
    if (delay === NEVER) return;
    operations.hedgeEvent[operation] = site.simulation.schedule(site.simulation.now + delay, this.dueEvent, operation);
  }

  private due(operation: number): void {
    const { operations, params, site } = this.passage;
    operations.hedgeEvent[operation] = NONE;
    // between two turns there is nothing to be hedged
    if (!this.present || operations.firstTry[operation] === NONE) return;
    const number = operations.state[operation];
    // ten shares of 0.1 come out a hair below 1
    if (params.hedgeShare < 1 && (this.saved[number] ?? 0) < 1 - 1e-9) return;
    if (!this.budget.allows(operation, AS_HEDGE)) return;
    this.saved[number] = Math.max(0, this.saved[number] - 1);
    operations.hedgesOfTurn[operation]++;
    site.reportRequest(fact.hedged, operations.root[operation]);
    this.arm(operation);
    this.launch(operation);
  }
}

/** Not asked and told as others are: it begins attempts, and so is part of the way. */
export const hedge = defineGuard({
  id: 'hedge',
  label: 'Hedge',
  order: 40,
  reads: ['hedge', 'mostHedges', 'hedgeShare', 'hedgeLosers'],
});
