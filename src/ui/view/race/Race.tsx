import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useMemo, useState } from 'react';
import type { Decisions } from '../../../host/look/decisions.ts';
import { planOf } from '../../../scenario/arm.ts';
import { armsOf } from '../../../scenario/scenario.ts';
import { armStyle } from '../../chart/armStyles.ts';
import { formatClock, formatFigure, formatNumber, formatSpan } from '../../quantity.ts';
import { useResults } from '../../samples/results.ts';
import { useDocument } from '../../store/document.ts';
import { usePlayhead } from '../../store/playhead.ts';
import { useSession } from '../../store/session.ts';
import { Looking, useLooking, type Wanted } from '../looking.ts';
import { disagreements, figuresOf, indexAt, levels, rollingCount } from './lanes.ts';
import classes from './Race.module.css';

/** How much of the run a lane shows, in windows of the limit's span. */
const ZOOMS = [
  { value: '2', label: '2 windows' },
  { value: '6', label: '6 windows' },
  { value: '30', label: '30 windows' },
  { value: 'all', label: 'Whole run' },
] as const;

/** Heights within a lane [px]. */
const MARKS = 16;
const GRAPH = 44;
/** More marks than this in one lane are drawn as a density, not one by one. */
const MOST_MARKS = 3_000;

const looking = new Looking<'decisions'>('answers');
/** Decisions are asked for once the hand rests [ms]; that costs each arm one more run. */
const REST = 200;

