import { Button } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { Jobs } from '../../../host/jobs.ts';
import { componentsAt } from '../../../scenario/arm.ts';
import { withParam } from '../../../scenario/edit.ts';
import { formatClock } from '../../quantity.ts';
import { useDocument } from '../../store/document.ts';
import { playhead, usePlayhead } from '../../store/playhead.ts';
import { useSession } from '../../store/session.ts';
import classes from './Jobs.module.css';
import { RequestLink } from './RequestLink.tsx';
import { indexOf, NEAR } from './rows.ts';
import { DEATHS } from './words.ts';

/** Rows shown; the last to die are the ones of interest. */
const MOST_ROWS = 200;

/** Jobs that were moved aside up to the playhead, and the way to send them again. */
export function DeadLetters({ tabs, arm, jobs, titleOf }: { tabs: ReactNode; arm: string; jobs: Jobs; titleOf(id: string): string }) {
  const now = usePlayhead();
  const { deliveries, deaths, components } = jobs;
  const dead = useMemo(() => deaths.filter(({ at }) => at <= now + NEAR), [deaths, now]);
  const waiting = dead.filter(({ redriven }) => redriven > now + NEAR).length;
  const queues = jobs.books.map(({ queue }) => components[queue]);
  const received = (job: number, at: number) =>
    (indexOf(jobs).byJob.get(job) ?? []).reduce(
      (most, row) => (deliveries.received[row] <= at + NEAR ? Math.max(most, deliveries.receiveCount[row]) : most),
      0,
    );
  return (
    <>
      <div className={classes.bar}>
        {tabs}
        <span className={classes.says}>
          {arm && `${arm}: `}
          {waiting === 0
            ? 'none waits'
            : `${waiting.toLocaleString('en')} ${waiting === 1 ? 'waits' : 'wait'} to be looked at or sent again`}
          {dead.length > waiting && `, ${(dead.length - waiting).toLocaleString('en')} sent again`}
        </span>
        <span className={classes.tools}>
          {queues.map((id) => (
            <Redrive key={id} queue={id} title={queues.length > 1 ? titleOf(id) : ''} idle={waiting === 0} />
          ))}
        </span>
      </div>
      {dead.length === 0 ? (
        <p className={classes.nothing}>
          No job has been moved aside up to {formatClock(now, true)}. One that fails, or is received, too often comes here: it is kept,
          nobody works on it, and its side effect stays missing until it is sent again.
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
        <section className={classes.scroll} aria-label="Dead letters" tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">Job</th>
                {queues.length > 1 && <th scope="col">Queue</th>}
                <th scope="col">Key</th>
                <th scope="col">Tenant</th>
                <th scope="col">Moved aside</th>
                <th scope="col">Received</th>
                <th scope="col" data-words>
                  Because
                </th>
                <th scope="col" data-words>
                  Since then
                </th>
              </tr>
            </thead>
            <tbody>
              {dead
                .slice(-MOST_ROWS)
                .reverse()
                .map(({ queue, job, request, key, tenant, at, cause, redriven }) => (
                  <tr key={`${job} ${at}`}>
                    <td>
                      <RequestLink request={request}>{job}</RequestLink>
                    </td>
                    {queues.length > 1 && <td>{titleOf(components[queue])}</td>}
                    <td>{key}</td>
                    <td>{tenant}</td>
                    <td>{formatClock(at, true)}</td>
                    <td>{received(job, at)}×</td>
                    <td data-words>{DEATHS[cause]}</td>
                    <td data-words data-tone={redriven <= now + NEAR ? 'retry' : undefined}>
                      {redriven <= now + NEAR ? `↻ sent again at ${formatClock(redriven, true)}` : 'waits'}
                    </td>
                  </tr>
                ))}
            </tbody>
          </table>
          {dead.length > MOST_ROWS && (
            <p className={classes.nothing}>
              The last {MOST_ROWS} of {dead.length.toLocaleString('en')}.
            </p>
          )}
        </section>
      )}
    </>
  );
}

/** Sends dead letters again from the playhead on: a change like any other. */
function Redrive({ queue, title, idle }: { queue: string; title: string; idle: boolean }) {
  const scenario = useDocument((state) => state.scenario);
  const arm = useSession((state) => state.arm);
  const now = usePlayhead();
  const isOn = useMemo(() => componentsAt(scenario, arm, now)[queue]?.redrive === true, [scenario, arm, now, queue]);
  const name = title ? `Redrive ${title}` : 'Redrive';
  if (isOn) return <span className={classes.says}>↻ {name} is on: dead letters are being sent again</span>;
  const redrive = () => {
    playhead.pause();
    const { edit, settle } = useDocument.getState();
    const at = Math.round(playhead.now);
    edit((document) => withParam(document, arm, `${queue}.redrive`, true, { from: at }));
    settle();
  };
  return (
    <Button variant="default" disabled={idle} onClick={redrive}>
      {name} from {formatClock(now, true)} on
    </Button>
  );
}
