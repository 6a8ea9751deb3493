import type { Warning } from '../sim/world/world.ts';

/** What is odd, as people read it. @param nameOf what a component is called, by its id */
export function warningSentence(warning: Warning, nameOf = (id: string) => id): string {
  if ('said' in warning) {
    const { component, wire, said } = warning;
    return `${nameOf(component)}${wire === null ? '' : `, calling ${nameOf(wire)},`} ${said}`;
  }
  const { gate, callee, allowed, capacity } = warning;
  const rate = (value: number) => `${value.toLocaleString('en', { maximumSignificantDigits: 3 })} req/s`;
  return `${nameOf(gate)} lets up to ${rate(allowed)} pass, but ${nameOf(callee)} can serve ${rate(capacity)}: this limit does not protect it`;
}
