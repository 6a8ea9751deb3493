import { DELIVERY_ENDS, type Jobs } from '../../../host/jobs.ts';
import type { Band } from '../../chart/bands.ts';
import { formatClock } from '../../quantity.ts';
import { inSight, type PlacedLane, slotTop } from './lanes.ts';
import { indexOf, isLate, overAt } from './rows.ts';
import { ENDS } from './words.ts';

export const COLOURS = {
  panel: '--panel',
  ink: '--ink',
  faint: '--ink-3',
  line: '--line',
  hair: '--line-2',
  accent: '--accent',
  ok: '--ok',
  retry: '--retry',
  error: '--error',
  rejected: '--rejected',
  wasted: '--wasted',
  fault: '--fault',
} as const;
export type Paint = Readonly<Record<keyof typeof COLOURS, string>>;

/** What the canvas shows. */
export interface Picture {
  jobs: Jobs;
  lanes: readonly PlacedLane[];
  nameOf(lane: PlacedLane['lane']): string;
  bands: readonly Band[];
  /** Moments at the left and right edge of the plot, and the playhead [ms]. */
  from: number;
  to: number;
  now: number;
  ticks: readonly number[];
  /** Size of the canvas, and how far it is scrolled [px]. */
  width: number;
  height: number;
  scrolled: number;
  /** Width of the names [px]. */
  gutter: number;
  /** The delivery that is pointed at, or −1: its job stands out. */
  pointed: number;
}

/** Where the bar of a delivery is, for the pointer [px]. */
export interface Hit {
  row: number;
  x1: number;
  x2: number;
  y1: number;
  y2: number;
}

/** Height of the time axis above the lanes [px]. */
export const AXIS = 18;
/** A bar narrower than this is a stroke: nothing in it can be told apart [px]. */
const THIN = 1.5;

const barHeight = (pitch: number) => (pitch >= 15 ? 8 : pitch >= 9 ? 5 : 3);

/** Draws the lanes in sight and says where their bars are. */
export function draw(context: CanvasRenderingContext2D, paint: Paint, picture: Picture): readonly Hit[] {
  const { jobs, lanes, from, to, now, width, height, scrolled, gutter, pointed } = picture;
  const { deliveries } = jobs;
  const x = (time: number) => gutter + ((time - from) / (to - from)) * (width - gutter);
  const chosen = pointed < 0 ? -1 : deliveries.job[pointed];
  const { extraRows: extras } = indexOf(jobs);
  const hits: Hit[] = [];
  const links: Hit[] = [];
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
    const { first, last } = inSight(place.lane, deliveries.received, from, to);
    /** Up to where each slot is full of bars too thin to tell apart [px]. */
    const full = new Float64Array(place.lane.slotCount).fill(Number.NEGATIVE_INFINITY);
    for (let i = first; i < last; i++) {
      const row = place.lane.rows[i];
      const over = overAt(deliveries, row, jobs.duration);
      if (over < from) continue;
      const slot = place.lane.slots[i];
      const x1 = x(deliveries.received[row]);
      const x2 = x(over);
      const plain = DELIVERY_ENDS[deliveries.end[row]] === 'done' && deliveries.lapsed[row] === 0;
      const thin = x2 - x1 < THIN;
      if (thin && plain && x1 < full[slot] && chosen !== deliveries.job[row]) continue;
      if (thin) full[slot] = x1 + THIN;
      const y = slotTop({ ...place, y: top }, slot);
      const hit = { row, x1, x2: Math.max(x2, x1 + 1.5), y1: y, y2: y + place.pitch };
      hits.push(hit);
      const mine = deliveries.job[row] === chosen;
      if (mine) links.push(hit);
      context.globalAlpha = chosen < 0 || mine ? 1 : 0.22;
      if (thin && plain && !extras.has(row)) {
        context.fillStyle = paint.ok;
        context.fillRect(x1, Math.round(y + 1), THIN, barHeight(place.pitch));
      } else drawDelivery(context, paint, jobs, hit, x, place.pitch, gutter);
    }
  }
  context.globalAlpha = 1;
  drawLinks(context, paint, jobs, links, x);
  context.fillStyle = paint.accent;
  if (now >= from && now <= to) context.fillRect(Math.round(x(now)) - 0.5, AXIS, 1.5, height);
  context.restore();
  drawFrame(context, paint, picture, x);
  return hits;
}

