import { EventQueue } from './event-queue.ts';

const NONE = -1;
const DEAD = -1;

/**
 * Time and order: a clock and a queue of events. It knows neither the domain nor the screen.
 *
 * An event is a slot in columns: when, who handles it (`code`, the number of its handler), about what (`subject`).
 * Events at equal times run in the order in which they were scheduled.
 * Cancelling is lazy: the slot is marked and thrown away when it surfaces, so it is not reused before.
 */
export class Simulation {
  private readonly queue: EventQueue;
  /** [0] is now [µs]: a cell, so that reading it boxes nothing. */
  readonly clock = new Float64Array(1);
  private code: Int32Array;
  private subject: Int32Array;
  private free: Int32Array;
  private freeCount: number;

  /** Events handled so far. */
  handled = 0;
  /** Code and subject of the event that `advance` has just taken. */
  firedCode = 0;
  firedSubject = 0;

  constructor(capacity = 1024) {
    this.queue = new EventQueue(capacity);
    this.code = new Int32Array(capacity);
    this.subject = new Int32Array(capacity);
    this.free = new Int32Array(capacity);
    for (let i = 0; i < capacity; i++) this.free[i] = capacity - 1 - i;
    this.freeCount = capacity;
  }

  /** The present [µs]. */
  get now(): number {
    return this.clock[0];
  }

  /** Events waiting, cancelled ones included until they surface. */
  get pending(): number {
    return this.queue.size;
  }

  /**
   * Schedules an event and returns its slot, good for `cancel` until it fires.
   * @param at when [µs], not before now
   * @param code number of its handler
   */
  schedule(at: number, code: number, subject: number): number {
    if (!(at >= this.clock[0])) this.refuse(at);
    if (this.freeCount === 0) this.grow();
    const slot = this.free[--this.freeCount];
    this.queue.time[slot] = at;
    this.code[slot] = code;
    this.subject[slot] = subject;
    this.queue.push(slot);
    return slot;
  }

  /** Apart from `schedule`, which is compiled into its callers and so must be short. */
  private refuse(at: number): never {
    throw new RangeError(`event at ${at} µs is before the present, ${this.clock[0]} µs`);
  }

  /** A place in the order of scheduling, for an event that is scheduled later as if it were now. */
  allot(): number {
    return this.queue.allot();
  }

  /** Schedules an event with a place in the order that `allot` gave. */
  scheduleAs(at: number, sequence: number, code: number, subject: number): void {
    if (this.freeCount === 0) this.grow();
    const slot = this.free[--this.freeCount];
    this.queue.time[slot] = at;
    this.code[slot] = code;
    this.subject[slot] = subject;
    this.queue.pushAs(slot, sequence);
  }

  /** When an event that has not fired is due [µs]. */
  dueAt(slot: number): number {
    return this.queue.time[slot];
  }

  /** Takes back an event that has not fired. Its owner knows that it has not, and says what it was about. */
  cancel(slot: number, subject: number): void {
    if (this.code[slot] === DEAD || this.subject[slot] !== subject) throw new Error(`event ${slot} is not about ${subject}`);
    this.code[slot] = DEAD;
  }

  /** Moves the clock to the next living event and takes it; false when there is none. */
  advance(): boolean {
    for (;;) {
      const slot = this.queue.pop();
      if (slot === NONE) return false;
      this.free[this.freeCount++] = slot;
      const code = this.code[slot];
      if (code === DEAD) continue;
      this.clock[0] = this.queue.time[slot];
      this.handled++;
      this.firedCode = code;
      this.firedSubject = this.subject[slot];
      this.code[slot] = DEAD;
      return true;
    }
  }

  private grow(): void {
    const old = this.code.length;
    const capacity = old * 2;
    const code = new Int32Array(capacity);
    code.set(this.code);
    this.code = code;
    const subject = new Int32Array(capacity);
    subject.set(this.subject);
    this.subject = subject;
    this.free = new Int32Array(capacity);
    for (let i = 0; i < old; i++) this.free[i] = capacity - 1 - i;
    this.freeCount = old;
    this.queue.grow(capacity);
  }
}
