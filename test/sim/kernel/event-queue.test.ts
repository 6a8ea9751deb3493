import { describe, expect, test } from 'vitest';
import { EventQueue } from '../../../src/sim/kernel/event-queue.ts';
import { mulberry } from '../../mulberry.ts';

const SEEDS = 420;
const OPERATIONS = 3_000;

/** The order as it is defined: an array sorted by (time, order of scheduling), next to be popped last. */
class Reference {
  private readonly waiting: { at: number; sequence: number; slot: number }[] = [];

  push(at: number, sequence: number, slot: number): void {
    const { waiting } = this;
    let low = 0;
    let high = waiting.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = waiting[middle];
      if (other.at > at || (other.at === at && other.sequence > sequence)) low = middle + 1;
      else high = middle;
    }
    waiting.splice(low, 0, { at, sequence, slot });
  }

  pop(): { at: number; slot: number } | undefined {
    return this.waiting.pop();
  }

  get size(): number {
    return this.waiting.length;
  }
}

interface Traffic {
  now: number;
  /** Operations so far. */
  step: number;
  random: () => number;
}

/** When the next event is pushed, given how far the run is. */
const patterns: Record<string, (traffic: Traffic) => number> = {
  'spread evenly': ({ now, random }) => now + Math.floor(random() * 10_000),
  'forced ties': ({ now, random }) => now + Math.floor(random() * 4),
  'all at the same time': ({ now, step }) => Math.max(now, step < OPERATIONS / 2 ? 5 : 7),
  'one after the other': ({ now, step }) => now + step,
  'ever earlier': ({ now, step }) => now + OPERATIONS - step,
  'far outliers': ({ now, random }) => now + Math.floor(random() < 0.03 ? random() * 1e12 : random() * 200),
  'bursts at round times': ({ now, random }) => (Math.floor(now / 1_000) + 1 + Math.floor(random() * 3)) * 1_000,
  // a few far events make the buckets wide; the crowd then falls into one of them, newest first, and overflows to the heap
  'a crowd in one bucket': ({ now, step, random }) =>
    random() < 0.05 ? now + Math.floor(random() * 4_000_000) : now + 6_000 - (step % 3_000) - Math.floor(random() * 3),
  'behind a long bottom': ({ now, random }) => now + Math.floor(random() * random() * 300),
  'around the end of a day': ({ now, random }) => Math.max(now, 86_400_000_000 + Math.floor(random() * 50) - 25),
  'at once or much later': ({ now, random }) => (random() < 0.5 ? now : now + 1_000_000 + Math.floor(random() * 3)),
};

/** How likely the next operation is a push, given how far the run is (0 to 1). */
const mixes: readonly ((progress: number) => number)[] = [
  () => 0.5,
  (progress) => (progress < 0.7 ? 0.75 : 0.2),
  (progress) => (Math.floor(progress * 20) % 2 === 0 ? 0.95 : 0.1),
  () => 0.6,
  (progress) => (progress < 0.5 ? 1 : 0.45),
];

