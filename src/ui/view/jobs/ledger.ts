import type { Book, Deliveries, Jobs, Missing } from '../../../host/jobs.ts';
import { DELIVERY_ENDS } from '../../../host/jobs.ts';
import { formatClock } from '../../quantity.ts';
import { type Extra, indexOf, isLate, NEAR } from './rows.ts';

/** How an account of side effects stands. */
export interface Balance {
  /** Wishes that were accepted. */
  expected: number;
  once: number;
  repeated: number;
  extra: number;
  missing: number;
  /** Wishes with jobs that have not ended, and no side effect so far. */
  open: number;
  /** Side effects in all. */
  booked: number;
  /** Nothing was booked twice, and nothing is missing. */
  isRight: boolean;
}

/** Whether an account that stands so adds up: what was expected and what is booked differ by what is said to be wrong or open. */
export function addsUp({ expected, open, missing, extra, booked }: Balance): boolean {
  return expected - open - missing + extra === booked;
}

/** How an account stands at a moment [ms]. */
export function balanceAt({ at, ...book }: Book, now: number): Balance {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at[middle] <= now + NEAR) low = middle + 1;
    else high = middle;
  }
  const of = (column: Int32Array) => (low === 0 ? 0 : column[low - 1]);
  const expected = of(book.expected);
  const once = of(book.once);
  const repeated = of(book.repeated);
  const extra = of(book.extra);
  const missing = of(book.missing);
  return {
    expected,
    once,
    repeated,
    extra,
    missing,
    open: expected - once - repeated - missing,
    booked: once + repeated + extra,
    isRight: extra === 0 && missing === 0,
  };
}

/** `expected 1,204 · booked 1,231 · 27 too many · 3 missing`. */
export function sentenceOf({ expected, booked, extra, missing, open }: Balance): string {
  const count = (value: number) => value.toLocaleString('en');
  return [
    `expected ${count(expected)}`,
    `booked ${count(booked)}`,
    ...(extra > 0 ? [`${count(extra)} too many`] : []),
    ...(missing > 0 ? [`${count(missing)} missing`] : []),
    ...(open > 0 ? [`${count(open)} still open`] : []),
  ].join(' · ');
}

/** An entry that makes the books wrong. */
export interface Wrong {
  /** −1 where it never came so far. */
  job: number;
  request: number;
  /** −1 where it is not known. */
  key: number;
  /** [ms] */
  at: number;
  why: string;
}

/** Entries, told when they are looked at: there may be thousands. */
export interface Wrongs {
  count: number;
  at(i: number): Wrong;
}

/** The side effects of a queue that were too many by a moment [ms], the first ones first. */
export function extrasBy(jobs: Jobs, queue: number, now: number): Wrongs {
  const { deliveries } = jobs;
  const extras = indexOf(jobs).extras.filter(({ row }) => deliveries.queue[row] === queue && deliveries.effect[row] <= now + NEAR);
  const at = (i: number) => {
    const { row } = extras[i];
    const { job, request, key, effect } = deliveries;
    return { job: job[row], request: request[row], key: key[row], at: effect[row], why: whyExtra(deliveries, extras[i]) };
  };
  return { count: extras.length, at };
}

/** What led to a side effect that had taken place before. */
export function whyExtra(deliveries: Deliveries, { row, before }: Extra): string {
  const { job, received, effect, leaseEnded, end, ended } = deliveries;
  if (job[row] !== job[before]) return 'two jobs were made of one wish';
  const clock = (time: number) => formatClock(time, true);
  // a straggler: the job was handed out again, and that one was quicker
  if (received[before] > received[row] && isLate(deliveries, row) && leaseEnded[row] <= effect[row] + NEAR)
    return `it went on after its lease had run out at ${clock(leaseEnded[row])}, and another had done it`;
  if (isLate(deliveries, before) || deliveries.lapsed[before] === 1)
    return DELIVERY_ENDS[end[before]] === 'killed'
      ? `its worker died at ${clock(ended[before])}, after the side effect and before the acknowledgement`
      : `the lease ran out at ${clock(leaseEnded[before])} while it was being done`;
  switch (DELIVERY_ENDS[end[before]]) {
    case 'killed':
      return `its worker died at ${clock(ended[before])}, after the side effect and before the acknowledgement`;
    case 'failed':
      return `it failed at ${clock(ended[before])}, after the side effect, and was tried again`;
    case 'stopped':
    case 'returned':
      return `it was given up at ${clock(ended[before])}, after the side effect, and begun again`;
    default:
      return 'it was handed out again';
  }
}

const MISSING: Readonly<Record<Missing['cause'], string>> = {
  dead: 'it was moved aside as a dead letter',
  dropped: 'it was too old when its turn came, and was dropped',
  superseded: 'a newer job for the same thing took its place',
  displaced: 'the queue was full, and it was dropped',
  lost: 'it was lost with whoever had it',
  acknowledged: 'it was acknowledged as done, without its side effect',
};

/** The wishes of a queue that are missing at a moment [ms], the first ones first. */
export function missingAt(jobs: Jobs, { queue, missed }: Book, now: number): Wrongs {
  const { deliveries } = jobs;
  const entries = missed.filter(({ at, until }) => at <= now + NEAR && until > now + NEAR);
  const at = (i: number) => {
    const { request, at, cause } = entries[i];
    const rows = indexOf(jobs).byRequest.get(request) ?? [];
    const row = rows.find((each) => deliveries.queue[each] === queue) ?? -1;
    return { job: row < 0 ? -1 : deliveries.job[row], request, key: row < 0 ? -1 : deliveries.key[row], at, why: MISSING[cause] };
  };
  return { count: entries.length, at };
}
