import { widened } from './widened.ts';

const NOWHERE = -1;

/**
 * A binary heap of keys that knows where each is, so that any can be settled anew or taken out: the least rank first,
 * and of equals the one whose rank is the oldest. Keys are whole numbers from 0 on.
 */
export class KeyHeap {
  /** What the keys are ordered by: write it before `add` or `settle`. Not a parameter, as a fraction would be boxed. */
  rank: Float64Array;
  size = 0;
  /** When each rank was given, in order. */
  private turn: Float64Array;
  private turns = 0;
  private keys: Int32Array;
  /** Where each key is in the heap. */
  private place: Int32Array;

  constructor(keys: number) {
    this.rank = new Float64Array(keys);
    this.turn = new Float64Array(keys);
    this.keys = new Int32Array(keys);
    this.place = new Int32Array(keys).fill(NOWHERE);
  }

  has(key: number): boolean {
    return this.place[key] !== NOWHERE;
  }

  /** The key of the least rank; −1 if there is none. */
  get first(): number {
    return this.size === 0 ? NOWHERE : this.keys[0];
  }

  /** Adds a key with the rank that it has been given. */
  add(key: number): void {
    this.turn[key] = this.turns++;
    this.rise(this.size++, key);
  }

  /** Puts a key where its new rank belongs. */
  settle(key: number): void {
    this.turn[key] = this.turns++;
    this.sift(this.place[key], key);
  }

  take(key: number): void {
    const hole = this.place[key];
    this.place[key] = NOWHERE;
    const last = this.keys[--this.size];
    if (last !== key) this.sift(hole, last);
  }

  /** All keys in order. */
  sorted(): number[] {
    return Array.from(this.keys.subarray(0, this.size)).sort((a, b) => this.rank[a] - this.rank[b] || this.turn[a] - this.turn[b]);
  }

  /** Makes room for keys below this. */
  widen(keys: number): void {
    const known = this.place.length;
    this.rank = widened(this.rank, keys);
    this.turn = widened(this.turn, keys);
    this.keys = widened(this.keys, keys);
    this.place = widened(this.place, keys).fill(NOWHERE, known);
  }

  private sift(hole: number, key: number): void {
    if (hole > 0 && this.before(key, this.keys[(hole - 1) >> 1])) this.rise(hole, key);
    else this.sink(hole, key);
  }

  private before(a: number, b: number): boolean {
    const { rank } = this;
    return rank[a] < rank[b] || (rank[a] === rank[b] && this.turn[a] < this.turn[b]);
  }

  /** Finds the place of a key that belongs into this hole or above it. */
  private rise(hole: number, key: number): void {
    const { keys, place } = this;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      const above = keys[parent];
      if (!this.before(key, above)) break;
      keys[hole] = above;
      place[above] = hole;
      hole = parent;
    }
    keys[hole] = key;
    place[key] = hole;
  }

  private sink(hole: number, key: number): void {
    const { keys, place, size } = this;
    for (;;) {
      let child = 2 * hole + 1;
      if (child >= size) break;
      if (child + 1 < size && this.before(keys[child + 1], keys[child])) child++;
      const below = keys[child];
      if (!this.before(below, key)) break;
      keys[hole] = below;
      place[below] = hole;
      hole = child;
    }
    keys[hole] = key;
    place[key] = hole;
  }
}
