import type { IdleLimit } from '../sim/world/world.ts';

/** A warning in a sentence, with components by the names that the reader knows. */
export function warningSentence({ gate, callee, allowed, capacity }: IdleLimit, nameOf = (id: string) => id): string {
  const rate = (value: number) => `${value.toLocaleString('en', { maximumSignificantDigits: 3 })} req/s`;
  return `${nameOf(gate)} lets up to ${rate(allowed)} pass, but ${nameOf(callee)} can serve ${rate(capacity)}: this limit does not protect it`;
}
