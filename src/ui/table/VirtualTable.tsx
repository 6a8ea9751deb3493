import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Column } from './columns.ts';
import classes from './VirtualTable.module.css';

/** Height of a row of one line, and of one that a finger chooses [px]. */
const ROW = 22;
const TOUCHED_ROW = 44;
/** Rows above and below those in sight. */
const BEYOND = 8;

interface VirtualTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  count: number;
  rowAt(i: number): Row;
  /** The row that is chosen; it can be, where there is `onSelect`. */
  selected?: number;
  onSelect?(i: number): void;
  /** Instead of one line with the titles of the columns. */
  head?: { lines: number; rows: ReactNode };
  className?: string;
}

/** A table of any length under a head that stays: only what is in sight is there, and readers are told how many rows there are. */
export function VirtualTable<Row>({ label, columns, count, rowAt, selected, onSelect, head, className }: VirtualTableProps<Row>) {
  const scroll = useRef<HTMLElement>(null);
  const thead = useRef<HTMLTableSectionElement>(null);
  const [headHeight, setHeadHeight] = useState(ROW);
  const byKey = useRef(false);
  useLayoutEffect(() => setHeadHeight(thead.current?.offsetHeight ?? ROW), []);
  const chosen = selected !== undefined && selected >= 0 && selected < count ? selected : null;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => (onSelect && window.matchMedia('(pointer: coarse)').matches ? TOUCHED_ROW : ROW),
    overscan: BEYOND,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // what has the focus stays
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return chosen === null || rows.includes(chosen) ? rows : [...rows, chosen].sort((a, b) => a - b);
    },
  });
  useEffect(() => {
    if (chosen === null) return;
    virtual.scrollToIndex(chosen, { align: 'auto' });
    if (byKey.current) scroll.current?.querySelector<HTMLElement>(`[data-index="${chosen}"] button`)?.focus({ preventScroll: true });
    byKey.current = false;
  }, [chosen, virtual]);
  const onKeyDown = (event: KeyboardEvent) => {
    // the ends of the table, not those of the run
    if (event.key === 'Home' || event.key === 'End') event.stopPropagation();
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!onSelect || by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    byKey.current = true;
    onSelect(Math.min(count - 1, Math.max(0, (chosen ?? -1) + by)));
  };
  const lines = head?.lines ?? 1;
  const rows: ReactNode[] = [];
  let end = headHeight;
  for (const item of virtual.getVirtualItems()) {
    if (item.start > end) rows.push(<Gap key={`before ${item.index}`} height={item.start - end} columns={columns.length} />);
    end = item.end;
    rows.push(
      <tr
        key={item.key}
        ref={virtual.measureElement}
        data-index={item.index}
        aria-rowindex={item.index + 1 + lines}
        aria-selected={onSelect && item.index === chosen}
        onClick={onSelect && (() => onSelect(item.index))}
      >
        <Cells columns={columns} row={rowAt(item.index)} />
      </tr>,
    );
  }
  const rest = headHeight + virtual.getTotalSize() - end;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <section ref={scroll} className={`${classes.scroll} ${className ?? ''}`} aria-label={label} tabIndex={0} onKeyDown={onKeyDown}>
      <table
        className={classes.table}
        aria-rowcount={count + lines}
        data-selects={onSelect ? true : undefined}
        style={{ minWidth: columns.reduce((sum, { chars }) => sum + chars * CHAR + PADDING, 0) }}
      >
        <colgroup>
          {columns.map(({ title, color, chars }) => (
            <col key={`${title} ${color}`} style={{ width: chars * CHAR + PADDING }} />
          ))}
        </colgroup>
        <thead ref={thead}>
          {head?.rows ?? (
            <tr aria-rowindex={1}>
              {columns.map(({ title, words, color }) => (
                <th key={`${title} ${color}`} scope="col" data-words={words} style={{ color }}>
                  {title}
                </th>
              ))}
            </tr>
          )}
        </thead>
        <tbody>
          {rows}
          {rest > 0.5 && <Gap height={rest} columns={columns.length} />}
        </tbody>
      </table>
    </section>
  );
}

/** Width of a figure, and of what is left free at both sides of a cell [px]. */
const CHAR = 7.3;
const PADDING = 16;

/** Where rows are that are out of sight. */
function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: no row can be focused
    <tr aria-hidden="true" className={classes.gap}>
      <td colSpan={columns} style={{ height }} />
    </tr>
  );
}

function Cells<Row>({ columns, row }: { columns: readonly Column<Row>[]; row: Row }) {
  return columns.map(({ title, color, words, wraps, names, text, cell, tone, hint }) => {
    const Cell = names ? 'th' : 'td';
    return (
      <Cell
        key={`${title} ${color}`}
        scope={names && 'row'}
        data-words={words}
        data-wraps={wraps}
        data-tone={tone?.(row)}
        title={hint?.(row)}
      >
        {cell ? cell(row) : text(row)}
      </Cell>
    );
  });
}
