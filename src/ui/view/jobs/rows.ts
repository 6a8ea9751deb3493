import type { Deliveries, Jobs } from '../../../host/jobs.ts';

/** Half a µs [ms]: times are whole µs told in ms, so sums of them may be out by less. */
export const NEAR = 0.0005;

/** Rows of deliveries, by what they are of. */
export interface Index {
  /** In order of receiving. */
  byJob: ReadonlyMap<number, readonly number[]>;
  byRequest: ReadonlyMap<number, readonly number[]>;
  /** Side effects that had taken place before, in order of time. */
  extras: readonly Extra[];
  /** Rows of those. */
  extraRows: ReadonlySet<number>;
  /** Half of the executions took no longer [ms]; NaN where none ended. */
  medianTime: number;
}

/** A side effect too many. */
export interface Extra {
  row: number;
  /** The delivery that made the effect before. */
  before: number;
}

const indexes = new WeakMap<Jobs, Index>();

/** Made once for each run. */
export function indexOf(jobs: Jobs): Index {
  let index = indexes.get(jobs);
  if (index === undefined) {
    index = made(jobs.deliveries);
    indexes.set(jobs, index);
  }
  return index;
}

function made(deliveries: Deliveries): Index {
  const { job, request } = deliveries;
  const group = (column: Int32Array) => {
    const groups = new Map<number, number[]>();
    for (let row = 0; row < column.length; row++) {
      const group = groups.get(column[row]);
      if (group) group.push(row);
      else groups.set(column[row], [row]);
    }
    return groups;
  };
  const byRequest = group(request);
  const extras = extrasOf(deliveries, byRequest);
  return { byJob: group(job), byRequest, extras, extraRows: new Set(extras.map(({ row }) => row)), medianTime: medianTimeOf(deliveries) };
}

/** One wish in one queue is one side effect; every other is one too many. */
function extrasOf({ queue, effect }: Deliveries, byRequest: ReadonlyMap<number, readonly number[]>): readonly Extra[] {
  const extras: Extra[] = [];
  for (const rows of byRequest.values()) {
    if (rows.length < 2) continue;
    const made = rows.filter((row) => !Number.isNaN(effect[row])).sort((a, b) => effect[a] - effect[b] || a - b);
    made.forEach((row, i) => {
      const before = made.slice(0, i).findLast((other) => queue[other] === queue[row]);
      if (before !== undefined) extras.push({ row, before });
    });
  }
  return extras.sort((a, b) => effect[a.row] - effect[b.row] || a.row - b.row);
}

function medianTimeOf({ started, ended }: Deliveries): number {
  const times: number[] = [];
  // a few thousand say as much as all
  const step = Math.max(1, Math.floor(started.length / 5_000));
  for (let row = 0; row < started.length; row += step) {
    const time = ended[row] - started[row];
    if (time > 0) times.push(time);
  }
  return times.length === 0 ? Number.NaN : times.sort((a, b) => a - b)[times.length >> 1];
}

/** Whether the work went on after the lease had run out. */
export function isLate({ lapsed, leaseEnded, ended, started }: Deliveries, row: number): boolean {
  return lapsed[row] === 1 && !Number.isNaN(started[row]) && !(ended[row] <= leaseEnded[row] + NEAR);
}

/** When a row of the columns is over for its worker and for the queue [ms]; `duration` while it is not. */
export function overAt({ ended, leaseEnded }: Deliveries, row: number, duration: number): number {
  const worker = ended[row];
  const lease = leaseEnded[row];
  return Math.max(Number.isNaN(worker) ? duration : worker, Number.isNaN(lease) ? duration : lease);
}
