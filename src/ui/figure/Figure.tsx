import { type ReactNode, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'react';
import { linearDomain, linearTicks, timeTicks } from '../plot/axis.ts';
import { type GuessLine, GuessLines } from '../plot/GuessLines.tsx';
import { type Axis, Plot, usePlot } from '../plot/Plot.tsx';
import { scaleOf } from '../plot/scale.ts';
import { extent, seriesPath } from '../plot/seriesPath.ts';
import { useSize } from '../plot/useSize.ts';
import { formatClock, formatNumber } from '../quantity.ts';
import { results, useResults } from '../samples/results.ts';
import { playhead } from '../store/playhead.ts';
import classes from './Figure.module.css';

/** A line that a reader can choose as what will happen, in words. */
interface Guess extends GuessLine {
  label: string;
}

interface FigureProps {
  title: ReactNode;
  arm: string;
  meter: string;
  /** What of the run is shown [ms]. */
  from: number;
  to: number;
  /** A span in which something is wrong, with a word for it; and a moment with one. */
  band: { from: number; to: number; label: string };
  mark: { at: number; label: string } | null;
  /** The axis goes at least so far. */
  atLeast: number;
  guesses: readonly Guess[];
  /** The one that was chosen; null while all are to choose from. */
  chosen: number | null;
  onChoose(guess: number): void;
  /** What the lines answer. */
  question?: ReactNode;
  /** One sentence for those who cannot see the lines. */
  summary: string;
  /** Marks behind the line. */
  children?: ReactNode;
}

/** Room for labels [px]; at the right for the guesses' buttons, from the beginning: nothing moves when they come. */
const ROOM = { left: 36, top: 10, bottom: 26 };
const BUTTONS = 176;
/** Narrower than this, the buttons stand below [px]. */
const NARROW = 560;
/** Least distance of two buttons [px]. */
const APART = 38;

/** One large chart that is drawn as far as the playhead, with lines to guess by. */
export function Figure(props: FigureProps) {
  const { title, arm, meter, from, to, band, mark, atLeast, guesses, chosen, onChoose, question, summary, children } = props;
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  useResults();
  const narrow = width < NARROW;
  const room = useMemo(() => ({ ...ROOM, right: narrow ? 8 : BUTTONS }), [narrow]);
  const most = largest(arm, meter, from);
  const y = useMemo((): Axis => {
    const domain = linearDomain(most, '', atLeast);
    return { domain, ticks: () => linearTicks(domain, 3), label: formatNumber };
  }, [most, atLeast]);
  const x = useMemo(
    (): Axis => ({
      domain: { low: from, high: to },
      ticks: (length) => timeTicks(to, length < 300 ? 3 : 5).filter((tick) => tick >= from && tick < to),
      label: (time) => formatClock(time),
    }),
    [from, to],
  );
  const shown = guesses.map((guess, i) => ({ ...guess, i })).filter(({ i }) => chosen === null || chosen === i);
  const places = apart(
    shown.map(({ points }) => scaleOf(false, y.domain, height - room.bottom, room.top)(points[points.length - 1].value)),
    height - 18,
  );
  return (
    <figure className={classes.figure}>
      <figcaption className={classes.title}>{title}</figcaption>
      <div ref={box} className={classes.plot}>
        {width > 0 && (
          <Plot width={width} height={height} room={room} x={x} y={y}>
            <Band {...band} />
            {children}
            <GuessLines lines={shown} />
            <Truth arm={arm} meter={meter} from={from} />
            {mark && <Mark {...mark} />}
          </Plot>
        )}
        {!narrow &&
          shown.map(({ i, label }, at) => (
            <Choice key={i} label={label} top={places[at]} chosen={chosen !== null} onChoose={() => onChoose(i)} />
          ))}
      </div>
      {question && <h2 className={classes.question}>{question}</h2>}
      {narrow && shown.length > 0 && (
        <div className={classes.below}>
          {shown.map(({ i, label }) => (
            <Choice key={i} label={label} chosen={chosen !== null} onChoose={() => onChoose(i)} />
          ))}
        </div>
      )}
      <p className="visually-hidden">{summary}</p>
    </figure>
  );
}

function Choice({ label, top, chosen, onChoose }: { label: string; top?: number; chosen: boolean; onChoose(): void }) {
  const style = top === undefined ? undefined : { top };
  if (chosen)
    return (
      <span className={classes.choice} style={style} data-chosen>
        You: {label}
      </span>
    );
  return (
    <button type="button" className={classes.choice} style={style} onClick={onChoose}>
      {label}
    </button>
  );
}

/** The largest sample from a moment on [ms]. */
function largest(arm: string, meter: string, from: number): number {
  const samples = results.samples(arm, meter);
  const width = results.of(arm)?.binWidth ?? 1;
  return samples ? extent(samples.subarray(Math.floor(from / width))).most : 0;
}

/** Heights moved so far apart that nothing covers another, in their order, none below `lowest`. */
function apart(heights: readonly number[], lowest: number): readonly number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[b] - heights[a] || b - a);
  const placed = [...heights];
  let next = lowest;
  for (const i of order) {
    placed[i] = Math.min(placed[i], next);
    next = placed[i] - APART;
  }
  return placed;
}

/** The line, as far as the playhead; moved without React. */
function Truth({ arm, meter, from }: { arm: string; meter: string; from: number }) {
  const plotted = usePlot();
  const path = useRef<SVGPathElement>(null);
  const shutter = useRef<SVGRectElement>(null);
  const now = useRef<SVGLineElement>(null);
  const clip = useId();
  const { area, x } = plotted;
  useLayoutEffect(() => {
    const draw = () => {
      const samples = results.samples(arm, meter);
      const width = results.of(arm)?.binWidth ?? 1;
      path.current?.setAttribute('d', samples ? seriesPath(samples, width, plotted, Math.ceil(from / width)) : '');
    };
    draw();
    return results.subscribeToPictures(draw);
  }, [arm, meter, from, plotted]);
  useEffect(
    () =>
      playhead.follow((time) => {
        shutter.current?.setAttribute('width', String(Math.max(0, x(time) - area.left)));
        now.current?.setAttribute('transform', `translate(${x(time)} 0)`);
      }),
    [x, area],
  );
  return (
    <>
      <clipPath id={clip}>
        <rect ref={shutter} x={area.left} y={0} height={area.bottom + 4} />
      </clipPath>
      <path ref={path} className={classes.truth} clipPath={`url(#${clip})`} />
      <line ref={now} y1={area.top} y2={area.bottom} className={classes.now} />
    </>
  );
}

function Band({ from, to, label }: { from: number; to: number; label: string }) {
  const { x, area } = usePlot();
  return (
    <g>
      <rect x={x(from)} y={area.top} width={x(to) - x(from)} height={area.bottom - area.top} fill="var(--fault)" />
      <text x={(x(from) + x(to)) / 2} y={area.top + 15} textAnchor="middle">
        {label}
      </text>
    </g>
  );
}

function Mark({ at, label }: { at: number; label: string }) {
  const { x, area } = usePlot();
  return (
    <text x={x(at) + 6} y={area.top + 15}>
      {label}
    </text>
  );
}
