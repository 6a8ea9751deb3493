import { create } from 'zustand';

/** Steps that are settled, by scenario of the library. */
type Settled = Readonly<Record<string, readonly number[]>>;

const KEY = 'goodput.progress.v1';

interface ProgressState {
  settled: Settled;
  /** A step has been read, and its question, if it has one, looked at. */
  settle(id: string, step: number): void;
  forget(): void;
}

/** How far the stories of the library have been read on this device. */
export const useProgress = create<ProgressState>()((set) => ({
  settled: kept(),
  settle: (id, step) => {
    // another tab may have gone on meanwhile
    const before = kept();
    const steps = before[id] ?? [];
    const settled = steps.includes(step) ? before : { ...before, [id]: [...steps, step] };
    keep(settled);
    set({ settled });
  },
  forget: () => {
    keep({});
    set({ settled: {} });
  },
}));

function kept(): Settled {
  try {
    const value: unknown = JSON.parse(window.localStorage.getItem(KEY) ?? '{}');
    return Object.fromEntries(
      Object.entries(value as object)
        .filter(([, steps]) => Array.isArray(steps))
        .map(([id, steps]) => [id, steps.filter(Number.isInteger)]),
    );
  } catch {
    // forbidden or damaged: nothing is known
    return {};
  }
}

function keep(settled: Settled): void {
  try {
    window.localStorage.setItem(KEY, JSON.stringify(settled));
  } catch {
    // it is said once that this browser keeps nothing, where the scenario itself is kept
  }
}
