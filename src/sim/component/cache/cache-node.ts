import { NO_VALUE } from '../../flow/truth.ts';
import type { Chance } from '../../kernel/chance.ts';
import { type AnyEviction, type Eviction, NEWCOMER, NOTHING, type Room, type Shelf } from '../../policy/eviction/contract.ts';
import type { Chosen } from '../../policy/policy.ts';

const NONE = -1;

/** What a node is made with: read anew whenever it matters. */
export interface NodeParams {
  eviction: Chosen<AnyEviction>;
  capacity: number;
  capacityIn: 'keys' | 'bytes';
}

/** What a node remembers at a moment. Columns have one entry a key held, keys ascending. */
export interface NodeContents {
  held: number;
  /** [keys] or [B], as the capacity counts. */
  used: number;
  capacity: number;
  inBytes: boolean;
  keys: Int32Array;
  /** How long each has been in [µs]. */
  age: Float64Array;
  /** How long each is still fresh [µs]; 0 for what has expired. */
  left: Float64Array;
  /** 1 for values that are no longer true. */
  wrong: Uint8Array;
  uses: Int32Array;
  /** The lists of the eviction policy, each cut to so many keys; `length` is what it would be. */
  shelves: (Shelf & { length: number })[];
}

/** Who is told when a node lets go of a key for want of room. @param atHit while it was asked for another */
export type Evicted = (key: number, atHit: boolean) => void;

/** One node's memory: its entries by key, in columns, and what decides which of them stay. */
export class CacheNode {
  /** Keys it holds, and what they take: keys or bytes. */
  held = 0;
  used = 0;
  /** The most keys it has held. */
  mostHeld = 0;
  /** 1 for keys it holds an entry of. */
  present = new Uint8Array(64);
  value = new Int32Array(64);
  /** When each entry was filled, and until when it is fresh [µs]. */
  since = new Float64Array(64);
  until = new Float64Array(64);
  /** How long the last rebuild of each key took [µs]. */
  rebuild = new Float64Array(64);
  /** Rebuilds of each key that are under way, their cycles so far, and until when one holds the right to rebuild it [µs]. */
  underWay = new Int32Array(64);
  cycles = new Int32Array(64);
  /** 1 from the first rebuild of a cycle until one of that cycle ends. */
  inCycle = new Uint8Array(64);
  heldUntil = new Float64Array(64);
  /** Until when each expired entry is served while whoever found it expired rebuilds it, and until when its key is known to be uncacheable [µs]. */
  extendedUntil = new Float64Array(64);
  uncacheableUntil = new Float64Array(64);
  /** How often each key was invalidated, and the newest value it is known to have had. */
  invalidations = new Int32Array(64);
  newest = new Int32Array(64).fill(NO_VALUE);
  /** First and last of the calls that wait for a rebuild of each key; −1 for none. */
  firstWaiting = new Int32Array(64).fill(NONE);
  lastWaiting = new Int32Array(64).fill(NONE);
  /** Values accepted and not yet written to the origin, how many writes each stands for, and how many of those are on their way. */
  dirty = new Int32Array(64).fill(NO_VALUE);
  dirtyWrites = new Int32Array(64);
  writesUnderWay = new Int32Array(64);
  /** Hits of each entry since it came in. */
  uses = new Int32Array(64);
  /** How often it has started again. */
  restarts = 0;
  /** When its last call will have been dealt with [µs]. */
  busyUntil = 0;
  private room: Room;
  private eviction: Eviction;

  constructor(
    /** Tells it from others that have had its number. */
    readonly birth: number,
    private readonly params: NodeParams,
    private readonly clock: Float64Array,
    private readonly chance: Chance,
    private readonly evicted: Evicted,
  ) {
    this.room = this.makeRoom();
    this.eviction = this.startEviction();
  }

  /** Makes room for a key in every column. */
  reach(key: number): void {
    if (key < this.present.length) return;
    let { length } = this.present;
    while (length <= key) length *= 2;
    const ints = (old: Int32Array, blank = 0) => {
      const column = new Int32Array(length);
      if (blank !== 0) column.fill(blank, old.length);
      column.set(old);
      return column;
    };
    const floats = (old: Float64Array) => {
      const column = new Float64Array(length);
      column.set(old);
      return column;
    };
    const bytes = (old: Uint8Array) => {
      const column = new Uint8Array(length);
      column.set(old);
      return column;
    };
    this.present = bytes(this.present);
    this.value = ints(this.value);
    this.since = floats(this.since);
    this.until = floats(this.until);
    this.rebuild = floats(this.rebuild);
    this.underWay = ints(this.underWay);
    this.cycles = ints(this.cycles);
    this.inCycle = bytes(this.inCycle);
    this.heldUntil = floats(this.heldUntil);
    this.extendedUntil = floats(this.extendedUntil);
    this.uncacheableUntil = floats(this.uncacheableUntil);
    this.invalidations = ints(this.invalidations);
    this.newest = ints(this.newest, NO_VALUE);
    this.firstWaiting = ints(this.firstWaiting, NONE);
    this.lastWaiting = ints(this.lastWaiting, NONE);
    this.dirty = ints(this.dirty, NO_VALUE);
    this.dirtyWrites = ints(this.dirtyWrites);
    this.writesUnderWay = ints(this.writesUnderWay);
    this.uses = ints(this.uses);
    this.room.keys = length;
    this.room.costs = floats(this.room.costs!);
    if (this.room.sizes) this.room.sizes = floats(this.room.sizes);
    this.eviction.widen();
  }

