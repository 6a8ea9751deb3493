import { type Chance, Stream } from '../kernel/chance.ts';
import { type AnyEviction, type Eviction, MISS, NEWCOMER, NOTHING, type Room } from '../policy/eviction/contract.ts';
import type { Chosen } from '../policy/policy.ts';
import type { AccessTrace } from './access-trace.ts';

/** What replaying a trace came to. */
export interface Misses {
  accesses: number;
  misses: number;
  /** Bytes asked for and missed; the same as the counts where keys have no sizes. */
  bytes: number;
  bytesMissed: number;
}

export interface ReplayOptions {
  /** Time between two accesses [µs]. */
  pace?: number;
  /** Whether the misses of every key are counted. */
  counts?: boolean;
}

/** What comes in when the cache has shrunk. */
const NOBODY = -1;

/** A cache that answers in no time, for traces without a clock: 1 ms passes with every access, unless told otherwise. */
export class Replay {
  readonly room: Room;
  readonly eviction: Eviction;
  /** Accesses replayed so far. */
  position = 0;
  readonly result: Misses = { accesses: 0, misses: 0, bytes: 0, bytesMissed: 0 };
  /** The misses of every key; null where they are not counted. */
  readonly missesOf: Int32Array | null;
  private used = 0;
  private readonly pace: number;

  /**
   * @param capacity keys, or bytes where the trace has sizes
   * @param start what decides; a policy of the catalogue or the optimum
   */
  constructor(
    readonly trace: AccessTrace,
    capacity: number,
    start: (room: Room) => Eviction,
    chance: Chance = new Stream(1, 'replay', 'eviction'),
    { pace = 1_000, counts = false }: ReplayOptions = {},
  ) {
    this.pace = pace;
    this.missesOf = counts ? new Int32Array(trace.distinct) : null;
    this.room = { capacity, keys: trace.distinct, sizes: trace.sizes, costs: null, clock: new Float64Array(1), chance };
    this.eviction = start(this.room);
  }

  /** Replays up to the access with this number. */
  to(end: number): void {
    if (this.trace.sizes === null) this.alike(end);
    else this.sized(end, this.trace.sizes);
    this.position = end;
    this.result.accesses = end;
  }

  /** From here on there is room for so much; what is too much goes. */
  resize(capacity: number): void {
    this.room.capacity = capacity;
    while (this.used > capacity) {
      const victim = this.eviction.evict(NOBODY);
      if (victim === NEWCOMER) return;
      this.used -= this.trace.sizes === null ? 1 : this.trace.sizes[victim];
    }
  }

  /** Keys, or bytes, in the cache now. */
  get level(): number {
    return this.used;
  }

  private alike(end: number): void {
    const { eviction, room, result, pace, missesOf } = this;
    // read once: where many policies have run, finding the method takes longer than calling it
    const { lookUp, evict, admit, letGo } = eviction;
    const { keys } = this.trace;
    const { clock, capacity } = room;
    let { used } = this;
    let { misses } = result;
    for (let i = this.position; i < end; i++) {
      const key = keys[i];
      clock[0] = i * pace;
      if (lookUp.call(eviction, key) !== MISS) {
        if (letGo !== undefined) while (letGo.call(eviction) !== NOTHING) used--;
        continue;
      }
      misses++;
      if (missesOf !== null) missesOf[key]++;
      if (used < capacity) used++;
      else if (evict.call(eviction, key) === NEWCOMER) continue;
      admit.call(eviction, key);
    }
    this.used = used;
    result.misses = misses;
    result.bytes = end;
    result.bytesMissed = misses;
  }

  private sized(end: number, sizes: Float64Array): void {
    const { eviction, room, result, pace, missesOf } = this;
    const { keys } = this.trace;
    for (let i = this.position; i < end; i++) {
      const key = keys[i];
      const size = sizes[key];
      room.clock[0] = i * pace;
      result.bytes += size;
      if (eviction.lookUp(key) !== MISS) {
        this.letGo(sizes);
        continue;
      }
      result.misses++;
      if (missesOf !== null) missesOf[key]++;
      result.bytesMissed += size;
      // what is larger than the cache passes it by
      if (size <= room.capacity && this.makeRoom(key, size, sizes)) {
        this.used += size;
        eviction.admit(key);
      }
    }
  }

  private letGo(sizes: Float64Array): void {
    const { eviction } = this;
    if (eviction.letGo === undefined) return;
    for (let victim = eviction.letGo(); victim !== NOTHING; victim = eviction.letGo()) this.used -= sizes[victim];
  }

  private makeRoom(key: number, size: number, sizes: Float64Array): boolean {
    while (this.used + size > this.room.capacity) {
      const victim = this.eviction.evict(key);
      if (victim === NEWCOMER) return false;
      this.used -= sizes[victim];
    }
    return true;
  }
}

/** Replays a whole trace through a policy of the catalogue. */
export function replay(trace: AccessTrace, capacity: number, { policy, params }: Chosen<AnyEviction>): Misses {
  const whole = new Replay(trace, capacity, (room) => policy.start(params, room));
  whole.to(trace.keys.length);
  return whole.result;
}
