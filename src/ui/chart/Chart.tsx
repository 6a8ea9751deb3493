import { ActionIcon } from '@mantine/core';
import { IconDice5, IconDots } from '@tabler/icons-react';
import { lazy, memo, type PointerEvent, Suspense, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { WatchDoc } from '../../scenario/scenario.ts';
import { toggleLuck, useLuck } from '../luck/luck.ts';
import { MenuButton } from '../menu/MenuButton.tsx';
import { linearDomain, linearTicks, logDomain, logTicksWithZero, timeTicks } from '../plot/axis.ts';
import { type Axis, Plot, type Plotted, usePlot } from '../plot/Plot.tsx';
import { type Domain, scaleOf } from '../plot/scale.ts';
import { extent, seriesPath } from '../plot/seriesPath.ts';
import { useSize } from '../plot/useSize.ts';
import { formatClock, formatFigure, formatNumber, formatSpan } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { playhead, usePlayhead } from '../store/playhead.ts';
import { armStyle } from './armStyles.ts';
import type { Band } from './bands.ts';
import classes from './Chart.module.css';
import { hover, useHover } from './hover.ts';
import { forget, markDirty } from './redraw.ts';
import { summaryOf } from './summary.ts';

const LuckNote = lazy(() => import('../luck/LuckNote.tsx'));
const ThinRuns = lazy(() => import('../luck/ThinRuns.tsx').then((module) => ({ default: module.ThinRuns })));

/** An arm as charts draw it. */
export interface DrawnArm {
  id: string;
  title: string;
  /** Its place among all arms, which decides its looks. */
  index: number;
}

interface ChartProps {
  watch: WatchDoc;
  title: string;
  unit: string;
  duration: number;
  arms: readonly DrawnArm[];
  /** The arm that is edited; its line is drawn on top. */
  selected: string;
  bands: readonly Band[];
  changes: readonly number[];
  /** Highlighted by the story. */
  pointedAt: boolean;
  /** A question is open: only what does not answer it may be seen. */
  veiled: boolean;
  /** For a room: type that reads from afar, and nothing to click. */
  large?: boolean;
  onTable?(watch: WatchDoc): void;
  /** Another way to show the chart; null to show it no more. */
  onChange?(watch: WatchDoc, next: WatchDoc | null): void;
}

/** Room for the axis labels [px]. */
const ROOM = { left: 46, right: 6, top: 7, bottom: 18 };
const LARGE_ROOM = { left: 96, right: 12, top: 16, bottom: 40 };

/** A line is next to the pointer within this [px]. */
const NEAR = 30;
/** Widths of a title's letter, of one of a figure and the gap beside it, of the least figure and span, and of the controls, about [px]. */
const LETTER = 7.1;
const DIGIT = 7.3;
const GAP = 9;
const FIGURE = 46;
const SPAN = 66;
const CONTROLS = 44;

/** One meter over the run, all arms overlaid. */
export const Chart = memo(function Chart(props: ChartProps) {
  const { watch, title, unit, duration, arms, selected, bands, changes, pointedAt, veiled, large = false, onTable, onChange } = props;
  const room = large ? LARGE_ROOM : ROOM;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const log = watch.scale === 'log';
  const [domain, setDomain] = useState<Domain>({ low: log ? 1 : 0, high: watch.max ?? (unit === 'ratio' ? 1 : 10) });
  const shown = useMemo(() => (log && domain.low <= 0 ? { low: 1, high: 10 } : domain), [log, domain]);
  const x = useMemo(
    (): Axis => ({
      domain: { low: 0, high: duration },
      ticks: (length) => timeTicks(duration, length < 210 ? 3 : 5),
      label: duration < 5_000 ? formatSpan : (time) => formatClock(time),
    }),
    [duration],
  );
  const y = useMemo(
    (): Axis => ({
      log,
      domain: shown,
      ticks: (length) =>
        log ? logTicksWithZero(shown, ticksIn(length), unit, length) : linearTicks(shown, Math.min(5, ticksIn(length)), unit),
      label: (value) => tickLabel(value, unit),
    }),
    [log, shown, unit],
  );
  const chosen = arms.find(({ id }) => id === selected) ?? arms[0];
  const lucky = useLuck((state) => state.meter === watch.meter) && !veiled && chosen !== undefined;
  const plot = { left: room.left, right: Math.max(room.left + 1, size.width - room.right) };
  const timeAt = (clientX: number) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return Math.min(duration, Math.max(0, ((clientX - left - plot.left) / (plot.right - plot.left)) * duration));
  };
  /** The arm whose line passes next to the pointer; null where none does. */
  const nearest = (clientY: number, time: number): string | null => {
    const at = clientY - (box.current?.getBoundingClientRect().top ?? 0);
    const height = scaleOf(log, shown, size.height - room.bottom, room.top);
    let found: string | null = null;
    let least = NEAR;
    for (const { id } of arms) {
      const off = Math.abs(height(results.at(id, watch.meter, time)) - at);
      if (off < least) [found, least] = [id, off];
    }
    return found;
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    playhead.seek(timeAt(event.clientX));
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const time = timeAt(event.clientX);
    if (event.currentTarget.hasPointerCapture(event.pointerId)) playhead.seek(time);
    hover.move(time, arms.length > 1 ? nearest(event.clientY, time) : null);
  };
  // figures that have no room beside the title stand in the plot
  const figure = Math.max(unit === 'ms' ? SPAN : FIGURE, formatFigure(shown.high, unit).length * DIGIT + GAP);
  const wanted = title.length * LETTER + unitLabel(unit).length * 6 + arms.length * figure;
  const crowded = size.width > 0 && !large && wanted > size.width - CONTROLS;
  const figures = <Figures arms={arms} meter={watch.meter} unit={unit} />;
  return (
    <section className={classes.chart} data-pointed={pointedAt || undefined} data-large={large || undefined} aria-label={title}>
      <header className={classes.header} data-crowded={crowded || undefined}>
        <h2 className={classes.title}>{title}</h2>
        <span className={classes.unit}>{unitLabel(unit)}</span>
        {!crowded && figures}
        {!veiled && !large && (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={22}
            className={classes.luck}
            aria-label={`${title}: bad luck? Run other seeds`}
            title="Bad luck? Draw the runs of thirty other seeds"
            aria-pressed={lucky}
            onClick={() => toggleLuck(watch.meter)}
          >
            <IconDice5 size={13} />
          </ActionIcon>
        )}
        {onTable && onChange && (
          <MenuButton
            label={`${title}: more`}
            icon={<IconDots size={13} />}
            className={classes.menu}
            entries={[
              {
                label: log ? 'Linear scale' : 'Logarithmic scale',
                run: () => onChange(watch, { ...watch, scale: log ? 'linear' : 'log' }),
              },
              { label: 'Show as a table', run: () => onTable(watch) },
              { label: 'Remove', run: () => onChange(watch, null), removes: true },
            ]}
          />
        )}
      </header>
      {lucky && (
        <Suspense>
          <LuckNote arm={chosen.id} meter={watch.meter} unit={unit} />
        </Suspense>
      )}
      <div
        ref={box}
        className={classes.plot}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => hover.move(null)}
      >
        {crowded && figures}
        {size.width > 0 && size.height > 0 && (
          <Plot width={size.width} height={size.height} room={room} x={x} y={y}>
            <Bands bands={bands} changes={changes} />
            {lucky && (
              <Suspense>
                <ThinRuns meter={watch.meter} color={armStyle(chosen.index).color} />
              </Suspense>
            )}
            <Series
              meter={watch.meter}
              unit={unit}
              max={watch.max}
              log={log}
              arms={arms}
              selected={selected}
              domain={shown}
              onDomain={setDomain}
              box={box}
            />
          </Plot>
        )}
        <Lines left={plot.left} width={plot.right - plot.left} duration={duration} />
        <Waiting arms={arms} meter={watch.meter} veiled={veiled} />
      </div>
      {!veiled && <Summary title={title} unit={unit} meter={watch.meter} arms={arms} />}
    </section>
  );
});

