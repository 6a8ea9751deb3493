import { SegmentedControl } from '@mantine/core';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { planOf } from '../../../scenario/arm.ts';
import { armsOf } from '../../../scenario/scenario.ts';
import { formatClock, formatSpan } from '../../quantity.ts';
import { useResults, useStories } from '../../samples/results.ts';
import { useDocument } from '../../store/document.ts';
import { useSession } from '../../store/session.ts';
import classes from './Requests.module.css';
import { type RequestRow, rowsOf } from './story.ts';
import { Waterfall } from './Waterfall.tsx';

const SORTS = [
  { value: 'slowest', label: 'Slowest' },
  { value: 'failed', label: 'Failed' },
  { value: 'open', label: 'Unfinished' },
  { value: 'sample', label: 'Sample' },
] as const;
type Sort = (typeof SORTS)[number]['value'];

/** The sample can hold thousands; the table shows so many of them. */
const MOST_ROWS = 300;

/** Single requests of the arm that is looked at: a table, and the story of the one that is chosen. */
export default function Requests() {
  const results = useResults();
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const stories = useStories();
  const [sort, setSort] = useState<Sort>('slowest');
  const chosen = useSession((state) => state.request);
  const setChosen = (request: number) => useSession.getState().choose({ request });
  const body = useRef<HTMLTableSectionElement>(null);
  const all = useMemo(() => (stories ? rowsOf(stories) : []), [stories]);
  const listed = useMemo(() => sorted(all, sort), [all, sort]);
  // one that is asked for stands first in a list that it is not in
  const asked = listed.some(({ number }) => number === chosen) ? undefined : all.find(({ number }) => number === chosen);
  const rows = asked ? [asked, ...listed] : listed;
  const row = rows.find(({ number }) => number === chosen) ?? rows[0];
  // biome-ignore lint/correctness/useExhaustiveDependencies: where it stands depends on the list
  useEffect(() => {
    body.current?.querySelector(`[data-number="${chosen}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listed]);
  const components = useMemo(() => planOf(scenario, arm).components, [scenario, arm]);
  const title = armsOf(scenario).find(({ id }) => id === arm)?.title;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    event.stopPropagation();
    const next =
      rows[
        Math.min(
          rows.length - 1,
          Math.max(0, rows.findIndex(({ number }) => number === row?.number) + (event.key === 'ArrowDown' ? 1 : -1)),
        )
      ];
    if (!next) return;
    setChosen(next.number);
    body.current?.querySelector<HTMLElement>(`[data-number="${next.number}"] button`)?.focus();
  };
  return (
    <div className={classes.requests}>
      <div className={classes.list}>
        <div className={classes.bar}>
          <SegmentedControl
            size="xs"
            data={[...SORTS]}
            value={sort}
            onChange={(value) => setSort(value as Sort)}
            aria-label="Which requests"
          />
          <span>
            {title}
            {stories ? `, ${stories.total.toLocaleString('en')} requests in all` : ''}
            {stories?.cut ? '; the longest stories are cut short' : ''}
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
          <p className={classes.nothing}>No such requests in this run.</p>
        ) : (
          <div className={classes.scroll}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Request</th>
                  <th scope="col">Meant for</th>
                  <th scope="col">Outcome</th>
                  <th scope="col">Attempts</th>
                  <th scope="col">Response time</th>
                </tr>
              </thead>
              <tbody ref={body} onKeyDown={onKeyDown}>
                {rows.map((each) => (
                  <tr
                    key={each.number}
                    data-number={each.number}
                    aria-selected={each.number === row?.number}
                    onClick={() => setChosen(each.number)}
                  >
                    <td>
                      <button type="button" className={classes.link} onFocus={() => setChosen(each.number)}>
                        {each.number}
                      </button>
                    </td>
                    <td>{formatClock(each.intended, true)}</td>
                    <td data-outcome={each.outcome}>{each.outcome}</td>
                    <td>{each.attempts || '–'}</td>
                    <td>{Number.isNaN(each.responseTime) ? '–' : formatSpan(each.responseTime)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      {stories && row && <Waterfall stories={stories} row={row} components={components} />}
    </div>
  );
}

function sorted(rows: readonly RequestRow[], sort: Sort): readonly RequestRow[] {
  const pick = rows.filter(({ keptAs, outcome }) =>
    sort === 'sample'
      ? keptAs === 'sample'
      : sort === 'slowest'
        ? outcome === 'ok'
        : sort === 'open'
          ? outcome === 'open'
          : outcome !== 'ok' && outcome !== 'open',
  );
  if (sort === 'slowest') pick.sort((a, b) => b.responseTime - a.responseTime);
  const step = Math.max(1, Math.ceil(pick.length / MOST_ROWS));
  return sort === 'slowest' ? pick.slice(0, MOST_ROWS) : pick.filter((_, i) => i % step === 0);
}
