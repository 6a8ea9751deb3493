import { Stream } from '../src/sim/kernel/chance.ts';
import { EventQueue } from '../src/sim/kernel/event-queue.ts';
import { bestInTurn, judged, type Line } from './line.ts';

const PENDING = 1_000;
const HOLDS = 2_000_000;

/** Gaps between events, drawn ahead [µs]. */
function gapsAhead(): Float64Array {
  const gaps = new Float64Array(65_536);
  const chance = new Stream(1, 'bench', 'gaps');
  for (let i = 0; i < gaps.length; i++) gaps[i] = chance.exponentialMicros(100_000);
  return gaps;
}

/** Takes the earliest of so many events and schedules it anew, over and over. */
function ladderHolds(gaps: Float64Array): () => void {
  const queue = new EventQueue(4_096);
  let k = 0;
  for (let slot = 0; slot < PENDING; slot++) {
    queue.time[slot] = gaps[k++];
    queue.push(slot);
  }
  return () => {
    for (let i = 0; i < HOLDS; i++) {
      const slot = queue.pop();
      queue.time[slot] += gaps[k++ & 65_535];
      queue.push(slot);
    }
  };
}

/** The same with what most would write: a binary heap on typed arrays, ordered by time and then by sequence. */
function heapHolds(gaps: Float64Array): () => void {
  const time = new Float64Array(4_096);
  const sequence = new Float64Array(4_096);
  const heap = new Int32Array(4_096);
  let size = 0;
  let scheduled = 0;
  const before = (a: number, b: number) => time[a] < time[b] || (time[a] === time[b] && sequence[a] < sequence[b]);
  const push = (slot: number) => {
    sequence[slot] = scheduled++;
    let i = size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (before(heap[parent], slot)) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = slot;
  };
  const pop = () => {
    const first = heap[0];
    const slot = heap[--size];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && before(heap[child + 1], heap[child])) child++;
      if (before(slot, heap[child])) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = slot;
    return first;
  };
  let k = 0;
  for (let slot = 0; slot < PENDING; slot++) {
    time[slot] = gaps[k++];
    push(slot);
  }
  return () => {
    for (let i = 0; i < HOLDS; i++) {
      const slot = pop();
      time[slot] += gaps[k++ & 65_535];
      push(slot);
    }
  };
}

export function queueLines(): Line[] {
  const gaps = gapsAhead();
  const [ladder, heap] = bestInTurn(6, ladderHolds(gaps), heapHolds(gaps)).map((ms) => HOLDS / ms / 1_000);
  return [judged('event queue, hold model, 1,000 pending', ladder, 'M holds/s', '≥', 2, 'a binary heap on typed arrays', heap)];
}
