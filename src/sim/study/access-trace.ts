/** What a cache was asked for, in order. Keys are numbered in order of first appearance, from 0. */
export interface AccessTrace {
  /** The key of every access. */
  keys: Int32Array;
  /** How many different keys there are. */
  distinct: number;
  /** Bytes of every key; null where all count as 1. */
  sizes: Float64Array | null;
}

/** Numbers keys, however large, in order of first appearance. @param length how many of them count */
export function numbered(keys: Int32Array | Float64Array, length = keys.length): AccessTrace {
  const numbers = new Int32Array(length);
  const known = new Map<number, number>();
  for (let i = 0; i < length; i++) {
    let number = known.get(keys[i]);
    if (number === undefined) {
      number = known.size;
      known.set(keys[i], number);
    }
    numbers[i] = number;
  }
  return { keys: numbers, distinct: known.size, sizes: null };
}
