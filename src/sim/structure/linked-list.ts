/** What take and first give for an empty list. */
export const NOTHING = -1;

/** A doubly linked list of small whole numbers, links in typed arrays; each number is in it at most once. */
export interface LinkedList {
  next: Int32Array;
  before: Int32Array;
  first: number;
  last: number;
}

export function linkedList(capacity = 64): LinkedList {
  return { next: new Int32Array(capacity), before: new Int32Array(capacity), first: NOTHING, last: NOTHING };
}

function reach(list: LinkedList, entry: number): void {
  let length = list.next.length;
  if (entry < length) return;
  while (length <= entry) length *= 2;
  const next = new Int32Array(length);
  next.set(list.next);
  list.next = next;
  const before = new Int32Array(length);
  before.set(list.before);
  list.before = before;
}

export function addLast(list: LinkedList, entry: number): void {
  reach(list, entry);
  list.next[entry] = NOTHING;
  list.before[entry] = list.last;
  if (list.last === NOTHING) list.first = entry;
  else list.next[list.last] = entry;
  list.last = entry;
}

export function addFirst(list: LinkedList, entry: number): void {
  reach(list, entry);
  list.before[entry] = NOTHING;
  list.next[entry] = list.first;
  if (list.first === NOTHING) list.last = entry;
  else list.before[list.first] = entry;
  list.first = entry;
}

export function remove(list: LinkedList, entry: number): void {
  const next = list.next[entry];
  const before = list.before[entry];
  if (before === NOTHING) list.first = next;
  else list.next[before] = next;
  if (next === NOTHING) list.last = before;
  else list.before[next] = before;
}

/** The first entry, removed; NOTHING when the list is empty. */
export function takeFirst(list: LinkedList): number {
  const { first } = list;
  if (first !== NOTHING) remove(list, first);
  return first;
}
