import type { Chosen } from '../policy/policy.ts';
import type { AnyRateLimiter, Ask } from '../policy/rate-limiter/contract.ts';

/** The states of one limiter, one a key, in one growing column; each is made when its key first asks. */
export class LimiterStates {
  cells = new Float64Array(0);
  /** Keys that have asked. */
  keys = 0;
  private size = 0;
  private slots = new Int32Array(0);

  constructor(private readonly limiter: () => Chosen<AnyRateLimiter>) {
    this.reset();
  }

  /** Forgets everybody: another limiter, or one whose state has another shape. */
  reset(): void {
    const { policy, params } = this.limiter();
    this.size = policy.size(params);
    this.cells = new Float64Array(this.size * 16);
    this.slots = new Int32Array(16).fill(-1);
    this.keys = 0;
  }

  /** Whether a change of parameters has changed what a state looks like. */
  hasOutgrown(): boolean {
    const { policy, params } = this.limiter();
    return policy.size(params) !== this.size;
  }

  /** Where a key's state begins. */
  place(key: number, now: number): number {
    if (key >= this.slots.length) this.widenSlots(key);
    const slot = this.slots[key];
    return slot >= 0 ? slot * this.size : this.add(key, now);
  }

  /** Bytes a key's state takes, its entry in the index included. */
  get bytesPerKey(): number {
    return this.size * Float64Array.BYTES_PER_ELEMENT + Int32Array.BYTES_PER_ELEMENT;
  }

  check(at: number, now: number, ask: Ask): number {
    const { policy, params } = this.limiter();
    return policy.check(params, this.cells, at, now, ask);
  }

  take(at: number, now: number, ask: Ask): void {
    const { policy, params } = this.limiter();
    policy.take(params, this.cells, at, now, ask);
  }

  private add(key: number, now: number): number {
    const slot = this.keys++;
    this.slots[key] = slot;
    const at = slot * this.size;
    if (at + this.size > this.cells.length) {
      const cells = new Float64Array(this.cells.length * 2);
      cells.set(this.cells);
      this.cells = cells;
    }
    const { policy, params } = this.limiter();
    policy.start(params, this.cells, at, now);
    return at;
  }

  private widenSlots(key: number): void {
    let length = this.slots.length;
    while (length <= key) length *= 2;
    const slots = new Int32Array(length).fill(-1);
    slots.set(this.slots);
    this.slots = slots;
  }
}
