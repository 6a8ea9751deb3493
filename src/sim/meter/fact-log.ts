import { widened } from '../structure/widened.ts';

/** So many facts are held before they are folded. */
const ROOM = 2_048;

/**
 * The facts of a world in the order in which they happen. Telling one only writes it down; many are folded at once, when
 * there is no more room or somebody asks, into how often each has happened, when, and the fingerprint.
 *
 * The fingerprint is 64 bits over every fact in order: what makes two runs the same run. Two 32-bit lanes, multiplied and
 * rotated at every fact, so that order counts; only integer operations, so that every engine agrees.
 */
export class FactLog {
  private readonly facts = new Int32Array(ROOM);
  private readonly subjects = new Int32Array(ROOM);
  /** [µs] */
  private readonly times = new Float64Array(ROOM);
  private held = 0;

  /** Per fact that can happen: its code, how often it has happened so far, and the sum of the times [µs]. */
  private codes = new Int32Array(0);
  private counts = new Float64Array(0);
  private moments = new Float64Array(0);

  private readonly lanes = Int32Array.of(0x2545f491, 0x1b873593);

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
    this.counts = widened(this.counts, length);
    this.moments = widened(this.moments, length);
    return first;
  }

  /**
   * A fact happened, now.
   * @param subject 32 bits that say whom it is about
   */
  tell(fact: number, subject: number): void {
    const n = this.held++;
    this.facts[n] = fact;
    this.subjects[n] = subject;
    this.times[n] = this.clock[0];
    if (n === ROOM - 1) this.fold();
  }

  /** How often a fact has happened so far. */
  count(fact: number): number {
    if (this.held > 0) this.fold();
    return this.counts[fact];
  }

  /** The sum of the times at which it has happened so far [µs]. */
  moment(fact: number): number {
    if (this.held > 0) this.fold();
    return this.moments[fact];
  }

  /** 16 hexadecimal digits over every fact so far. */
  fingerprint(): string {
    this.fold();
    return [...this.lanes].map((lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  private fold(): void {
    const { facts, subjects, times, held, codes, counts, moments, lanes } = this;
    let laneA = lanes[0];
    let laneB = lanes[1];
    for (let i = 0; i < held; i++) {
      const fact = facts[i];
      const time = times[i];
      counts[fact]++;
      moments[fact] += time;
      let a = laneA ^ time ^ Math.imul(time / 4_294_967_296, 0x27d4eb2f);
      a = Math.imul((a << 13) | (a >>> 19), 0xcc9e2d51);
      let b = (laneB ^ subjects[i]) + codes[fact];
      b = Math.imul((b << 11) | (b >>> 21), 0x85ebca77);
      laneA = (a + b) | 0;
      laneB = b ^ (a >>> 15);
    }
    lanes[0] = laneA;
    lanes[1] = laneB;
    this.held = 0;
  }
}
