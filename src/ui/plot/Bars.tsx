import { useMemo } from 'react';
import { type Bins, barsOf } from './bars.ts';
import { usePlot } from './Plot.tsx';

interface BarsProps {
  bins: Bins;
  color: string;
  /** The range at the crosshair; null while there is none. */
  pointed: number | null;
}

/** A bar for each range. */
export function Bars({ bins, color, pointed }: BarsProps) {
  const plotted = usePlot();
  const bars = useMemo(() => barsOf(bins, plotted), [bins, plotted]);
  return (
    <g fill={color}>
      {bars.map((bar, i) => (
        <rect key={bin(bins, i)} {...bar} fillOpacity={pointed === i ? 0.95 : 0.6} />
      ))}
    </g>
  );
}

const bin = ({ edges }: Bins, i: number) => edges[i];
