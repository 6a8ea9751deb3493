import { Group, Modal } from '@mantine/core';
import { useMemo } from 'react';
import type { DrawnArm } from '../chart/Chart.tsx';
import classes from '../chart/ChartGrid.module.css';
import { type CellFigures, filledCells } from '../plot/heatMap.ts';
import { formatClock, formatQuantity, formatSpan } from '../quantity.ts';
import { CopyRows } from '../table/CopyRows.tsx';
import type { Column } from '../table/columns.ts';
import { VirtualTable } from '../table/VirtualTable.tsx';
import { useHistograms } from './useHistograms.ts';

const columns: readonly Column<CellFigures>[] = [
  { title: 'Time', chars: 11, words: true, names: true, text: ({ at }) => formatClock(at, true) },
  { title: 'From', chars: 12, text: ({ low }) => formatSpan(low) },
  { title: 'To', chars: 12, text: ({ high }) => formatSpan(high) },
  { title: 'Observed', chars: 12, text: ({ count }) => count.toLocaleString('en') },
  { title: 'Of all then', chars: 12, text: ({ count, total }) => formatQuantity(count / total, 'ratio') },
];

/** The cells of a heat map as a table, to read and to copy. */
export default function HeatTable({ title, meter, arm, onClose }: { title: string; meter: string; arm: DrawnArm; onClose(): void }) {
  const { histograms, told, failure } = useHistograms(arm.id, meter);
  const cells = useMemo(() => (histograms ? filledCells(histograms) : []), [histograms]);
  // for a sheet, numbers without their units
  const asText = () =>
    ['time_ms\tfrom_ms\tto_ms\tobserved', ...cells.map(({ at, low, high, count }) => [at, low, high, count].join('\t'))].join('\n');
  return (
    <Modal opened onClose={onClose} title={`${title}, ${arm.title}`} size="lg">
      {histograms ? (
        <VirtualTable label="Cells" className={classes.samples} columns={columns} count={cells.length} rowAt={(i) => cells[i]} />
      ) : (
        <p role="status">{failure ?? (told ? 'No times have been measured.' : 'Counting how many took how long…')}</p>
      )}
      <Group justify="space-between" mt="sm">
        <span style={{ color: 'var(--ink-3)', fontSize: 12 }}>{cells.length.toLocaleString('en')} cells</span>
        <CopyRows text={asText} label="Copy all" />
      </Group>
    </Modal>
  );
}
