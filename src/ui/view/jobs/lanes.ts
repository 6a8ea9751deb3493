import type { Jobs } from '../../../host/jobs.ts';
import { overAt } from './rows.ts';

/** What has a lane: a worker process, or a key. */
export type Grouping = 'process' | 'key';

/** Bars beside each other, in slots so that none lies over another. */
export interface Lane {
  /** Number of the workers, and of the process; or of the queue, and the key. */
  component: number;
  number: number;
  /** Rows of the deliveries, by when they were received. */
  rows: Int32Array;
  /** The slot of each. */
  slots: Uint16Array;
  slotCount: number;
  /** When the last of the rows so far is over [ms]: what lets a search skip those that are. */
  latest: Float64Array;
}

/** More than this beside each other lie over each other. */
const MOST_SLOTS = 200;

/** Sorts deliveries into lanes and packs each: a bar takes the first slot that is free. */
export function lanesOf({ deliveries, duration }: Jobs, by: Grouping): readonly Lane[] {
  const component = by === 'process' ? deliveries.workers : deliveries.queue;
  const number = by === 'process' ? deliveries.process : deliveries.key;
  const groups = new Map<string, number[]>();
  for (let row = 0; row < component.length; row++) {
    const name = `${component[row]} ${number[row]}`;
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  }
  const lanes = [...groups.values()].map((list): Lane => {
    const rows = Int32Array.from(list);
    const from = Float64Array.from(rows, (row) => deliveries.received[row]);
    const to = Float64Array.from(rows, (row) => overAt(deliveries, row, duration));
    const { slots, count } = packed(from, to);
    const latest = Float64Array.from(to);
    for (let i = 1; i < latest.length; i++) if (latest[i - 1] > latest[i]) latest[i] = latest[i - 1];
    return { component: component[rows[0]], number: number[rows[0]], rows, slots, slotCount: count, latest };
  });
  return lanes.sort((a, b) => a.component - b.component || a.number - b.number);
}

/** The first free slot for each of these spans, which come by when they begin; one that begins when another ends may follow it. */
export function packed(from: Float64Array, to: Float64Array): { slots: Uint16Array; count: number } {
  const slots = new Uint16Array(from.length);
  const freeAt: number[] = [];
  for (let i = 0; i < from.length; i++) {
    let slot = freeAt.findIndex((at) => at <= from[i]);
    if (slot < 0) slot = Math.min(freeAt.length, MOST_SLOTS - 1);
    freeAt[slot] = Math.max(freeAt[slot] ?? 0, to[i]);
    slots[i] = slot;
  }
  return { slots, count: freeAt.length };
}

/** The places in a lane of what can be seen between two moments [ms]: from the first to before the last. */
export function inSight(lane: Lane, received: Float64Array, from: number, to: number): { first: number; last: number } {
  const search = (passes: (i: number) => boolean) => {
    let low = 0;
    let high = lane.rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (passes(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return { first: search((i) => lane.latest[i] < from), last: search((i) => received[lane.rows[i]] <= to) };
}

/** A lane on the screen. */
export interface PlacedLane {
  lane: Lane;
  /** [px] */
  y: number;
  height: number;
  /** Distance between two slots [px]. */
  pitch: number;
}

/** Room above and below the bars of a lane [px]. */
const PADDING = 4;
/** A lane is at least as high as its name [px]. */
const LEAST = 20;

/** Lanes one below the other; the more slots one has, the thinner its bars are. */
export function placed(lanes: readonly Lane[]): { lanes: readonly PlacedLane[]; height: number } {
  let y = 0;
  const list = lanes.map((lane) => {
    const pitch = lane.slotCount <= 8 ? 15 : lane.slotCount <= 20 ? 9 : 5;
    const height = Math.max(LEAST, lane.slotCount * pitch + 2 * PADDING);
    const place = { lane, y, height, pitch };
    y += height;
    return place;
  });
  return { lanes: list, height: y };
}

/** Where the bar in a slot begins [px]. */
export const slotTop = ({ y, pitch, height, lane }: PlacedLane, slot: number) => y + (height - lane.slotCount * pitch) / 2 + slot * pitch;
