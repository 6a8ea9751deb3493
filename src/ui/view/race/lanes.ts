import type { Decisions } from '../../../host/look/decisions.ts';

/** Whether a call has left the window that ends now; times are whole µs, told in ms. */
const hasLeft = (time: number, now: number, span: number) => now - time > span - 0.0005;

/** What one lane has to say of a whole run. */
export interface LaneFigures {
  passed: number;
  refused: number;
  /** The most that passed in any window of the limit's span; NaN where the limit is not of that kind. */
  mostInWindow: number;
}

export function figuresOf({ passed, time, cost, means }: Decisions): LaneFigures {
  let count = 0;
  let sum = 0;
  let most = 0;
  let first = 0;
  for (let i = 0; i < passed.length; i++) {
    if (passed[i] === 0) continue;
    count++;
    if (!means) continue;
    sum += cost[i];
    for (; hasLeft(time[first], time[i], means.span); first++) if (passed[first] === 1) sum -= cost[first];
    if (sum > most) most = sum;
  }
  return { passed: count, refused: passed.length - count, mostInWindow: means ? most : Number.NaN };
}

/** Requests of which some lane lets the first call pass and another turns it away. */
export function disagreements(lanes: readonly Decisions[]): ReadonlySet<number> {
  const verdicts = new Map<number, number>();
  for (const { request, passed } of lanes) {
    const seen = new Set<number>();
    for (let i = 0; i < request.length; i++) {
      if (seen.has(request[i])) continue;
      seen.add(request[i]);
      verdicts.set(request[i], (verdicts.get(request[i]) ?? 0) | (1 << passed[i]));
    }
  }
  const both = new Set<number>();
  for (const [request, verdict] of verdicts) if (verdict === 3) both.add(request);
  return both;
}

/** First entry at or after a time. */
export function indexAt(time: Float64Array, at: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How much passed in the window before each moment, as a step line over `width` pixels from `from` to `to` [ms]:
 * the most within each pixel.
 */
export function rollingCount({ time, passed, cost, means }: Decisions, from: number, to: number, width: number): Float64Array | null {
  if (!means) return null;
  const most = new Float64Array(width);
  const { span } = means;
  let first = indexAt(time, from - span);
  let next = first;
  let sum = 0;
  const pixel = (to - from) / width;
  for (let x = 0; x < width; x++) {
    const end = from + (x + 1) * pixel;
    // what has left the window by the beginning of the pixel
    const begin = end - pixel;
    for (; first < next && hasLeft(time[first], begin, span); first++) if (passed[first] === 1) sum -= cost[first];
    let peak = sum;
    for (; next < time.length && time[next] <= end; next++) {
      if (passed[next] === 0) continue;
      for (; first < next && hasLeft(time[first], time[next], span); first++) if (passed[first] === 1) sum -= cost[first];
      sum += cost[next];
      if (sum > peak) peak = sum;
    }
    most[x] = peak;
  }
  return most;
}

/** How much passed in the window that ends at a moment [ms], with what passes then; 0 where the limit is not of that kind. */
export function passedBefore({ time, passed, cost, means }: Decisions, at: number): number {
  let sum = 0;
  if (means)
    for (let i = indexAt(time, at - means.span); i < time.length && time[i] <= at; i++)
      if (passed[i] === 1 && !hasLeft(time[i], at, means.span)) sum += cost[i];
  return sum;
}

/** What the limiter's own gauge showed last at each of `width` pixels from `from` to `to` [ms]; NaN before it showed anything. */
export function levels({ time, level }: Decisions, from: number, to: number, width: number): Float64Array {
  const shown = new Float64Array(width).fill(Number.NaN);
  let next = indexAt(time, from);
  let last = next > 0 ? level[next - 1] : Number.NaN;
  for (let x = 0; x < width; x++) {
    const end = from + ((x + 1) * (to - from)) / width;
    for (; next < time.length && time[next] <= end; next++) last = level[next];
    shown[x] = last;
  }
  return shown;
}
