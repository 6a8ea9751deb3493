import { widened } from '../../structure/widened.ts';
import { fact } from '../caller-meters.ts';
import { DEGRADED } from '../port.ts';
import { defineGuard, type Guard, isAnswer, PASSES, type Passage, PENDING } from './contract.ts';

const NONE = -1;

/** Answers in some other way what has failed: at once, or with what another wire still has. Such an answer is degraded. */
export class Fallback implements Guard {
  present: boolean;
  /** By try: how it had failed. */
  private outcomes = new Int32Array(64);
  private readonly askEvent: number;

  constructor(private readonly passage: Passage) {
    this.present = passage.params.fallback.policy.id !== 'none';
    this.askEvent = passage.site.event((tried) => this.askInstead(tried));
  }

  ask(): number {
    return PASSES;
  }

  ended(tried: number, outcome: number, cut: boolean): number {
    const { params, operations, tries, site } = this.passage;
    if (cut || !this.present || isAnswer(outcome)) return outcome;
    // what is asked instead has no fallback in turn
    if (operations.insteadOf[tries.operation[tried]] !== NONE) return outcome;
    const { fallback } = params;
    if (fallback.policy.wire === undefined) {
      this.report(tried);
      return DEGRADED;
    }
    if (tried >= this.outcomes.length) this.outcomes = widened(this.outcomes, Math.max(this.outcomes.length * 2, tried + 1));
    this.outcomes[tried] = outcome;
    // an event of its own, so that an answer does not lead to a call within the same step
    tries.event[tried] = site.simulation.schedule(site.simulation.now, this.askEvent, tried);
    return PENDING;
  }

  leave(tried: number): void {
    const { tries, site } = this.passage;
    if (tries.event[tried] !== NONE) site.simulation.cancel(tries.event[tried], tried);
    tries.event[tried] = NONE;
    const standIn = tries.standIn[tried];
    tries.standIn[tried] = NONE;
    if (standIn !== NONE) this.passage.cancelInstead(standIn);
  }

  changed(param: string): void {
    if (param === 'fallback') this.present = this.passage.params.fallback.policy.id !== 'none';
  }

  /** The operation over the other wire has ended. */
  standInEnded(tried: number, answered: boolean): void {
    this.passage.tries.standIn[tried] = NONE;
    if (answered) this.report(tried);
    this.passage.answered(tried, answered ? DEGRADED : this.outcomes[tried]);
  }

  private askInstead(tried: number): void {
    const { tries, params } = this.passage;
    tries.event[tried] = NONE;
    const { policy, params: values } = params.fallback;
    const standIn = this.passage.openInstead(tried, policy.wire?.(values) ?? '');
    if (standIn === NONE) {
      this.passage.answered(tried, this.outcomes[tried]);
      return;
    }
    tries.standIn[tried] = standIn;
    this.passage.goInstead(standIn);
  }

  private report(tried: number): void {
    const { site, operations, tries } = this.passage;
    site.reportRequest(fact.degraded, operations.root[tries.operation[tried]]);
  }
}

export const fallback = defineGuard({
  id: 'fallback',
  label: 'Fallback',
  order: 20,
  reads: ['fallback'],
  create: (passage) => new Fallback(passage),
});
