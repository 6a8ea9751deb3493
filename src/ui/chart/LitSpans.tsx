import { useId } from 'react';
import { usePlot } from '../plot/Plot.tsx';
import { seriesPath } from '../plot/seriesPath.ts';
import { results, useResults } from '../samples/results.ts';
import { armStyle } from './armStyles.ts';
import classes from './Chart.module.css';
import type { DrawnArm } from './Chart.tsx';
import { type LitSpan, useLit } from './lit.ts';

/** The least width of a span [px]: a moment is to be seen. */
const LEAST = 3;

/** The spans of a chart that somebody points at, and the lines of their arms there. */
export function LitSpans({ meter, arms }: { meter: string; arms: readonly DrawnArm[] }) {
  const spans = useLit((state) => state.spans);
  return spans.map((span) => span.meter === meter && <LitSpanOf key={`${span.arm} ${span.from} ${span.to}`} span={span} arms={arms} />);
}

function LitSpanOf({ span: { meter, arm, from, to }, arms }: { span: LitSpan; arms: readonly DrawnArm[] }) {
  useResults();
  const plotted = usePlot();
  const clip = useId();
  const { x, area } = plotted;
  const width = Math.max(LEAST, x(to) - x(from));
  const left = Math.min(x(from), area.right - width);
  const box = { x: left, y: area.top, width, height: area.bottom - area.top };
  const samples = results.samples(arm, meter);
  const drawn = arms.find(({ id }) => id === arm);
  return (
    <g className={classes.lit}>
      <rect {...box} />
      <path d={`M${left} ${area.top}v${box.height}M${left + width} ${area.top}v${box.height}`} />
      {drawn && samples && (
        <>
          <clipPath id={clip}>
            <rect {...box} />
          </clipPath>
          <path
            data-line
            clipPath={`url(#${clip})`}
            d={seriesPath(samples, results.of(arm)?.binWidth ?? 1, plotted)}
            style={{ stroke: armStyle(drawn.index).color }}
          />
        </>
      )}
    </g>
  );
}
