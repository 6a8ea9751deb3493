import { widened } from '../structure/widened.ts';
import { defineObserver } from './contract.ts';

/** How a delivery ended for its worker. */
export const DELIVERY_ENDS = ['under-way', 'done', 'skipped', 'failed', 'killed', 'stopped', 'returned'] as const;
export type DeliveryEnd = (typeof DELIVERY_ENDS)[number];

/** Why a job was moved aside. */
export const DEATHS = ['failed too often', 'failed for good', 'received too often', 'lease ran out too often'] as const;

/** One row per delivery of a job, and one per job that was moved aside: what lanes and lists of dead letters are drawn from. */
export class JobLog {
  /** Number of the wire it went over, of the process that received it, and of the job. */
  wire = new Int32Array(1024);
  process = new Int32Array(1024);
  job = new Int32Array(1024);
  /** Number of the request that wished for it, and what it is about. */
  request = new Int32Array(1024);
  key = new Int32Array(1024);
  tenant = new Int32Array(1024);
  /** How often the job had been received, this time included. */
  receiveCount = new Int32Array(1024);
  /** When it was received, work began, the side effect took place, and it ended for the worker [µs]; NaN while that has not happened. */
  receivedAt = new Float64Array(1024);
  startedAt = new Float64Array(1024);
  effectAt = new Float64Array(1024);
  endedAt = new Float64Array(1024);
  /** When the lease on it ended [µs], by whatever. */
  leaseEndedAt = new Float64Array(1024);
  /** Whether it ended by running out. */
  lapsed = new Uint8Array(1024);
  /** Place in DELIVERY_ENDS. */
  end = new Uint8Array(1024);
  count = 0;
  /** The latest row of each delivery, by row of its call. */
  private readonly rows: number[] = [];

  /** Jobs that were moved aside: which, from which queue, when [µs], and place in DEATHS. */
  readonly deaths: { component: number; job: number; request: number; key: number; tenant: number; at: number; cause: number }[] = [];
  /** Jobs that were sent again: which, and when [µs]. */
  readonly redriven: { component: number; job: number; at: number }[] = [];

  begin(
    call: number,
    wire: number,
    process: number,
    job: number,
    request: number,
    key: number,
    tenant: number,
    receiveCount: number,
    now: number,
  ): void {
    const row = this.count++;
    if (row === this.wire.length) this.widen(row * 2);
    this.wire[row] = wire;
    this.process[row] = process;
    this.job[row] = job;
    this.request[row] = request;
    this.key[row] = key;
    this.tenant[row] = tenant;
    this.receiveCount[row] = receiveCount;
    this.receivedAt[row] = now;
    this.startedAt[row] = Number.NaN;
    this.effectAt[row] = Number.NaN;
    this.endedAt[row] = Number.NaN;
    this.leaseEndedAt[row] = Number.NaN;
    this.rows[call] = row;
  }

  started(call: number, now: number): void {
    this.startedAt[this.rows[call]] = now;
  }

  effectMade(call: number, now: number): void {
    this.effectAt[this.rows[call]] = now;
  }

  ended(call: number, now: number, how: DeliveryEnd): void {
    this.endedAt[this.rows[call]] = now;
    this.end[this.rows[call]] = DELIVERY_ENDS.indexOf(how);
  }

  leaseEnded(call: number, now: number, lapsed: boolean): void {
    this.leaseEndedAt[this.rows[call]] = now;
    this.lapsed[this.rows[call]] = lapsed ? 1 : 0;
  }

  died(component: number, job: number, request: number, key: number, tenant: number, at: number, cause: number): void {
    this.deaths.push({ component, job, request, key, tenant, at, cause });
  }

  private widen(length: number): void {
    this.wire = widened(this.wire, length);
    this.process = widened(this.process, length);
    this.job = widened(this.job, length);
    this.request = widened(this.request, length);
    this.key = widened(this.key, length);
    this.tenant = widened(this.tenant, length);
    this.receiveCount = widened(this.receiveCount, length);
    this.receivedAt = widened(this.receivedAt, length);
    this.startedAt = widened(this.startedAt, length);
    this.effectAt = widened(this.effectAt, length);
    this.endedAt = widened(this.endedAt, length);
    this.leaseEndedAt = widened(this.leaseEndedAt, length);
    this.lapsed = widened(this.lapsed, length);
    this.end = widened(this.end, length);
  }
}

declare module './contract.ts' {
  interface Logs {
    jobs: JobLog;
  }
}

export const jobs = defineObserver({ id: 'jobs', keeps: 'what became of jobs, a row a delivery', begin: () => new JobLog() });
