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
  /** Width of every box [px]. */
  boxWidth: number;
  boxes: readonly Box[];
  wires: readonly WirePlace[];
  height: number;
}

export const BOX_HEIGHT = 82;
const GAP_Y = 14;
const WIDEST_BOX = 184;
const NARROWEST_BOX = 144;
const LEAST_GAP = 56;
const EDGE = 12;
const PADDING = 26;

/** Callers left of those they call, each column centred. */
export function layoutOf(components: Components, width: number): Layout {
  const depths = depthsOf(components);
  const columns: string[][] = [];
  for (const [id, depth] of depths) {
    columns[depth] ??= [];
    columns[depth].push(id);
  }
  const room = (width - 2 * EDGE - (columns.length - 1) * LEAST_GAP) / columns.length;
  const boxWidth = Math.round(Math.min(WIDEST_BOX, Math.max(NARROWEST_BOX, room)));
  const most = Math.max(1, ...columns.map((column) => column.length));
  const height = most * BOX_HEIGHT + (most - 1) * GAP_Y + 2 * PADDING;
  const free = width - columns.length * boxWidth;
  const gaps = columns.length - 1;
  // wide strips have wide margins, narrow ones none to spare
  const spare = free - gaps * LEAST_GAP;
  const margin = gaps === 0 ? free / 2 : Math.max(EDGE, Math.min(width * 0.09, free / (gaps + 2), spare / 2));
  const gap = gaps === 0 ? 0 : Math.max(LEAST_GAP, (free - 2 * margin) / gaps);
  const boxes = columns.flatMap((column, c) => {
    const top = (height - column.length * BOX_HEIGHT - (column.length - 1) * GAP_Y) / 2;
    return column.map((id, i) => ({ id, x: margin + c * (boxWidth + gap), y: top + i * (BOX_HEIGHT + GAP_Y) }));
  });
  const place = new Map(boxes.map((box) => [box.id, box]));
  const wires = Object.entries(components).flatMap(([from, { calls }]) =>
    calleesOf(calls).flatMap((to) => {
      const a = place.get(from);
      const b = place.get(to);
      return a && b ? [{ from, to, x1: a.x + boxWidth, y1: a.y + BOX_HEIGHT / 2, x2: b.x, y2: b.y + BOX_HEIGHT / 2 }] : [];
    }),
  );
  return { boxWidth, boxes, wires, height };
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
