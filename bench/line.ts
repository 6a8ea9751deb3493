/** One line of the bench: what was measured, against something measured in the same run, against its budget. */
export interface Line {
  name: string;
  /** As it was on this machine, today; null where it could not be measured. */
  value: number | null;
  unit: string;
  /** What the ratio should be at least or at the most; where there is no yardstick, what the value should be. */
  budget: number;
  bound: '≤' | '≥';
  /** What the ratio is taken against; null where the value itself is judged. Where nothing was measured, why. */
  yardstick: string | null;
  /** value ÷ the yardstick's value in the same run. */
  ratio: number | null;
  ok: boolean;
}

type Bound = Line['bound'];

/** Judged by its ratio to a yardstick: machines differ by a factor of three, and from day to day. */
export function judged(name: string, value: number, unit: string, bound: Bound, budget: number, yardstick: string, against: number): Line {
  const ratio = value / against;
  return { name, value, unit, budget, bound, yardstick, ratio, ok: keeps(ratio, bound, budget) };
}

/** Judged by itself: sizes, and what people wait for. */
export function absolute(name: string, value: number, unit: string, bound: Bound, budget: number): Line {
  return { name, value, unit, budget, bound, yardstick: null, ratio: null, ok: keeps(value, bound, budget) };
}

/** What has a budget and cannot be measured here, or not yet. */
export function missing(name: string, unit: string, bound: Bound, budget: number, why: string): Line {
  return { name, value: null, unit, budget, bound, yardstick: why, ratio: null, ok: false };
}

const keeps = (figure: number, bound: Bound, budget: number) => (bound === '≤' ? figure <= budget : figure >= budget);

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

/** The best of several runs of each [ms], in turn: what disturbs one disturbs the other. */
export function bestInTurn(rounds: number, ...runs: (() => void)[]): number[] {
  const best = runs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < rounds; round++) for (const [i, run] of runs.entries()) best[i] = Math.min(best[i], bestOf(1, run));
  return best;
}
