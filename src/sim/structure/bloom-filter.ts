import { mix } from '../kernel/chance.ts';

/**
 * A Bloom filter: says "perhaps" of everything that was added and of few other keys, "no" of the rest. With b bits a
 * key and h hashes the share of others that pass is about (1 − e^(−h/b))^h.
 * Source: Bloom, Space/time trade-offs in hash coding with allowable errors (CACM 13(7), 1970); two hashes make all h
 * (Kirsch and Mitzenmacher, 2006).
 */
export class BloomFilter {
  private readonly bits: Int32Array;

  /** @param size bits in all @param hashes bits that every key sets */
  constructor(
    private readonly size: number,
    private readonly hashes: number,
  ) {
    this.bits = new Int32Array(Math.ceil(size / 32));
  }

  add(key: number): void {
    const { first, step } = this.hashesOf(key);
    for (let i = 0; i < this.hashes; i++) {
      const bit = this.bitAt(first, step, i);
      this.bits[bit >>> 5] |= 1 << (bit & 31);
    }
  }

  mayHave(key: number): boolean {
    const { first, step } = this.hashesOf(key);
    for (let i = 0; i < this.hashes; i++) {
      const bit = this.bitAt(first, step, i);
      if ((this.bits[bit >>> 5] & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }

  private hashesOf(key: number): { first: number; step: number } {
    const first = mix(key + 0x51ed270b);
    return { first, step: mix(first ^ 0x9e3779b9) | 1 };
  }

  private bitAt(first: number, step: number, i: number): number {
    return ((first + Math.imul(step, i)) >>> 0) % this.size;
  }
}
