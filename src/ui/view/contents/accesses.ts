import type { Accesses } from '../../../host/look/accesses.ts';

/** Half a µs [ms]: times are whole µs told in ms, so sums of them may be out by less. */
const NEAR = 0.0005;

/** The last access up to a moment [ms]; −1 if there is none. */
export function accessAt({ time }: Accesses, now: number): number {
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (time[middle] <= now + NEAR) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** When the next access after a moment is [ms]; null if there is none. */
export function nextMoment(accesses: Accesses, now: number): number | null {
  const next = accessAt(accesses, now) + 1;
  return next < accesses.time.length ? accesses.time[next] : null;
}

/** When the last access before a moment is [ms]: the one before that which is looked at; null if there is none. */
export function previousMoment(accesses: Accesses, now: number): number | null {
  const last = accessAt(accesses, now);
  if (last < 0) return null;
  const { time } = accesses;
  if (time[last] < now - NEAR) return time[last];
  const before = accessAt(accesses, time[last] - 2 * NEAR);
  return before < 0 ? null : time[before];
}
