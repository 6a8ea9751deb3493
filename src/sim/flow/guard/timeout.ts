import { NEVER } from '../../kernel/time.ts';
import { CANCELLED } from '../port.ts';
import { defineGuard, type Guard, PASSES, type Passage } from './contract.ts';

const NONE = -1;

/**
 * The attempt timeout where others stand inside of it: it counts from when they are asked, so what they hold an attempt
 * for counts too, and to them an attempt that it ends was taken back. The usual one, inside of everything, is a timer of
 * the call.
 */
export class Timeout implements Guard {
  present = false;
  private readonly dueEvent: number;

  constructor(private readonly passage: Passage) {
    this.dueEvent = passage.site.event((tried) => {
      passage.tries.timeoutEvent[tried] = NONE;
      passage.runOut(tried, this, CANCELLED);
    });
    this.readParams();
  }

  ask(tried: number): number {
    const { params, tries, site } = this.passage;
    const { simulation } = site;
    tries.timeoutEvent[tried] = simulation.schedule(simulation.now + params.attemptTimeout, this.dueEvent, tried);
    return PASSES;
  }

  ended(tried: number, outcome: number): number {
    const { tries, site } = this.passage;
    if (tries.timeoutEvent[tried] !== NONE) site.simulation.cancel(tries.timeoutEvent[tried], tried);
    tries.timeoutEvent[tried] = NONE;
    return outcome;
  }

  /** It holds nothing. */
  leave(): void {}

  changed(): void {
    this.readParams();
  }

  private readParams(): void {
    this.present = this.passage.params.attemptTimeout !== NEVER;
  }
}

export const timeout = defineGuard({
  id: 'timeout',
  label: 'Attempt timeout',
  order: 80,
  reads: ['attemptTimeout', 'attemptTimerStarts'],
  create: (passage, { innermost }) => (innermost ? null : new Timeout(passage)),
});
