import { NativeSelect } from '@mantine/core';
import type { Seen } from '../../host/packed-recording.ts';
import { choiceOf, choices, columnsWith, reasonOf } from './columnRoles.ts';
import classes from './RecordingDialog.module.css';

/** The first rows of a file, and over each column what it was taken for. @param onChange what all columns are from now on; absent where that cannot be changed */
export function ColumnTable({ seen, onChange }: { seen: Seen; onChange?: (columns: string) => void }) {
  const { columns, rows } = seen;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <section className={classes.scroll} aria-label="Columns and first rows" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
              <th key={at} scope="col">
                {column.name}
                <NativeSelect
                  size="xs"
                  aria-label={`What ${column.name} is`}
                  data={choices.map(({ value, label }) => ({ value, label }))}
                  value={choiceOf(column)}
                  disabled={!onChange}
                  onChange={(event) => onChange?.(columnsWith(seen, at, event.currentTarget.value))}
                />
                <span className={classes.reason}>{reasonOf(column)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
            <tr key={i}>
              {columns.map(({ role }, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: so are their cells
                <td key={at} data-out={role === null || undefined} title={row[at]}>
                  {row[at]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
