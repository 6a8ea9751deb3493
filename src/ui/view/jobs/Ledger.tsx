import type { ReactNode } from 'react';
import type { Jobs } from '../../../host/jobs.ts';
import { armStyle } from '../../chart/armStyles.ts';
import { formatClock } from '../../quantity.ts';
import { playhead, usePlayhead } from '../../store/playhead.ts';
import { CopyRows } from '../../table/CopyRows.tsx';
import { type Column, textOf } from '../../table/columns.ts';
import { VirtualTable } from '../../table/VirtualTable.tsx';
import classes from './Jobs.module.css';
import { type Balance, balanceAt, extrasBy, missingAt, sentenceOf, type Wrong, type Wrongs } from './ledger.ts';
import { RequestLink } from './RequestLink.tsx';

interface LedgerProps {
  tabs: ReactNode;
  arms: readonly { id: string; title: string; index: number }[];
  /** Of the arm that is looked at. */
  selected: Jobs;
  /** Of an arm; null while its jobs are followed. */
  jobsOf(arm: string): Jobs | null;
  /** Why there are none of an arm; null where nothing is known to be wrong. */
  failureOf(arm: string): string | null;
  titleOf(id: string): string;
}

/** What was wished for and what was booked: an account for each queue and arm, up to the playhead. */
export function Ledger({ tabs, arms, selected, jobsOf, failureOf, titleOf }: LedgerProps) {
  const now = usePlayhead();
  return (
    <>
      <div className={classes.bar}>
        {tabs}
        <span className={classes.says}>
          Every side effect of a job is booked, up to <b className={classes.clock}>{formatClock(now, true)}</b>
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it */}
      <section className={classes.scroll} aria-label="Ledger" tabIndex={0}>
        {selected.books.map((book) => {
          const id = selected.components[book.queue];
          return (
            <article key={id} className={classes.ledger} aria-label={titleOf(id)}>
              <div className={classes.accounts}>
                <h3 className={selected.books.length === 1 ? 'visually-hidden' : undefined}>{titleOf(id)}</h3>
                {arms.map((arm) => {
                  const jobs = jobsOf(arm.id);
                  const failure = failureOf(arm.id);
                  const own = jobs?.books.find(({ queue }) => jobs.components[queue] === id);
                  return (
                    <section key={arm.id} className={classes.account} aria-label={arm.title}>
                      {arms.length > 1 && (
                        <h4>
                          <svg width="20" height="8" aria-hidden="true">
                            <line
                              x2="20"
                              y1="4"
                              y2="4"
                              stroke={armStyle(arm.index).color}
                              strokeDasharray={armStyle(arm.index).dash}
                              strokeWidth="2"
                            />
                          </svg>
                          <span style={{ color: armStyle(arm.index).color }}>{arm.title}</span>
                        </h4>
                      )}
                      {failure ? (
                        <p className={classes.says}>The jobs could not be followed: {failure}</p>
                      ) : own ? (
                        <Figures balance={balanceAt(own, now)} />
                      ) : (
                        <p className={classes.says}>{jobs ? 'This arm has no such queue.' : 'Following every job…'}</p>
                      )}
                    </section>
                  );
                })}
              </div>
              <div className={classes.wrongs}>
                <Entries
                  title="Too many"
                  none="No side effect has taken place twice."
                  count={balanceAt(book, now).extra}
                  wrongs={extrasBy(selected, book.queue, now)}
                />
                <Entries
                  title="Missing"
                  none="Nothing is missing: every wish is done, or still open."
                  count={balanceAt(book, now).missing}
                  wrongs={missingAt(selected, book, now)}
                />
              </div>
            </article>
          );
        })}
      </section>
    </>
  );
}

const FIGURES: readonly { name: keyof Balance; label: string; wrong?: true }[] = [
  { name: 'expected', label: 'Expected' },
  { name: 'once', label: 'Done once' },
  { name: 'repeated', label: 'Twice or more', wrong: true },
  { name: 'extra', label: 'Too many', wrong: true },
  { name: 'missing', label: 'Missing', wrong: true },
  { name: 'open', label: 'Still open' },
];

function Figures({ balance }: { balance: Balance }) {
  return (
    <>
      <dl className={classes.figures}>
        {FIGURES.map(({ name, label, wrong }) => (
          <div key={name} data-wrong={(wrong && (balance[name] as number) > 0) || undefined} data-none={balance[name] === 0 || undefined}>
            <dt>{label}</dt>
            <dd>{balance[name].toLocaleString('en')}</dd>
          </div>
        ))}
      </dl>
      <p className={classes.balance} data-right={balance.isRight || undefined}>
        <b>{balance.isRight ? '✓ It adds up' : '✕ It does not add up'}</b>
        <span>{sentenceOf(balance)}</span>
      </p>
    </>
  );
}

const COLUMNS: readonly Column<Wrong>[] = [
  {
    title: 'Of',
    chars: 13,
    words: true,
    text: ({ job, request }) => nameOf(job, request),
    cell: ({ job, request }) => <RequestLink request={request}>{nameOf(job, request)}</RequestLink>,
  },
  { title: 'Key', chars: 6, text: ({ key }) => (key < 0 ? '–' : String(key)) },
  {
    title: 'At',
    chars: 9,
    text: ({ at }) => formatClock(at, true),
    cell: ({ at }) => (
      <button type="button" className={`text-button ${classes.moment}`} title="Go there" onClick={() => seek(at)}>
        {formatClock(at, true)}
      </button>
    ),
  },
  { title: 'Because', chars: 34, words: true, wraps: true, text: ({ why }) => why },
];

const nameOf = (job: number, request: number) => (job < 0 ? `request ${request}` : `job ${job}`);

function Entries({ title, none, count, wrongs }: { title: string; none: string; count: number; wrongs: Wrongs }) {
  return (
    <section aria-label={title}>
      <h4 data-wrong={count > 0 || undefined}>
        {title} <span>{count > 0 ? count.toLocaleString('en') : ''}</span>
        {wrongs.count > 0 && <CopyRows text={() => textOf(COLUMNS, wrongs.count, wrongs.at)} />}
      </h4>
      {count === 0 && <p className={classes.says}>{none}</p>}
      {wrongs.count > 0 && (
        <VirtualTable label={`${title}, one by one`} className={classes.entries} columns={COLUMNS} count={wrongs.count} rowAt={wrongs.at} />
      )}
      {count > wrongs.count && wrongs.count > 0 && (
        <p className={classes.says}>and {(count - wrongs.count).toLocaleString('en')} more, which are not kept one by one</p>
      )}
    </section>
  );
}

function seek(at: number): void {
  playhead.pause();
  playhead.seek(at);
}
