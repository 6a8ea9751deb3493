import { ActionIcon } from '@mantine/core';
import { IconDice5 } from '@tabler/icons-react';
import { lazy, memo, type PointerEvent, Suspense, useMemo, useRef, useState } from 'react';
import type { WatchDoc } from '../../scenario/scenario.ts';
import { NOT_ALLOWED } from '../code/code.ts';
import { toggleLuck, useLuck } from '../luck/luck.ts';
import { linearTicks, logTicksWithZero, timeTicks } from '../plot/axis.ts';
import { type GuessLine, GuessLines } from '../plot/GuessLines.tsx';
import type { Cells } from '../plot/heatMap.ts';
import { hover, useHover } from '../plot/hover.ts';
import { type Axis, Plot, usePlot } from '../plot/Plot.tsx';
import { type Domain, scaleOf } from '../plot/scale.ts';
import { TimeLines } from '../plot/TimeLines.tsx';
import { useSize } from '../plot/useSize.ts';
import { formatClock, formatFigure, formatSpan, formatTick } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { playhead, usePlayhead } from '../store/playhead.ts';
import { armStyle } from './armStyles.ts';
import type { Band } from './bands.ts';
import classes from './Chart.module.css';
import { ChartGrip } from './ChartGrip.tsx';
import { ChartMenu, type ChartPlace } from './ChartMenu.tsx';
import { type Measured, usualDomain } from './domain.ts';
import { LitSpans } from './LitSpans.tsx';
import { useLit } from './lit.ts';
import { Series } from './Series.tsx';
import { summaryOf } from './summary.ts';

const HeatLayer = lazy(() => import('../heat/HeatLayer.tsx'));
const HeatNote = lazy(() => import('../heat/HeatNote.tsx'));
const LuckNote = lazy(() => import('../luck/LuckNote.tsx'));
const ThinRuns = lazy(() => import('../luck/ThinRuns.tsx').then((module) => ({ default: module.ThinRuns })));

/** An arm as charts draw it. */
export interface DrawnArm {
  id: string;
  title: string;
  /** Its place among all arms, which decides its looks. */
  index: number;
}

/** The arm that is edited, or the first where it is hidden. */
export function chosenOf(arms: readonly DrawnArm[], selected: string): DrawnArm | undefined {
  return arms.find(({ id }) => id === selected) ?? arms[0];
}

