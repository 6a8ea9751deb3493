import { SegmentedControl, UnstyledButton } from '@mantine/core';
import { IconChevronLeft } from '@tabler/icons-react';
import { type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import { planOf } from '../../../scenario/arm.ts';
import { armsOf } from '../../../scenario/scenario.ts';
import { formatClock, formatSpan } from '../../quantity.ts';
import { useResults, useStories } from '../../samples/results.ts';
import { useDocument } from '../../store/document.ts';
import { useSession } from '../../store/session.ts';
import { CopyRows } from '../../table/CopyRows.tsx';
import { type Column, textOf } from '../../table/columns.ts';
import { VirtualTable } from '../../table/VirtualTable.tsx';
import { LISTS, type List, labelOf, listed, NOBODY, saidOf } from './lists.ts';
import classes from './Requests.module.css';
import { type RequestRow, rowsOf } from './story.ts';
import { Waterfall } from './Waterfall.tsx';

/** Single requests of the arm that is looked at: a table, and the story of the one that is chosen. */
export default function Requests() {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const stories = useStories();
  const [list, setList] = useState<List>('slowest');
  const chosen = useSession((state) => state.request);
  const setChosen = (request: number) => useSession.getState().choose({ request });
  const all = useMemo(() => (stories ? rowsOf(stories) : []), [stories]);
  const jobs = useMemo(() => all.some(({ jobTime }) => !Number.isNaN(jobTime)), [all]);
  const own = useMemo(() => listed(all, list), [all, list]);
  // one that is asked for stands first in a list that it is not in
  const asked = own.some(({ number }) => number === chosen) ? undefined : all.find(({ number }) => number === chosen);
  const rows = asked ? [asked, ...own] : own;
  const selected = Math.max(
    0,
    rows.findIndex(({ number }) => number === chosen),
  );
  const components = useMemo(() => planOf(scenario, arm).components, [scenario, arm]);
  const title = armsOf(scenario).find(({ id }) => id === arm)?.title;
  const columns = columnsOf(scenario.duration, jobs);
  const rowAt = (i: number) => rows[i];
  const reading = useReading(chosen !== null);
  return (
    <div ref={reading.view} className={classes.requests} data-reading={reading.is || undefined}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is pressed are rows and their buttons */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: and Enter on a button is a click */}
      <div className={classes.list} onClick={reading.begin}>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            data={LISTS.map((value) => ({ value, label: labelOf(value, stories) }))}
            value={list}
            onChange={(value) => {
              setList(value as List);
              // the one that was read has no place in another list
              useSession.getState().choose({ request: null });
            }}
            aria-label="Which requests"
          />
          {rows.length > 0 && <CopyRows text={() => textOf(columns, rows.length, rowAt)} />}
          <span className={classes.says}>
            {title}
            {stories && `: ${saidOf(list, stories, own.length, jobs)}`}
            {stories?.cut && '; the longest stories are cut short'}
          </span>
        </div>
        {stories === null ? (
          <p className={classes.nothing}>
            {results.busy
              ? 'Waiting for the run to end…'
              : results.storiesFailure
                ? `No stories can be told: ${results.storiesFailure}`
                : 'Collecting stories…'}
          </p>
        ) : rows.length === 0 ? (
          <p className={classes.nothing}>{NOBODY[list]}</p>
        ) : (
          <VirtualTable
            label="Requests"
            columns={columns}
            count={rows.length}
            rowAt={rowAt}
            selected={selected}
            onSelect={(i) => setChosen(rows[i].number)}
          />
        )}
      </div>
      {stories && rows[selected] && (
        <Waterfall stories={stories} row={rows[selected]} components={components}>
          <UnstyledButton className={classes.back} onClick={reading.end}>
            <IconChevronLeft size={16} aria-hidden /> All requests
          </UnstyledButton>
        </Waterfall>
      )}
    </div>
  );
}

/** Where there is room for one of the two: whether the story is read, and not the list. The focus goes along. */
function useReading(initially: boolean) {
  const [is, setIs] = useState(initially);
  const view = useRef<HTMLDivElement>(null);
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const place = is ? `.${classes.back}` : 'tr[aria-selected="true"] button';
    view.current?.querySelector<HTMLElement>(place)?.focus({ preventScroll: true });
  }, [is]);
  const turn = (next: boolean) => {
    moved.current = next !== is;
    setIs(next);
  };
  return {
    is,
    view,
    begin: (event: MouseEvent) => (event.target as HTMLElement).closest('tbody tr') && turn(true),
    end: () => turn(false),
  };
}

const span = (time: number) => (Number.isNaN(time) ? '–' : formatSpan(time));

const TONES: Readonly<Record<string, string>> = {
  ok: 'ok',
  error: 'error',
  'permanent-error': 'error',
  'timed-out': 'error',
  shed: 'rejected',
  rejected: 'rejected',
  dropped: 'rejected',
};

const columnsOf = (duration: number, jobs: boolean): readonly Column<RequestRow>[] => [
  {
    title: 'Request',
    chars: 6,
    text: ({ number }) => String(number),
    cell: ({ number }) => (
      <button type="button" className="text-button" onFocus={() => useSession.getState().choose({ request: number })}>
        {number}
      </button>
    ),
  },
  { title: 'Meant for', chars: formatClock(duration, true).length + 1, text: ({ intended }) => formatClock(intended, true) },
  { title: 'Outcome', chars: 11, words: true, text: ({ outcome }) => outcome.replaceAll('-', ' '), tone: ({ outcome }) => TONES[outcome] },
  { title: 'Attempts', chars: 8, text: ({ attempts }) => (attempts > 0 ? String(attempts) : '–') },
  { title: 'Response time', chars: 8, text: ({ responseTime }) => span(responseTime) },
  ...(jobs ? [{ title: 'Job done after', chars: 8, text: ({ jobTime }: RequestRow) => span(jobTime) }] : []),
];
