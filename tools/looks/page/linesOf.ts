import type { Met } from './tour.ts';

/** One line a fault; one that is met again is counted. */
export function linesOf(met: readonly Met[]): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { at, what, where, figure } of met) {
    const line = `${what}: ${where}${figure && `: ${figure}`}`;
    places.set(line, [...(places.get(line) ?? []), at]);
  }
  return [...places].map(
    ([line, [first, ...others]]) => `${first}: ${line}${others.length > 0 ? ` (and ${others.length} more times)` : ''}`,
  );
}
