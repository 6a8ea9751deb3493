import { defineEviction, type Eviction, HIT, integer, KeyLists, MISS, NOTHING, type Room, type Shelf } from './contract.ts';

/** Segments are lists 1 to this; the last in use is the best protected. */
const MOST_SEGMENTS = 8;

interface Values {
  segments: number;
}

class Slru implements Eviction {
  private readonly lists: KeyLists;
  /** Whether the latest hit has made a key sink to the lowest segment, and which key it was. */
  private sank = false;
  private asked = NOTHING;

  constructor(
    private readonly params: Values,
    private readonly room: Room,
  ) {
    this.lists = new KeyLists(MOST_SEGMENTS, room.keys, room);
  }

  lookUp(key: number): number {
    const { lists } = this;
    const segment = lists.list[key];
    if (segment === 0) return MISS;
    this.sank = false;
    this.asked = key;
    if (segment >= this.params.segments) lists.renew(key);
    else {
      lists.move(segment + 1, key);
      this.settle(segment + 1);
    }
    return HIT;
  }

  evict(): number {
    const { lists } = this;
    let segment = 1;
    while (lists.oldest(segment) === NOTHING) segment++;
    const victim = lists.oldest(segment);
    lists.take(victim);
    return victim;
  }

  /** What sinks out of the lowest segment has left the cache, also where a part of the room is in no segment. */
  letGo(): number {
    const { lists } = this;
    // what is larger than a share has only sunk back itself
    if (!this.sank || lists.weight[1] <= this.share() || lists.list[this.asked] === 1) return NOTHING;
    const victim = lists.oldest(1);
    lists.take(victim);
    return victim;
  }

  admit(key: number): void {
    const { lists } = this;
    const { segments } = this.params;
    const most = this.share();
    const size = lists.weightOf(key);
    let segment = 1;
    while (segment < segments && lists.weight[segment] + size > most) segment++;
    lists.add(lists.weight[segment] + size > most ? 1 : segment, key);
  }

  remove(key: number): void {
    this.lists.take(key);
  }

  widen(): void {
    this.lists.widen(this.room.keys);
  }

  shelves(): Shelf[] {
    const shelves: Shelf[] = [];
    for (let segment = 1; segment <= MOST_SEGMENTS; segment++) {
      const keys = this.lists.keysOf(segment);
      if (segment > this.params.segments && keys.length === 0) continue;
      shelves.push({ title: `Segment ${segment}, least to most recently used`, ghost: false, keys });
    }
    return shelves;
  }

  /** What a segment holds. */
  private share(): number {
    return Math.floor(this.room.capacity / this.params.segments);
  }

  /** Moves what is too much for a segment to the one below, and so on down. */
  private settle(segment: number): void {
    const { lists } = this;
    const most = this.share();
    for (; segment > 1; segment--)
      while (lists.weight[segment] > most && lists.oldest(segment) !== NOTHING) {
        lists.move(segment - 1, lists.oldest(segment));
        this.sank ||= segment === 2;
      }
  }
}

/**
 * Segmented LRU: several LRU lists, one above the other, in equal shares of the room. A newcomer starts in the lowest, a
 * hit lifts a key by one, what overflows sinks by one, and only the lowest loses keys. So a scan passes through the
 * lowest and does no harm. With 1 segment it is LRU, with 2 the probation and protection of the source.
 *
 * As in libCacheSim: four segments (S4LRU, as Facebook's photo caches have it), and while the cache fills up a newcomer
 * takes the lowest segment that has room. Shares are whole keys or bytes. What is left over (2 of 350 keys in four
 * segments) is for newcomers; it is taken back when a hit makes keys sink to the lowest segment, so a hit can let go of
 * a key as well. Departure: with keys of different sizes one that is larger than a share comes in all the same.
 */
export const slru = defineEviction({
  id: 'slru',
  title: 'Segmented LRU',
  summary: 'LRU in storeys: every hit lifts a key by one, and only the lowest loses any.',
  sources: [
    {
      title: 'Karedla, Love and Wherry, Caching strategies to improve disk system performance (IEEE Computer 27(3), 1994)',
      url: 'https://doi.org/10.1109/2.268884',
    },
    { title: 'Huang et al., An analysis of Facebook photo caching (SOSP 2013): S4LRU', url: 'https://doi.org/10.1145/2517349.2522722' },
  ],
  params: {
    segments: integer({
      label: 'Segments',
      help: 'How many lists there are, in equal shares: so many hits after its arrival a key is as safe as can be.',
      default: 4,
      min: 1,
      max: MOST_SEGMENTS,
    }),
  },
  examples: [{ segments: 1 }, { segments: 2 }, { segments: 8 }],
  promises: ({ segments }) => [
    'lets-newcomers-in',
    'counts-sizes-alike',
    'forgets-removed',
    ...(segments > 1 ? (['bears-scans'] as const) : []),
  ],
  start: (params, room) => new Slru(params, room),
});
