import { defineEviction, type Eviction, flag, HIT, KeyLists, MISS, NOTHING, type Room, ratio, type Shelf } from './contract.ts';

/** The one list of `stack`. */
const STACK = 1;

/** In the cache, asked for again soon enough: the source's LIR. Always on the stack. */
const HOT = 1;
/** In the cache, on the queue from which it leaves: resident HIR. On the stack too while a use of it would be soon enough. */
const COLD = 2;
/** Not in the cache, but still on the stack. */
const GHOST = 3;

interface Values {
  cold: number;
  yields: boolean;
}

class Lirs implements Eviction {
  /** By latest use, down to the least recently used hot key. */
  private readonly stack: KeyLists;
  private readonly status: KeyLists;
  /** The cold key whose hit has just made hot ones yield; NOTHING else. */
  private late = NOTHING;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.stack = new KeyLists(1, room.keys, room);
    this.status = new KeyLists(3, room.keys, room);
  }

  lookUp(key: number): number {
    const { stack, status } = this;
    this.late = NOTHING;
    switch (status.list[key]) {
      case HOT:
        stack.renew(key);
        this.prune();
        return HIT;
      case COLD:
        if (stack.list[key] === STACK) {
          stack.renew(key);
          this.heat(key);
        } else {
          status.renew(key);
          if (this.params.yields) {
            this.coolFor(key);
            this.late = key;
          }
          stack.add(STACK, key);
          this.limitGhosts();
        }
        return HIT;
      default:
        return MISS;
    }
  }

  evict(incoming: number): number {
    const { stack, status } = this;
    if (status.list[incoming] === GHOST) stack.renew(incoming);
    if (status.oldest(COLD) === NOTHING) this.cool();
    return this.letGoOfCold();
  }

  /** Where hot keys yield there may be more cold ones than their share. */
  letGo(): number {
    const { late, status } = this;
    if (late === NOTHING || status.weight[COLD] <= this.coldRoom() || status.oldest(COLD) === late) return NOTHING;
    return this.letGoOfCold();
  }

  admit(key: number): void {
    const { stack, status } = this;
    const returns = status.list[key] === GHOST;
    if (returns) stack.renew(key);
    else stack.add(STACK, key);
    if (returns) this.heat(key);
    else status.add(this.fitsHot(key) ? HOT : COLD, key);
    this.limitGhosts();
  }

  remove(key: number): void {
    const { stack, status } = this;
    if (stack.list[key] === STACK) stack.take(key);
    status.take(key);
    this.prune();
  }

  widen(): void {
    this.stack.widen(this.room.keys);
    this.status.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    const { stack, status } = this;
    const onStack = stack.keysOf(STACK);
    const cold = status.keysOf(COLD);
    return [
      { title: 'Hot: least to most recently used', ghost: false, keys: onStack.filter((key) => status.list[key] === HOT) },
      { title: 'Cold: next to leave first; 1 if still on the stack', ghost: false, keys: cold, marks: cold.map((key) => stack.list[key]) },
      { title: 'The stack: least to most recently used', ghost: true, keys: onStack.filter((key) => status.list[key] === GHOST) },
    ];
  }

  /** The cold key that is next to leave does; it stays a ghost as long as it is on the stack. */
  private letGoOfCold(): number {
    const { stack, status } = this;
    const victim = status.oldest(COLD);
    if (stack.list[victim] === STACK) status.move(GHOST, victim);
    else status.take(victim);
    return victim;
  }

  /** What cold keys may take up, and hot ones. */
  private coldRoom(): number {
    return Math.max(1, Math.floor(this.room.capacity * this.params.cold));
  }

  private hotRoom(): number {
    return this.room.capacity - this.coldRoom();
  }

  private fitsHot(key: number): boolean {
    return this.status.weight[HOT] + this.status.weightOf(key) <= this.hotRoom();
  }

  /** A key that was on the stack when it was asked for becomes hot, and the coldest hot ones make room for it. */
  private heat(key: number): void {
    const { stack, status } = this;
    status.take(key);
    this.coolFor(key);
    // pruning may have reached it
    if (stack.list[key] === 0) stack.add(STACK, key);
    status.add(this.fitsHot(key) ? HOT : COLD, key);
  }

  private coolFor(key: number): void {
    while (this.status.oldest(HOT) !== NOTHING && !this.fitsHot(key)) this.cool();
  }

  /** The least recently used hot key becomes a cold one. */
  private cool(): void {
    this.prune();
    const key = this.stack.oldest(STACK);
    this.stack.take(key);
    this.status.move(COLD, key);
    this.prune();
  }

  /** The stack ends with a hot key: what lies below would not become hot when asked for. */
  private prune(): void {
    const { stack, status } = this;
    for (let key = stack.oldest(STACK); key !== NOTHING && status.list[key] !== HOT; key = stack.oldest(STACK)) {
      stack.take(key);
      if (status.list[key] === GHOST) status.take(key);
    }
  }

  /** Forgets ghosts while the stack holds more than twice what the cache does. */
  private limitGhosts(): void {
    const { stack, status } = this;
    while (stack.weight[STACK] > 2 * this.room.capacity && status.oldest(GHOST) !== NOTHING) {
      const key = status.oldest(GHOST);
      stack.take(key);
      status.take(key);
    }
  }
}

/**
 * LIRS, low inter-reference recency set: judges a key by how many others were asked for between its latest two uses, not
 * by how long ago the latest was. Keys with short such distances are hot and own nearly all of the room; the rest pass
 * through a small queue of cold ones. A stack, ordered by latest use and cut off below the least recently used hot key,
 * shows whether a key has come back soon enough to change places with that one. Ghosts on the stack give keys that have
 * left this chance as well. It is at home with loops somewhat longer than the cache, which defeat LRU.
 *
 * As in libCacheSim: the stack holds at most twice what the cache does, oldest ghosts forgotten first, where the source
 * has no bound; and hot room that is free goes to newcomers not only at the start. `yields` does what libCacheSim does
 * and the source does not. With it misses are those of libCacheSim, on all traces tried where two cold keys or more
 * have room; without it they are those of a plain model of the source. With keys of different sizes cold ones may take
 * up more than their share.
 */
export const lirs = defineEviction({
  id: 'lirs',
  title: 'LIRS',
  summary: 'Keeps what is asked for again soonest, judged by the gap between its latest two uses.',
  sources: [
    {
      title: 'Jiang and Zhang, LIRS: An efficient low inter-reference recency set replacement policy (SIGMETRICS 2002)',
      url: 'https://doi.org/10.1145/511334.511340',
    },
    { title: 'libCacheSim, LIRS.c', url: 'https://github.com/1a1a11a/libCacheSim/blob/develop/libCacheSim/cache/eviction/LIRS.c' },
  ],
  params: {
    cold: ratio({
      label: 'Cold share',
      help: 'How much of the room is for keys that have yet to prove themselves.',
      default: 0.01,
      max: 0.9,
    }),
    yields: flag({
      label: 'Hot keys yield to late ones',
      help: 'Whether a hot key also turns cold when a cold key is asked for that had dropped off the stack. libCacheSim does so, the paper does not.',
      default: false,
      advanced: true,
    }),
  },
  examples: [{ cold: 0.3 }, { cold: 0.2, yields: true }],
  promises: ['lets-newcomers-in', 'counts-sizes-alike', 'forgets-removed', 'bears-scans', 'bears-loops'],
  start: (params, room) => new Lirs(params, room),
});
