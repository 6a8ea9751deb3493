import { defineEviction, HIT, MISS, type Room } from '../../policy/eviction/contract.ts';

/** Keys in the order in which they came: a Map keeps it. */
class Mine {
  private readonly keys = new Map<number, number>();

  constructor(private readonly room: Room) {}

  lookUp(key: number): number {
    const uses = this.keys.get(key);
    if (uses === undefined) return MISS;
    this.keys.set(key, uses + 1);
    return HIT;
  }

  /** The oldest goes, unless it has been used: then it comes behind the others, and the next is looked at. */
  evict(_incoming: number): number {
    for (;;) {
      const [[key, uses]] = this.keys;
      this.keys.delete(key);
      if (uses === 0) return key;
      this.keys.set(key, 0);
    }
  }

  admit(key: number): void {
    this.keys.set(key, 0);
  }

  remove(key: number): void {
    this.keys.delete(key);
  }

  widen(): void {}

  shelves() {
    return [{ title: `Oldest of ${this.room.capacity} first`, ghost: false, keys: [...this.keys.keys()] }];
  }
}

/** First in, first out, with a second chance for keys that have been used. */
export const template = defineEviction({
  id: 'template',
  title: 'Mine',
  summary: 'First in, first out, with a second chance.',
  sources: [],
  params: {},
  start: (_params, room) => new Mine(room),
});
