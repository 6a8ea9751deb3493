/** What leaves a window of time, and when; see `advance`. */
export type SliceRule = 'in-turn' | 'on-demand' | 'one-by-one';

/** How many outcomes there were, and of what kind. */
export interface Tally {
  count: number;
  failures: number;
  slow: number;
}

/** Outcomes of a span of time, kept in slices. */
export interface OutcomeSlices {
  rule: SliceRule;
  /** Length of the window, and of a slice [µs]. */
  span: number;
  slice: number;
  /** By slice: how many outcomes, failures and slow ones. */
  counts: Float64Array;
  failures: Float64Array;
  slow: Float64Array;
  /** When each began [µs]; −∞ where it has not been used. */
  began: Float64Array;
  /** The slice that outcomes go to. */
  current: number;
  /** All that is in the window. */
  total: Tally;
}

export const noOutcomes = (): Tally => ({ count: 0, failures: 0, slow: 0 });

/** @param span [µs] @param slices how many make up the span, the current one included @param now when the first begins [µs], where slices follow in turn */
export function outcomeSlices(span: number, slices: number, rule: SliceRule, now: number): OutcomeSlices {
  const began = new Float64Array(slices).fill(Number.NEGATIVE_INFINITY);
  if (rule === 'in-turn') began[0] = now;
  return {
    rule,
    span,
    slice: Math.max(1, span / slices),
    counts: new Float64Array(slices),
    failures: new Float64Array(slices),
    slow: new Float64Array(slices),
    began,
    current: 0,
    total: noOutcomes(),
  };
}

function empty(slices: OutcomeSlices, at: number): void {
  const { counts, failures, slow, total } = slices;
  total.count -= counts[at];
  total.failures -= failures[at];
  total.slow -= slow[at];
  counts[at] = 0;
  failures[at] = 0;
  slow[at] = 0;
}

function beginNext(slices: OutcomeSlices, now: number): void {
  slices.current = slices.current + 1 === slices.began.length ? 0 : slices.current + 1;
  empty(slices, slices.current);
  slices.began[slices.current] = now;
}

/**
 * Moves on to the slice that an outcome of now goes to, and drops what has left the window.
 * - `in-turn`: slices follow each other without gaps, whether anything happens or not.
 * - `on-demand`: a slice begins with the first outcome after the last one has ended, and leaves when it began a span ago.
 * - `one-by-one`: it begins so too, and only then the oldest leaves: a pause makes nothing older.
 */
export function advance(slices: OutcomeSlices, now: number): void {
  const { began, slice, span, rule } = slices;
  const since = now - began[slices.current];
  if (rule === 'in-turn') {
    const passed = Math.floor(since / slice);
    if (passed <= 0) return;
    const begins = began[slices.current] + passed * slice;
    for (let left = Math.min(passed, began.length); left > 0; left--) beginNext(slices, begins - (left - 1) * slice);
    return;
  }
  if (since >= slice) beginNext(slices, now);
  if (rule === 'on-demand') for (let at = 0; at < began.length; at++) if (now - began[at] >= span) empty(slices, at);
}

/** Keeps an outcome in the current slice. @param failed 1 for a failure @param isSlow 1 for a slow one */
export function note({ counts, failures, slow, current, total }: OutcomeSlices, failed: number, isSlow: number): void {
  counts[current]++;
  failures[current] += failed;
  slow[current] += isSlow;
  total.count++;
  total.failures += failed;
  total.slow += isSlow;
}
