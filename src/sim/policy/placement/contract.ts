import { integer, type ParamRecord, type Params } from '../../param/param.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export { mix } from '../../kernel/chance.ts';
export { number } from '../../param/param.ts';
export { type HashRing, hashRing, pointAfter } from '../../structure/hash-ring.ts';

export const seam = { title: 'Placement', summary: 'Which node of a cache a key lives on.' };

/** Which of several nodes a key lives on. Everybody who asks comes to the same answer, without asking anybody. */
export interface Placement<State = object, Values = object> {
  /** @param nodes the numbers of those that keys may live on, ascending, at least one; when others are there it starts anew */
  start(params: Values, nodes: readonly number[]): State;
  /**
   * The node of a key.
   * @param load how much each node has had to do of late, by number, in the same unit, for those that care
   */
  place(state: State, params: Values, key: number, load: Float64Array): number;
}

/** How keys are spread over nodes. */
export type PlacementPromise =
  /** Every node has its share of the keys, as far as chance and the points of a ring allow. */
  | 'spreads-evenly'
  /** A node that joins takes its share, and no key moves between the others; one that goes leaves its own to the others. */
  | 'moves-only-to-the-newcomer'
  /** No node ever has more than `bound` times the mean load, rounded up. */
  | 'bounds-load'
  /** Where a key lives does not depend on the load. */
  | 'ignores-load';

export type AnyPlacement = Placement & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    placement: Chosen<AnyPlacement>;
  }
}

export function definePlacement<const R extends ParamRecord, State extends object>(
  definition: PolicyHeader<R> & ForLaws<R, PlacementPromise> & Placement<State, Params<R>>,
): AnyPlacement {
  return definition;
}

/** How many points a node has on a ring. */
export const ringParams = {
  virtual: integer({
    label: 'Virtual nodes',
    help: 'Points that every node has on the ring; more make the shares more equal.',
    default: 100,
    min: 1,
    max: 1_000,
    scale: 'log',
  }),
} as const;