/** How many labels fit beside a plot of this height [px]. */
function ticksIn(height: number): number {
  return height < 95 ? 3 : height < 165 ? 5 : 8;
}

function unitLabel(unit: string): string {
  return unit === 'ms' || unit === 'ratio' || unit === '×' ? '' : unit;
}

function tickLabel(value: number, unit: string): string {
  if (unit === 'ms') return formatSpan(value).replace(/\s/g, '');
  if (unit === 'ratio') return `${formatNumber(value * 100)}%`;
  if (unit === '×') return `${formatNumber(value)}×`;
  if (value >= 1_000) return `${formatNumber(value / 1_000)}k`;
  return formatNumber(value);
}

interface SeriesProps {
  meter: string;
  unit: string;
  max: number | undefined;
  log: boolean;
  arms: readonly DrawnArm[];
  selected: string;
  domain: Domain;
  onDomain(domain: Domain): void;
  box: { readonly current: HTMLDivElement | null };
}

/** The arms' lines, drawn on the chart's scales without React in between: only a change of the axis renders anew. */
function Series({ meter, unit, max, log, arms, selected, domain, onDomain, box }: SeriesProps) {
  const plotted = usePlot();
  const paths = useRef(new Map<string, SVGPathElement>());
  const inView = useRef(true);
  const latest = useRef({ meter, unit, max, log, arms, domain, plotted, onDomain });
  latest.current = { meter, unit, max, log, arms, domain, plotted, onDomain };
  const chart = useMemo(
    () => ({
      inView: () => inView.current,
      draw() {
        const now = latest.current;
        const wanted = domainOf(now.meter, now.unit, now.max, now.log, now.arms);
        if (wanted && !isSame(wanted, now.domain)) now.onDomain(wanted);
        else drawPaths(paths.current, now);
      },
    }),
    [],
  );
  useEffect(() => {
    const unsubscribe = results.subscribeToPictures(() => markDirty(chart));
    const observer = new IntersectionObserver(([entry]) => {
      inView.current = entry.isIntersecting;
      if (entry.isIntersecting) markDirty(chart);
    });
    if (box.current) observer.observe(box.current);
    markDirty(chart);
    return () => {
      unsubscribe();
      observer.disconnect();
      forget(chart);
    };
  }, [chart, box]);
  useLayoutEffect(() => {
    chart.draw();
  });
  useEffect(() => {
    // one of many lines is lifted by fading the others
    const lift = () => {
      for (const [id, path] of paths.current) path.style.opacity = hover.arm === null || hover.arm === id ? '' : '0.25';
    };
    return hover.subscribe(lift);
  }, []);
  const ordered = [...arms].sort((a, b) => Number(a.id === selected) - Number(b.id === selected));
  return (
    <g>
      {ordered.map(({ id, index }) => {
        const { color, dash } = armStyle(index);
        return (
          <path
            key={id}
            ref={(element) => {
              if (element) paths.current.set(id, element);
              else paths.current.delete(id);
            }}
            fill="none"
            stroke={color}
            strokeDasharray={dash}
            strokeWidth={id === selected || arms.length === 1 ? 1.75 : 1.4}
            strokeLinejoin="round"
            strokeLinecap={dash ? 'butt' : 'round'}
          />
        );
      })}
    </g>
  );
}

