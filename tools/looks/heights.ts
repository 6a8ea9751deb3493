import { type Domain, scaleOf } from '../../src/ui/plot/scale.ts';

/** How a value is drawn: 0 at the foot of its plot, 1 at the top. */
export type Height = (value: number) => number;

export function heightIn(domain: Domain, log: boolean): Height {
  return scaleOf(log, domain, 0, 1);
}

/** How much of its plot's height a line uses, from its lowest to its highest point; 0 where it is flat or nothing was observed. */
export function rangeOf(line: ArrayLike<number>, height: Height): number {
  const heights = Array.from(line)
    .filter((value) => !Number.isNaN(value))
    .map(height);
  return heights.length === 0 ? 0 : heights.reduce((a, b) => Math.max(a, b)) - heights.reduce((a, b) => Math.min(a, b));
}

/** How far two lines are from each other where they are furthest; all of the plot where only one of them is drawn at all. */
export function distanceOf(one: ArrayLike<number>, other: ArrayLike<number>, height: Height): number {
  const drawn = [one, other].filter((line) => Array.from(line).some((value) => !Number.isNaN(value)));
  if (drawn.length < 2) return drawn.length;
  let most = 0;
  for (let bin = 0; bin < Math.min(one.length, other.length); bin++) {
    const apart = Math.abs(height(one[bin]) - height(other[bin]));
    if (apart > most) most = apart;
  }
  return most;
}
