import { DELIVERY_ENDS, type Jobs } from '../../../host/jobs.ts';
import { type Brush, barHeight, type Spans } from '../../plot/drawLanes.ts';
import type { Hit } from '../../plot/lanes.ts';
import { indexOf, isLate, overAt } from './rows.ts';
import { ENDS, linesOf } from './words.ts';

export const COLOURS = {
  panel: '--panel',
  ink: '--ink',
  faint: '--ink-3',
  line: '--line',
  accent: '--accent',
  ok: '--ok',
  retry: '--retry',
  error: '--error',
  rejected: '--rejected',
  wasted: '--wasted',
} as const;
type Paint = Readonly<Record<keyof typeof COLOURS, string>>;

/** The deliveries of a run as lanes show them. */
export function spansOf(jobs: Jobs, paint: Paint): Spans {
  const { deliveries, duration } = jobs;
  const { received, end, lapsed, job, key, tenant } = deliveries;
  const { extraRows } = indexOf(jobs);
  return {
    begins: received,
    endAt: (row) => overAt(deliveries, row, duration),
    plainColour: (row) => (DELIVERY_ENDS[end[row]] === 'done' && lapsed[row] === 0 && !extraRows.has(row) ? paint.ok : null),
    belong: (row, other) => job[row] === job[other],
    draw: (brush, hit) => drawDelivery(brush, paint, jobs, hit),
    join: (brush, hits) => drawLinks(brush, paint, jobs, hits),
    tell: (row) => ({ name: `Job ${job[row]}`, of: `key ${key[row]}, tenant ${tenant[row]}`, lines: linesOf(jobs, row) }),
  };
}

function drawDelivery({ context, x, pitch, gutter }: Brush, paint: Paint, jobs: Jobs, { row, x1, y1 }: Hit): void {
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
    context.font = '600 10px "Inter Variable", system-ui, sans-serif';
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
function drawLinks({ context, x }: Brush, paint: Paint, jobs: Jobs, links: readonly Hit[]): void {
  const { deliveries } = jobs;
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