function isSame(a: Domain, b: Domain): boolean {
  return a.low === b.low && a.high === b.high && a.zero === b.zero;
}

function drawPaths(
  paths: ReadonlyMap<string, SVGPathElement>,
  { meter, arms, plotted }: { meter: string; arms: readonly DrawnArm[]; plotted: Plotted },
): void {
  for (const { id } of arms) {
    const samples = results.samples(id, meter);
    paths.get(id)?.setAttribute('d', samples ? seriesPath(samples, results.of(id)?.binWidth ?? 1, plotted) : '');
  }
}

/** The axis for what the arms show now; null while they show nothing. */
function domainOf(meter: string, unit: string, max: number | undefined, log: boolean, arms: readonly DrawnArm[]): Domain | null {
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  let any = false;
  let zero = false;
  for (const { id } of arms) {
    const samples = results.samples(id, meter);
    if (!samples || samples.length === 0) continue;
    any = true;
    const found = extent(samples);
    if (found.least > 0) least = Math.min(least, found.least);
    most = Math.max(most, found.most);
    zero ||= found.zero;
  }
  if (!any) return null;
  if (!log) return linearDomain(most, unit, max);
  // less than one request, on average over a bin, is noise
  const floor = unit === 'req' || unit === 'req/s' || unit === 'servers' ? 1 : 0;
  return { ...logDomain(Math.max(floor, Number.isFinite(least) ? least : 0), Math.max(most, max ?? 0)), zero };
}

