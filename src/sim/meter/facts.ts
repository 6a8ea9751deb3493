import { widened } from '../structure/widened.ts';

/**
 * The facts of a world, each known by its number: how often it has happened and when, and a fingerprint over all of them
 * in the order in which they happen.
 *
 * The fingerprint is 64 bits: what makes two runs the same run. Two 32-bit lanes, multiplied and rotated at every fact, so
 * that order counts; only integer operations, so that every engine agrees.
 */
export class Facts {
  private codes = new Int32Array(0);
  /** By fact: how often, then the sum of the times [µs]; side by side, because they change together. */
  private sums = new Float64Array(0);
  /** The two lanes, then the present, mixed: several facts happen at one time, and the division is dear. */
  private readonly lanes = Int32Array.of(0x2545f491, 0x1b873593, 0);
  /** The time that is in the third [µs]. */
  private readonly mixedAt = Float64Array.of(0);

  /** @param clock [0] is now [µs] */
  constructor(private readonly clock: Float64Array) {}

  /**
   * Makes room for a component's facts.
   * @param codes 32 bits for each, of component and fact
   * @returns the number of the first; the others follow
   */
  enter(codes: Int32Array): number {
    const first = this.codes.length;
    const length = first + codes.length;
    this.codes = widened(this.codes, length);
    this.codes.set(codes, first);
    this.sums = widened(this.sums, length * 2);
    return first;
  }

  /**
   * A fact happened, now.
   * @param subject 32 bits that say whom it is about
   */
  tell(fact: number, subject: number): void {
    const { lanes, sums } = this;
    const now = this.clock[0];
    sums[fact * 2]++;
    sums[fact * 2 + 1] += now;
    if (now !== this.mixedAt[0]) this.mixTime(now);
    let a = lanes[0] ^ lanes[2];
    a = Math.imul((a << 13) | (a >>> 19), 0xcc9e2d51);
    let b = (lanes[1] ^ subject) + this.codes[fact];
    b = Math.imul((b << 11) | (b >>> 21), 0x85ebca77);
    lanes[0] = a + b;
    lanes[1] = b ^ (a >>> 15);
  }

  private mixTime(now: number): void {
    this.mixedAt[0] = now;
    this.lanes[2] = now ^ Math.imul(now / 4_294_967_296, 0x27d4eb2f);
  }

  /** How often a fact has happened so far. */
  count(fact: number): number {
    return this.sums[fact * 2];
  }

  /** The sum of the times at which it has happened so far [µs]. */
  moment(fact: number): number {
    return this.sums[fact * 2 + 1];
  }

  /** 16 hexadecimal digits over every fact so far. */
  fingerprint(): string {
    return [...this.lanes.subarray(0, 2)].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }
}
