/**
 * Totals over a sliding span of time, kept in equal slices: the current slice and the ones before it that still lie
 * wholly or partly within the span. Slices start at the window's creation and are as long as span ÷ slices.
 */
export interface SlidingWindow {
  /** Length of a slice [µs]. */
  slice: number;
  totals: Float64Array;
  /** Number of the current slice since the creation. */
  current: number;
  started: number;
}

/** @param span [µs] @param slices how many slices make up the span, the current one included */
export function slidingWindow(span: number, slices: number, now: number): SlidingWindow {
  return { slice: Math.max(1, span / slices), totals: new Float64Array(slices), current: 0, started: now };
}

/** Moves on to the slice that `now` is in and empties the slices that have gone. */
export function rollTo(window: SlidingWindow, now: number): void {
  const { totals } = window;
  const slice = Math.floor((now - window.started) / window.slice);
  if (slice === window.current) return;
  const passed = Math.min(totals.length, slice - window.current);
  for (let i = 1; i <= passed; i++) totals[(window.current + i) % totals.length] = 0;
  window.current = slice;
}

export function addTo(window: SlidingWindow, now: number, amount: number): void {
  rollTo(window, now);
  window.totals[window.current % window.totals.length] += amount;
}

/** The total at `now`, without moving the window: looking changes nothing. */
export function totalOf(window: SlidingWindow, now: number): number {
  const { totals } = window;
  const slice = Math.floor((now - window.started) / window.slice);
  const kept = totals.length - (slice - window.current);
  let sum = 0;
  for (let i = 0; i < kept; i++) sum += totals[(window.current - i + totals.length * 2) % totals.length];
  return sum;
}
