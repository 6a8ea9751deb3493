import type { Plotted } from './Plot.tsx';

/** How many fell into each of some ranges. */
export interface Bins {
  /** Where ranges begin and end, ascending: one more than there are ranges. */
  edges: readonly number[];
  counts: readonly number[];
}

/** Values of no spread get ranges of this share of their size on both sides. */
const SPREAD = 0.05;

/** Counts values in ranges that begin at round numbers; the last range has its end too. What is not a number is left out. @param most ranges */
export function binned(values: readonly number[], most = 12): Bins {
  const known = values.filter((value) => Number.isFinite(value));
  if (known.length === 0) return { edges: [0, 1], counts: [0] };
  let low = Math.min(...known);
  let high = Math.max(...known);
  if (low === high) {
    const around = Math.abs(low) * SPREAD || 1;
    [low, high] = [low - around, high + around];
  }
  // a round step may begin before the least and end after the largest: two ranges more
  const step = stepOf(high - low, Math.max(1, most - 2));
  const start = Math.floor(low / step + 1e-9);
  const count = Math.max(1, Math.ceil(high / step - 1e-9) - start);
  const edges = Array.from({ length: count + 1 }, (_, i) => Number(((start + i) * step).toPrecision(12)));
  const counts = edges.slice(1).map(() => 0);
  for (const value of known) counts[rangeOf({ edges, counts }, value)]++;
  return { edges, counts };
}

/** 1, 2 or 5 times a power of ten: so that so many cover a span at the most. */
function stepOf(span: number, most: number): number {
  const power = 10 ** Math.floor(Math.log10(span / most));
  return [1, 2, 5].map((step) => step * power).find((step) => span / step <= most) ?? 10 * power;
}

/** The range that a value is in; the first or the last where it is outside. */
export function rangeOf({ edges, counts }: Bins, value: number): number {
  const after = edges.findIndex((edge) => edge > value);
  return after < 0 ? counts.length - 1 : Math.max(0, after - 1);
}

/** A bar [px]. */
export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Between two bars [px]. */
const GAP = 1;

/** A bar for each range, on the axis; none is so thin that it cannot be seen. */
export function barsOf({ edges, counts }: Bins, { x, y, area }: Plotted): readonly Bar[] {
  return counts.map((count, i) => {
    const left = x(edges[i]) + GAP / 2;
    const top = y(count);
    return { x: left, y: top, width: Math.max(1, x(edges[i + 1]) - GAP / 2 - left), height: area.bottom - top };
  });
}

/** Ranges in one sentence: how many, between what, and where most of them are. */
export function barsSentence({ edges, counts }: Bins, what: string, value: (value: number) => string): string {
  const total = counts.reduce((a, b) => a + b, 0);
  if (total === 0) return `no ${what}.`;
  const fullest = counts.reduce((most, count, i) => (count > counts[most] ? i : most), 0);
  const first = counts.findIndex((count) => count > 0);
  const last = counts.findLastIndex((count) => count > 0);
  return `${total.toLocaleString('en')} ${what} from ${value(edges[first])} to ${value(edges[last + 1])}; most, ${counts[fullest].toLocaleString('en')}, from ${value(edges[fullest])} to ${value(edges[fullest + 1])}.`;
}