/** Runs both through the same operations and compares every slot that comes out; says whether the heap was used. */
function compare(seed: number, pattern: (traffic: Traffic) => number, timers: boolean): boolean {
  const random = mulberry(seed);
  const pushes = mixes[seed % mixes.length];
  const capacity = seed % 3 === 0 ? 4 : 4096;
  const queue = new EventQueue(capacity);
  const reference = new Reference();
  let slots = capacity;
  const free = Array.from({ length: capacity }, (_, slot) => slot);
  const takeSlot = () => {
    if (free.length === 0) {
      for (let slot = slots; slot < slots * 2; slot++) free.push(slot);
      slots *= 2;
      queue.grow(slots);
    }
    return free.splice(Math.floor(random() * free.length), 1)[0];
  };
  // timers that all run for DELAY wait outside and only the first of them is in the queue, with the place it was allotted
  const DELAY = 500;
  const ring: { at: number; sequence: number; slot: number }[] = [];
  const timerSlots = new Set<number>();
  const armFirst = () => {
    const [first] = ring;
    queue.time[first.slot] = first.at;
    queue.pushAs(first.slot, first.sequence);
  };
  let sequence = 0;
  let usedHeap = false;
  const traffic: Traffic = { now: 0, step: 0, random };

  const popAndCompare = () => {
    const expected = reference.pop();
    const slot = queue.pop();
    if (expected === undefined) {
      expect(slot).toBe(-1);
      return;
    }
    if (slot !== expected.slot || queue.time[slot] !== expected.at) {
      throw new Error(`seed ${seed}, step ${traffic.step}: slot ${slot} came out instead of ${expected.slot} at ${expected.at}`);
    }
    traffic.now = expected.at;
    free.push(slot);
    if (timerSlots.delete(slot)) {
      ring.shift();
      if (ring.length > 0) armFirst();
    }
  };

  for (; traffic.step < OPERATIONS; traffic.step++) {
    if (random() < pushes(traffic.step / OPERATIONS)) {
      const slot = takeSlot();
      if (timers && random() < 0.3) {
        const timer = { at: traffic.now + DELAY, sequence: queue.allot(), slot };
        expect(timer.sequence).toBe(sequence++);
        reference.push(timer.at, timer.sequence, slot);
        timerSlots.add(slot);
        ring.push(timer);
        if (ring.length === 1) armFirst();
      } else {
        const at = pattern(traffic);
        queue.time[slot] = at;
        queue.push(slot);
        reference.push(at, sequence++, slot);
      }
    } else popAndCompare();
    // biome-ignore lint/complexity/useLiteralKeys: a private column, read to see that the heap was used
    if (queue['heapSize'] > 0) usedHeap = true;
  }
  expect(queue.size).toBe(reference.size - Math.max(0, ring.length - 1));
  while (reference.size > 0) popAndCompare();
  expect(queue.size).toBe(0);
  expect(queue.pop()).toBe(-1);
  return usedHeap;
}

describe('the event queue gives back what a sorted list gives back', () => {
  const names = Object.keys(patterns);
  const runs = Math.ceil(SEEDS / names.length);
  const heapUsedBy = new Set<string>();

  test.each(names)(`events ${'%s'}: ${runs} seeds of 3,000 operations`, (name) => {
    for (let run = 0; run < runs; run++) {
      const seed = run * names.length + names.indexOf(name) + 1;
      if (compare(seed, patterns[name], run % 2 === 1)) heapUsedBy.add(name);
    }
  });

  test('the patterns together reach the heap that takes what a crowded bucket cannot hold', () => {
    expect(heapUsedBy).toContain('a crowd in one bucket');
  });
});

test('events at equal times come out in the order in which they were pushed', () => {
  const queue = new EventQueue(8);
  for (const slot of [5, 2, 7, 0]) {
    queue.time[slot] = 10;
    queue.push(slot);
  }
  expect([queue.pop(), queue.pop(), queue.pop(), queue.pop(), queue.pop()]).toEqual([5, 2, 7, 0, -1]);
});

test('an allotted place counts from when it was allotted, not from when its event is pushed', () => {
  const queue = new EventQueue(8);
  const place = queue.allot();
  queue.time[1] = 10;
  queue.push(1);
  queue.time[2] = 10;
  queue.pushAs(2, place);
  expect([queue.pop(), queue.pop()]).toEqual([2, 1]);
});

test('an older place is honoured at the very last moment of what is being consumed', () => {
  const queue = new EventQueue(8);
  const place = queue.allot();
  for (const [slot, at] of [
    [1, 10],
    [2, 10],
    [3, 5],
  ]) {
    queue.time[slot] = at;
    queue.push(slot);
  }
  expect(queue.pop()).toBe(3);
  queue.time[4] = 10;
  queue.pushAs(4, place);
  expect([queue.pop(), queue.pop(), queue.pop()]).toEqual([4, 1, 2]);
});
