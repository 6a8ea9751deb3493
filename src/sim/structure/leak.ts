/**
 * A quantity that shrinks at a steady rate and never falls below 0: water in a leaky bucket, tokens missing from a full
 * one. Two cells of somebody's column, from `at` on: the amount, and when it was so much [µs]. Exact while amounts,
 * rates and times are whole numbers. A time before the one in the cells changes nothing: clocks may differ.
 */
const AMOUNT = 0;
const SINCE = 1;

export const LEAK_SIZE = 2;

export function startLeak(cells: Float64Array, at: number, now: number, amount: number): void {
  cells[at + AMOUNT] = amount;
  cells[at + SINCE] = now;
}

/** @param rate [1/µs] */
export function leftOf(cells: Float64Array, at: number, now: number, rate: number): number {
  const passed = now - cells[at + SINCE];
  return passed > 0 ? Math.max(0, cells[at + AMOUNT] - passed * rate) : cells[at + AMOUNT];
}

/** Adds to it. @param rate [1/µs] */
export function pour(cells: Float64Array, at: number, now: number, rate: number, amount: number): void {
  cells[at + AMOUNT] = leftOf(cells, at, now, rate) + amount;
  cells[at + SINCE] = Math.max(now, cells[at + SINCE]);
}

/** How long until no more than so much is left, in whole µs; Infinity if never, or not within 285 years. @param rate [1/µs] */
export function timeUntil(cells: Float64Array, at: number, now: number, rate: number, most: number): number {
  const tooMuch = leftOf(cells, at, now, rate) - most;
  if (tooMuch <= 0) return 0;
  // a clock that is behind has to catch up first
  const behind = Math.max(0, cells[at + SINCE] - now);
  let wait = behind + Math.ceil(tooMuch / rate);
  if (most < 0 || !(now + wait < Number.MAX_SAFE_INTEGER)) return Number.POSITIVE_INFINITY;
  // the division may be out by the last place, and in that many microseconds may leak too little to show
  let before = behind;
  for (let step = 1; leftOf(cells, at, now + wait, rate) > most; step *= 2) {
    before = wait;
    wait += step;
  }
  if (leftOf(cells, at, now + wait - 1, rate) > most) return wait;
  while (wait - before > 1) {
    const middle = Math.floor((before + wait) / 2);
    if (leftOf(cells, at, now + middle, rate) > most) before = middle;
    else wait = middle;
  }
  return wait;
}
