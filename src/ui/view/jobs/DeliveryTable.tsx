import { useMemo } from 'react';
import { DELIVERY_ENDS, type Jobs } from '../../../host/jobs.ts';
import { formatClock, formatSpan } from '../../quantity.ts';
import { CopyRows } from '../../table/CopyRows.tsx';
import { type Column, textOf } from '../../table/columns.ts';
import { VirtualTable } from '../../table/VirtualTable.tsx';
import classes from './Jobs.module.css';
import { RequestLink } from './RequestLink.tsx';
import { indexOf, overAt } from './rows.ts';
import { ENDS } from './words.ts';

/** The deliveries of a part of the run [ms], to read: all that the lanes show. */
export function DeliveryTable({ jobs, from, to, titleOf }: { jobs: Jobs; from: number; to: number; titleOf(id: string): string }) {
  const rows = useMemo(() => {
    const { deliveries, duration } = jobs;
    const { received } = deliveries;
    const found: number[] = [];
    for (let row = 0; row < received.length && received[row] <= to; row++) if (overAt(deliveries, row, duration) >= from) found.push(row);
    return found;
  }, [jobs, from, to]);
  const several = useMemo(() => new Set(jobs.deliveries.workers).size > 1, [jobs]);
  if (rows.length === 0) return <p className={classes.nothing}>Nobody had a job in hand in this part of the run.</p>;
  const columns = columnsOf(jobs, several ? titleOf : null);
  return (
    <>
      <VirtualTable label="Deliveries" columns={columns} count={rows.length} rowAt={(i) => rows[i]} />
      <div className={classes.count}>
        {rows.length === 1 ? '1 delivery' : `${rows.length.toLocaleString('en')} deliveries`} in this part of the run
        <CopyRows text={() => textOf(columns, rows.length, (i) => rows[i])} />
      </div>
    </>
  );
}

/** @param titleOf null where there is one kind of workers only */
function columnsOf(jobs: Jobs, titleOf: ((id: string) => string) | null): readonly Column<number>[] {
  const { deliveries, components } = jobs;
  const { received, started, ended, effect, leaseEnded, lapsed, receiveCount, job, key, tenant, end, request, workers, process } =
    deliveries;
  const { extraRows } = indexOf(jobs);
  const clock = (time: number) => (Number.isNaN(time) ? '–' : formatClock(time, true));
  const how = (row: number) => ENDS[DELIVERY_ENDS[end[row]]];
  return [
    {
      title: 'Job',
      chars: 8,
      text: (row) => String(job[row]),
      cell: (row) => <RequestLink request={request[row]}>{job[row]}</RequestLink>,
    },
    { title: 'Key', chars: 7, text: (row) => String(key[row]) },
    { title: 'Tenant', chars: 6, text: (row) => String(tenant[row]) },
    {
      title: 'Process',
      chars: titleOf ? 20 : 7,
      text: (row) => `${titleOf ? `${titleOf(components[workers[row]])} ` : ''}${process[row] + 1}`,
    },
    {
      title: 'Receive count',
      chars: 13,
      text: (row) => String(receiveCount[row]),
      tone: (row) => (receiveCount[row] > 1 ? 'retry' : undefined),
    },
    { title: 'Received', chars: 10, text: (row) => clock(received[row]) },
    { title: 'Begun', chars: 10, text: (row) => clock(started[row]) },
    {
      title: 'Side effect',
      chars: 16,
      text: (row) => `${clock(effect[row])}${extraRows.has(row) ? ' again' : ''}`,
      tone: (row) => (extraRows.has(row) ? 'error' : undefined),
    },
    {
      title: 'Lease ended',
      chars: 18,
      text: (row) => `${clock(leaseEnded[row])}${lapsed[row] === 1 ? ' ran out' : ''}`,
      tone: (row) => (lapsed[row] === 1 ? 'error' : undefined),
    },
    {
      title: 'Ended',
      chars: 10,
      text: (row) => clock(ended[row]),
      hint: (row) => (Number.isNaN(ended[row] - started[row]) ? undefined : formatSpan(ended[row] - started[row])),
    },
    { title: 'How', chars: 28, words: true, text: (row) => `${how(row).sign} ${how(row).words}`.trim(), tone: (row) => how(row).tone },
  ];
}
