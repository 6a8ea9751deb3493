import { type PointerEvent, useMemo, useRef } from 'react';
import type { Decisions } from '../../../host/look/decisions.ts';
import { armStyle } from '../../chart/armStyles.ts';
import { linearDomain, linearTicks } from '../../plot/axis.ts';
import { hover, useHover } from '../../plot/hover.ts';
import { type Axis, Plot } from '../../plot/Plot.tsx';
import { scaleOf } from '../../plot/scale.ts';
import { TimeLines } from '../../plot/TimeLines.tsx';
import { useSize } from '../../plot/useSize.ts';
import { formatFigure, formatNumber, formatSpan, formatTick } from '../../quantity.ts';
import { usePlayhead } from '../../store/playhead.ts';
import { Envelope } from './Envelope.tsx';
import { figuresOf, indexAt, passedBefore } from './lanes.ts';
import { Count, Level, Marks } from './marks.tsx';
import classes from './Race.module.css';

/** Room for the labels, and for the marks above the graph [px]. */
export const ROOM = { left: 34, right: 2, top: 22, bottom: 7 };
/** An axis that says nothing. */
export const BARE: Axis = { domain: { low: 0, high: 1 }, ticks: () => [], label: String };
/** Of a lane [px]. */
const HEIGHT = 72;

interface LaneProps {
  title: string;
  index: number;
  decisions: Decisions;
  split: ReadonlySet<number>;
  x: Axis;
}

/** One arm: what its limiter decided, above how much passed and the limiter's own state. */
export function Lane({ title, index, decisions, split, x }: LaneProps) {
  const figures = useMemo(() => figuresOf(decisions), [decisions]);
  const disagreed = useMemo(() => {
    const requests = new Set(decisions.request);
    let count = 0;
    for (const request of split) if (requests.has(request)) count++;
    return count;
  }, [decisions, split]);
  const { means } = decisions;
  const over = means !== null && figures.mostInWindow > means.limit;
  const y = useMemo((): Axis => {
    const domain = linearDomain(Math.max(figures.mostInWindow || 0, means?.limit ?? 0, 1), '');
    return { domain, ticks: () => (means ? linearTicks(domain, 3) : []), label: (count) => formatTick(count, '') };
  }, [figures, means]);
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  // the moments are told by the ruler above all lanes
  const bare = useMemo((): Axis => ({ ...BARE, domain: x.domain }), [x.domain]);
  const { low, high } = x.domain;
  const [left, right] = [ROOM.left, Math.max(ROOM.left + 1, width - ROOM.right)];
  const timeAt = (event: PointerEvent<HTMLElement>) =>
    scaleOf(false, x.domain, left, right).invert(event.clientX - event.currentTarget.getBoundingClientRect().left);
  return (
    <article className={classes.lane} aria-label={title}>
      <div className={classes.says}>
        <b style={{ color: armStyle(index).color }}>{title}</b>
        <span>
          {figures.passed.toLocaleString('en')} passed, {figures.refused.toLocaleString('en')} turned away
          {split.size > 0 && `, ${disagreed.toLocaleString('en')} disputed`}
        </span>
        {means && (
          <span>
            most in {formatSpan(means.span)}: <strong data-over={over || undefined}>{formatNumber(figures.mostInWindow)}</strong> of{' '}
            {formatNumber(means.limit)}
          </span>
        )}
        <Readout decisions={decisions} />
      </div>
      <div
        ref={box}
        className={classes.stage}
        style={{ height: HEIGHT }}
        onPointerMove={(event) => hover.move(timeAt(event))}
        onPointerLeave={() => hover.move(null)}
      >
        {width > 0 && (
          <Plot width={width} height={HEIGHT} room={ROOM} x={bare} y={y}>
            <Marks decisions={decisions} split={split} from={low} to={high} />
            <Level decisions={decisions} from={low} to={high} />
            <Count decisions={decisions} from={low} to={high} />
          </Plot>
        )}
        <TimeLines left={left} right={right} from={low} to={high} top={0} bottom={ROOM.bottom} />
      </div>
      <Envelope {...decisions.envelope} height={HEIGHT} />
    </article>
  );
}

/** What the lane shows at the crosshair, or else at the playhead. */
function Readout({ decisions }: { decisions: Decisions }) {
  const now = usePlayhead();
  const pointed = useHover();
  const at = pointed ?? now;
  const { gauge, level, means, time } = decisions;
  const state = level[Math.max(0, indexAt(time, at) - 1)];
  const figures = [
    ...(means ? [`${formatNumber(passedBefore(decisions, at))} in the last ${formatSpan(means.span)}`] : []),
    ...(gauge && !Number.isNaN(state) ? [`${gauge.label.toLowerCase()} ${formatFigure(state, gauge.unit)}`] : []),
  ];
  return figures.length > 0 ? <span data-hovered={pointed !== null || undefined}>{figures.join(' · ')}</span> : null;
}
