import { create } from 'zustand';
import type { CodeProblem } from '../../host/sandbox/code-error.ts';

/** What is known of the scenario's own algorithms. */
interface CodeState {
  /** Ids of those that nobody has allowed to run on this device. */
  waiting: readonly string[];
  /** What is wrong with the code, or has gone wrong while it ran. */
  problems: readonly CodeProblem[];
  /** What is odd about it, and does not keep it from running. */
  warnings: readonly CodeProblem[];
  /** How often code has said what it is: its parameters and gauges are known from then on. */
  described: number;
}

/** Why an arm has no picture yet. */
export const NOT_ALLOWED = 'its code waits for your consent';

export const useCode = create<CodeState>()(() => ({ waiting: [], problems: [], warnings: [], described: 0 }));
