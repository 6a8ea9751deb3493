import type { Scenario } from '../../scenario/scenario.ts';
import { say } from '../notices.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';

/** What the sender's engine made of an arm, as a link says; looked at once the run here has ended. */
export interface Promised {
  arm: string;
  fingerprint: string;
}

let expected: (Promised & { scenario: Scenario }) | null = null;

/** Expects of the scenario on the screen what a link promised of it; nothing if it promised nothing. */
export function expectOf(promised: Promised | undefined): void {
  expected = promised ? { ...promised, scenario: useDocument.getState().scenario } : null;
}

/** Says so if this engine makes another run of the scenario than the sender's did. */
export function keepPromises(): void {
  results.subscribeSlowly(() => {
    if (!expected) return;
    const name = results.nameOf(expected.arm);
    if (useDocument.getState().scenario !== expected.scenario) expected = null;
    else if (name) {
      if (name.fingerprint !== expected.fingerprint)
        say('This link was made with another version of the simulation: the figures may differ from those that the sender saw.');
      expected = null;
    }
  });
}
