import { NO_PRIORITY, type Recording } from '../sim/policy/workload/contract.ts';
import { lengthened } from './column.ts';
import { KeyNumbers } from './key-numbers.ts';
import { counted, type Place } from './problem.ts';
import { type Durations, Statuses } from './tallies.ts';

const MOST_ACCESSES = 10_000_000;

/** What an access can tell. */
export interface Told {
  keys: boolean;
  bytes: boolean;
  operations: boolean;
  times: boolean;
  tenants: boolean;
  priorities: boolean;
}

/** Accesses as they are read, column by column. */
export class Accesses {
  count = 0;
  /** Rows that are earlier than one before them. */
  outOfOrder = 0;
  /** What the requests came to that is kept of no single one. */
  durations: Durations | null = null;
  readonly statuses = new Statuses();
  private readonly numbers = new KeyNumbers();
  private readonly tenantNumbers = new KeyNumbers();
  private keys = new Int32Array(1 << 12);
  private bytes = new Float64Array(0);
  private operations = new Uint8Array(0);
  private times = new Float64Array(0);
  private tenants = new Int32Array(0);
  private priorities = new Uint8Array(0);
  private latest = Number.NEGATIVE_INFINITY;
  private wholeSeconds = true;
  private told: Told = { keys: true, bytes: false, operations: false, times: false, tenants: false, priorities: false };

  constructor(private readonly place: Place) {}

  /** How many different keys there are; 0 where none are told. */
  get distinct(): number {
    return this.numbers.count;
  }

  get distinctTenants(): number {
    return this.tenantNumbers.count;
  }

  /** Before the first access. */
  begin(told: Told): void {
    this.told = told;
    const { length } = this.keys;
    if (told.bytes) this.bytes = new Float64Array(length);
    if (told.operations) this.operations = new Uint8Array(length);
    if (told.times) this.times = new Float64Array(length);
    if (told.tenants) this.tenants = new Int32Array(length);
    if (told.priorities) this.priorities = new Uint8Array(length);
  }

  /** One more access, for the key that these bytes spell. */
  add(text: Uint8Array, from: number, to: number): void {
    if (from === to) throw this.place.problem('no key', 'a key');
    this.more();
    this.keys[this.count - 1] = this.numbers.of(text, from, to);
  }

  /** One more access, of which no key is known. */
  more(): void {
    if (this.count === MOST_ACCESSES)
      throw this.place.problem('one access more', `at most ${counted(MOST_ACCESSES)} accesses: take the first part of the file`);
    if (this.count === this.keys.length) this.grow();
    this.count++;
  }

  /** Size of the value at the latest access [B]. */
  sized(bytes: number): void {
    this.bytes[this.count - 1] = bytes;
  }

  /** READ or WRITE at the latest access. */
  did(operation: number): void {
    this.operations[this.count - 1] = operation;
  }

  /** When the latest access was [µs]. */
  at(time: number): void {
    this.times[this.count - 1] = time;
    if (time < this.latest) this.outOfOrder++;
    else this.latest = time;
    if (this.wholeSeconds && time % 1_000_000 !== 0) this.wholeSeconds = false;
  }

  /** Whose the latest access was, as these bytes spell it. */
  of(text: Uint8Array, from: number, to: number): void {
    this.tenants[this.count - 1] = this.tenantNumbers.of(text, from, to);
  }

  /** Class of the latest access, or NO_PRIORITY. */
  ranked(priority: number): void {
    this.priorities[this.count - 1] = priority;
  }

  /** @param coarse times that are whole seconds may be so because no more was written down */
  recording(coarse: boolean): Recording {
    const { count, told, place } = this;
    const recording: Recording = {
      keys: this.keys.slice(0, count),
      bytes: told.bytes ? this.bytes.slice(0, count) : null,
      operations: told.operations ? this.operations.slice(0, count) : null,
    };
    if (told.tenants) recording.tenants = this.tenants.slice(0, count);
    if (told.priorities && this.priorities.subarray(0, count).some((each) => each !== NO_PRIORITY))
      recording.priorities = this.priorities.slice(0, count);
    if (told.times) this.addTimes(recording, coarse);
    if (!told.keys && recording.times === undefined)
      throw place.wholly(
        count === 1 ? 'one request and no key' : `${counted(count)} requests at one time and no keys`,
        'requests at two times at the least, or keys',
      );
    return recording;
  }

  /** In order, from the first on; nothing where all came at once. */
  private addTimes(recording: Recording, coarse: boolean): void {
    const { count, outOfOrder } = this;
    const read = this.times.subarray(0, count);
    let first = read[0];
    let last = first;
    for (const time of read) {
      if (time < first) first = time;
      if (time > last) last = time;
    }
    if (first === last) return;
    if (outOfOrder === 0) recording.times = read.map((time) => time - first);
    else {
      const rows = new Int32Array(count).map((_, row) => row).sort((a, b) => read[a] - read[b] || a - b);
      recording.rows = rows;
      recording.times = Float64Array.from(rows, (row) => read[row] - first);
    }
    if (coarse && this.wholeSeconds) recording.wholeSeconds = true;
  }

  private grow(): void {
    const { told } = this;
    const length = Math.min(MOST_ACCESSES, this.keys.length * 2);
    this.keys = lengthened(this.keys, length);
    if (told.bytes) this.bytes = lengthened(this.bytes, length);
    if (told.operations) this.operations = lengthened(this.operations, length);
    if (told.times) this.times = lengthened(this.times, length);
    if (told.tenants) this.tenants = lengthened(this.tenants, length);
    if (told.priorities) this.priorities = lengthened(this.priorities, length);
  }
}
