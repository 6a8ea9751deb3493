import { exp, ln } from './portable-math.ts';

/**
 * Chance: where random numbers come from. Two sources with one interface:
 * - `Stream`: drawn in sequence, for arrivals, whose order nothing in the system can change;
 * - `Keyed`: a hash of what the draw is for, for everything else, so that the service time of request 4,711's
 *   second attempt is the same whatever stands before it. That is what makes a comparison on the same traffic fair.
 */

/** Murmur3's 32-bit finaliser (Appleby, 2011): every input bit moves every output bit with probability ½. */
export function mix(h: number): number {
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** A 32-bit hash of a name (FNV-1a, then mixed): a component's or a purpose's share of every key. */
export function hashName(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) {
    const code = name.charCodeAt(i);
    h = Math.imul(h ^ (code & 0xff), 0x01000193);
    h = Math.imul(h ^ (code >>> 8), 0x01000193);
  }
  return mix(h);
}

/** The low half of the key that `salt` makes of key (low, high). */
export function derivedLow(low: number, high: number, salt: number): number {
  return mix(Math.imul(low, 0x9e3779b1) ^ high ^ Math.imul(salt + 0x7f4a7c15, 0x85ebca77));
}

/** The high half; `newLow` is what `derivedLow` gave. */
export function derivedHigh(newLow: number, high: number, salt: number): number {
  return mix(high + Math.imul(newLow, 0xc2b2ae3d) + salt);
}

const LAYERS = 256;
/** Where the exponential ziggurat's tail starts (256 layers; Marsaglia and Tsang 2000). */
const TAIL = 7.69711747013105;
const LAYER_AREA = 0.003949659822581557;
const edge = new Float64Array(LAYERS + 1);
const height = new Float64Array(LAYERS + 1);
/** Draws below this 24-bit integer lie wholly under the curve. */
const inside = new Int32Array(LAYERS);
const width = new Float64Array(LAYERS);
buildZiggurat();

function buildZiggurat(): void {
  const density = (x: number) => exp(-x);
  edge[0] = LAYER_AREA / density(TAIL);
  edge[1] = TAIL;
  edge[LAYERS] = 0;
  for (let i = 2; i < LAYERS; i++) edge[i] = -ln(density(edge[i - 1]) + LAYER_AREA / edge[i - 1]);
  for (let i = 0; i <= LAYERS; i++) height[i] = density(edge[i]);
  for (let i = 0; i < LAYERS; i++) {
    width[i] = edge[i] / 16_777_216;
    inside[i] = Math.floor((edge[i + 1] / edge[i]) * 16_777_216);
  }
}

export abstract class Chance {
  /** 32 random bits as a signed integer. */
  abstract word(): number;

  /** Uniform in [0, 1), 53 bits. */
  unit(): number {
    const high = this.word() >>> 5;
    const low = this.word() >>> 6;
    return (high * 67_108_864 + low) * (1 / 9_007_199_254_740_992);
  }

  /** True with probability `ratio`. */
  happens(ratio: number): boolean {
    return this.unit() < ratio;
  }

  /** A whole number from 0 to n − 1, for n up to 2^31. */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  /** Exponential with mean 1. */
  exponential(): number {
    this.drawExponential();
    return this.variate[0];
  }

  /** Exponential with this mean [µs], in whole µs. */
  exponentialMicros(mean: number): number {
    this.drawExponential();
    return Math.floor(mean * this.variate[0] + 0.5);
  }

  /** So many draws of an exponential with mean 1. */
  fillExponential(into: Float64Array): void {
    for (let i = 0; i < into.length; i++) {
      this.drawExponential();
      into[i] = this.variate[0];
    }
  }

  /** Where a draw is left: a number that is not whole would be boxed on its way out of a call. */
  private readonly variate = new Float64Array(1);

  /**
   * The ziggurat of Marsaglia and Tsang (J. Stat. Software 5(8), 2000); 8 bits choose the layer and 24 others the place
   * in it, which avoids the correlation of the original (Doornik 2005).
   */
  private drawExponential(): void {
    let beyond = 0;
    for (;;) {
      const bits = this.word();
      const layer = bits & 255;
      const place = bits >>> 8;
      const x = (place + 0.5) * width[layer];
      if (place < inside[layer]) {
        this.variate[0] = beyond + x;
        return;
      }
      if (layer === 0) {
        beyond += TAIL;
        continue;
      }
      const y = height[layer] + this.unit() * (height[layer + 1] - height[layer]);
      if (y < exp(-x)) {
        this.variate[0] = beyond + x;
        return;
      }
    }
  }

  /** Standard normal, by Marsaglia's polar method; the second variate is not kept, so a draw depends on its key alone. */
  normal(): number {
    for (;;) {
      const a = 2 * this.unit() - 1;
      const b = 2 * this.unit() - 1;
      const square = a * a + b * b;
      if (square < 1 && square > 0) return a * Math.sqrt((-2 * ln(square)) / square);
    }
  }
}

/** A sequence of draws: xoshiro128** (Blackman and Vigna, 2018), seeded from (seed, component, purpose). */
export class Stream extends Chance {
  private readonly state = new Int32Array(4);

  constructor(seed: number, component: string, purpose: string) {
    super();
    const { low, high } = streamKey(seed, component, purpose);
    const { state } = this;
    state[0] = mix(low + 0x9e3779b9);
    state[1] = mix(high + 0x3c6ef372);
    state[2] = mix(low ^ state[1]);
    state[3] = mix(high ^ state[0]) | 1;
  }

  override word(): number {
    const s = this.state;
    const b = s[1];
    let result = Math.imul(b, 5);
    result = Math.imul((result << 7) | (result >>> 25), 9);
    const shifted = b << 9;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= shifted;
    const d = s[3];
    s[3] = (d << 11) | (d >>> 21);
    return result;
  }
}

/** What a component draws for one purpose: aim it at a key, then draw. */
export class Keyed extends Chance {
  private readonly low: number;
  private readonly high: number;
  private readonly state = new Int32Array(3);

  constructor(seed: number, component: string, purpose: string) {
    super();
    const key = streamKey(seed, component, purpose);
    this.low = key.low;
    this.high = key.high;
  }

  /** The draws that follow depend on this key, this component, this purpose and the seed, and on nothing else. */
  aim(low: number, high: number): this {
    const a = mix(low ^ this.low);
    this.state[0] = a;
    this.state[1] = mix(high ^ this.high ^ a);
    this.state[2] = 0;
    return this;
  }

  override word(): number {
    const s = this.state;
    const count = (s[2] + 0x9e3779b9) | 0;
    s[2] = count;
    let x = (s[1] + count) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b) ^ s[0];
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    return x ^ (x >>> 16);
  }
}

/** Key of a stream: 64 bits of (seed, component, purpose). Seeds are whole numbers below 2^53. */
export function streamKey(seed: number, component: string, purpose: string): { low: number; high: number } {
  const seedLow = mix(seed | 0);
  const seedHigh = mix((Math.floor(seed / 4_294_967_296) | 0) ^ 0x5bd1e995 ^ seedLow);
  const name = hashName(component);
  const use = hashName(purpose);
  const low = mix(seedLow ^ Math.imul(name, 0x9e3779b1) ^ use);
  return { low, high: mix(seedHigh ^ name ^ Math.imul(use, 0xc2b2ae35) ^ low) };
}
