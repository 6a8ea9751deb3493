/** Spans of time beside each other, in slots so that none lies over another. */
export interface Lane {
  /** Rows of the spans, by when they begin. */
  rows: Int32Array;
  /** The slot of each. */
  slots: Uint16Array;
  slotCount: number;
  /** When the last of the rows so far is over [ms]: what lets a search skip those that are. */
  latest: Float64Array;
}

/** More than this beside each other lie over each other. */
const MOST_SLOTS = 200;

/** Packs the spans of some rows, which come by when they begin: each takes the first slot that is free. */
export function laneOf(list: readonly number[], begins: Float64Array, endAt: (row: number) => number): Lane {
  const rows = Int32Array.from(list);
  const to = Float64Array.from(rows, endAt);
  const { slots, count } = packed(
    Float64Array.from(rows, (row) => begins[row]),
    to,
  );
  const latest = to.slice();
  for (let i = 1; i < latest.length; i++) if (latest[i - 1] > latest[i]) latest[i] = latest[i - 1];
  return { rows, slots, slotCount: count, latest };
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
export function inSight(lane: Lane, begins: Float64Array, from: number, to: number): { first: number; last: number } {
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
  return { first: search((i) => lane.latest[i] < from), last: search((i) => begins[lane.rows[i]] <= to) };
}

/** A lane on the screen. */
export interface PlacedLane<L extends Lane = Lane> {
  lane: L;
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
export function placed<L extends Lane>(lanes: readonly L[]): { lanes: readonly PlacedLane<L>[]; height: number } {
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

/** What lanes show between two moments [ms], in one sentence. @param what the spans are called */
export function lanesSentence(lanes: readonly Lane[], begins: Float64Array, from: number, to: number, what: string): string {
  let count = 0;
  for (const lane of lanes) {
    const { first, last } = inSight(lane, begins, from, to);
    count += last - first;
  }
  return `${lanes.length} lanes; ${what} in sight: ${count.toLocaleString('en')}`;
}

/** Where the bar of a span is, for the pointer [px]. */
export interface Hit {
  row: number;
  x1: number;
  x2: number;
  y1: number;
  y2: number;
}

/** The bar at a place [px]; the last one drawn lies on top. */
export function hitAt(hits: readonly Hit[], x: number, y: number): Hit | null {
  return hits.findLast((hit) => x >= hit.x1 - 2 && x <= hit.x2 + 2 && y >= hit.y1 && y < hit.y2) ?? null;
}
