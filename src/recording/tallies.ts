import { inMicros, type TimeUnit } from './columns.ts';

/** Neighbouring durations are kept apart from a difference of one in a hundred on. */
const STEP = Math.log(1.01);
/** A distribution is told by some hundred values, the longest hundredth of it by some ten. */
const GROUPS = 100;

/** What the durations of a file came to. */
export interface DurationFacts {
  count: number;
  /** [ms] */
  mean: number;
  p50: number;
  p95: number;
  p99: number;
  max: number;
  unit: TimeUnit;
  guessed: boolean;
  /** The distribution as a scenario spells it: times in ms with weights. */
  values: string;
}

/** Durations, counted in steps of one in a hundred with the sum of each step, so that their mean is exact. */
export class Durations {
  private readonly steps = new Map<number, { count: number; sum: number }>();
  private count = 0;
  private sum = 0;
  private max = 0;

  constructor(
    readonly unit: TimeUnit,
    readonly guessed: boolean,
  ) {}

  add(value: number): void {
    const micros = value * inMicros(this.unit);
    const step = micros < 1 ? -1 : Math.floor(Math.log(micros) / STEP);
    const at = this.steps.get(step);
    if (at) {
      at.count++;
      at.sum += micros;
    } else this.steps.set(step, { count: 1, sum: micros });
    this.count++;
    this.sum += micros;
    this.max = Math.max(this.max, micros);
  }

  facts(): DurationFacts | null {
    const { count, sum, max, unit, guessed } = this;
    if (count === 0) return null;
    const sorted = [...this.steps].sort(([a], [b]) => a - b).map(([, step]) => step);
    const quantile = (share: number) => {
      let left = Math.ceil(share * count);
      const found = sorted.find((step) => {
        left -= step.count;
        return left <= 0;
      })!;
      return found.sum / found.count / 1_000;
    };
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map(quantile);
    return { count, mean: sum / count / 1_000, p50, p95, p99, max: max / 1_000, unit, guessed, values: this.spelt(sorted) };
  }

  private spelt(sorted: readonly { count: number; sum: number }[]): string {
    const groups: { count: number; sum: number }[] = [];
    let before = 0;
    let group = { count: 0, sum: 0 };
    for (const step of sorted) {
      group = { count: group.count + step.count, sum: group.sum + step.sum };
      before += step.count;
      const inTail = before > this.count * (1 - 1 / GROUPS);
      if (group.count < (this.count / GROUPS) * (inTail ? 0.1 : 1) && before < this.count) continue;
      groups.push(group);
      group = { count: 0, sum: 0 };
    }
    const time = ({ count, sum }: { count: number; sum: number }) => String(Math.round(sum / count) / 1_000);
    return groups.map((each) => (each.count === 1 ? time(each) : `${time(each)}x${each.count}`)).join(' ');
  }
}

/** What the statuses of a file came to. */
export interface StatusFacts {
  count: number;
  /** Those of a server: 500 to 599, or a word that is none for success. */
  errors: number;
  /** The most frequent, the first one the most. */
  most: readonly { status: string; count: number }[];
}

const SUCCESS = /^(ok|success|succeeded|true|hit|degraded)$/i;
const MOST_STATUSES = 1_000;
const SHOWN = 6;

/** Statuses of which a file has few. */
export class Statuses {
  private readonly counts = new Map<string, number>();
  private count = 0;
  private errors = 0;

  add(status: string): void {
    this.count++;
    if (isError(status)) this.errors++;
    if (this.counts.size < MOST_STATUSES || this.counts.has(status)) this.counts.set(status, (this.counts.get(status) ?? 0) + 1);
  }

  facts(): StatusFacts | null {
    if (this.count === 0) return null;
    const most = [...this.counts].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
    return { count: this.count, errors: this.errors, most: most.map(([status, count]) => ({ status, count })) };
  }
}

function isError(status: string): boolean {
  const code = Number(status);
  return Number.isFinite(code) ? code >= 500 && code < 600 : !SUCCESS.test(status);
}
