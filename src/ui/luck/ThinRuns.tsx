import { useEffect, useId, useMemo } from 'react';
import { usePlot } from '../plot/Plot.tsx';
import { seriesPath } from '../plot/seriesPath.ts';
import { reachOf } from './luck.ts';
import { useSeedsOf } from './useSeeds.ts';

interface ThinRunsProps {
  meter: string;
  color: string;
  /** First moment that is drawn [ms]. */
  from?: number;
  /** Told how far the axis has to go for them; 0 when they are shown no more. */
  onMost?(most: number): void;
}

/** The runs of other seeds, thin, behind the line; the few that leave the axis are cut off at its end. */
export function ThinRuns({ meter, color, from = 0, onMost }: ThinRunsProps) {
  const seeds = useSeedsOf(meter);
  const { x, beyond, area } = usePlot();
  const clip = useId();
  const first = seeds ? Math.ceil(from / seeds.width) : 0;
  const reach = useMemo(() => (seeds ? reachOf(seeds, first) : 0), [seeds, first]);
  useEffect(() => {
    onMost?.(reach);
    return () => onMost?.(0);
  }, [onMost, reach]);
  if (!seeds) return null;
  const { done, width, length, samples } = seeds;
  const runs = Array.from({ length: done }, (_, run) => samples.subarray(run * length, (run + 1) * length));
  return (
    <g fill="none" stroke={color} strokeOpacity={0.2} data-runs={done} clipPath={`url(#${clip})`}>
      <clipPath id={clip}>
        <rect x={area.left} y={area.top} width={area.right - area.left} height={area.bottom - area.top + 1} />
      </clipPath>
      {runs.map((row, run) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a run has no other name than its place
        <path key={run} d={seriesPath(row, width, { x, y: beyond }, first)} />
      ))}
    </g>
  );
}
