/** Where the lanes and the present lie in a fingerprint's cells. */
export const LANE_A = 0;
export const LANE_B = 1;
export const PRESENT = 2;

/**
 * 64 bits over every fact in order: what makes two runs the same run. Two 32-bit lanes, multiplied and rotated at every
 * fact, so that order counts; only integer operations, so that every engine agrees.
 */
export class Fingerprint {
  /** [LANE_A], [LANE_B]; [PRESENT] stands for the time of the facts that follow. */
  readonly cells = new Int32Array([0x2545f491, 0x1b873593, 0]);

  /** The time of the facts that follow [µs]. */
  at(now: number): void {
    this.cells[PRESENT] = (now | 0) ^ Math.imul((now / 4_294_967_296) | 0, 0x27d4eb2f);
  }

  /** 16 hexadecimal digits. */
  digits(): string {
    const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    return hex(this.cells[LANE_A]) + hex(this.cells[LANE_B]);
  }
}

/**
 * Takes one fact in.
 * @param code a 32-bit code of component and kind of fact
 * @param subject number of the request or call, in order of opening
 */
export function mixFact(cells: Int32Array, code: number, subject: number): void {
  let a = cells[LANE_A] ^ cells[PRESENT];
  a = Math.imul((a << 13) | (a >>> 19), 0xcc9e2d51 | 0);
  let b = (cells[LANE_B] ^ subject) + code;
  b = Math.imul((b << 11) | (b >>> 21), 0x85ebca77 | 0);
  cells[LANE_A] = a + b;
  cells[LANE_B] = b ^ (a >>> 15);
}
