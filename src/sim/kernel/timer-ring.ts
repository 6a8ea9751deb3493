import type { Simulation } from './simulation.ts';

const NONE = -1;

/**
 * Timers that all run for the same time: the first to be set is the first to run out, so they wait in a ring and only
 * the first is in the event queue. Most timeouts are cancelled long before their turn and never cost an event. Each
 * keeps the place in the order of scheduling that it had when it was set.
 */
export class TimerRing {
  private capacity = 256;
  private times = new Float64Array(this.capacity);
  private sequences = new Float64Array(this.capacity);
  /** What each timer is about; −1 once cancelled. */
  private subjects = new Int32Array(this.capacity);
  private head = 0;
  private tail = 0;
  private armed = false;
  /** The longest that any has run that does not run any more [µs]. */
  private ran = 0;

  /** @param code of the event that stands for the first timer; its owner answers it with `fire` */
  constructor(
    private readonly simulation: Simulation,
    readonly delay: number,
    private readonly code: number,
    private readonly number: number,
  ) {}

  /** Sets a timer that runs out after the delay; returns its handle, good for `cancel` until it does. */
  set(subject: number): number {
    if (this.tail - this.head === this.capacity) this.widen();
    const place = this.tail & (this.capacity - 1);
    this.times[place] = this.simulation.now + this.delay;
    this.sequences[place] = this.simulation.allot();
    this.subjects[place] = subject;
    const handle = this.tail++;
    if (!this.armed) this.arm();
    return handle;
  }

  cancel(handle: number): void {
    const place = handle & (this.capacity - 1);
    const ran = this.simulation.now - this.times[place] + this.delay;
    if (ran > this.ran) this.ran = ran;
    this.subjects[place] = NONE;
  }

  /** The longest that any timer has run so far, those that still run included [µs]. */
  longest(): number {
    for (let i = this.head; i < this.tail; i++) {
      const place = i & (this.capacity - 1);
      if (this.subjects[place] !== NONE) return Math.max(this.ran, this.simulation.now - this.times[place] + this.delay);
    }
    return this.ran;
  }

  /** The event has come: what the first timer is about, or −1 if it was cancelled meanwhile. */
  fire(): number {
    this.armed = false;
    const place = this.head & (this.capacity - 1);
    const subject = this.subjects[place];
    if (subject !== NONE) this.ran = this.delay;
    this.head++;
    this.arm();
    return subject;
  }

  /** Puts the first living timer into the event queue. */
  private arm(): void {
    const mask = this.capacity - 1;
    while (this.head < this.tail && this.subjects[this.head & mask] === NONE) this.head++;
    if (this.head === this.tail) return;
    this.armed = true;
    const place = this.head & mask;
    this.simulation.scheduleAs(this.times[place], this.sequences[place], this.code, this.number);
  }

  private widen(): void {
    const old = this.capacity;
    const { times, sequences, subjects } = this;
    this.capacity = old * 2;
    this.times = new Float64Array(this.capacity);
    this.sequences = new Float64Array(this.capacity);
    this.subjects = new Int32Array(this.capacity);
    for (let i = this.head; i < this.tail; i++) {
      const from = i & (old - 1);
      const to = i & (this.capacity - 1);
      this.times[to] = times[from];
      this.sequences[to] = sequences[from];
      this.subjects[to] = subjects[from];
    }
  }
}
