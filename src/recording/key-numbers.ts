import { lengthened } from './column.ts';

/** Digits of which any number is exact in a double. */
const MOST_DIGITS = 15;
const ZERO = 48;
const NINE = 57;
/** Set in the high word of texts' hashes, and never in a number's: the two cannot be mistaken for each other. */
const TEXT = 1 << 31;
const EMPTY = -1;

/** Murmur3's 32-bit finaliser (Appleby, 2011). */
function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/**
 * Numbers keys in order of first appearance, from 0, by their bytes. A key of up to 15 digits is known by its value, any
 * other by a 63-bit hash: of ten million keys the chance that two are taken for one is about one in 200,000. That is
 * for chance alone; somebody who wants to can make two keys collide, in a file of their own.
 *
 * Open addressing over typed arrays: 12 to 24 bytes a key, where a Map of strings takes a hundred and more.
 */
export class KeyNumbers {
  /** How many different keys there are. */
  count = 0;
  /** Identity of every key, by its number. */
  private low = new Int32Array(1 << 12);
  private high = new Int32Array(1 << 12);
  /** Numbers of keys, by hash; at most two of three slots are taken. */
  private slots = new Int32Array(1 << 13).fill(EMPTY);
  /** Halves of the identity of the key at hand. */
  private readonly words = new Int32Array(2);

  /** The number of the key that these bytes spell. */
  of(bytes: Uint8Array, from: number, to: number): number {
    if (!this.isNumber(bytes, from, to)) this.hash(bytes, from, to);
    return this.find(this.words[0], this.words[1]);
  }

  /** Digits without a leading zero, so that no two texts are the same number; leaves its value. */
  private isNumber(bytes: Uint8Array, from: number, to: number): boolean {
    const digits = to - from;
    if (digits === 0 || digits > MOST_DIGITS || (bytes[from] === ZERO && digits > 1)) return false;
    let value = 0;
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      if (byte < ZERO || byte > NINE) return false;
      value = value * 10 + (byte - ZERO);
    }
    this.words[0] = value | 0;
    this.words[1] = (value / 4_294_967_296) | 0;
    return true;
  }

  /** Two lanes that feed each other, four bytes a turn, in the manner of MurmurHash3_x86_128. */
  private hash(bytes: Uint8Array, from: number, to: number): void {
    let a = 0x9747b28c;
    let b = 0x1b873593;
    for (let i = from; i < to; i += 4) {
      // beyond the end of the key its length, at the end of the hash, tells zeros from nothing
      let word = bytes[i];
      if (i + 1 < to) word |= bytes[i + 1] << 8;
      if (i + 2 < to) word |= bytes[i + 2] << 16;
      if (i + 3 < to) word |= bytes[i + 3] << 24;
      a = Math.imul(a ^ word, 0x85ebca6b);
      a = ((a << 13) | (a >>> 19)) + b;
      b = Math.imul(b ^ ((word << 16) | (word >>> 16)), 0xc2b2ae35);
      b = ((b << 17) | (b >>> 15)) + a;
    }
    a = mix(a ^ (to - from));
    b = mix(b + a);
    this.words[0] = (a + b) | 0;
    this.words[1] = b | TEXT;
  }

  private find(low: number, high: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    for (let at = mix(low ^ Math.imul(high, 0x9e3779b1)) & mask; ; at = (at + 1) & mask) {
      const number = slots[at];
      if (number === EMPTY) return this.add(at, low, high);
      if (this.low[number] === low && this.high[number] === high) return number;
    }
  }

  private add(at: number, low: number, high: number): number {
    const number = this.count++;
    if (number === this.low.length) {
      this.low = lengthened(this.low, number * 2);
      this.high = lengthened(this.high, number * 2);
    }
    this.low[number] = low;
    this.high[number] = high;
    this.slots[at] = number;
    if (this.count * 3 > this.slots.length * 2) this.spread();
    return number;
  }

  private spread(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(EMPTY);
    this.slots = slots;
    const mask = slots.length - 1;
    for (let number = 0; number < this.count; number++) {
      let at = mix(this.low[number] ^ Math.imul(this.high[number], 0x9e3779b1)) & mask;
      while (slots[at] !== EMPTY) at = (at + 1) & mask;
      slots[at] = number;
    }
  }
}
