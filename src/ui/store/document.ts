import { create } from 'zustand';
import { afterSteps, withStoryMoved } from '../../scenario/after-steps.ts';
import type { Origin } from '../../scenario/lesson.ts';
import { sameScenario } from '../../scenario/same-scenario.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { withArmTitles } from './armTitle.ts';

/** What is being looked at and edited, with the way back. */
interface DocumentState {
  /** Names the opening: another one each time, the same when somebody comes back to it. */
  visit: string;
  scenario: Scenario;
  /** As it was opened: what its sliders are about. */
  opened: Scenario;
  /** Where it came from in the library, if it did. */
  origin: Origin | null;
  /** What it was before anybody changed it: the library’s own where it comes from there, else what was opened. */
  original: Scenario;
  /** How many steps of the story have made their changes. */
  told: number;
  /** The original with what these steps change. */
  lesson: Scenario;
  /** Whether it differs from that: what the story changes is as little an edit as a page that is turned. */
  edited: boolean;
  past: readonly Scenario[];
  future: readonly Scenario[];
  /** The gesture under way: all its edits are one step back. */
  gesture: string | null;
}

/** What is put on the screen; what is left out is as at a first opening. */
export type Opened = Pick<DocumentState, 'scenario' | 'origin'> &
  Partial<Pick<DocumentState, 'visit' | 'original' | 'told' | 'past' | 'future'>>;

interface DocumentActions {
  open(opened: Opened): void;
  /** Replaces the scenario; edits of the same gesture count as one. */
  edit(change: (scenario: Scenario) => Scenario, gesture?: string): void;
  /** Ends a gesture: the next edit is a step of its own. */
  settle(): void;
  /**
   * So many steps of the story have made their changes from now on. What of them is still to be made, or to be taken back, is
   * one step back, or goes with the edit before it.
   */
  tell(count: number, withEdit?: boolean): void;
  undo(): void;
  redo(): void;
  /** Goes back to the original, as the story has it by now, which is a step that can be taken back. */
  restore(): void;
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
  policies: {},
  changes: [],
  arms: [],
  watch: [],
  story: [],
  claims: [],
  goals: [],
  keep: [],
};

/** A name that nothing else has. */
function newVisit(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => (byte % 36).toString(36)).join('');
}

export const useDocument = create<DocumentState & DocumentActions>()((set, get) => ({
  visit: '',
  scenario: EMPTY,
  opened: EMPTY,
  origin: null,
  original: EMPTY,
  told: 0,
  lesson: EMPTY,
  edited: false,
  past: [],
  future: [],
  gesture: null,
  open: ({ scenario, origin, visit = newVisit(), original = scenario, told = 0, past = [], future = [] }) => {
    const lesson = afterSteps(original, told);
    const edited = !sameScenario(scenario, lesson);
    set({ visit, scenario, opened: original, origin, original, told, lesson, edited, past, future, gesture: null });
  },
  edit: (change, gesture) =>
    set((state) => {
      const changed = change(state.scenario);
      if (changed === state.scenario) return state;
      const scenario = withArmTitles(state.scenario, changed);
      const goesOn = gesture !== undefined && gesture === state.gesture;
      const past = goesOn ? state.past : [...state.past.slice(-(MOST_STEPS - 1)), state.scenario];
      return { scenario, past, future: [], edited: !sameScenario(scenario, state.lesson), gesture: gesture ?? null };
    }),
  settle: () => set((state) => (state.gesture === null ? state : { gesture: null })),
  tell: (told, withEdit = false) =>
    set((state) => {
      if (told === state.told) return state;
      const lesson = afterSteps(state.original, told);
      const moved = withStoryMoved(state.original, state.scenario, state.told, told);
      if (moved === state.scenario) return { told, lesson, edited: !sameScenario(moved, lesson) };
      const scenario = withArmTitles(state.scenario, moved);
      const past = withEdit ? state.past : [...state.past.slice(-(MOST_STEPS - 1)), state.scenario];
      const edited = !sameScenario(scenario, lesson);
      return { scenario, told, lesson, edited, past, future: withEdit ? state.future : [], gesture: withEdit ? state.gesture : null };
    }),
  undo: () =>
    set((state) => {
      const before = state.past.at(-1);
      if (!before) return state;
      return {
        scenario: before,
        past: state.past.slice(0, -1),
        future: [state.scenario, ...state.future],
        edited: !sameScenario(before, state.lesson),
        gesture: null,
      };
    }),
  redo: () =>
    set((state) => {
      const [next, ...future] = state.future;
      if (!next) return state;
      const edited = !sameScenario(next, state.lesson);
      return { scenario: next, past: [...state.past, state.scenario], future, edited, gesture: null };
    }),
  restore: () => get().edit(() => get().lesson),
}));
