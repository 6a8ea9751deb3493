import { NOTHING } from './linked-list.ts';
import { widened } from './widened.ts';

const ROOM = 64;

/**
 * Many doubly linked lists of small whole numbers, links in typed arrays: each number is in one lane at most. Lanes are
 * numbered from 0, come to be when something is put into them, and cost 8 bytes each, as every entry does.
 */
export interface Lanes {
  /** By lane. */
  first: Int32Array;
  last: Int32Array;
  /** By entry. */
  next: Int32Array;
  before: Int32Array;
}

export function lanes(): Lanes {
  return {
    first: new Int32Array(ROOM).fill(NOTHING),
    last: new Int32Array(ROOM).fill(NOTHING),
    next: new Int32Array(ROOM),
    before: new Int32Array(ROOM),
  };
}

/** The first entry of a lane; NOTHING when there is none. */
export function firstOf(all: Lanes, lane: number): number {
  return lane < all.first.length ? all.first[lane] : NOTHING;
}

function doubled(length: number, index: number): number {
  while (length <= index) length *= 2;
  return length;
}

function reach(all: Lanes, lane: number, entry: number): void {
  const known = all.first.length;
  if (lane >= known) {
    const length = doubled(known, lane);
    all.first = widened(all.first, length).fill(NOTHING, known);
    all.last = widened(all.last, length).fill(NOTHING, known);
  }
  if (entry >= all.next.length) {
    const length = doubled(all.next.length, entry);
    all.next = widened(all.next, length);
    all.before = widened(all.before, length);
  }
}

export function addLastOf(all: Lanes, lane: number, entry: number): void {
  reach(all, lane, entry);
  const { first, last, next, before } = all;
  const tail = last[lane];
  next[entry] = NOTHING;
  before[entry] = tail;
  if (tail === NOTHING) first[lane] = entry;
  else next[tail] = entry;
  last[lane] = entry;
}

export function addFirstOf(all: Lanes, lane: number, entry: number): void {
  reach(all, lane, entry);
  const { first, last, next, before } = all;
  const head = first[lane];
  before[entry] = NOTHING;
  next[entry] = head;
  if (head === NOTHING) last[lane] = entry;
  else before[head] = entry;
  first[lane] = entry;
}

/** Takes an entry out of the lane it is in. */
export function removeOf(all: Lanes, lane: number, entry: number): void {
  const { first, last, next, before } = all;
  const after = next[entry];
  const ahead = before[entry];
  if (ahead === NOTHING) first[lane] = after;
  else next[ahead] = after;
  if (after === NOTHING) last[lane] = ahead;
  else before[after] = ahead;
}

/** The first entry of a lane, removed; NOTHING when there is none. */
export function takeFirstOf(all: Lanes, lane: number): number {
  const entry = firstOf(all, lane);
  if (entry !== NOTHING) removeOf(all, lane, entry);
  return entry;
}