/** Faults as pale bands, changes as hairlines. */
function Bands({ bands, changes }: { bands: readonly Band[]; changes: readonly number[] }) {
  const { x, area } = usePlot();
  return (
    <g>
      {bands.map(({ from, to, label }) => (
        <rect
          key={`${label} ${from}`}
          x={x(from)}
          y={area.top}
          width={Math.max(1, x(to) - x(from))}
          height={area.bottom - area.top}
          fill="var(--fault)"
        />
      ))}
      {changes.map((time) => (
        <line key={time} x1={x(time)} x2={x(time)} y1={area.top} y2={area.bottom} stroke="var(--line)" strokeDasharray="1 3" />
      ))}
    </g>
  );
}

/** The playhead and the crosshair, moved without rendering. */
function Lines({ left, width, duration }: { left: number; width: number; duration: number }) {
  const head = useRef<HTMLDivElement>(null);
  const cross = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = (element: HTMLElement | null, time: number) => {
      if (element) element.style.transform = `translateX(${left + (time / duration) * width}px)`;
    };
    const unfollow = playhead.follow((time) => place(head.current, time));
    const moved = () => {
      if (!cross.current) return;
      cross.current.hidden = hover.time === null;
      if (hover.time !== null) place(cross.current, hover.time);
    };
    moved();
    const unsubscribe = hover.subscribe(moved);
    return () => {
      unfollow();
      unsubscribe();
    };
  }, [left, width, duration]);
  return (
    <>
      <div ref={cross} className={classes.crosshair} hidden />
      <div ref={head} className={classes.playhead} />
    </>
  );
}

/** What each arm shows at the crosshair, or else at the playhead. */
function Figures({ arms, meter, unit }: { arms: readonly DrawnArm[]; meter: string; unit: string }) {
  useResults();
  const moment = usePlayhead();
  const pointed = useHover();
  const time = pointed ?? moment;
  return (
    <span className={classes.figures} data-hovered={pointed !== null || undefined}>
      {arms.map(({ id, index, title }) => (
        <span key={id} style={{ color: armStyle(index).color }} title={title}>
          {formatFigure(results.at(id, meter, time), unit)}
        </span>
      ))}
    </span>
  );
}

/** Says why there is no line where there is none. */
function Waiting({ arms, meter, veiled }: { arms: readonly DrawnArm[]; meter: string; veiled: boolean }) {
  useResults();
  if (arms.length === 0) return <p className={classes.waiting}>All arms are hidden</p>;
  const ran = arms.filter(({ id }) => results.of(id) !== undefined);
  if (ran.length === 0) {
    const why =
      results.failures.size > 0 ? 'No picture: the simulation failed' : results.missing.size > 0 ? 'Waiting for a file' : 'Simulating…';
    return <p className={classes.waiting}>{why}</p>;
  }
  if (veiled && ran.every(({ id }) => results.samples(id, meter)?.length === 0)) return <p className={classes.waiting}>After your guess</p>;
  const observed = ran.some(({ id }) => results.samples(id, meter)?.some((sample) => !Number.isNaN(sample)));
  return !observed && !veiled && ran.every(({ id }) => results.of(id)?.finished) ? (
    <p className={classes.waiting}>Nothing to observe in this run</p>
  ) : null;
}

/** One sentence for those who cannot see the lines; brought up to date when a run has ended. */
function Summary({ title, unit, meter, arms }: { title: string; unit: string; meter: string; arms: readonly DrawnArm[] }) {
  useResults();
  return <p className="visually-hidden">{summaryOf(title, unit, meter, arms)}</p>;
}
