/**
 * A ladder queue: hands back event slots by (time, order of scheduling), amortised O(1).
 *
 * Four places, nearest first:
 * - `bottom`, a small sorted array: the bucket being consumed, with late-comers inserted;
 * - `rung`, up to 32,768 buckets of equal width, each a first-in-first-out list;
 * - `top`, an unsorted first-in-first-out list of everything later than the rung;
 * - `heap`, 4-ary, where the rest of a crowded bucket goes; always compared with bottom's head.
 *
 * What makes the order exact: the bucket number is monotone in time, so rounding cannot reorder; and wherever two times
 * are compared and equal, sequence numbers decide. Lists are nearly in order of sequence, so that costs next to nothing.
 *
 * Source: Tang, Goh, Thng, "Ladder queue: an O(1) priority queue structure for large-scale discrete event
 * simulation", TOMACS 15(3), 2005. Departures: one rung, a heap in place of child rungs, and a rung that ends near
 * the 7/8 quantile of a sample, so that a few far timers do not stretch the buckets.
 */
const NONE = -1;
const MAX_BUCKETS = 1 << 15;
/** A bottom longer than this sends insertions that would travel far to the heap [events]. */
const LONG_BOTTOM = 64;
/** A top no larger than this is sorted straight into bottom [events]. */
const SMALL_TOP = 32;
/** Moves that sorting one bucket may cost before the rest of it goes to the heap. */
const MAX_MOVES = 2_000;
const SAMPLE = 32;
/** Events of a small top further from its first than this many times its median stay in top. */
const OUTLIER = 8;

export class EventQueue {
  /** Time of each slot [µs]; the caller writes it before `push`. */
  time: Float64Array;
  /** Events in the queue, cancelled ones included until they surface. */
  size = 0;

  private sequence: Float64Array;
  private next: Int32Array;
  private scheduled = 0;

  private bottom: Int32Array;
  private bottomHead = 0;
  private bottomEnd = 0;

  private readonly bucketFirst = new Int32Array(MAX_BUCKETS).fill(NONE);
  private readonly bucketLast = new Int32Array(MAX_BUCKETS);
  private buckets = 0;
  private bucket = 0;
  private rungStart = 0;
  /** The last moment that is rung's or bottom's, not top's: an event pushed at it may have an older place than theirs. */
  private rungEnd = Number.NEGATIVE_INFINITY;
  private bucketsPerMicro = 1;

  private topFirst = NONE;
  private topLast = NONE;
  private topSize = 0;
  private topMin = Number.POSITIVE_INFINITY;
  private topMax = Number.NEGATIVE_INFINITY;

  private heap: Int32Array;
  private heapSize = 0;
  private readonly sample = new Float64Array(SAMPLE);

  constructor(capacity = 1024) {
    this.time = new Float64Array(capacity);
    this.sequence = new Float64Array(capacity);
    this.next = new Int32Array(capacity);
    this.bottom = new Int32Array(capacity + LONG_BOTTOM);
    this.heap = new Int32Array(capacity);
  }

  /** Makes room for slots up to `capacity` − 1. */
  grow(capacity: number): void {
    const grownTime = new Float64Array(capacity);
    grownTime.set(this.time);
    this.time = grownTime;
    const grownSequence = new Float64Array(capacity);
    grownSequence.set(this.sequence);
    this.sequence = grownSequence;
    const widen = (old: Int32Array, length: number) => {
      const wide = new Int32Array(length);
      wide.set(old);
      return wide;
    };
    this.next = widen(this.next, capacity);
    this.bottom = widen(this.bottom, capacity + LONG_BOTTOM);
    this.heap = widen(this.heap, capacity);
  }

  /** A place in the order of scheduling, for an event that is put in later. */
  allot(): number {
    return this.scheduled++;
  }

  /** Puts `slot` in at `time[slot]`, after every event already in at that time. */
  push(slot: number): void {
    this.pushAs(slot, this.scheduled++);
  }

