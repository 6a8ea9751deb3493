import { ActionIcon, Button, SegmentedControl } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Jobs } from '../../../host/jobs.ts';
import { bandsBehind } from '../../chart/bands.ts';
import { LaneStage } from '../../plot/LaneStage.tsx';
import { inSight, lanesSentence, placed } from '../../plot/lanes.ts';
import { LaneWindow } from '../../plot/laneWindow.ts';
import { usePaint } from '../../plot/usePaint.ts';
import { formatClock } from '../../quantity.ts';
import { useDocument } from '../../store/document.ts';
import { usePlayhead } from '../../store/playhead.ts';
import { useSession } from '../../store/session.ts';
import { DeliveryTable } from './DeliveryTable.tsx';
import classes from './Jobs.module.css';
import { type Grouping, type JobLane, lanesOf } from './lanes.ts';
import { indexOf } from './rows.ts';
import { COLOURS, spansOf } from './spans.ts';

/** Lanes that are drawn; there can be as many as keys. */
const MOST_LANES = 400;
/** A narrow screen [px] begins with a smaller part of the run. */
const NARROW = 700;
const NARROWER = 0.4;

/** Who works on what: a bar for each delivery, in lanes. */
export function Lanes({ tabs, arm, jobs, titleOf }: { tabs: ReactNode; arm: string; jobs: Jobs; titleOf(id: string): string }) {
  const scenario = useDocument((state) => state.scenario);
  const edited = useSession((state) => state.arm);
  const [by, setBy] = useState<Grouping>('process');
  const [asTable, setAsTable] = useState(false);
  const paint = usePaint(COLOURS);
  const spans = useMemo(() => spansOf(jobs, paint), [jobs, paint]);
  const view = useRef<LaneWindow>(null);
  const [span, setSpan] = useState<number | null>(null);
  const { medianTime } = indexOf(jobs);
  // another length is another scenario
  if (view.current?.duration !== jobs.duration)
    view.current = new LaneWindow(jobs.duration, medianTime * (window.innerWidth < NARROW ? NARROWER : 1));
  const now = usePlayhead();
  const { from, to } = view.current.at(now);
  const zoom = (factor: number) => {
    view.current?.zoom(factor);
    setSpan(view.current?.span ?? null);
  };
  const all = useMemo(() => lanesOf(jobs, by), [jobs, by]);
  // keys come and go; processes keep their place
  const shown = useMemo(() => {
    if (by === 'process') return all.slice(0, MOST_LANES);
    const visible = all.filter((lane) => {
      const { first, last } = inSight(lane, spans.begins, from, to);
      return first < last;
    });
    return visible.slice(0, MOST_LANES);
  }, [all, by, spans, from, to]);
  // the same lanes are the same picture
  const names = shown.map(({ component, number }) => `${component} ${number}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the names stand for the lanes
  const places = useMemo(() => placed(shown), [names, all]);
  const bands = useMemo(() => bandsBehind(scenario, edited), [scenario, edited]);
  const several = new Set(all.map(({ component }) => component)).size > 1;
  const nameOf = ({ component, number }: JobLane) =>
    `${several ? `${titleOf(jobs.components[component])} ` : ''}${by === 'process' ? (several ? number + 1 : `process ${number + 1}`) : `key ${number}`}`;
  return (
    <>
      <div className={classes.bar}>
        {tabs}
        <SegmentedControl
          size="xs"
          aria-label="A lane for each"
          data={[
            { value: 'process', label: 'By process' },
            { value: 'key', label: 'By key' },
          ]}
          value={by}
          onChange={(value) => setBy(value as Grouping)}
        />
        <Key />
        <span className={classes.tools}>
          {arm && <span className={classes.arm}>{arm}</span>}
          {jobs.cut && <span>the first {jobs.deliveries.job.length.toLocaleString('en')} deliveries</span>}
          <span className={classes.clock}>
            {formatClock(from, to - from < 20_000)} to {formatClock(to, to - from < 20_000)}
          </span>
          <span className={classes.pair}>
            <ActionIcon
              variant="default"
              size={24}
              aria-label="Show more of the run"
              disabled={span === jobs.duration}
              onClick={() => zoom(2)}
            >
              <IconMinus size={13} />
            </ActionIcon>
            <ActionIcon variant="default" size={24} aria-label="Show less of the run" onClick={() => zoom(0.5)}>
              <IconPlus size={13} />
            </ActionIcon>
          </span>
          <Button variant="default" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
            {asTable ? 'Bars' : 'Table'}
          </Button>
        </span>
      </div>
      {asTable ? (
        <DeliveryTable jobs={jobs} from={from} to={to} titleOf={titleOf} />
      ) : jobs.deliveries.job.length === 0 ? (
        <p className={classes.nothing}>No job has been received in this run.</p>
      ) : (
        <div className={classes.stage}>
          <LaneStage
            spans={spans}
            lanes={places.lanes}
            total={places.height}
            nameOf={nameOf}
            bands={bands}
            view={view.current}
            noun="delivery"
            summary={lanesSentence(shown, spans.begins, from, to, 'deliveries')}
            onZoom={zoom}
          />
        </div>
      )}
    </>
  );
}

function Key() {
  const id = 'job-lanes-hatch';
  return (
    <span className={classes.key}>
      <svg width="34" height="12" aria-hidden="true">
        <rect y="4" width="12" height="2" fill="var(--line)" />
        <rect x="12" y="1" width="22" height="8" fill="var(--ok)" />
      </svg>{' '}
      prefetched, at work
      <svg width="22" height="12" aria-hidden="true">
        <rect y="5" width="21" height="1" fill="var(--error)" />
        <rect x="20" y="1" width="1.5" height="9" fill="var(--error)" />
      </svg>{' '}
      lease ran out
      <svg width="22" height="12" aria-hidden="true">
        <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="1.4" height="4" fill="var(--wasted)" />
        </pattern>
        <rect x="0.5" y="1.5" width="21" height="7" fill={`url(#${id})`} stroke="var(--wasted)" />
      </svg>{' '}
      late
      <svg width="11" height="12" aria-hidden="true">
        <path d="M5 1.5L9 5.5L5 9.5L1 5.5Z" fill="var(--ink)" />
      </svg>{' '}
      side effect
      <svg width="12" height="12" aria-hidden="true">
        <path d="M6 0L11.5 5.5L6 11L0.5 5.5Z" fill="var(--error)" />
      </svg>{' '}
      too many
      <svg width="9" height="12" aria-hidden="true">
        <rect width="2" height="10" fill="var(--retry)" />
        <rect x="2" y="1" width="7" height="8" fill="var(--ok)" />
      </svg>{' '}
      again
    </span>
  );
}
