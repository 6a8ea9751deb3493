import type { Recording } from '../sim/policy/workload/contract.ts';
import { lengthened } from './column.ts';
import { KeyNumbers } from './key-numbers.ts';
import { counted, type Place } from './problem.ts';

const MOST_ACCESSES = 10_000_000;

/** What an access can tell besides its key. */
export interface Told {
  bytes: boolean;
  operations: boolean;
  times: boolean;
}

/** Accesses as they are read, column by column. */
export class Accesses {
  count = 0;
  private readonly numbers = new KeyNumbers();
  private keys = new Int32Array(1 << 12);
  private bytes = new Float64Array(0);
  private operations = new Uint8Array(0);
  private times = new Float64Array(0);
  private told: Told = { bytes: false, operations: false, times: false };

  constructor(private readonly place: Place) {}

  get distinct(): number {
    return this.numbers.count;
  }

  /** Before the first access. */
  begin(told: Told): void {
    this.told = told;
    const { length } = this.keys;
    if (told.bytes) this.bytes = new Float64Array(length);
    if (told.operations) this.operations = new Uint8Array(length);
    if (told.times) this.times = new Float64Array(length);
  }

  /** One more access, for the key that these bytes spell. */
  add(text: Uint8Array, from: number, to: number): void {
    if (from === to) throw this.place.problem('no key', 'a key');
    if (this.count === MOST_ACCESSES)
      throw this.place.problem('one access more', `at most ${counted(MOST_ACCESSES)} accesses: take the first part of the file`);
    if (this.count === this.keys.length) this.grow();
    this.keys[this.count++] = this.numbers.of(text, from, to);
  }

  /** Size of the value at the latest access [B]. */
  sized(bytes: number): void {
    this.bytes[this.count - 1] = bytes;
  }

  /** READ or WRITE at the latest access. */
  did(operation: number): void {
    this.operations[this.count - 1] = operation;
  }

  /** When the latest access was [µs]; one that is earlier than the one before it counts as at once. */
  at(time: number): void {
    const i = this.count - 1;
    this.times[i] = i > 0 ? Math.max(time, this.times[i - 1]) : time;
  }

  recording(): Recording {
    const { count, told } = this;
    return {
      keys: this.keys.slice(0, count),
      bytes: told.bytes ? this.bytes.slice(0, count) : null,
      operations: told.operations ? this.operations.slice(0, count) : null,
    };
  }

  /** From the first access on [µs]. */
  sinceFirst(): Float64Array | null {
    if (!this.told.times) return null;
    const [first] = this.times;
    return this.times.subarray(0, this.count).map((time) => time - first);
  }

  private grow(): void {
    const { told } = this;
    const length = Math.min(MOST_ACCESSES, this.keys.length * 2);
    this.keys = lengthened(this.keys, length);
    if (told.bytes) this.bytes = lengthened(this.bytes, length);
    if (told.operations) this.operations = lengthened(this.operations, length);
    if (told.times) this.times = lengthened(this.times, length);
  }
}
