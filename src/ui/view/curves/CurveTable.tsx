import { UnstyledButton } from '@mantine/core';
import type { Curves } from '../../../host/look/curves.ts';
import classes from './Curves.module.css';
import type { LineStyle } from './lineStyles.ts';
import { type ChosenLine, formatCapacity, formatRatio, formatShare, type Ratio, readingOf } from './study.ts';

interface CurveTableProps {
  curves: Curves;
  ratio: Ratio;
  lines: readonly ChosenLine[];
  styles: ReadonlyMap<string, LineStyle>;
  onPick: ((capacity: number) => void) | null;
}

/** The curves as a table, to read and, where the capacity can be set, to set it by keyboard. */
export function CurveTable({ curves, ratio, lines, styles, onPick }: CurveTableProps) {
  const { capacities, footprint, unit } = curves;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <section className={classes.table} aria-label="Miss ratios" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Capacity</th>
            <th scope="col">Of all {unit}</th>
            {lines.map(({ id, title }) => (
              <th key={id} scope="col" style={{ color: styles.get(id)?.color }}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from(capacities, (capacity, i) => (
            <tr key={capacity}>
              <th scope="row">
                {onPick ? (
                  <UnstyledButton className={classes.pick} title="Give the cache this capacity" onClick={() => onPick(capacity)}>
                    {formatCapacity(capacity, unit)}
                  </UnstyledButton>
                ) : (
                  formatCapacity(capacity, unit)
                )}
              </th>
              <td>{formatShare(Math.min(1, capacity / footprint))}</td>
              {lines.map(({ id }) => (
                <td key={id}>{formatRatio(readingOf(curves, ratio, id, i))}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
