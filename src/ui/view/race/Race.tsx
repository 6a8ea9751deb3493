import { SegmentedControl } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { planOf } from '../../../scenario/arm.ts';
import { armsOf } from '../../../scenario/scenario.ts';
import { timeTicksBetween } from '../../plot/axis.ts';
import { type Axis, Plot } from '../../plot/Plot.tsx';
import { useSize } from '../../plot/useSize.ts';
import { formatClock, formatSpan } from '../../quantity.ts';
import { useResults } from '../../samples/results.ts';
import { useDocument } from '../../store/document.ts';
import { usePlayhead } from '../../store/playhead.ts';
import { useSession } from '../../store/session.ts';
import { Looking, useLooking, type Wanted } from '../looking.ts';
import { BARE, Lane, ROOM } from './Lane.tsx';
import { disagreements } from './lanes.ts';
import classes from './Race.module.css';

/** How much of the run a lane shows, in windows of the limit's span. */
const ZOOMS = [
  { value: '2', label: '2 windows' },
  { value: '6', label: '6 windows' },
  { value: '30', label: '30 windows' },
  { value: 'all', label: 'Whole run' },
] as const;

/** Height of the time axis [px]. */
const RULER = 18;
const RULER_ROOM = { ...ROOM, top: 0, bottom: RULER };

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
  const x = useMemo(
    (): Axis => ({
      domain: { low: from, high: from + shown },
      ticks: (length) => timeTicksBetween(from, from + shown, Math.max(2, Math.floor(length / 90))),
      label: (time) => formatClock(time, shown < 20_000),
    }),
    [from, shown],
  );
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
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <section className={classes.lanes} aria-label="Lanes" tabIndex={0}>
        <Ruler x={x} />
        {arms.map(({ id, title, index }) => {
          const decisions = looking.answer(id);
          const failure = looking.failure(id);
          if (decisions && failure === null) return <Lane key={id} title={title} index={index} decisions={decisions} split={split} x={x} />;
          return failure === null ? null : (
            <p key={id} className={classes.nothing}>
              {title}: what it decides could not be collected: {failure}
            </p>
          );
        })}
      </section>
    </div>
  );
}

/** The moments of all lanes. */
function Ruler({ x }: { x: Axis }) {
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  return (
    <div ref={box} className={classes.ruler}>
      {width > 0 && <Plot width={width} height={RULER} room={RULER_ROOM} x={x} y={BARE} />}
    </div>
  );
}
