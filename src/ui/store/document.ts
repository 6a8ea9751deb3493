import { create } from 'zustand';
import type { Origin } from '../../scenario/lesson.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { withArmTitles } from './armTitle.ts';

/** What is being looked at and edited, with the way back. */
interface DocumentState {
  scenario: Scenario;
  /** As it was opened: what its sliders are about. */
  opened: Scenario;
  /** Where it came from in the library, if it did. */
  origin: Origin | null;
  /** Whether it differs from what was opened. */
  edited: boolean;
  past: readonly Scenario[];
  future: readonly Scenario[];
  /** The gesture under way: all its edits are one step back. */
  gesture: string | null;
}

interface DocumentActions {
  open(scenario: Scenario, origin: Origin | null): void;
  /** Replaces the scenario; edits of the same gesture count as one. */
  edit(change: (scenario: Scenario) => Scenario, gesture?: string): void;
  /** Ends a gesture: the next edit is a step of its own. */
  settle(): void;
  undo(): void;
  redo(): void;
}

/** Steps that can be taken back. */
const MOST_STEPS = 200;

const EMPTY: Scenario = {
  format: 2,
  title: '',
  summary: '',
  topic: 'retries',
  seed: 1,
  duration: 60_000,
  bins: 600,
  components: {},
  changes: [],
  arms: [],
  watch: [],
  story: [],
  claims: [],
  goals: [],
};

export const useDocument = create<DocumentState & DocumentActions>()((set) => ({
  scenario: EMPTY,
  opened: EMPTY,
  origin: null,
  edited: false,
  past: [],
  future: [],
  gesture: null,
  open: (scenario, origin) => set({ scenario, opened: scenario, origin, edited: false, past: [], future: [], gesture: null }),
  edit: (change, gesture) =>
    set((state) => {
      const changed = change(state.scenario);
      if (changed === state.scenario) return state;
      const scenario = withArmTitles(state.scenario, changed);
      const goesOn = gesture !== undefined && gesture === state.gesture;
      const past = goesOn ? state.past : [...state.past.slice(-(MOST_STEPS - 1)), state.scenario];
      return { scenario, past, future: [], edited: true, gesture: gesture ?? null };
    }),
  settle: () => set((state) => (state.gesture === null ? state : { gesture: null })),
  undo: () =>
    set((state) => {
      const before = state.past.at(-1);
      if (!before) return state;
      return {
        scenario: before,
        past: state.past.slice(0, -1),
        future: [state.scenario, ...state.future],
        edited: state.past.length > 1,
        gesture: null,
      };
    }),
  redo: () =>
    set((state) => {
      const [next, ...future] = state.future;
      if (!next) return state;
      return { scenario: next, past: [...state.past, state.scenario], future, edited: true, gesture: null };
    }),
}));
