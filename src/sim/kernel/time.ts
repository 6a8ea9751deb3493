/**
 * Simulated time: whole microseconds in a double, from 0 at the start of the run.
 * Labels, scenarios and links speak milliseconds; nothing inside `sim` does.
 */
export const MICROS_PER_MS = 1_000;
export const MICROS_PER_SECOND = 1_000_000;

/** A moment that never comes [µs]. */
export const NEVER = Number.POSITIVE_INFINITY;

/** The nearest whole microsecond; time never has a fraction. */
export function wholeMicros(micros: number): number {
  return Math.floor(micros + 0.5);
}
