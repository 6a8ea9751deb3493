/** One line of the bench: what was measured, against its budget and against something measured in the same run. */
export interface Line {
  name: string;
  value: number;
  unit: string;
  /** What it should be at least (rates) or at the most (times, sizes). */
  budget: number;
  /** What the ratio is taken against. */
  yardstick: string;
  /** value ÷ the yardstick's value in the same run; null where there is none. */
  ratio: number | null;
  ok: boolean;
}

/** More is better. */
export function rate(name: string, value: number, unit: string, budget: number, yardstick: string, against: number | null): Line {
  return { name, value, unit, budget, yardstick, ratio: against === null ? null : value / against, ok: value >= budget };
}

/** Less is better. */
export function cost(name: string, value: number, unit: string, budget: number, yardstick: string, against: number | null): Line {
  return { name, value, unit, budget, yardstick, ratio: against === null ? null : value / against, ok: value <= budget };
}

/** The best of several runs [ms]: the others were disturbed. */
export function bestOf(runs: number, run: () => void): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}
