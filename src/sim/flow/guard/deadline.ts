import { NEVER } from '../../kernel/time.ts';
import { TIMED_OUT } from '../port.ts';
import { WHOLE } from '../tries.ts';
import { defineGuard, type Guard, PASSES, type Passage } from './contract.ts';

const NONE = -1;

/**
 * A deadline that stands inside of `retry`: each turn, or attempt, has one of its own, counted from when it was asked
 * for, and what others hold it for counts too. The usual one, outside of everything, is an operation's.
 */
export class Deadline implements Guard {
  present = false;
  private readonly dueEvent: number;

  constructor(private readonly passage: Passage) {
    this.dueEvent = passage.site.event((tried) => {
      passage.tries.deadlineEvent[tried] = NONE;
      passage.runOut(tried, this, TIMED_OUT);
    });
    this.readParams();
  }

  ask(tried: number): number {
    const { params, operations, tries, site } = this.passage;
    const { simulation, calls } = site;
    const { now } = simulation;
    const operation = tries.operation[tried];
    const cause = operations.cause[operation];
    let deadline = now + params.deadline;
    if (cause !== NONE && params.deadlineTravels) deadline = Math.max(now, Math.min(deadline, calls.deadline[cause]));
    operations.deadline[operation] = deadline;
    if (deadline !== NEVER) tries.deadlineEvent[tried] = simulation.schedule(deadline, this.dueEvent, tried);
    return PASSES;
  }

  ended(tried: number, outcome: number): number {
    const { tries, site } = this.passage;
    if (tries.deadlineEvent[tried] !== NONE) site.simulation.cancel(tries.deadlineEvent[tried], tried);
    tries.deadlineEvent[tried] = NONE;
    return outcome;
  }

  /** It holds nothing. */
  leave(): void {}

  changed(): void {
    this.readParams();
  }

  private readParams(): void {
    const { deadline, deadlineTravels } = this.passage.params;
    this.present = deadline !== NEVER || deadlineTravels;
  }
}

export const deadline = defineGuard({
  id: 'deadline',
  label: 'Overall deadline',
  order: 10,
  reads: ['deadline', 'deadlineTravels'],
  // of all of an operation it is a timer of that
  create: (passage, { level }) => (level === WHOLE ? null : new Deadline(passage)),
});