/** One lane an arm under the same arrivals: who passes, who is turned away, and how much really passed in the window. */
export default function Race() {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const hidden = useSession((state) => state.hidden);
  const now = usePlayhead();
  const [zoom, setZoom] = useState<string>('6');
  const { ref, width } = useElementSize();
  const all = useMemo(() => armsOf(scenario).map(({ id, title }, index) => ({ id, title, index, plan: planOf(scenario, id) })), [scenario]);
  const ended = results.busy ? [] : all.filter(({ id }) => results.of(id)?.finished);
  const wanted = ended.map(({ id, plan }): Wanted<'decisions'> => ({ ask: 'decisions', slot: id, plan, args: {} }));
  useLooking(looking, wanted, REST);
  const arms = all.filter(({ id }) => !hidden.includes(id));
  const told = arms.flatMap(({ id }) => looking.answer(id) ?? []);
  const key = arms.map(({ id }) => `${id} ${looking.answer(id)?.time.length} ${looking.of(id)?.run}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the lanes
  const split = useMemo(() => disagreements(told), [key]);
  const span = Math.max(...told.map(({ means }) => means?.span ?? 0), 0) || 1_000;
  const shown = zoom === 'all' ? scenario.duration : Math.min(scenario.duration, Number(zoom) * span);
  const from = Math.max(0, Math.min(scenario.duration - shown, now - shown * 0.6));
  if (told.length === 0) {
    const failure = arms.map(({ id }) => looking.failure(id)).find((each) => each !== null);
    return (
      <p className={classes.nothing}>
        {results.busy
          ? 'Waiting for the run to end…'
          : failure
            ? `What the gates decide could not be collected: ${failure}`
            : 'Collecting what the gates decide…'}
      </p>
    );
  }
  return (
    <div className={classes.race}>
      <div className={classes.bar}>
        <SegmentedControl size="xs" data={[...ZOOMS]} value={zoom} onChange={setZoom} aria-label="How much of the run" />
        <span className={classes.key}>
          <i data-passed /> passes <i data-refused /> turned away <i data-split /> lanes disagree <i data-rolling /> passed in the last{' '}
          {formatSpan(span)} <i data-limit /> limit <i data-level /> state of the limiter
        </span>
        <span className={classes.range}>
          {formatClock(from, true)} to {formatClock(from + shown, true)}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <section className={classes.lanes} aria-label="Lanes" tabIndex={0}>
        <div ref={ref} className={classes.ruler} />
        {arms.map(({ id, title, index }) => {
          const decisions = looking.answer(id);
          return decisions ? (
            <Lane
              key={id}
              title={title}
              index={index}
              decisions={decisions}
              split={split}
              from={from}
              to={from + shown}
              now={now}
              width={Math.floor(width)}
            />
          ) : null;
        })}
      </section>
    </div>
  );
}

interface LaneProps {
  title: string;
  index: number;
  decisions: Decisions;
  split: ReadonlySet<number>;
  from: number;
  to: number;
  now: number;
  width: number;
}

function Lane({ title, index, decisions, split, from, to, now, width }: LaneProps) {
  const figures = useMemo(() => figuresOf(decisions), [decisions]);
  const disagreed = useMemo(() => {
    const requests = new Set(decisions.request);
    let count = 0;
    for (const request of split) if (requests.has(request)) count++;
    return count;
  }, [decisions, split]);
  const { means, gauge } = decisions;
  const at = Math.max(0, indexAt(decisions.time, now) - 1);
  const level = decisions.level[at];
  const over = means !== null && figures.mostInWindow > means.limit;
  return (
    <article className={classes.lane} aria-label={title}>
      <div className={classes.says}>
        <b style={{ color: armStyle(index).color }}>{title}</b>
        <span>
          {figures.passed.toLocaleString('en')} passed, {figures.refused.toLocaleString('en')} turned away
          {split.size > 0 && `, ${disagreed.toLocaleString('en')} disputed`}
        </span>
        <span>
          {means && (
            <>
              most in {formatSpan(means.span)}: <strong data-over={over || undefined}>{formatNumber(figures.mostInWindow)}</strong> of{' '}
              {formatNumber(means.limit)}
            </>
          )}
          {gauge && !Number.isNaN(level) && ` · ${gauge.label.toLowerCase()} ${formatFigure(level, gauge.unit)}`}
        </span>
      </div>
      <svg width={width} height={MARKS + GRAPH} aria-hidden="true" className={classes.stage}>
        <Marks decisions={decisions} split={split} from={from} to={to} width={width} />
        <Level decisions={decisions} from={from} to={to} width={width} />
        <Count decisions={decisions} most={Math.max(figures.mostInWindow || 0, means?.limit ?? 0)} from={from} to={to} width={width} />
        <line
          x1={((now - from) / (to - from)) * width}
          x2={((now - from) / (to - from)) * width}
          y2={MARKS + GRAPH}
          className={classes.now}
        />
      </svg>
      <Envelope {...decisions.envelope} />
    </article>
  );
}

/** Size of the envelope's picture [px]. */
const ENVELOPE = { width: 120, height: MARKS + GRAPH };

/** The most that passed in any span, by length of the span, below the line that the limiter promises; both logarithmic. */
function Envelope({ span, most, promise }: Decisions['envelope']) {
  const top = Math.max(2, ...most, ...promise.filter(Number.isFinite));
  const x = (i: number) => 2 + (i / (span.length - 1)) * (ENVELOPE.width - 4);
  const y = (value: number) => ENVELOPE.height - 2 - (Math.log(Math.max(1, value)) / Math.log(top)) * (ENVELOPE.height - 6);
  const line = (values: Float64Array) =>
    Array.from(values, (value, i) =>
      Number.isFinite(value) ? `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}` : '',
    ).join('');
  const last = span.length - 1;
  const words = `Most in ${formatSpan(span[last])}: ${formatNumber(most[last])}${
    Number.isFinite(promise[last]) ? ` of ${formatNumber(promise[last])} promised` : ', nothing promised'
  }`;
  return (
    <svg width={ENVELOPE.width} height={ENVELOPE.height} className={classes.envelope} role="img" aria-label={words}>
      <title>{`The most that passed in any span from ${formatSpan(span[0])} to ${formatSpan(span[last])}, and what is promised (dashed). ${words}`}</title>
      <path d={line(promise)} className={classes.limit} fill="none" />
      <path d={line(most)} className={classes.count} />
    </svg>
  );
}

/** Every decision in sight; many of them become one bar a pixel, as high as their share. */
function Marks({
  decisions,
  split,
  from,
  to,
  width,
}: {
  decisions: Decisions;
  split: ReadonlySet<number>;
  from: number;
  to: number;
  width: number;
}) {
  const { time, passed, request } = decisions;
  const first = indexAt(time, from);
  const last = indexAt(time, to);
  const x = (t: number) => ((t - from) / (to - from)) * width;
  if (last - first > MOST_MARKS) {
    const good = new Float64Array(width);
    const all = new Float64Array(width);
    for (let i = first; i < last; i++) {
      const column = Math.min(width - 1, Math.floor(x(time[i])));
      all[column]++;
      good[column] += passed[i];
    }
    let passes = '';
    let refusals = '';
    for (let column = 0; column < width; column++) {
      if (all[column] === 0) continue;
      const top = (1 - good[column] / all[column]) * MARKS;
      passes += `M${column} ${MARKS}V${top.toFixed(1)}`;
      if (top > 0) refusals += `M${column} ${top.toFixed(1)}V0`;
    }
    return (
      <>
        <path d={passes} className={classes.passed} strokeWidth={1} />
        <path d={refusals} className={classes.refused} strokeWidth={1} />
      </>
    );
  }
  let passes = '';
  let refusals = '';
  let disputes = '';
  for (let i = first; i < last; i++) {
    const place = x(time[i]).toFixed(1);
    if (split.has(request[i])) disputes += `M${place} 0V${MARKS}`;
    if (passed[i] === 1) passes += `M${place} ${MARKS}V5`;
    else refusals += `M${place} 4V0`;
  }
  return (
    <>
      <path d={disputes} className={classes.disputed} />
      <path d={passes} className={classes.passed} />
      <path d={refusals} className={classes.refused} />
    </>
  );
}

/** The state of the limiter, on a scale of its own. */
function Level({ decisions, from, to, width }: { decisions: Decisions; from: number; to: number; width: number }) {
  const top = useMemo(() => decisions.level.reduce((most, level) => (level > most ? level : most), 0), [decisions]);
  if (!(top > 0) || width === 0) return null;
  const floor = MARKS + GRAPH;
  let area = `M0 ${floor}`;
  levels(decisions, from, to, width).forEach((level, x) => {
    area += `L${x} ${(floor - (Number.isNaN(level) ? 0 : (Math.max(0, level) / top) * (GRAPH - 8))).toFixed(1)}`;
  });
  return <path d={`${area}L${width} ${floor}Z`} className={classes.level} />;
}

/** The true count of the last window, against the limit. */
function Count({ decisions, most, from, to, width }: { decisions: Decisions; most: number; from: number; to: number; width: number }) {
  const counts = width > 0 ? rollingCount(decisions, from, to, width) : null;
  if (!counts || !decisions.means) return null;
  const { limit } = decisions.means;
  const y = (count: number) => MARKS + GRAPH - 1 - (count / (most || 1)) * (GRAPH - 8);
  let line = '';
  let above = '';
  for (let x = 0; x < width; x++) {
    line += `${x === 0 ? 'M' : 'L'}${x} ${y(counts[x]).toFixed(1)}`;
    if (counts[x] > limit) above += `M${x} ${y(limit).toFixed(1)}V${y(counts[x]).toFixed(1)}`;
  }
  return (
    <>
      <path d={above} className={classes.above} />
      <line x2={width} y1={y(limit)} y2={y(limit)} className={classes.limit} />
      <path d={line} className={classes.count} />
    </>
  );
}
