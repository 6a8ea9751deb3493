import type { Components } from '../../scenario/setting.ts';
import { calleesOf } from '../../sim/param/wires.ts';

/** A component's place in the strip [px]. */
export interface Box {
  id: string;
  x: number;
  y: number;
}

/** A wire from the right side of one box to the left side of another, or back [px]. */
export interface WirePlace {
  from: string;
  to: string;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

export interface Layout {
  /** Size of every box [px]. */
  boxWidth: number;
  boxHeight: number;
  boxes: readonly Box[];
  wires: readonly WirePlace[];
  height: number;
}

/** A box as high as this says everything; a lower one its name and one line, or its name alone. */
const FULL = 82;
export const MIDDLE = 38;
const LOWEST = 26;
const WIDEST_BOX = 184;
const NARROWEST_BOX = 104;
const WIDEST_GAP = 56;
const LEAST_GAP = 30;
const EDGE = 12;
const LEAST_EDGE = 6;

/** What else a window shows at the strip's side and below it, but for the legend: header, status, two rows of charts and timeline; its own line not counted [px]. */
const BESIDE = 48 + 32 + 2 * 134 + 76;
const LEAST_STRIP = 110;
/** How high the strip may be beside a drawer, where there is one row of charts [px]. */
export const WITH_DRAWER = 109;

/** How high the strip may be in a window, above a legend, so that two rows of charts are all in sight [px]. */
export function roomOf(window: number, legend: number): number {
  return Math.max(LEAST_STRIP, window - BESIDE - legend);
}

/** Callers left of those they call, each column centred; boxes shrink until all of it has room. */
export function layoutOf(components: Components, width: number, most = Number.POSITIVE_INFINITY): Layout {
  const columns = inOrder(columnsOf(components), components);
  const rows = Math.max(1, ...columns.map((column) => column.length));
  const tight = most < rows * FULL + (rows - 1) * 14 + 52;
  const [padding, gapY] = !tight ? [26, 14] : rows > 2 ? [8, 6] : [12, 8];
  const boxHeight = Math.max(LOWEST, Math.min(FULL, Math.floor((most - 2 * padding - (rows - 1) * gapY) / rows)));
  const height = rows * boxHeight + (rows - 1) * gapY + 2 * padding;
  const gaps = columns.length - 1;
  const wanted = (gap: number) => (width - 2 * EDGE - gaps * gap) / columns.length;
  const leastGap = wanted(WIDEST_GAP) >= 144 ? WIDEST_GAP : LEAST_GAP;
  const boxWidth = Math.round(Math.min(WIDEST_BOX, Math.max(NARROWEST_BOX, wanted(leastGap))));
  const free = width - columns.length * boxWidth;
  // wide strips have wide margins, narrow ones none to spare
  const spare = free - gaps * leastGap;
  // where boxes are as narrow as can be, both margins give way alike
  const edge = Math.min(EDGE, Math.max(LEAST_EDGE, spare / 2));
  const margin = gaps === 0 ? free / 2 : Math.max(edge, Math.min(width * 0.09, free / (gaps + 2), spare / 2));
  const gap = gaps === 0 ? 0 : Math.max(leastGap, (free - 2 * margin) / gaps);
  const boxes = columns.flatMap((column, c) => {
    const top = (height - column.length * boxHeight - (column.length - 1) * gapY) / 2;
    // on whole pixels, so that frames are sharp
    return column.map((id, i) => ({ id, x: Math.round(margin + c * (boxWidth + gap)), y: Math.round(top + i * (boxHeight + gapY)) }));
  });
  const place = new Map(boxes.map((box) => [box.id, box]));
  const wires = wiresOf(components).flatMap(([from, to]) => {
    const a = place.get(from);
    const b = place.get(to);
    return a && b ? [{ from, to, x1: a.x + boxWidth, y1: a.y + boxHeight / 2, x2: b.x, y2: b.y + boxHeight / 2 }] : [];
  });
  return { boxWidth, boxHeight, boxes, wires, height };
}

function wiresOf(components: Components): readonly (readonly [from: string, to: string])[] {
  return Object.entries(components).flatMap(([from, { calls }]) => calleesOf(calls).map((to) => [from, to] as const));
}

function columnsOf(components: Components): string[][] {
  const columns: string[][] = [];
  for (const [id, depth] of depthsOf(components)) {
    columns[depth] ??= [];
    columns[depth].push(id);
  }
  return columns;
}

/** Sweeps to and fro over the columns. */
const SWEEPS = 4;

/**
 * Each column by the mean place of its neighbours, so that few wires cross (the barycentre heuristic of Sugiyama, Tagawa and
 * Toda, 1981); what is level stays as the document has it.
 */
function inOrder(columns: readonly (readonly string[])[], components: Components): readonly (readonly string[])[] {
  const wires = wiresOf(components);
  const ordered = columns.map((column) => [...column]);
  const placeOf = new Map<string, number>();
  const note = (column: readonly string[]) => {
    for (const [i, id] of column.entries()) placeOf.set(id, (i + 0.5) / column.length);
  };
  for (const column of ordered) note(column);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forth = sweep % 2 === 0;
    for (const column of forth ? ordered : ordered.toReversed()) {
      const wish = new Map(
        column.map((id) => {
          const near = wires.flatMap(([from, to]) => ((forth ? to : from) === id ? [placeOf.get(forth ? from : to) ?? 0.5] : []));
          return [id, near.length === 0 ? placeOf.get(id)! : near.reduce((a, b) => a + b) / near.length];
        }),
      );
      column.sort((a, b) => wish.get(a)! - wish.get(b)!);
      note(column);
    }
  }
  return ordered;
}

