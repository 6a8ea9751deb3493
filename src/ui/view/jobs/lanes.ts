import type { Jobs } from '../../../host/jobs.ts';
import { type Lane, laneOf } from '../../plot/lanes.ts';
import { overAt } from './rows.ts';

/** What has a lane: a worker process, or a key. */
export type Grouping = 'process' | 'key';

/** The deliveries of one, each from when it was received until it is over. */
export interface JobLane extends Lane {
  /** Number of the workers, and of the process; or of the queue, and the key. */
  component: number;
  number: number;
}

/** Sorts deliveries into lanes. */
export function lanesOf({ deliveries, duration }: Jobs, by: Grouping): readonly JobLane[] {
  const component = by === 'process' ? deliveries.workers : deliveries.queue;
  const number = by === 'process' ? deliveries.process : deliveries.key;
  const groups = new Map<string, number[]>();
  for (let row = 0; row < component.length; row++) {
    const name = `${component[row]} ${number[row]}`;
    const rows = groups.get(name);
    if (rows) rows.push(row);
    else groups.set(name, [row]);
  }
  const lanes = [...groups.values()].map(
    (rows): JobLane => ({
      ...laneOf(rows, deliveries.received, (row) => overAt(deliveries, row, duration)),
      component: component[rows[0]],
      number: number[rows[0]],
    }),
  );
  return lanes.sort((a, b) => a.component - b.component || a.number - b.number);
}