  /** The same, with the place in the order that `allot` gave. */
  pushAs(slot: number, sequence: number): void {
    const at = this.time[slot];
    this.sequence[slot] = sequence;
    this.size++;
    if (at <= this.rungEnd) {
      let bucket = ((at - this.rungStart) * this.bucketsPerMicro) | 0;
      if (bucket >= this.buckets) bucket = this.buckets - 1;
      if (bucket < this.bucket) this.insertIntoBottom(slot);
      else this.append(bucket, slot);
    } else this.appendToTop(slot);
  }

  /** The slot that is due next, removed; `NONE` (−1) when the queue is empty. */
  pop(): number {
    if (this.bottomHead === this.bottomEnd && this.heapSize === 0) {
      if (this.size === 0) return NONE;
      this.refill();
    }
    this.size--;
    if (this.heapSize > 0) {
      if (this.bottomHead === this.bottomEnd) return this.heapPop();
      const first = this.bottom[this.bottomHead];
      if (this.before(this.heap[0], first)) return this.heapPop();
    }
    return this.bottom[this.bottomHead++];
  }

  private before(a: number, b: number): boolean {
    const ta = this.time[a];
    const tb = this.time[b];
    return ta < tb || (ta === tb && this.sequence[a] < this.sequence[b]);
  }

  private append(bucket: number, slot: number): void {
    this.next[slot] = NONE;
    if (this.bucketFirst[bucket] < 0) this.bucketFirst[bucket] = slot;
    else this.next[this.bucketLast[bucket]] = slot;
    this.bucketLast[bucket] = slot;
  }

  private appendToTop(slot: number): void {
    const at = this.time[slot];
    this.next[slot] = NONE;
    if (this.topFirst < 0) this.topFirst = slot;
    else this.next[this.topLast] = slot;
    this.topLast = slot;
    this.topSize++;
    if (at < this.topMin) this.topMin = at;
    if (at > this.topMax) this.topMax = at;
  }

  private insertIntoBottom(slot: number): void {
    const { bottom, time, sequence, bottomHead: head } = this;
    const at = time[slot];
    let i = this.bottomEnd;
    if (i === bottom.length || (i - head > LONG_BOTTOM && time[bottom[i - 9]] > at)) {
      this.heapPush(slot);
      return;
    }
    this.bottomEnd = i + 1;
    while (i > head) {
      const other = bottom[i - 1];
      if (time[other] < at || (time[other] === at && sequence[other] < sequence[slot])) break;
      bottom[i--] = other;
    }
    bottom[i] = slot;
  }

  /** Brings the next non-empty bucket into bottom, building a new rung from top when the rung is used up. */
  private refill(): void {
    this.bottomHead = 0;
    this.bottomEnd = 0;
    for (;;) {
      let bucket = this.bucket;
      const { buckets, bucketFirst } = this;
      while (bucket < buckets && bucketFirst[bucket] < 0) bucket++;
      if (bucket < buckets) {
        const first = bucketFirst[bucket];
        bucketFirst[bucket] = NONE;
        this.bucket = bucket + 1;
        this.sortIntoBottom(first, MAX_MOVES);
        return;
      }
      if (this.topSize <= SMALL_TOP) {
        this.sortSmallTop();
        return;
      }
      this.buildRung();
    }
  }

  /**
   * Sorts a small top straight into bottom, all but far outliers: with the end of the run among a handful of events, the
   * rung would otherwise reach to the end of the run and everything scheduled from now on would be sorted by insertion.
   */
  private sortSmallTop(): void {
    const { bottom, time } = this;
    const first = this.topFirst;
    const start = this.topMin;
    const last = this.topMax;
    this.clearTop();
    this.buckets = 1;
    this.bucket = 1;
    this.rungStart = start;
    this.bucketsPerMicro = 0;
    this.sortIntoBottom(first, Number.POSITIVE_INFINITY);
    const count = this.bottomEnd;
    const median = time[bottom[(count - 1) >> 1]];
    this.rungEnd = Math.min(last, start + OUTLIER * (median - start));
    let kept = count;
    while (time[bottom[kept - 1]] > this.rungEnd) kept--;
    this.bottomEnd = kept;
    for (let i = kept; i < count; i++) this.appendToTop(bottom[i]);
  }

