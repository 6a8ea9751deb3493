import type { Band } from '../chart/bands.ts';
import { formatClock } from '../quantity.ts';
import { type Hit, inSight, type Lane, type PlacedLane, slotTop } from './lanes.ts';

/** The colours of the frame. */
export const FRAME_COLOURS = {
  panel: '--panel',
  ink: '--ink',
  faint: '--ink-3',
  line: '--line',
  hair: '--line-2',
  accent: '--accent',
  fault: '--fault',
} as const;
type FramePaint = Readonly<Record<keyof typeof FRAME_COLOURS, string>>;

/** What a span's bar is drawn with. */
export interface Brush {
  context: CanvasRenderingContext2D;
  /** Moment [ms] → pixel. */
  x(time: number): number;
  /** Distance between two slots [px]. */
  pitch: number;
  /** Where the plot begins [px]. */
  gutter: number;
}

/** What lies in lanes: rows, each from one moment to another. */
export interface Spans {
  /** When each begins [ms], ascending. */
  begins: Float64Array;
  endAt(row: number): number;
  /** The colour of a row that says no more than that it was; of many that are too thin to tell apart, one is drawn. null for all others. */
  plainColour(row: number): string | null;
  /** Whether two rows belong together: where one is pointed at, the other stands out too. */
  belong(row: number, other: number): boolean;
  draw(brush: Brush, hit: Hit): void;
  /** What joins rows that belong together. */
  join(brush: Brush, hits: readonly Hit[]): void;
  /** A row in words: what it is, of what, and all there is to say. */
  tell(row: number): { name: string; of: string; lines: readonly string[] };
}

/** What the canvas shows. */
export interface Picture<L extends Lane> {
  spans: Spans;
  lanes: readonly PlacedLane<L>[];
  nameOf(lane: L): string;
  bands: readonly Band[];
  /** Moments at the left and right edge of the plot, the playhead, and the crosshair where there is one [ms]. */
  from: number;
  to: number;
  now: number;
  crosshair: number | null;
  ticks: readonly number[];
  /** Size of the canvas, and how far it is scrolled [px]. */
  width: number;
  height: number;
  scrolled: number;
  /** Width of the names [px]. */
  gutter: number;
  /** The row that is pointed at, or −1. */
  pointed: number;
}

/** Height of the time axis above the lanes [px]. */
export const AXIS = 18;
/** A bar narrower than this is a stroke: nothing in it can be told apart [px]. */
const THIN = 1.5;

/** Height of a bar [px]. */
export const barHeight = (pitch: number) => (pitch >= 15 ? 8 : pitch >= 9 ? 5 : 3);

