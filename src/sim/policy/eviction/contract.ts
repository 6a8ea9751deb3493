import type { Chance } from '../../kernel/chance.ts';
import type { ParamRecord, Params } from '../../param/param.ts';
import { KeyLists } from '../../structure/key-lists.ts';
import type { Chosen, ForLaws, PolicyHeader } from '../policy.ts';

export type { Chance } from '../../kernel/chance.ts';
export { choice, duration, flag, integer, LONGEST, number, ratio } from '../../param/param.ts';
export { CandidatePool } from '../../structure/candidate-pool.ts';
export { CountMinSketch, MOST_COUNTED } from '../../structure/count-min-sketch.ts';
export { FrequencyLists } from '../../structure/frequency-lists.ts';
export { KeyHeap } from '../../structure/key-heap.ts';
export { KeyLists, NOTHING } from '../../structure/key-lists.ts';
export { KeySet } from '../../structure/key-set.ts';
export { widened } from '../../structure/widened.ts';

export const seam = { title: 'Eviction', summary: 'Which keys a full cache keeps, and which it lets in.' };

/** Answers of `lookUp`. */
export const MISS = 0;
export const HIT = 1;
/** What `evict` answers when it is the newcomer that stays out. */
export const NEWCOMER = -1;

/** The cache a policy decides for. It may change under way: read it anew at every call. */
export interface Room {
  /** How much it holds: so many keys, or where keys have sizes so many bytes. */
  capacity: number;
  /** Keys are whole numbers below this; `widen` follows when it grows. */
  keys: number;
  /** Bytes of every key; null where each counts as 1. */
  sizes: Float64Array | null;
  /** What it costs to fetch every key anew; null where all cost the same. */
  costs: Float64Array | null;
  /** [0] is now [µs]. */
  readonly clock: Float64Array;
  /** Draws of the policy's own. */
  readonly chance: Chance;
}

/** Keys in an order that the algorithm keeps, for whoever wants to look at it. */
export interface Shelf {
  title: string;
  /** Remembered, but not in the cache. */
  ghost: boolean;
  /** In the algorithm's order; the first is what it looks at next, or would let go of. */
  keys: number[];
  /** What it knows of each: a bit, a counter. */
  marks?: number[];
  /** The key that its hand points to. */
  hand?: number;
}

/**
 * One cache's policy at work. Its host looks a key up; on a miss, when the value has come, it lets go of keys while
 * there is no room, and takes the new one in:
 *
 *     if (lookUp(key) === MISS) { while (used + size(key) > capacity && (victim = evict(key)) !== NEWCOMER) …; admit(key) }
 *     else while ((victim = letGo?.() ?? NOTHING) !== NOTHING) …
 *
 * The policy knows which keys are in the cache; the host knows how much they take. Parameters are read at every call,
 * so a change of one takes effect from there on.
 */
export interface Eviction {
  /** HIT if the key is in the cache, and then it has been used; MISS changes nothing. */
  lookUp(key: number): number;
  /**
   * Lets go of one key in favour of another that is not in the cache, and says which; NEWCOMER if that is to stay out.
   * `incoming` is −1 when nobody comes and the cache has shrunk.
   */
  evict(incoming: number): number;
  /** Takes in a key that is not in the cache; there is room for it. */
  admit(key: number): void;
  /**
   * After a hit: lets go of one key although there is room, never of the one that was asked for, and says which; NOTHING
   * if of none. It is asked until it says so. Only for policies whose parts have a size of their own.
   */
  letGo?(): number;
  /** A key of the cache has left it by command or by time. */
  remove(key: number): void;
  /** Keys up to the room's new bound may come. */
  widen(): void;
  /** Everything it keeps, in order; for looking only. */
  shelves(): Shelf[];
}

export interface EvictionPolicy<Values = object> {
  start(params: Values, room: Room): Eviction;
}

/** What a policy can promise beside keeping its book, which all of them do. */
export type EvictionPromise =
  /** A key that was asked for and fits is in the cache afterwards. */
  | 'lets-newcomers-in'
  /** Keys that all have the same size fare as keys that count as 1. */
  | 'counts-sizes-alike'
  /** Of a key that has been removed nothing is remembered. */
  | 'forgets-removed'
  /** A larger cache always holds all that a smaller one does (Mattson’s inclusion), while all keys count as 1. */
  | 'includes-smaller'
  /** Keys that have been asked for again and again outlast a long scan of others. */
  | 'bears-scans'
  /** In a loop of twice the keys that there is room for, some are found. */
  | 'bears-loops';

export type AnyEviction = EvictionPolicy & PolicyHeader<ParamRecord>;

declare module '../../param/param.ts' {
  interface Seams {
    eviction: Chosen<AnyEviction>;
  }
}

export function defineEviction<const R extends ParamRecord>(
  definition: PolicyHeader<R> & ForLaws<R, EvictionPromise> & EvictionPolicy<Params<R>>,
): AnyEviction {
  return definition;
}

/** The list that `OneList` keeps. */
export const RESIDENT = 1;

/** What policies have in common that keep their keys in one list, in the order in which they came. */
export abstract class OneList implements Eviction {
  protected readonly lists: KeyLists;
  /** What the order of the list means, the old end first. */
  protected abstract readonly order: string;

  constructor(protected readonly room: Room) {
    this.lists = new KeyLists(RESIDENT, room.keys, room);
  }

  abstract lookUp(key: number): number;

  evict(_incoming: number): number {
    const victim = this.lists.oldest(RESIDENT);
    this.lists.take(victim);
    return victim;
  }

  admit(key: number): void {
    this.lists.add(RESIDENT, key);
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    return [{ title: this.order, ghost: false, keys: this.lists.keysOf(RESIDENT) }];
  }
}
