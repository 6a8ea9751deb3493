import { widened } from './widened.ts';

/** What `oldest` and its kin give where there is nothing. */
export const NOTHING = -1;

/**
 * Doubly linked lists of keys, links in typed arrays: every key is in one list or in none. Lists are numbered from 1;
 * a key that comes goes to the young end. Keys are whole numbers from 0 on.
 */
export class KeyLists {
  /** The list each key is in; 0 for none. */
  list: Uint8Array;
  /** What the keys of each list weigh together. */
  readonly weight: Float64Array;
  /** Entry of a key: its number + `first`. Entries below are the ends of the lists, which close them to rings. */
  private readonly first: number;
  private younger: Int32Array;
  private older: Int32Array;
  /** What each key weighed when it came, where keys have sizes: a size may change while a key is remembered. */
  private weighed = new Float64Array(0);

  /** @param scale what keys weigh; without sizes each weighs 1 */
  constructor(
    lists: number,
    keys: number,
    private readonly scale: { readonly sizes: Float64Array | null },
  ) {
    this.first = lists + 1;
    this.list = new Uint8Array(keys);
    this.weight = new Float64Array(lists + 1);
    this.younger = new Int32Array(keys + this.first);
    this.older = new Int32Array(keys + this.first);
    for (let end = 0; end < this.first; end++) {
      this.younger[end] = end;
      this.older[end] = end;
    }
  }

  /** What a key would weigh. */
  weightOf(key: number): number {
    const { sizes } = this.scale;
    return sizes === null ? 1 : sizes[key];
  }

  /** Puts a key that is in no list at the young end of one. */
  add(list: number, key: number): void {
    const { younger, older } = this;
    const entry = key + this.first;
    const youngest = older[list];
    older[list] = entry;
    younger[entry] = list;
    older[entry] = youngest;
    younger[youngest] = entry;
    this.list[key] = list;
    const { sizes } = this.scale;
    if (sizes === null) this.weight[list]++;
    else {
      if (this.weighed.length !== this.list.length) this.weighed = widened(this.weighed, this.list.length);
      this.weighed[key] = sizes[key];
      this.weight[list] += sizes[key];
    }
  }

  /** Takes a key out of the list it is in. */
  take(key: number): void {
    this.unlink(key + this.first);
    this.weight[this.list[key]] -= this.scale.sizes === null ? 1 : this.weighed[key];
    this.list[key] = 0;
  }

  /** Moves a key to the young end of its own list. */
  renew(key: number): void {
    const { younger, older } = this;
    const entry = key + this.first;
    const list = this.list[key];
    const youngest = older[list];
    if (youngest === entry) return;
    this.unlink(entry);
    older[list] = entry;
    younger[entry] = list;
    older[entry] = youngest;
    younger[youngest] = entry;
  }

  /** Moves a key from its list to the young end of another. */
  move(list: number, key: number): void {
    this.take(key);
    this.add(list, key);
  }

  /** The key at the old end; −1 if there is none. */
  oldest(list: number): number {
    const entry = this.younger[list];
    return entry < this.first ? NOTHING : entry - this.first;
  }

  youngest(list: number): number {
    const entry = this.older[list];
    return entry < this.first ? NOTHING : entry - this.first;
  }

  /** The next key of the same list that came later; −1 after the youngest. */
  youngerThan(key: number): number {
    const entry = this.younger[key + this.first];
    return entry < this.first ? NOTHING : entry - this.first;
  }

  olderThan(key: number): number {
    const entry = this.older[key + this.first];
    return entry < this.first ? NOTHING : entry - this.first;
  }

  /** The keys of a list, oldest first. */
  keysOf(list: number): number[] {
    const keys: number[] = [];
    for (let key = this.oldest(list); key !== NOTHING; key = this.youngerThan(key)) keys.push(key);
    return keys;
  }

  /** Makes room for keys below this. */
  widen(keys: number): void {
    this.list = widened(this.list, keys);
    this.younger = widened(this.younger, keys + this.first);
    this.older = widened(this.older, keys + this.first);
  }

  private unlink(entry: number): void {
    const { younger, older } = this;
    const up = younger[entry];
    const down = older[entry];
    older[up] = down;
    younger[down] = up;
  }
}