/** Draws the lanes in sight and says where their bars are. */
export function drawLanes<L extends Lane>(context: CanvasRenderingContext2D, paint: FramePaint, picture: Picture<L>): readonly Hit[] {
  const { spans, lanes, from, to, now, crosshair, width, height, scrolled, gutter, pointed } = picture;
  const x = (time: number) => gutter + ((time - from) / (to - from)) * (width - gutter);
  const hits: Hit[] = [];
  const joined: Hit[] = [];
  context.clearRect(0, 0, width, height);
  context.save();
  context.beginPath();
  context.rect(gutter, AXIS, width - gutter, height - AXIS);
  context.clip();
  context.fillStyle = paint.fault;
  for (const band of picture.bands) context.fillRect(x(band.from), AXIS, x(band.to) - x(band.from), height);
  context.fillStyle = paint.hair;
  for (const tick of picture.ticks) context.fillRect(Math.round(x(tick)), AXIS, 1, height);
  for (const place of lanes) {
    const top = AXIS + place.y - scrolled;
    if (top > height || top + place.height < AXIS) continue;
    context.fillStyle = paint.line;
    context.fillRect(gutter, Math.round(top + place.height) - 1, width, 1);
    const brush = { context, x, pitch: place.pitch, gutter };
    const { first, last } = inSight(place.lane, spans.begins, from, to);
    /** Up to where each slot is full of bars too thin to tell apart [px]. */
    const full = new Float64Array(place.lane.slotCount).fill(Number.NEGATIVE_INFINITY);
    for (let i = first; i < last; i++) {
      const row = place.lane.rows[i];
      const over = spans.endAt(row);
      if (over < from) continue;
      const slot = place.lane.slots[i];
      const x1 = x(spans.begins[row]);
      const x2 = x(over);
      const thin = x2 - x1 < THIN;
      const plain = thin ? spans.plainColour(row) : null;
      const belongs = pointed >= 0 && spans.belong(row, pointed);
      if (plain !== null && x1 < full[slot] && !belongs) continue;
      if (thin) full[slot] = x1 + THIN;
      const y = slotTop({ ...place, y: top }, slot);
      const hit = { row, x1, x2: Math.max(x2, x1 + THIN), y1: y, y2: y + place.pitch };
      hits.push(hit);
      if (belongs) joined.push(hit);
      context.globalAlpha = pointed < 0 || belongs ? 1 : 0.22;
      if (plain !== null) {
        context.fillStyle = plain;
        context.fillRect(x1, Math.round(y + 1), THIN, barHeight(place.pitch));
      } else spans.draw(brush, hit);
    }
  }
  context.globalAlpha = 1;
  joined.sort((a, b) => spans.begins[a.row] - spans.begins[b.row] || a.row - b.row);
  spans.join({ context, x, pitch: 0, gutter }, joined);
  const upright = (time: number, colour: string, wide: number) => {
    context.fillStyle = colour;
    if (time >= from && time <= to) context.fillRect(Math.round(x(time)) - 0.5, AXIS, wide, height);
  };
  if (crosshair !== null) upright(crosshair, paint.faint, 1);
  upright(now, paint.accent, 1.5);
  context.restore();
  drawFrame(context, paint, picture, x);
  return hits;
}

/** Names on the left, moments above. */
function drawFrame<L extends Lane>(
  context: CanvasRenderingContext2D,
  paint: FramePaint,
  picture: Picture<L>,
  x: (time: number) => number,
): void {
  const { lanes, width, height, scrolled, gutter, from, to, now, ticks } = picture;
  context.font = '500 11px "JetBrains Mono Variable", ui-monospace, monospace';
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.fillStyle = paint.faint;
  const finely = to - from < 20_000;
  for (const tick of ticks) {
    const at = x(tick);
    if (at > gutter + 14 && at < width - 14 && Math.abs(at - x(now)) > 46) context.fillText(formatClock(tick, finely), at, AXIS / 2);
  }
  if (now >= from && now <= to) {
    const label = formatClock(now, true);
    const half = context.measureText(label).width / 2 + 4;
    const at = Math.min(width - half, Math.max(gutter + half, x(now)));
    context.fillStyle = paint.panel;
    context.fillRect(at - half, 0, 2 * half, AXIS - 1);
    context.fillStyle = paint.accent;
    context.fillText(label, at, AXIS / 2);
  }
  context.fillStyle = paint.line;
  context.fillRect(0, AXIS - 1, width, 1);
  context.save();
  context.beginPath();
  context.rect(0, AXIS, gutter, height);
  context.clip();
  context.textAlign = 'left';
  context.font = '500 12px "Inter Variable", system-ui, sans-serif';
  for (const place of lanes) {
    const top = AXIS + place.y - scrolled;
    if (top > height || top + place.height < AXIS) continue;
    context.fillStyle = paint.line;
    context.fillRect(0, Math.round(top + place.height) - 1, gutter, 1);
    context.fillStyle = paint.ink;
    // the name of a high lane stays in sight
    const middle = Math.min(top + place.height - 10, Math.max(top + place.height / 2, AXIS + 10));
    context.fillText(picture.nameOf(place.lane), 12, middle, gutter - 20);
  }
  context.restore();
}
