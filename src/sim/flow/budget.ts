import type { Meter } from '../meter/meter.ts';
import { FAILED, SUCCEEDED, WITHDRAWN } from '../policy/policy.ts';
import { reaching } from '../structure/widened.ts';
import type { CallerParams } from './caller-params.ts';
import type { CallingSite } from './calling-site.ts';
import { isAnswer, type Passage } from './guard/contract.ts';
import { CANCELLED } from './port.ts';

const NONE = -1;

/**
 * The retry budget: hears of every attempt, and is asked before one more is made, be it a retry or a hedge. What it has
 * allowed it is told of once as sent and once as ended, also where it never went out.
 */
export class Budget {
  present = false;
  /** Whether there has been one at some time in the run: until then it need not be told of anything. */
  wasPresent = false;
  /** Parameters, read again at every change: reading `params` costs several loads. */
  private policy!: CallerParams['retryBudget']['policy'];
  private values!: CallerParams['retryBudget']['params'];
  /** How many times the budget was swapped: it is not told of attempts that an earlier one knows of. */
  epoch = 0;
  /** One a calling process and wire, or as the scope says; holes where none has asked yet. */
  readonly states: (object | undefined)[] = [];
  /** By row of an operation: what the policy remembers of the one with this number. */
  private memory = new Float64Array(64);
  private remembers = new Int32Array(64).fill(NONE);

  constructor(private readonly passage: Passage) {
    this.readParams();
  }

  /** May one more attempt be made for an operation? A yes is charged for at once. @param why AFTER_ERROR … AS_HEDGE */
  allows(operation: number, why: number): boolean {
    if (!this.present) return true;
    const { site } = this.passage;
    return this.policy.decide(this.stateOf(operation), this.values, site.simulation.now, why, this.memoryOf(operation), operation);
  }

  /** An attempt has got its number: it is sent, or refused. One that an earlier budget allowed is no concern of the present one. */
  sent(tried: number, attempt: number): void {
    const { operations, tries, site } = this.passage;
    const operation = tries.operation[tried];
    const by = tries.hedge[tried] === 1 ? tries.budgetEpoch[tried] : operations.allowedBy[operation];
    const known = this.present && (attempt === 1 || by === this.epoch);
    tries.budgetEpoch[tried] = known ? this.epoch : NONE;
    if (tries.hedge[tried] === 0) operations.allowedBy[operation] = NONE;
    if (!this.present) return;
    const state = this.stateOf(operation);
    if (known) this.policy.sent(state, this.values, site.simulation.now, attempt);
  }

  /** That attempt has ended. */
  ended(tried: number, outcome: number): void {
    const { tries, site } = this.passage;
    if (tries.budgetEpoch[tried] !== this.epoch || !this.present) return;
    tries.budgetEpoch[tried] = NONE;
    const seen = isAnswer(outcome) ? SUCCEEDED : outcome === CANCELLED ? WITHDRAWN : FAILED;
    const operation = tries.operation[tried];
    const state = this.stateOf(operation);
    this.policy.learn(state, this.values, site.simulation.now, tries.attempt[tried], seen, this.memoryOf(operation), operation);
  }

  /** What the budget `by` allowed and is never sent: it hears of both ends. */
  unspent(operation: number, by: number): void {
    if (by !== this.epoch || !this.present) return;
    const { policy, values } = this;
    const { operations, site } = this.passage;
    const state = this.stateOf(operation);
    const attempt = operations.attempts[operation] + 1;
    policy.sent(state, values, site.simulation.now, attempt);
    policy.learn(state, values, site.simulation.now, attempt, WITHDRAWN, this.memoryOf(operation), operation);
  }

  changed(param: string, replaced: boolean): void {
    if (param !== 'retryBudget') return;
    this.readParams();
    if (!replaced) return;
    this.epoch++;
    this.remembers.fill(NONE);
    const { now } = this.passage.site.simulation;
    for (let i = 0; i < this.states.length; i++) if (this.states[i] !== undefined) this.states[i] = this.policy.start(this.values, now);
  }

  private readParams(): void {
    const { policy, params } = this.passage.params.retryBudget;
    this.policy = policy;
    this.values = params;
    this.present = policy.id !== 'unlimited';
    if (this.present) this.wasPresent = true;
  }

  /** The column that holds what is remembered of an operation: 0 where that is nothing yet. */
  private memoryOf(operation: number): Float64Array {
    const number = this.passage.operations.number[operation];
    if (operation >= this.remembers.length) {
      this.remembers = reaching(this.remembers, operation, NONE);
      this.memory = reaching(this.memory, operation);
    }
    if (this.remembers[operation] !== number) {
      this.remembers[operation] = number;
      this.memory[operation] = 0;
    }
    return this.memory;
  }

  private stateOf(operation: number): object {
    const number = this.passage.operations.state[operation];
    return this.states[number] ?? this.begin(number);
  }

  private begin(number: number): object {
    while (this.states.length < number) this.states.push(undefined);
    const state = this.policy.start(this.values, this.passage.site.simulation.now);
    this.states[number] = state;
    return state;
  }
}

/** One chart row for every gauge of every budget this run uses: the mean over calling processes and wires. */
export function addBudgetReadings(site: CallingSite, budgets: readonly { budget: Budget; params: CallerParams }[]): void {
  for (const policy of site.policiesOf('retryBudget')) {
    for (const [name, gauge] of Object.entries(policy.gauges ?? {})) {
      const help = `${policy.title}: ${gauge.label.toLowerCase()}, mean over calling instances.`;
      const meter: Meter = { kind: 'reading', name: `retryBudget.${name}`, label: gauge.label, unit: gauge.unit, help };
      site.recorder.addReading(meter, (now) => {
        let sum = 0;
        let count = 0;
        for (const { budget, params } of budgets) {
          if (params.retryBudget.policy !== policy) continue;
          for (const state of budget.states) {
            if (state === undefined) continue;
            sum += gauge.read(state, params.retryBudget.params, now);
            count++;
          }
        }
        return count === 0 ? Number.NaN : sum / count;
      });
    }
  }
}
