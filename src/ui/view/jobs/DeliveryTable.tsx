import { DELIVERY_ENDS, type Jobs } from '../../../host/jobs.ts';
import { formatClock, formatSpan } from '../../quantity.ts';
import classes from './Jobs.module.css';
import { RequestLink } from './RequestLink.tsx';
import { indexOf, overAt } from './rows.ts';
import { ENDS } from './words.ts';

/** Rows shown at the most. */
const MOST_ROWS = 300;

/** The deliveries of a part of the run, to read: all that the lanes show. */
export function DeliveryTable({ jobs, from, to, titleOf }: { jobs: Jobs; from: number; to: number; titleOf(id: string): string }) {
  const { deliveries, duration, components } = jobs;
  const { received, started, ended, effect, leaseEnded, lapsed, receiveCount, job, key, tenant, end, request } = deliveries;
  const rows: number[] = [];
  let more = 0;
  for (let row = 0; row < received.length && received[row] <= to; row++) {
    if (overAt(deliveries, row, duration) < from) continue;
    if (rows.length < MOST_ROWS) rows.push(row);
    else more++;
  }
  const several = new Set(deliveries.workers).size > 1;
  const { extraRows } = indexOf(jobs);
  const clock = (time: number) => (Number.isNaN(time) ? '–' : formatClock(time, true));
  if (rows.length === 0) return <p className={classes.nothing}>Nobody had a job in hand in this part of the run.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: keys scroll it
    <section className={classes.scroll} aria-label="Deliveries" tabIndex={0}>
      <table className={classes.table}>
        <thead>
          <tr>
            {['Job', 'Key', 'Tenant', 'Process', 'Receive count', 'Received', 'Begun', 'Side effect', 'Lease ended', 'Ended'].map(
              (title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ),
            )}
            <th scope="col" data-words>
              How
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const { words, sign, tone } = ENDS[DELIVERY_ENDS[end[row]]];
            return (
              <tr key={row}>
                <td>
                  <RequestLink request={request[row]}>{job[row]}</RequestLink>
                </td>
                <td>{key[row]}</td>
                <td>{tenant[row]}</td>
                <td>
                  {several && `${titleOf(components[deliveries.workers[row]])} `}
                  {deliveries.process[row] + 1}
                </td>
                <td data-tone={receiveCount[row] > 1 ? 'retry' : undefined}>{receiveCount[row]}</td>
                <td>{clock(received[row])}</td>
                <td>{clock(started[row])}</td>
                <td data-tone={extraRows.has(row) ? 'error' : undefined}>
                  {clock(effect[row])}
                  {extraRows.has(row) && ' again'}
                </td>
                <td data-tone={lapsed[row] === 1 ? 'error' : undefined}>
                  {clock(leaseEnded[row])}
                  {lapsed[row] === 1 && ' ran out'}
                </td>
                <td title={Number.isNaN(ended[row] - started[row]) ? undefined : formatSpan(ended[row] - started[row])}>
                  {clock(ended[row])}
                </td>
                <td data-words data-tone={tone}>
                  {sign} {words}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {more > 0 && <p className={classes.nothing}>and {more.toLocaleString('en')} more; show less of the run to see them.</p>}
    </section>
  );
}
