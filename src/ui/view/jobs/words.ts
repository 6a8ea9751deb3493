import type { DeliveryEnd, Jobs } from '../../../host/jobs.ts';
import { DELIVERY_ENDS } from '../../../host/jobs.ts';
import { formatClock, formatSpan } from '../../quantity.ts';
import { indexOf, isLate } from './rows.ts';

/** How a delivery ended, as people say it, with a sign of its own and the outcome that it is coloured for. */
export const ENDS: Readonly<Record<DeliveryEnd, { words: string; sign: string; tone: 'ok' | 'error' | 'rejected' | 'wasted' }>> = {
  'under-way': { words: 'still at work', sign: '', tone: 'ok' },
  done: { words: 'done', sign: '✓', tone: 'ok' },
  skipped: { words: 'skipped: done before', sign: '»', tone: 'wasted' },
  failed: { words: 'failed', sign: '!', tone: 'error' },
  killed: { words: 'killed with its process', sign: '✕', tone: 'error' },
  stopped: { words: 'stopped: its lease had run out', sign: '■', tone: 'wasted' },
  returned: { words: 'given back', sign: '↩', tone: 'rejected' },
};

/** Why a job was moved aside, as a sentence goes on. */
export const DEATHS: Readonly<Record<string, string>> = {
  'failed too often': 'it failed as often as it may',
  'failed for good': 'it failed in a way that trying again cannot mend',
  'received too often': 'it was received as often as it may, and never acknowledged',
  'lease ran out too often': 'its lease ran out more often than it may',
};

const ordinal = (n: number) => {
  const last = n % 100;
  const ending = last > 10 && last < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
};

/** All there is to say of a delivery, a line for each. */
export function linesOf(jobs: Jobs, row: number): readonly string[] {
  const { deliveries } = jobs;
  const { received, started, effect, ended, leaseEnded, lapsed, receiveCount, end } = deliveries;
  const clock = (time: number) => formatClock(time, true);
  const how = DELIVERY_ENDS[end[row]];
  /** What happened between the beginning and the end, by when. */
  const between: [at: number, words: string][] = [];
  if (started[row] - received[row] > 0)
    between.push([started[row], `begun at ${clock(started[row])}, after ${formatSpan(started[row] - received[row])}`]);
  else if (Number.isNaN(started[row])) between.push([received[row], 'never begun']);
  if (lapsed[row] === 1)
    between.push([leaseEnded[row], `lease ran out at ${clock(leaseEnded[row])}${isLate(deliveries, row) ? '; the work went on' : ''}`]);
  if (!Number.isNaN(effect[row]))
    between.push([
      effect[row],
      `side effect at ${clock(effect[row])}${indexOf(jobs).extraRows.has(row) ? ', which had taken place before' : ''}`,
    ]);
  between.push(
    Number.isNaN(ended[row])
      ? [Number.POSITIVE_INFINITY, 'still at work at the end of the run']
      : [ended[row], `${ENDS[how].words} at ${clock(ended[row])}`],
  );
  return [
    `received for the ${ordinal(receiveCount[row])} time at ${clock(received[row])}`,
    ...between.sort(([a], [b]) => a - b).map(([, words]) => words),
  ];
}
