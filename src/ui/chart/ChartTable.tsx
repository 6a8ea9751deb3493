import { Button, CopyButton, Group, Modal } from '@mantine/core';
import { formatClock, formatQuantity } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import type { DrawnArm } from './Chart.tsx';
import classes from './ChartGrid.module.css';

/** Rows shown at the most; the copied table has every bin. */
const ROWS = 120;

/** A chart's samples as a table, to read and to copy. */
export default function ChartTable({
  title,
  meter,
  unit,
  arms,
  onClose,
}: {
  title: string;
  meter: string;
  unit: string;
  arms: readonly DrawnArm[];
  onClose(): void;
}) {
  useResults();
  const first = results.of(arms[0]?.id ?? '');
  const bins = first?.closedBins ?? 0;
  const width = first?.binWidth ?? 1;
  const every = Math.max(1, Math.ceil(bins / ROWS));
  const rows = Array.from({ length: Math.ceil(bins / every) }, (_, i) => i * every);
  const asText = () => {
    const lines = [['time_ms', ...arms.map((arm) => arm.title)].join('\t')];
    for (let bin = 0; bin < bins; bin++) {
      lines.push([bin * width, ...arms.map(({ id }) => results.samples(id, meter)?.[bin] ?? '')].join('\t'));
    }
    return lines.join('\n');
  };
  return (
    <Modal opened onClose={onClose} title={`${title}${unit ? ` [${unit}]` : ''}`} size="lg">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <section className={classes.tableScroll} aria-label="Samples" tabIndex={0}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {arms.map((arm) => (
                <th key={arm.id} scope="col">
                  {arm.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((bin) => (
              <tr key={bin}>
                <td>{formatClock(bin * width, true)}</td>
                {arms.map(({ id }) => (
                  <td key={id}>{formatQuantity(results.samples(id, meter)?.[bin] ?? Number.NaN, unit)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Group justify="space-between" mt="sm">
        <span style={{ color: 'var(--ink-3)', fontSize: 12 }}>
          {every > 1 ? `Every ${every}th of ${bins} bins; the copy has all.` : `${bins} bins`}
        </span>
        <CopyButton value={asText()}>{({ copied, copy }) => <Button onClick={copy}>{copied ? 'Copied' : 'Copy all'}</Button>}</CopyButton>
      </Group>
    </Modal>
  );
}
