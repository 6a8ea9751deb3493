import { Group, Modal } from '@mantine/core';
import { formatClock, formatQuantity } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { CopyRows } from '../table/CopyRows.tsx';
import type { Column } from '../table/columns.ts';
import { VirtualTable } from '../table/VirtualTable.tsx';
import { armStyle } from './armStyles.ts';
import type { DrawnArm } from './Chart.tsx';
import classes from './ChartGrid.module.css';

interface ChartTableProps {
  title: string;
  meter: string;
  unit: string;
  arms: readonly DrawnArm[];
  onClose(): void;
}

/** A chart's samples as a table, to read and to copy. */
export default function ChartTable({ title, meter, unit, arms, onClose }: ChartTableProps) {
  useResults();
  const first = results.of(arms[0]?.id ?? '');
  const bins = first?.closedBins ?? 0;
  const width = first?.binWidth ?? 1;
  const columns: readonly Column<number>[] = [
    { title: 'Time', chars: 11, words: true, names: true, text: (bin) => formatClock(bin * width, true) },
    ...arms.map((arm): Column<number> => {
      const { color } = armStyle(arm.index);
      const text = (bin: number) => formatQuantity(results.samples(arm.id, meter)?.[bin] ?? Number.NaN, unit);
      return { title: arm.title, color, chars: 14, text };
    }),
  ];
  // for a sheet, numbers without their units
  const asText = () => {
    const lines = [['time_ms', ...arms.map((arm) => arm.title)].join('\t')];
    for (let bin = 0; bin < bins; bin++) {
      lines.push([bin * width, ...arms.map(({ id }) => results.samples(id, meter)?.[bin] ?? '')].join('\t'));
    }
    return lines.join('\n');
  };
  return (
    <Modal opened onClose={onClose} title={`${title}${unit ? ` [${unit}]` : ''}`} size="lg">
      <VirtualTable label="Samples" className={classes.samples} columns={columns} count={bins} rowAt={(bin) => bin} />
      <Group justify="space-between" mt="sm">
        <span style={{ color: 'var(--ink-3)', fontSize: 12 }}>{bins.toLocaleString('en')} bins</span>
        <CopyRows text={asText} label="Copy all" />
      </Group>
    </Modal>
  );
}