interface ChartProps extends Partial<ChartPlace> {
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
  /** It can be shown as a heat map: it is made of the times of single requests. */
  heats?: boolean;
  /** The choices of the step's question that are lines on this chart. */
  guesses: readonly GuessLine[];
  /** For a room: type that reads from afar, and nothing to click. */
  large?: boolean;
  /** It can be arranged: it is one of those of the grid. */
  onTable?(watch: WatchDoc): void;
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
/** What figures in the plot leave free for its axis [px]. */
const BESIDE_AXIS = 54;

/** Letters of the longest figure that there may be up to a value: 66,052 is longer than 120k, and 81.5 % than 100 %. */
function longestUpTo(high: number, unit: string): number {
  const long = [99_999, 99.9, 9.99, 0.999].filter((value) => value < high);
  return Math.max(...[high, ...long].map((value) => formatFigure(value, unit).length));
}

/** One meter over the run, all arms overlaid. */
export const Chart = memo(function Chart(props: ChartProps) {
  const {
    watch,
    title,
    unit,
    duration,
    arms,
    selected,
    bands,
    changes,
    pointedAt,
    veiled,
    guesses,
    heats = false,
    large = false,
    onTable,
    index = 0,
    count = 1,
  } = props;
  const room = large ? LARGE_ROOM : ROOM;
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const log = watch.scale === 'log';
  const [domain, setDomain] = useState<Domain>(usualDomain({ unit, max: watch.max, log }));
  const [thin, setThin] = useState(0);
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
      label: (value) => formatTick(value, unit),
    }),
    [log, shown, unit],
  );
  const chosen = chosenOf(arms, selected);
  const lit = useLit(({ spans }) => spans.some(({ meter }) => meter === watch.meter));
  const lucky = useLuck((state) => state.meter === watch.meter) && !veiled && chosen !== undefined;
  /** Drawn as a heat map: the values of one arm, behind its line. */
  const heated = watch.mark === 'heat-map' && !veiled ? chosen : undefined;
  const [cells, setCells] = useState<Cells | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const heat = heated ? cells : null;
  const reaching = useMemo(() => heat && { least: heat.edges[0] || heat.edges[1], most: heat.edges[heat.edges.length - 1] }, [heat]);
  const lines = useMemo(() => (heated ? [heated] : arms), [heated, arms]);
  const measured: Measured = { meter: watch.meter, unit, max: watch.max, log, arms: lines, guesses, thin, heat: reaching };
  const plot = { left: room.left, right: Math.max(room.left + 1, size.width - room.right) };
  const timeAt = (clientX: number) => {
    const left = box.current?.getBoundingClientRect().left ?? 0;
    return Math.min(duration, Math.max(0, ((clientX - left - plot.left) / (plot.right - plot.left)) * duration));
  };
  const topOf = () => box.current?.getBoundingClientRect().top ?? 0;
  /** The arm whose line passes next to the pointer; null where none does. */
  const nearest = (clientY: number, time: number): string | null => {
    const at = clientY - topOf();
    const height = scaleOf(log, shown, size.height - room.bottom, room.top);
    let found: string | null = null;
    let least = NEAR;
    for (const { id } of lines) {
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
    hover.move(time, lines.length > 1 ? nearest(event.clientY, time) : null);
    if (heat) setPointed(scaleOf(log, shown, size.height - room.bottom, room.top).invert(event.clientY - topOf()));
  };
  // figures that have no room beside the title stand in the plot
  const figure = Math.max(unit === 'ms' ? SPAN : FIGURE, longestUpTo(shown.high, unit) * DIGIT + GAP);
  const wanted = title.length * LETTER + unitLabel(unit).length * 6 + arms.length * figure;
  const crowded = size.width > 0 && !large && wanted > size.width - CONTROLS;
  // two rows of them would lie over the lines: all are told while one points at a moment
  const one = crowded && arms.length * figure > size.width - BESIDE_AXIS ? selected : undefined;
  const figures = <Figures arms={arms} meter={watch.meter} unit={unit} one={one} />;
  return (
    <section
      className={classes.chart}
      data-pointed={pointedAt || undefined}
      data-lit={lit || undefined}
      data-large={large || undefined}
      data-height={watch.height}
      aria-label={title}
    >
      {pointedAt && <span className={classes.edge} title="This step of the story is about this chart" />}
      {onTable && count > 1 && <ChartGrip meter={watch.meter} title={title} index={index} count={count} />}
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
        {onTable && <ChartMenu watch={watch} title={title} unit={unit} heats={heats} index={index} count={count} onTable={onTable} />}
      </header>
      {heated && (
        <Suspense>
          <HeatNote arm={heated} title={title} meter={watch.meter} pointed={pointed} onCells={setCells} />
        </Suspense>
      )}
      {lucky && (
        <Suspense>
          <LuckNote arm={chosen.id} title={title} meter={watch.meter} unit={unit} />
        </Suspense>
      )}
      <div
        ref={box}
        className={classes.plot}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerLeave={() => {
          hover.move(null);
          setPointed(null);
        }}
        data-heat={heat !== null || undefined}
      >
        {crowded && figures}
        {size.width > 0 && size.height > 0 && (
          <Plot width={size.width} height={size.height} room={room} x={x} y={y}>
            <Bands bands={bands} changes={changes} />
            <LitSpans meter={watch.meter} arms={lines} />
            {lucky && (
              <Suspense>
                <ThinRuns meter={watch.meter} color={armStyle(chosen.index).color} onMost={setThin} />
              </Suspense>
            )}
            {heated && heat && (
              <Suspense>
                <HeatLayer cells={heat} index={heated.index} />
              </Suspense>
            )}
            <GuessLines lines={guesses} />
            <Series measured={measured} arms={lines} selected={selected} domain={shown} onDomain={setDomain} veiled={veiled} box={box} />
          </Plot>
        )}
        <TimeLines {...plot} from={0} to={duration} top={room.top} bottom={room.bottom} />
        {guesses.length === 0 && <Waiting arms={arms} meter={watch.meter} veiled={veiled} />}
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

/** What each arm shows at the crosshair, or else at the playhead; only `one` of them there, if it is drawn. */
function Figures({ arms, meter, unit, one }: { arms: readonly DrawnArm[]; meter: string; unit: string; one?: string }) {
  useResults();
  const moment = usePlayhead();
  const pointed = useHover();
  const time = pointed ?? moment;
  return (
    <span className={classes.figures} data-hovered={pointed !== null || undefined}>
      {(pointed === null && arms.some(({ id }) => id === one) ? arms.filter(({ id }) => id === one) : arms).map(({ id, index, title }) => (
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
    return <p className={classes.waiting}>{whyNothing()}</p>;
  }
  if (veiled && ran.every(({ id }) => results.samples(id, meter)?.length === 0)) return <p className={classes.waiting}>After your guess</p>;
  const observed = ran.some(({ id }) => results.samples(id, meter)?.some((sample) => !Number.isNaN(sample)));
  return !observed && !veiled && ran.every(({ id }) => results.of(id)?.finished) ? (
    <p className={classes.waiting}>Nothing to observe in this run</p>
  ) : null;
}

function whyNothing(): string {
  const failures = [...results.failures.values()];
  if (failures.length > 0)
    return failures.every((each) => each === NOT_ALLOWED) ? 'Waits for your consent' : 'No picture: the simulation failed';
  return results.missing.size > 0 ? 'Waiting for a file' : 'Simulating…';
}

/** One sentence for those who cannot see the lines; brought up to date when a run has ended. */
function Summary({ title, unit, meter, arms }: { title: string; unit: string; meter: string; arms: readonly DrawnArm[] }) {
  useResults();
  return <p className="visually-hidden">{summaryOf(title, unit, meter, arms)}</p>;
}
