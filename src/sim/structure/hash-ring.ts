import { mix } from '../kernel/chance.ts';

/** Points on a circle of 2^32, each a node's, in order: consistent hashing. */
export interface HashRing {
  nodes: readonly number[];
  /** Where each point lies, ascending, and whose it is. */
  points: Float64Array;
  owners: Int32Array;
}

/** @param nodes their numbers: a node has the same points whoever else is there @param virtual how many points every node has */
export function hashRing(nodes: readonly number[], virtual: number): HashRing {
  const count = nodes.length * virtual;
  // place and owner in one number, so that a plain sort keeps them together
  const places = Float64Array.from({ length: count }, (_, i) => {
    const node = nodes[Math.floor(i / virtual)];
    return (mix(mix(node + 1) + Math.imul(i % virtual, 0x9e3779b1)) >>> 0) * 1_024 + node;
  }).sort();
  return { nodes, points: places.map((place) => Math.floor(place / 1_024)), owners: Int32Array.from(places, (place) => place % 1_024) };
}

/** The first point at or after a hash (unsigned), round the circle. */
export function pointAfter({ points }: HashRing, hash: number): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (points[middle] < hash) low = middle + 1;
    else high = middle;
  }
  return low === points.length ? 0 : low;
}
