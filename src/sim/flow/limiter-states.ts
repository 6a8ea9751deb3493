import type { Chosen } from '../policy/policy.ts';
import type { AnyRateLimiter, Ask } from '../policy/rate-limiter/contract.ts';
import type { CallingSite } from './calling-site.ts';

/** A policy and those nested in it, by name: with others the cells mean something else. */
function kindsOf({ policy, params }: Chosen<AnyRateLimiter>): string {
  const nested = Object.values(params).filter((value) => typeof value === 'object' && value !== null && 'policy' in value);
  return `${policy.id}(${nested.map((value) => kindsOf(value as Chosen<AnyRateLimiter>)).join()})`;
}

/** Keys below this find their slot by index, others by a map. */
const LARGEST_INDEX = 1 << 22;

/** The states of one limiter, one a key, in one growing column; each is made when its key first asks. */
export class LimiterStates {
  cells = new Float64Array(0);
  /** Keys that have asked. */
  keys = 0;
  private size = 0;
  private kinds = '';
  private slots = new Int32Array(0);
  /** Slots of keys too large for the index. */
  private readonly far = new Map<number, number>();

  constructor(private readonly limiter: () => Chosen<AnyRateLimiter>) {
    this.reset();
  }

  /** Forgets everybody: another limiter, or one whose state has another shape. */
  reset(): void {
    const { policy, params } = this.limiter();
    this.size = policy.size(params);
    this.kinds = kindsOf(this.limiter());
    this.cells = new Float64Array(this.size * 16);
    this.slots = new Int32Array(16).fill(-1);
    this.far.clear();
    this.keys = 0;
  }

  /** Whether a change of parameters has changed what a state looks like. */
  hasOutgrown(): boolean {
    const { policy, params } = this.limiter();
    return policy.size(params) !== this.size || kindsOf(this.limiter()) !== this.kinds;
  }

  /** Where a key's state begins. */
  place(key: number, now: number): number {
    if (key >= LARGEST_INDEX) {
      const far = this.far.get(key);
      return far === undefined ? this.add(key, now) : far * this.size;
    }
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
    if (key >= LARGEST_INDEX) this.far.set(key, slot);
    else this.slots[key] = slot;
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

/**
 * One chart row for every gauge of every limiter that a parameter has in this run, as of the first key that asked.
 * @param whose whose gauge it is, in words @param states null while there are none
 */
export function addLimiterReadings(
  site: CallingSite,
  param: string,
  whose: string,
  limiter: () => Chosen<AnyRateLimiter>,
  states: () => LimiterStates | null,
): void {
  for (const policy of site.policiesOf(param)) {
    for (const [name, gauge] of Object.entries(policy.gauges ?? {})) {
      const help = `${policy.title}: ${gauge.label.toLowerCase()}, ${whose}.`;
      site.recorder.addReading({ kind: 'reading', name: `${param}.${name}`, label: gauge.label, unit: gauge.unit, help }, (now) => {
        const present = states();
        if (present === null || present.keys === 0 || limiter().policy !== policy) return Number.NaN;
        return gauge.read({ cells: present.cells, at: 0 }, limiter().params, now);
      });
    }
  }
}
