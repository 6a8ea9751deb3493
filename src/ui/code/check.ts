import { create } from 'zustand';
import type { CheckLine } from '../../host/check-report.ts';

/** How far the check of one of the scenario's own policies has come. */
export interface Check {
  /** Id of the policy. */
  policy: string;
  /** The source that is checked: of another one a report says nothing. */
  source: string;
  state: 'under-way' | 'finished' | 'stopped' | 'failed';
  /** How far it has come, 0 to 1. */
  done: number;
  lines: readonly CheckLine[];
  /** Why it has failed; what it says of the run where it has not. */
  note: string | null;
}

/** The check that was asked for last; null while there is none. */
export const useCheck = create<{ check: Check | null }>()(() => ({ check: null }));
