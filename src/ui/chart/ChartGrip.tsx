import { IconGripVertical } from '@tabler/icons-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { arrangeCharts } from './arrangeCharts.ts';
import classes from './Chart.module.css';
import type { ChartPlace } from './ChartMenu.tsx';
import { dropAt } from './dropAt.ts';

/** How near its edge the grid scrolls under a drag, and how far at each move [px]. */
const EDGE = 28;
const SCROLL = 12;

/** A handle that a chart is dragged by, or moved by arrow keys. */
export function ChartGrip({ meter, title, index, count }: ChartPlace & { meter: string; title: string }) {
  /** Between which charts it would be dropped, from 0; null while it is not dragged. */
  const drop = useRef<number | null>(null);
  const cancelled = useRef(false);
  const marked = useRef<HTMLElement | null>(null);
  const mark = (chart: HTMLElement | null, side?: string) => {
    if (marked.current && marked.current !== chart) delete marked.current.dataset.drop;
    marked.current = chart;
    if (chart && side) chart.dataset.drop = side;
  };
  const end = (target: HTMLElement) => {
    drop.current = null;
    mark(null);
    delete chartOf(target).dataset.dragged;
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>) => {
    if (cancelled.current || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const chart = chartOf(event.currentTarget);
    const grid = chart.parentElement!;
    const room = grid.getBoundingClientRect();
    if (event.clientY < room.top + EDGE) grid.scrollTop -= SCROLL;
    else if (event.clientY > room.bottom - EDGE) grid.scrollTop += SCROLL;
    const charts = [...grid.children] as HTMLElement[];
    const found = dropAt(
      charts.map((each) => each.getBoundingClientRect()),
      { x: event.clientX, y: event.clientY },
    );
    drop.current = found.before;
    chart.dataset.dragged = '';
    const stays = found.before === index || found.before === index + 1;
    mark(stays ? null : charts[found.beside], found.side);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    if (event.key === 'Escape' && drop.current !== null) {
      cancelled.current = true;
      end(event.currentTarget);
      return;
    }
    const to = { ArrowLeft: index - 1, ArrowUp: index - 1, ArrowRight: index + 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    if (to >= 0 && to < count) arrangeCharts.move(meter, to);
  };
  return (
    <button
      type="button"
      className={classes.grip}
      aria-label={`${title}: move. Arrow keys put it earlier or later.`}
      title="Drag to move the chart"
      data-own-keys
      onPointerDown={(event) => {
        cancelled.current = false;
        if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onPointerUp={(event) => {
        const before = drop.current;
        end(event.currentTarget);
        if (before !== null && before !== index && before !== index + 1) arrangeCharts.move(meter, before > index ? before - 1 : before);
      }}
      onPointerCancel={(event) => end(event.currentTarget)}
      onKeyDown={onKeyDown}
    >
      <IconGripVertical size={13} aria-hidden="true" />
    </button>
  );
}

const chartOf = (grip: HTMLElement) => grip.closest('section')!;