  /** An entry is used. */
  use(key: number): void {
    this.eviction.lookUp(key);
    this.uses[key]++;
    this.letGo();
  }

  /**
   * Puts a value in, in place of one it has or for as many others as it takes.
   * @param bytes its size @param cost what it took to get it [µs]
   * @returns false when it does not come in: too large, or not wanted
   */
  put(key: number, value: number, bytes: number, cost: number): boolean {
    const { room, eviction } = this;
    room.costs![key] = Math.max(1, cost);
    if (this.present[key] === 1) {
      const old = this.weigh(key);
      if (room.sizes === null || old === bytes) {
        eviction.lookUp(key);
        this.letGo();
        this.value[key] = value;
        return true;
      }
      this.drop(key);
    }
    const size = room.sizes === null ? 1 : bytes;
    if (size > room.capacity) return false;
    // the policy may weigh the newcomer against those it would displace
    if (room.sizes !== null) room.sizes[key] = bytes;
    while (this.used + size > room.capacity) {
      const victim = eviction.evict(key);
      if (victim === NEWCOMER) return false;
      this.leave(victim);
      this.evicted(victim, false);
    }
    eviction.admit(key);
    this.present[key] = 1;
    this.value[key] = value;
    this.uses[key] = 0;
    if (++this.held > this.mostHeld) this.mostHeld = this.held;
    this.used += size;
    return true;
  }

  /** An entry goes, by command or by time. */
  drop(key: number): void {
    this.eviction.remove(key);
    this.leave(key);
  }

  /** Every entry goes; what was asked for before counts as invalidated. */
  clear(): void {
    for (let key = 0; key < this.present.length; key++) {
      if (this.present[key] === 1) this.leave(key);
      if (this.underWay[key] > 0) this.invalidations[key]++;
    }
    this.uncacheableUntil.fill(0);
    this.room = this.makeRoom();
    this.eviction = this.startEviction();
  }

  /** Another capacity: what is too much is let go of. */
  resize(): void {
    this.room.capacity = this.params.capacity;
    while (this.used > this.room.capacity) {
      const victim = this.eviction.evict(NONE);
      if (victim === NEWCOMER) break;
      this.leave(victim);
      this.evicted(victim, false);
    }
  }

  /** Another policy, or other units: it meets the entries in the order in which they were filled. */
  reorder(bytesOf: (key: number) => number): void {
    const keys = this.keys().sort((a, b) => this.since[a] - this.since[b] || a - b);
    const uses = keys.map((key) => this.uses[key]);
    const costs = this.room.costs!;
    this.used = 0;
    this.held = 0;
    for (const key of keys) this.present[key] = 0;
    this.room = this.makeRoom();
    this.room.costs = costs;
    this.eviction = this.startEviction();
    keys.forEach((key, i) => {
      if (!this.put(key, this.value[key], bytesOf(key), costs[key])) this.evicted(key, false);
      this.uses[key] = uses[i];
    });
  }

  /** The keys it holds, ascending. */
  keys(): number[] {
    const keys: number[] = [];
    for (let key = 0; key < this.present.length; key++) if (this.present[key] === 1) keys.push(key);
    return keys;
  }

  /** @param isWrong whether a value is no longer true @param most keys of each list */
  contents(isWrong: (key: number, value: number) => boolean, most: number): NodeContents {
    const keys = Int32Array.from(this.keys());
    const [now] = this.clock;
    return {
      held: this.held,
      used: this.used,
      capacity: this.params.capacity,
      inBytes: this.room.sizes !== null,
      keys,
      age: Float64Array.from(keys, (key) => now - this.since[key]),
      left: Float64Array.from(keys, (key) => Math.max(0, this.until[key] - now)),
      wrong: Uint8Array.from(keys, (key) => (isWrong(key, this.value[key]) ? 1 : 0)),
      uses: Int32Array.from(keys, (key) => this.uses[key]),
      shelves: this.eviction.shelves().map((shelf) => ({
        ...shelf,
        length: shelf.keys.length,
        keys: shelf.keys.slice(0, most),
        ...(shelf.marks ? { marks: shelf.marks.slice(0, most) } : {}),
      })),
    };
  }

  /** What the policy lets go of at a hit. */
  private letGo(): void {
    const { eviction } = this;
    if (eviction.letGo === undefined) return;
    for (let victim = eviction.letGo(); victim !== NOTHING; victim = eviction.letGo()) {
      this.leave(victim);
      this.evicted(victim, true);
    }
  }

  private leave(key: number): void {
    this.used -= this.weigh(key);
    this.present[key] = 0;
    this.held--;
  }

  private weigh(key: number): number {
    return this.room.sizes === null ? 1 : this.room.sizes[key];
  }

  private startEviction(): Eviction {
    const { policy, params } = this.params.eviction;
    return policy.start(params, this.room);
  }

  private makeRoom(): Room {
    const { capacity, capacityIn } = this.params;
    const keys = this.present.length;
    return {
      capacity,
      keys,
      sizes: capacityIn === 'bytes' ? new Float64Array(keys) : null,
      costs: new Float64Array(keys),
      clock: this.clock,
      chance: this.chance,
    };
  }
}
