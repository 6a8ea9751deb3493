import { useLayoutEffect } from 'react';
import { armStyle } from '../chart/armStyles.ts';
import type { DrawnArm } from '../chart/Chart.tsx';
import { ChartNote } from '../chart/ChartNote.tsx';
import { type Cells, fullestOf, heatMapSentence } from '../plot/heatMap.ts';
import { useHover } from '../plot/hover.ts';
import { formatClock, formatSpan } from '../quantity.ts';
import { usePlayhead } from '../store/playhead.ts';
import classes from './HeatNote.module.css';
import { readoutOf } from './readout.ts';
import { useHistograms } from './useHistograms.ts';

interface HeatNoteProps {
  arm: DrawnArm;
  title: string;
  meter: string;
  /** The value under the pointer [ms]; null while it is elsewhere. */
  pointed: number | null;
  onCells(cells: Cells | null): void;
}

/** Has the cells of a heat map counted, and tells in a line below the title what is under the pointer, or else at the playhead. */
export default function HeatNote({ arm, title, meter, pointed, onCells }: HeatNoteProps) {
  const { histograms, told, failure } = useHistograms(arm.id, meter);
  useLayoutEffect(() => onCells(histograms), [histograms, onCells]);
  return (
    <ChartNote>
      {histograms ? (
        <>
          <span className={classes.scale} aria-hidden="true">
            <i style={{ color: armStyle(arm.index).color }} /> {fullestOf(histograms).toLocaleString('en')}
          </span>
          <Readout cells={histograms} pointed={pointed} />
          <span className="visually-hidden">
            {`${title} as a heat map, ${arm.title}: ${heatMapSentence(histograms, formatSpan, (at) => formatClock(at, true))}`}
          </span>
        </>
      ) : (
        <span role="status">
          {failure ? `No heat map: ${failure}` : told ? 'No heat map: no times have been measured' : 'Counting how many took how long…'}
        </span>
      )}
    </ChartNote>
  );
}

function Readout({ cells, pointed }: { cells: Cells; pointed: number | null }) {
  const now = usePlayhead();
  const at = useHover() ?? now;
  return <span data-readout>{readoutOf(cells, at, pointed)}</span>;
}