  /** An insertion sort of the list at `first`; past `maxMoves` the rest of the list goes to the heap. */
  private sortIntoBottom(first: number, maxMoves: number): void {
    const { bottom, time, sequence, next } = this;
    let end = 0;
    let moves = 0;
    let slot = first;
    while (slot >= 0 && moves <= maxMoves) {
      const following = next[slot];
      const at = time[slot];
      let i = end++;
      while (i > 0) {
        const other = bottom[i - 1];
        if (time[other] < at || (time[other] === at && sequence[other] < sequence[slot])) break;
        bottom[i--] = other;
        moves++;
      }
      bottom[i] = slot;
      slot = following;
    }
    this.bottomEnd = end;
    while (slot >= 0) {
      const following = next[slot];
      this.heapPush(slot);
      slot = following;
    }
  }

  private clearTop(): void {
    this.topFirst = NONE;
    this.topLast = NONE;
    this.topSize = 0;
    this.topMin = Number.POSITIVE_INFINITY;
    this.topMax = Number.NEGATIVE_INFINITY;
  }

  private buildRung(): void {
    const count = this.topSize;
    const start = this.topMin;
    let end = this.topMax;
    if (count > SAMPLE) end = this.endWithoutOutliers(start, end);
    this.buckets = count < MAX_BUCKETS ? count : MAX_BUCKETS;
    let width = (end - start) / this.buckets;
    if (!(width > 0 && 1 / width < 1e300)) {
      width = 1;
      this.buckets = 1;
    }
    this.rungStart = start;
    this.rungEnd = end;
    this.bucketsPerMicro = 1 / width;
    this.bucket = 0;
    let slot = this.topFirst;
    this.clearTop();
    const { time, next, buckets, bucketsPerMicro } = this;
    while (slot >= 0) {
      const following = next[slot];
      if (time[slot] <= end) {
        let bucket = ((time[slot] - start) * bucketsPerMicro) | 0;
        if (bucket >= buckets) bucket = buckets - 1;
        this.append(bucket, slot);
      } else this.appendToTop(slot);
      slot = following;
    }
  }

  /** The end of a rung that leaves far timers in top: 1.15 times the 7/8 quantile of a sample taken along the list. */
  private endWithoutOutliers(start: number, end: number): number {
    const { sample, next, time } = this;
    const step = (this.topSize / SAMPLE) | 0;
    let taken = 0;
    let skip = 0;
    for (let slot = this.topFirst; slot >= 0 && taken < SAMPLE; slot = next[slot]) {
      if (skip === 0) {
        sample[taken++] = time[slot];
        skip = step;
      }
      skip--;
    }
    sample.sort();
    const shorter = start + (sample[27] - start) * 1.15;
    return shorter < end && shorter > start ? shorter : end;
  }

  private heapPush(slot: number): void {
    const { heap } = this;
    let i = this.heapSize++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      const other = heap[parent];
      if (this.before(other, slot)) break;
      heap[i] = other;
      i = parent;
    }
    heap[i] = slot;
  }

  private heapPop(): number {
    const { heap } = this;
    const result = heap[0];
    const size = --this.heapSize;
    if (size > 0) {
      const slot = heap[size];
      let i = 0;
      for (;;) {
        let child = 4 * i + 1;
        if (child >= size) break;
        let least = heap[child];
        const end = child + 4 < size ? child + 4 : size;
        for (let k = child + 1; k < end; k++) {
          if (this.before(heap[k], least)) {
            child = k;
            least = heap[k];
          }
        }
        if (this.before(slot, least)) break;
        heap[i] = least;
        i = child;
      }
      heap[i] = slot;
    }
    return result;
  }
}
