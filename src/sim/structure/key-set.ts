import { widened } from './widened.ts';

const NOWHERE = -1;

/** Keys in no order, one after the other in memory, so that one can be drawn at random. Keys are whole numbers from 0 on. */
export class KeySet {
  size = 0;
  private keys: Int32Array;
  private place: Int32Array;

  constructor(keys: number) {
    this.keys = new Int32Array(keys);
    this.place = new Int32Array(keys).fill(NOWHERE);
  }

  has(key: number): boolean {
    return this.place[key] !== NOWHERE;
  }

  /** @param i 0 to size − 1 */
  at(i: number): number {
    return this.keys[i];
  }

  /** Adds a key that is not in it. */
  add(key: number): void {
    this.place[key] = this.size;
    this.keys[this.size++] = key;
  }

  /** Takes out a key that is in it; the last takes its place. */
  take(key: number): void {
    const { keys, place } = this;
    const last = keys[--this.size];
    keys[place[key]] = last;
    place[last] = place[key];
    place[key] = NOWHERE;
  }

  toArray(): number[] {
    return Array.from(this.keys.subarray(0, this.size));
  }

  /** Makes room for keys below this. */
  widen(keys: number): void {
    const known = this.place.length;
    this.keys = widened(this.keys, keys);
    this.place = widened(this.place, keys).fill(NOWHERE, known);
  }
}
