import { type CellFigures, type Cells, cellAt, fullestAt } from '../plot/heatMap.ts';
import { formatSpan } from '../quantity.ts';

/** What is at a moment [ms]: near a value [ms], or else the fullest cell. */
export function readoutOf(cells: Cells, at: number, value: number | null): string {
  const { low, high, count, total }: CellFigures = value === null ? fullestAt(cells, at) : cellAt(cells, at, value);
  if (total === 0) return 'nothing observed';
  return `${value === null ? 'mostly ' : ''}${formatSpan(low)} to ${formatSpan(high)}: ${count.toLocaleString('en')} of ${total.toLocaleString('en')}`;
}