/** How many wires a component is away from those that nobody calls, at the most; loops are cut. */
function depthsOf(components: Components): ReadonlyMap<string, number> {
  const depths = new Map(Object.keys(components).map((id) => [id, 0]));
  const count = depths.size;
  for (let round = 0; round < count; round++) {
    let moved = false;
    for (const [id, { calls }] of Object.entries(components)) {
      for (const to of calleesOf(calls)) {
        const deeper = (depths.get(id) ?? 0) + 1;
        if (depths.has(to) && deeper < count && (depths.get(to) ?? 0) < deeper) {
          depths.set(to, deeper);
          moved = true;
        }
      }
    }
    if (!moved) break;
  }
  return depths;
}

/** Size of what is written at a wire, about [px], and where it stands above and below the wire. */
const WORDS = { width: 116, height: 15, above: -25, below: 25 };

/** Wires that have room for words: those of no other wire and no box are in the way. By `from to`. */
export function wordyWires({ boxes, boxWidth, boxHeight, wires }: Layout): ReadonlySet<string> {
  const taken = boxes.map(({ x, y }) => ({ x, y, width: boxWidth, height: boxHeight }));
  const wordy = new Set<string>();
  for (const wire of wires) {
    const { x, y } = wordsAt(wire, wires);
    const [above, below] = [WORDS.above, WORDS.below].map((off) => ({
      x: x - WORDS.width / 2,
      y: y + off - WORDS.height / 2,
      width: WORDS.width,
      height: WORDS.height,
    }));
    const isFree = (place: (typeof taken)[number]) => !taken.some((other) => meet(place, other));
    if (!isFree(above) || !isFree(below)) continue;
    taken.push(above, below);
    wordy.add(`${wire.from} ${wire.to}`);
  }
  return wordy;
}

/** The point of a wire that its words stand above and below: of wires that meet at their callee near the callers. */
export function wordsAt({ to, x1, y1, x2, y2 }: WirePlace, wires: readonly WirePlace[]): { x: number; y: number } {
  const part = wires.filter((other) => other.to === to).length > 1 ? 0.24 : 0.5;
  return { x: x1 + (x2 - x1) * part, y: y1 + (y2 - y1) * part };
}

interface Place {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Less than this is no meeting: the words are as wide as the longest may be [px]. */
const TOUCH = 12;

function meet(a: Place, b: Place): boolean {
  const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return wide > TOUCH && high > 0;
}
