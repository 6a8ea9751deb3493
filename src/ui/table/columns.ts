import type { ReactNode } from 'react';

/** A column of a table. */
export interface Column<Row> {
  title: string;
  /** Its colour, where it is an arm's. */
  color?: string;
  /** Room for it [characters]. */
  chars: number;
  /** Words stand at the left, figures at the right. */
  words?: true;
  /** Takes as many lines as it needs. */
  wraps?: true;
  /** It says what the row is about. */
  names?: true;
  /** As it is copied, and shown where there is no `cell`. */
  text(row: Row): string;
  cell?(row: Row): ReactNode;
  /** Colour of an outcome. */
  tone?(row: Row): string | undefined;
  /** Said when it is pointed at. */
  hint?(row: Row): string | undefined;
}

/** All of a table, to be pasted into a sheet. */
export function textOf<Row>(columns: readonly Column<Row>[], count: number, rowAt: (i: number) => Row): string {
  const lines = [columns.map(({ title }) => title)];
  for (let i = 0; i < count; i++) {
    const row = rowAt(i);
    lines.push(columns.map(({ text }) => text(row)));
  }
  return lines.map((cells) => cells.join('\t')).join('\n');
}