/** Names on the left, moments above. */
function drawFrame(context: CanvasRenderingContext2D, paint: Paint, picture: Picture, x: (time: number) => number): void {
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

function drawDelivery(
  context: CanvasRenderingContext2D,
  paint: Paint,
  jobs: Jobs,
  { row, x1, y1 }: Hit,
  x: (time: number) => number,
  pitch: number,
  gutter: number,
): void {
  const { deliveries, duration } = jobs;
  const { started, ended, effect, leaseEnded, lapsed, receiveCount, end } = deliveries;
  const how = DELIVERY_ENDS[end[row]];
  const tone = ENDS[how].tone;
  const thick = pitch >= 9;
  const height = barHeight(pitch);
  const y = Math.round(y1 + 1);
  const until = Number.isNaN(ended[row]) ? duration : ended[row];
  const begun = started[row];
  const bar1 = x(Number.isNaN(begun) ? until : begun);
  const bar2 = x(until);
  if (bar1 > x1) {
    context.fillStyle = paint.line;
    context.fillRect(x1, y + height / 2 - 1, bar1 - x1, 2);
  }
  if (Number.isNaN(begun)) {
    // it ended before it was begun
    context.fillStyle = paint[tone];
    context.fillRect(bar2 - 1, y, 2, height);
  } else {
    const stray = isLate(deliveries, row) ? x(Math.max(begun, leaseEnded[row])) : bar2;
    context.fillStyle = how === 'killed' || how === 'stopped' ? paint.wasted : paint[tone];
    context.fillRect(bar1, y, Math.max(1.5, stray - bar1 - (stray === bar2 ? 1 : 0)), height);
    if (how === 'under-way') {
      context.fillStyle = paint.panel;
      context.globalAlpha *= 0.4;
      context.fillRect(bar1, y, Math.max(1.5, stray - bar1), height);
      context.globalAlpha /= 0.4;
    }
    if (bar2 > stray) hatch(context, paint, stray, bar2, y, height);
    if (receiveCount[row] > 1 && thick) {
      context.fillStyle = paint.retry;
      context.fillRect(bar1, y - 1, 2, height + 2);
    }
  }
  const lease = Number.isNaN(leaseEnded[row]) ? duration : leaseEnded[row];
  const lease2 = x(lease);
  if (thick) {
    context.fillStyle = lapsed[row] === 1 ? paint.error : paint.faint;
    context.globalAlpha *= lapsed[row] === 1 ? 0.8 : 0.45;
    context.fillRect(x1, y + height + 1.5, Math.max(1, lease2 - x1), 1);
    context.globalAlpha /= lapsed[row] === 1 ? 0.8 : 0.45;
  }
  if (lapsed[row] === 1) {
    context.fillStyle = paint.error;
    context.fillRect(lease2 - 0.75, y - 1, 1.5, height + (thick ? 4 : 2));
  }
  if (thick && !Number.isNaN(effect[row])) {
    const extra = indexOf(jobs).extraRows.has(row);
    if (extra || bar2 - bar1 > 6) diamond(context, paint, x(effect[row]), y + height / 2, height, extra);
  }
  const { sign } = ENDS[how];
  if (pitch >= 15 && sign && how !== 'done' && bar2 > gutter) {
    context.font = '600 11px "Inter Variable", system-ui, sans-serif';
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillStyle = tone === 'error' ? paint.error : paint.ink;
    context.fillText(sign, bar2 + 3, y + height / 2 + 0.5);
  }
}

/** Work that nobody waits for any more. */
function hatch(context: CanvasRenderingContext2D, paint: Paint, x1: number, x2: number, y: number, height: number): void {
  context.save();
  context.beginPath();
  context.rect(x1, y, x2 - x1, height);
  context.clip();
  context.strokeStyle = paint.wasted;
  context.lineWidth = 1.25;
  context.beginPath();
  const left = Math.max(x1, 0) - height;
  for (let at = left - (left % 4); at < Math.min(x2, 8_000); at += 4) {
    context.moveTo(at, y + height);
    context.lineTo(at + height, y);
  }
  context.stroke();
  context.restore();
  context.strokeStyle = paint.wasted;
  context.lineWidth = 1;
  context.strokeRect(x1 + 0.5, y + 0.5, Math.max(1, x2 - x1 - 1), height - 1);
}

/** The side effect; one too many is larger, and of the colour of errors. */
function diamond(context: CanvasRenderingContext2D, paint: Paint, x: number, y: number, height: number, extra: boolean): void {
  const half = extra ? height / 2 + 1.5 : height / 2 - 0.5;
  context.beginPath();
  context.moveTo(x, y - half);
  context.lineTo(x + half, y);
  context.lineTo(x, y + half);
  context.lineTo(x - half, y);
  context.closePath();
  context.fillStyle = extra ? paint.error : paint.ink;
  context.fill();
  context.strokeStyle = paint.panel;
  context.lineWidth = 1;
  context.stroke();
}

/** The deliveries of one job, one after the other. */
function drawLinks(context: CanvasRenderingContext2D, paint: Paint, jobs: Jobs, links: Hit[], x: (time: number) => number): void {
  const { deliveries } = jobs;
  links.sort((a, b) => deliveries.received[a.row] - deliveries.received[b.row] || a.row - b.row);
  context.strokeStyle = paint.accent;
  context.lineWidth = 1.25;
  links.forEach((hit, i) => {
    context.strokeRect(hit.x1 - 1.5, hit.y1 - 0.5, hit.x2 - hit.x1 + 3, hit.y2 - hit.y1 - 2);
    const before = links[i - 1];
    if (!before) return;
    const over = Math.min(hit.x1, before.x2, x(Math.min(jobs.duration, deliveries.leaseEnded[before.row])) || before.x2);
    context.beginPath();
    context.moveTo(over, before.y2 - 3);
    const bend = Math.max(10, (hit.x1 - over) / 2);
    context.bezierCurveTo(over + bend, before.y2 + 4, hit.x1 - bend, hit.y1 - 4, hit.x1 - 1.5, hit.y1 + 3);
    context.stroke();
  });
}
