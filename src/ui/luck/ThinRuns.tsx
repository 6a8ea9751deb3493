import { usePlot } from '../plot/Plot.tsx';
import { seriesPath } from '../plot/seriesPath.ts';
import { useSeedsOf } from './useSeeds.ts';

/** The runs of other seeds, thin, behind the line. @param from first moment that is drawn [ms] */
export function ThinRuns({ meter, color, from = 0 }: { meter: string; color: string; from?: number }) {
  const seeds = useSeedsOf(meter);
  const plotted = usePlot();
  if (!seeds) return null;
  const { done, width, length, samples } = seeds;
  const runs = Array.from({ length: done }, (_, run) => samples.subarray(run * length, (run + 1) * length));
  return (
    <g fill="none" stroke={color} strokeOpacity={0.2} data-runs={done}>
      {runs.map((row, run) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a run has no other name than its place
        <path key={run} d={seriesPath(row, width, plotted, Math.ceil(from / width))} />
      ))}
    </g>
  );
}
