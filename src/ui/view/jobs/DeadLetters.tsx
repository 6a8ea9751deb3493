import { Button } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { Death, Jobs } from '../../../host/jobs.ts';
import { componentsAt } from '../../../scenario/arm.ts';
import { withParam } from '../../../scenario/edit.ts';
import { formatClock } from '../../quantity.ts';
import { useDocument } from '../../store/document.ts';
import { playhead, usePlayhead } from '../../store/playhead.ts';
import { useSession } from '../../store/session.ts';
import { CopyRows } from '../../table/CopyRows.tsx';
import { type Column, textOf } from '../../table/columns.ts';
import { VirtualTable } from '../../table/VirtualTable.tsx';
import classes from './Jobs.module.css';
import { RequestLink } from './RequestLink.tsx';
import { indexOf, NEAR } from './rows.ts';
import { DEATHS } from './words.ts';

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
  const isRedriven = ({ redriven }: Death) => redriven <= now + NEAR;
  const columns: readonly Column<Death>[] = [
    {
      title: 'Job',
      chars: 8,
      text: ({ job }) => String(job),
      cell: ({ job, request }) => <RequestLink request={request}>{job}</RequestLink>,
    },
    ...(queues.length > 1 ? [{ title: 'Queue', chars: 16, text: ({ queue }: Death) => titleOf(components[queue]) }] : []),
    { title: 'Key', chars: 7, text: ({ key }) => String(key) },
    { title: 'Tenant', chars: 6, text: ({ tenant }) => String(tenant) },
    { title: 'Moved aside', chars: 11, text: ({ at }) => formatClock(at, true) },
    { title: 'Received', chars: 8, text: ({ job, at }) => `${received(job, at)}×` },
    { title: 'Because', chars: 46, words: true, text: ({ cause }) => DEATHS[cause] },
    {
      title: 'Since then',
      chars: 26,
      words: true,
      text: (death) => (isRedriven(death) ? `↻ sent again at ${formatClock(death.redriven, true)}` : 'waits'),
      tone: (death) => (isRedriven(death) ? 'retry' : undefined),
    },
  ];
  // the last to die are the ones of interest
  const rowAt = (i: number) => dead[dead.length - 1 - i];
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
          {dead.length > 0 && <CopyRows text={() => textOf(columns, dead.length, rowAt)} />}
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
        <VirtualTable label="Dead letters" columns={columns} count={dead.length} rowAt={rowAt} />
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
