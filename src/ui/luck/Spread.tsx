import { Group, Modal } from '@mantine/core';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { meanOf, thinned, thinning } from '../../experiment/thinned.ts';
import type { Seeds } from '../../host/look/seeds.ts';
import { linearDomain, linearTicks } from '../plot/axis.ts';
import { Bars } from '../plot/Bars.tsx';
import { type Bins, barsSentence, binned, rangeOf } from '../plot/bars.ts';
import { type Axis, Plot, usePlot } from '../plot/Plot.tsx';
import { Readout } from '../plot/Readout.tsx';
import { scaleOf } from '../plot/scale.ts';
import { useSize } from '../plot/useSize.ts';
import { formatNumber, formatQuantity, formatTick } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { CopyRows } from '../table/CopyRows.tsx';
import { type Column, textOf } from '../table/columns.ts';
import { VirtualTable } from '../table/VirtualTable.tsx';
import { meansOf } from './luck.ts';
import classes from './Spread.module.css';

interface SpreadProps {
  arm: string;
  title: string;
  meter: string;
  unit: string;
  seeds: Seeds;
  onClose(): void;
}

/** Room for the labels [px]. */
const ROOM = { left: 34, right: 12, top: 20, bottom: 20 };

/** A meter's averages over the runs of other seeds, as bars, and where the run on the screen is among them. */
export default function Spread({ arm, title, meter, unit, seeds, onClose }: SpreadProps) {
  useResults();
  const means = useMemo(() => meansOf(seeds), [seeds]);
  const bins = useMemo(() => binned(means), [means]);
  const samples = results.samples(arm, meter);
  const own = samples ? meanOf(thinned(samples, thinning(results.of(arm)?.bins ?? 1))) : Number.NaN;
  const show = (value: number) => formatQuantity(value, unit);
  const columns: readonly Column<number>[] = [
    { title: 'From', chars: 14, names: true, text: (i) => show(bins.edges[i]) },
    { title: 'To', chars: 14, text: (i) => show(bins.edges[i + 1]) },
    { title: 'Runs', chars: 8, text: (i) => String(bins.counts[i]) },
  ];
  const count = bins.counts.length;
  const rowAt = (i: number) => i;
  const below = means.filter((mean) => mean < own).length;
  return (
    <Modal opened onClose={onClose} title={`${title}: average over the run, by seed`} size="lg">
      <Histogram bins={bins} unit={unit} own={own} />
      <p className={classes.says}>
        {barsSentence(bins, 'runs', show)} {!Number.isNaN(own) && `The run on the screen has ${show(own)}: ${below} of them have less.`}
      </p>
      <VirtualTable label="Runs by average" className={classes.table} columns={columns} count={count} rowAt={rowAt} />
      <Group justify="flex-end" mt="sm">
        <CopyRows text={() => textOf(columns, count, rowAt)} label="Copy all" />
      </Group>
    </Modal>
  );
}

function Histogram({ bins, unit, own }: { bins: Bins; unit: string; own: number }) {
  const box = useRef<HTMLElement>(null);
  const { width, height } = useSize(box);
  const [pointed, setPointed] = useState<number | null>(null);
  const { edges, counts } = bins;
  const x = useMemo((): Axis => {
    // what the run on the screen has is in sight
    const low = Math.min(edges[0], Number.isNaN(own) ? edges[0] : own);
    const high = Math.max(edges[edges.length - 1], Number.isNaN(own) ? low : own);
    return {
      domain: { low, high },
      ticks: (length) => edges.filter((_, i) => i % Math.max(1, Math.ceil((edges.length * 60) / length)) === 0),
      label: (value) => formatTick(value, unit),
    };
  }, [edges, own, unit]);
  const y = useMemo((): Axis => {
    const domain = linearDomain(Math.max(...counts), '');
    return { domain, ticks: () => linearTicks(domain, 4).filter(Number.isInteger), label: formatNumber };
  }, [counts]);
  const across = scaleOf(false, x.domain, ROOM.left, Math.max(ROOM.left + 1, width - ROOM.right));
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    setPointed(rangeOf(bins, across.invert(event.clientX - event.currentTarget.getBoundingClientRect().left)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setPointed((at) => Math.max(0, Math.min(counts.length - 1, at === null ? 0 : at + step)));
  };
  const shown = pointed !== null && pointed < counts.length ? pointed : null;
  const range = (i: number) => `${formatQuantity(edges[i], unit)} to ${formatQuantity(edges[i + 1], unit)}`;
  const runs = (i: number) => `${counts[i]} ${counts[i] === 1 ? 'run' : 'runs'}`;
  return (
    <section
      ref={box}
      className={classes.plot}
      aria-label="Bars: left and right go from one to the next"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the crosshair
      tabIndex={0}
      onPointerMove={onPointer}
      onPointerDown={onPointer}
      onPointerLeave={() => setPointed(null)}
      onKeyDown={onKeyDown}
    >
      {width > 0 && (
        <Plot width={width} height={height} room={ROOM} x={x} y={y}>
          <Bars bins={bins} color="var(--ink-2)" pointed={shown} />
          {!Number.isNaN(own) && <Own at={own} />}
        </Plot>
      )}
      {shown !== null && (
        <Readout x={across((edges[shown] + edges[shown + 1]) / 2)} width={width} top={ROOM.top}>
          <b>{runs(shown)}</b> {range(shown)}
        </Readout>
      )}
      <p className="visually-hidden" aria-live="polite">
        {shown !== null && `${range(shown)}: ${runs(shown)}`}
      </p>
    </section>
  );
}

/** Where the run on the screen is. */
function Own({ at }: { at: number }) {
  const { x, area } = usePlot();
  const left = x(at);
  const ends = left > area.right - 60;
  return (
    <g>
      <line x1={left} x2={left} y1={area.top} y2={area.bottom} stroke="var(--ink)" strokeDasharray="4 3" />
      <text x={left + (ends ? -4 : 4)} y={area.top - 7} textAnchor={ends ? 'end' : 'start'}>
        this run
      </text>
    </g>
  );
}
