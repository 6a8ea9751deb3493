import { Ledger } from '../../flow/ledger.ts';

const NONE = -1;

/** Where a run is. */
export const WAITING = 0;
export const RUNNING = 1;
/** It has ended; its row stays while its call is not concluded. */
export const OVER = 2;

/** Runs of a scheduler's entries that wait or are under way. Those of one place that are under way are linked, by when they started. */
export class SchedulerRuns extends Ledger {
  /** Number of its place. */
  place = this.ints();
  /** Row of the request that it makes. */
  request = this.ints();
  state = this.ints();
  /** When it fell due, and when it started [µs]. */
  due = this.floats();
  startedAt = this.floats();
  /** 1 once its call is concluded, and the row of its operation, good until then. */
  concluded = this.ints();
  operation = this.ints();
  before = this.ints();
  next = this.ints();

  begin(place: number, request: number, due: number): number {
    const row = this.rows.take();
    this.place[row] = place;
    this.request[row] = request;
    this.due[row] = due;
    this.state[row] = WAITING;
    this.concluded[row] = 0;
    return row;
  }

  protected override widen(): void {
    this.place = this.ints(this.place);
    this.request = this.ints(this.request);
    this.state = this.ints(this.state);
    this.due = this.floats(this.due);
    this.startedAt = this.floats(this.startedAt);
    this.concluded = this.ints(this.concluded);
    this.operation = this.ints(this.operation);
    this.before = this.ints(this.before);
    this.next = this.ints(this.next);
  }
}

/** An entry of the schedule. */
export class Entry {
  /** The event of its next tick; −1 while it has none. */
  event = NONE;
  /** When it ticked last [µs], and how often it has. */
  tickedAt = NONE;
  ticks = 0;
  /** Runs of it that are under way, whichever replica started them. */
  underWay = 0;
  /** It as each replica sees it. */
  readonly places: Place[] = [];

  constructor(
    readonly number: number,
    /** Which share of the splay it is moved by, 0 to 1. */
    readonly share: number,
  ) {}
}

/** A run that fell due while the scheduler was off. */
export interface MissedRun {
  ordinal: number;
  /** When it fell due [µs], and the bin of the meter grid that was. */
  due: number;
  bin: number;
}

/** One entry as one replica sees it: the runs that it has started. */
export class Place {
  /** Runs that have fallen due. */
  dues = 0;
  underWay = 0;
  /** The run under way that started last, and the run that waits; −1 if none. */
  last = NONE;
  waiting = NONE;
  /** The event by which the run that waits starts; −1 while it has none. */
  turn = NONE;
  /** The event by which its starting deadline is over; −1 while it has none. */
  expiry = NONE;
  missed: MissedRun[] = [];

  constructor(
    readonly number: number,
    /** What the runs are named by. */
    readonly keyLow: number,
    readonly keyHigh: number,
  ) {}

  link(runs: SchedulerRuns, run: number): void {
    runs.before[run] = this.last;
    runs.next[run] = NONE;
    if (this.last !== NONE) runs.next[this.last] = run;
    this.last = run;
    this.underWay++;
  }

  unlink(runs: SchedulerRuns, run: number): void {
    const before = runs.before[run];
    const next = runs.next[run];
    if (before !== NONE) runs.next[before] = next;
    if (next === NONE) this.last = before;
    else runs.before[next] = before;
    this.underWay--;
  }
}
