import { useMemo } from 'react';
import type { Decisions } from '../../../host/look/decisions.ts';
import { usePlot } from '../../plot/Plot.tsx';
import { indexAt, levels, rollingCount } from './lanes.ts';
import classes from './Race.module.css';

/** Height of the row of decisions, from the top [px]. */
const MARKS = 16;
/** More marks than this in one lane are drawn as a density, not one by one. */
const MOST_MARKS = 3_000;

interface MarkProps {
  decisions: Decisions;
  /** What of the run is in sight [ms]. */
  from: number;
  to: number;
}

/** Every decision in sight; many of them become one bar a pixel, as high as their share. */
export function Marks({ decisions, split, from, to }: MarkProps & { split: ReadonlySet<number> }) {
  const { x, area } = usePlot();
  const { time, passed, request } = decisions;
  const first = indexAt(time, from);
  const last = indexAt(time, to);
  let passes = '';
  let refusals = '';
  let disputes = '';
  if (last - first > MOST_MARKS) {
    const width = area.right - area.left;
    const good = new Float64Array(width);
    const all = new Float64Array(width);
    for (let i = first; i < last; i++) {
      const column = Math.min(width - 1, Math.floor(x(time[i]) - area.left));
      all[column]++;
      good[column] += passed[i];
    }
    for (let column = 0; column < width; column++) {
      if (all[column] === 0) continue;
      const place = area.left + column;
      const top = (1 - good[column] / all[column]) * MARKS;
      passes += `M${place} ${MARKS}V${top.toFixed(1)}`;
      if (top > 0) refusals += `M${place} ${top.toFixed(1)}V0`;
    }
  } else
    for (let i = first; i < last; i++) {
      const place = x(time[i]).toFixed(1);
      if (split.has(request[i])) disputes += `M${place} 0V${MARKS}`;
      if (passed[i] === 1) passes += `M${place} ${MARKS}V5`;
      else refusals += `M${place} 4V0`;
    }
  return (
    <>
      <path d={disputes} className={classes.disputed} />
      <path d={passes} className={classes.passed} />
      <path d={refusals} className={classes.refused} />
    </>
  );
}

/** The state of the limiter, on a scale of its own. */
export function Level({ decisions, from, to }: MarkProps) {
  const { left, right, top, bottom } = usePlot().area;
  const most = useMemo(() => decisions.level.reduce((most, level) => (level > most ? level : most), 0), [decisions]);
  if (!(most > 0)) return null;
  let area = `M${left} ${bottom}`;
  levels(decisions, from, to, right - left).forEach((level, i) => {
    area += `L${left + i} ${(bottom - (Number.isNaN(level) ? 0 : (Math.max(0, level) / most) * (bottom - top))).toFixed(1)}`;
  });
  return <path d={`${area}L${right} ${bottom}Z`} className={classes.level} />;
}

/** The true count of the last window, against the limit. */
export function Count({ decisions, from, to }: MarkProps) {
  const { y, area } = usePlot();
  const { left, right } = area;
  const counts = rollingCount(decisions, from, to, right - left);
  if (!counts || !decisions.means) return null;
  const limit = y(decisions.means.limit);
  let line = '';
  let above = '';
  counts.forEach((count, i) => {
    const at = y(count);
    line += `${i === 0 ? 'M' : 'L'}${left + i} ${at.toFixed(1)}`;
    if (at < limit) above += `M${left + i} ${limit.toFixed(1)}V${at.toFixed(1)}`;
  });
  return (
    <>
      <path d={above} className={classes.above} />
      <line x1={left} x2={right} y1={limit} y2={limit} className={classes.limit} />
      <path d={line} className={classes.count} />
    </>
  );
}
