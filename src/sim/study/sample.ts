import type { AccessTrace } from './access-trace.ts';

/** A 32-bit number that looks random, the same for a key in every trace (the finalizer of MurmurHash3). */
function scattered(key: number): number {
  let h = key + 1;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** All accesses to one key in so many, chosen by its hash; what is left is numbered anew. */
export function sampleOf({ keys, distinct, sizes }: AccessTrace, oneIn: number): AccessTrace {
  const numbers = new Int32Array(distinct).fill(LEFT_OUT);
  for (let key = 0; key < distinct; key++) if (scattered(key) % oneIn === 0) numbers[key] = CHOSEN;
  let length = 0;
  for (let i = 0; i < keys.length; i++) if (numbers[keys[i]] !== LEFT_OUT) length++;
  const sampled = new Int32Array(length);
  const ofSample: number[] = [];
  length = 0;
  let count = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (numbers[key] === LEFT_OUT) continue;
    if (numbers[key] === CHOSEN) {
      numbers[key] = count++;
      if (sizes !== null) ofSample.push(sizes[key]);
    }
    sampled[length++] = numbers[key];
  }
  return { keys: sampled, distinct: count, sizes: sizes === null ? null : Float64Array.from(ofSample) };
}

/** What stands for the number of a key that has none. */
const LEFT_OUT = -1;
const CHOSEN = -2;
