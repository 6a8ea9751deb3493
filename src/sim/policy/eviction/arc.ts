import { defineEviction, type Eviction, HIT, KeyLists, MISS, NOTHING, type Room, type Shelf } from './contract.ts';

/** Asked for once lately, and more than once: T1 and T2. */
const ONCE = 1;
const OFTEN = 2;
/** Remembered after leaving the one and the other: B1 and B2. */
const WAS_ONCE = 3;
const WAS_OFTEN = 4;

class Arc implements Eviction {
  private readonly lists: KeyLists;
  /** How much of the room `ONCE` is to have; the source's p. */
  private target = 0;
  /** The key that was remembered when room was made for it, and where. */
  private returning = NOTHING;
  private returnsTo = 0;

  constructor(private readonly room: Room) {
    this.lists = new KeyLists(4, room.keys, room);
  }

  lookUp(key: number): number {
    const { lists } = this;
    switch (lists.list[key]) {
      case ONCE:
        lists.move(OFTEN, key);
        return HIT;
      case OFTEN:
        lists.renew(key);
        return HIT;
      default:
        return MISS;
    }
  }

  evict(incoming: number): number {
    const { lists, room } = this;
    const remembered = lists.list[incoming];
    if (remembered === WAS_ONCE || remembered === WAS_OFTEN) this.recall(incoming);
    if (this.returning === incoming && incoming !== NOTHING) return this.replace(this.returnsTo === WAS_OFTEN);
    const size = lists.weightOf(incoming);
    if (lists.weight[ONCE] + lists.weight[WAS_ONCE] + size > room.capacity && lists.oldest(WAS_ONCE) === NOTHING) {
      const victim = lists.oldest(ONCE);
      if (victim !== NOTHING) {
        lists.take(victim);
        return victim;
      }
    }
    this.forget(size);
    return this.replace(false);
  }

  admit(key: number): void {
    const { lists } = this;
    if (lists.list[key] !== 0) this.recall(key);
    if (this.returning === key) lists.add(OFTEN, key);
    else {
      this.forget(lists.weightOf(key));
      lists.add(ONCE, key);
    }
    this.returning = NOTHING;
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    const { lists } = this;
    return [
      { title: 'Left after one use', ghost: true, keys: lists.keysOf(WAS_ONCE) },
      { title: `Used once (target ${Math.round(this.target)}), least to most recently`, ghost: false, keys: lists.keysOf(ONCE) },
      { title: 'Used more than once, least to most recently', ghost: false, keys: lists.keysOf(OFTEN) },
      { title: 'Left after more than one use', ghost: true, keys: lists.keysOf(WAS_OFTEN) },
    ];
  }

  /** A key comes back that should not have left: its side gets more room. */
  private recall(key: number): void {
    const { lists, room } = this;
    const { weight } = lists;
    const from = lists.list[key];
    const size = lists.weightOf(key);
    if (from === WAS_ONCE) this.target = Math.min(this.target + size * Math.max(weight[WAS_OFTEN] / weight[WAS_ONCE], 1), room.capacity);
    else this.target = Math.max(this.target - size * Math.max(weight[WAS_ONCE] / weight[WAS_OFTEN], 1), 0);
    lists.take(key);
    this.returning = key;
    this.returnsTo = from;
  }

  private replace(forOften: boolean): number {
    const { lists, target } = this;
    const once = lists.weight[ONCE];
    const fromOnce =
      lists.oldest(OFTEN) === NOTHING || (lists.oldest(ONCE) !== NOTHING && (once > target || (forOften && once === target)));
    const victim = lists.oldest(fromOnce ? ONCE : OFTEN);
    lists.move(fromOnce ? WAS_ONCE : WAS_OFTEN, victim);
    return victim;
  }

  /** Forgets the remembered that are too many when something new of this size comes. */
  private forget(size: number): void {
    const { lists } = this;
    const { weight } = lists;
    const { capacity } = this.room;
    while (weight[ONCE] + weight[WAS_ONCE] + size > capacity && lists.oldest(WAS_ONCE) !== NOTHING) lists.take(lists.oldest(WAS_ONCE));
    while (weight[ONCE] + weight[OFTEN] + weight[WAS_ONCE] + weight[WAS_OFTEN] + size > 2 * capacity && lists.oldest(WAS_OFTEN) !== NOTHING)
      lists.take(lists.oldest(WAS_OFTEN));
  }
}

/**
 * ARC, the adaptive replacement cache: an LRU of keys asked for once, another of keys asked for more often, and a memory
 * of what has left each. A key that comes back from a memory shows on which side room was lacking, and moves the target
 * there. Room and memories together know at most as many keys again as fit in. Nothing to tune.
 *
 * For keys of different sizes the steps of the target, one key in the source, are weighed by the size of the key.
 */
export const arc = defineEviction({
  id: 'arc',
  title: 'ARC',
  summary: 'Shares the room between newcomers and regulars, and learns the share from its own mistakes.',
  sources: [
    {
      title: 'Megiddo and Modha, ARC: A self-tuning, low overhead replacement cache (FAST 2003)',
      url: 'https://www.usenix.org/conference/fast-03/arc-self-tuning-low-overhead-replacement-cache',
    },
  ],
  params: {},
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'bears-scans'],
  start: (_params, room) => new Arc(room),
});
