import type { ReactNode } from 'react';
import classes from './ChartNote.module.css';

/** A line below a chart's title. */
export function ChartNote({ status, children }: { status?: boolean; children: ReactNode }) {
  return (
    <div className={classes.note} role={status ? 'status' : undefined}>
      {children}
    </div>
  );
}
