import { Ledger } from '../../flow/ledger.ts';

const NONE = -1;

/** Where a worker is with a job: it has it for later, or has prefetched it. */
export const DELAYED = 0;
export const RESERVED = 1;
/** The rate limiter has not let it begin. */
export const LIMITED = 2;
export const WORKING = 3;
/** What it works on does not end while a fault lasts. */
export const HUNG = 4;
export const CALLING = 5;

/** Jobs in the hands of a worker. Rows of one process are linked: those it works on, and those it has prefetched. */
export class JobTasks extends Ledger {
  /** Row of the delivery. */
  call = this.ints();
  item = this.ints();
  /** The how-manieth time this was that the job was received. */
  receiveCount = this.ints();
  process = this.ints();
  next = this.ints();
  before = this.ints();
  phase = this.ints();
  /** The pending event, or −1, and when it is due [µs]. */
  event = this.ints();
  due = this.floats();
  /** How long all of the job takes [µs], and which share of it is done. */
  work = this.floats();
  done = this.floats();
  /** The share of the work at which the present stretch of it ends. */
  until = this.floats();
  /** How long that stretch would take if it were all of the work [µs]. */
  pace = this.floats();
  /** The share of the work at which it kills its process; −1 if it does not. */
  kills = this.floats();
  startedAt = this.floats();
  /** The event by which its execution is cut off; −1 if there is none. */
  cutOff = this.ints();
  /** 1 once its calls and its side effect are behind it; 2 where the side effect was refused for a token too old. */
  effected = this.ints();
  /** The next wire to call over, and the row of the operation under way; −1 if none. */
  nextWire = this.ints();
  operation = this.ints();
  /** Its heartbeat: which ring of timers, and the handle there; −1 if none. */
  beatRing = this.ints();
  beat = this.ints();
  /** 1 once its lease has run out. */
  stray = this.ints();
  /** 1 where its lease has run out while its process stood still, and it stops for that. */
  stops = this.ints();
  /** Of jobs that are worked on one after the other: the one before it while that is in hand, and the one after it; −1 if none. */
  behind = this.ints();
  follower = this.ints();
  /** What the rate limiter is told at its end: when it passed [µs], −1 when it was not asked. */
  passedAt = this.floats();

  begin(call: number, item: number, receiveCount: number, process: number): number {
    const row = this.rows.take();
    this.call[row] = call;
    this.item[row] = item;
    this.receiveCount[row] = receiveCount;
    this.process[row] = process;
    this.phase[row] = RESERVED;
    this.event[row] = NONE;
    this.effected[row] = 0;
    this.operation[row] = NONE;
    this.cutOff[row] = NONE;
    this.beat[row] = NONE;
    this.stray[row] = 0;
    this.stops[row] = 0;
    this.behind[row] = NONE;
    this.follower[row] = NONE;
    this.passedAt[row] = NONE;
    return row;
  }

  /** Whether a job is in hand and was not begun. */
  isHeld(task: number): boolean {
    return this.phase[task] <= RESERVED;
  }

  /** A job is to be worked on after another of the same process. */
  follow(task: number, before: number): void {
    this.behind[task] = before;
    this.follower[before] = task;
  }

  /** A job has ended: the one that was to follow it may be begun; −1 if none was. */
  letFollow(task: number): number {
    const before = this.behind[task];
    const after = this.follower[task];
    if (before !== NONE) this.follower[before] = NONE;
    if (after !== NONE) this.behind[after] = NONE;
    return after;
  }

  protected override widen(): void {
    this.call = this.ints(this.call);
    this.item = this.ints(this.item);
    this.receiveCount = this.ints(this.receiveCount);
    this.process = this.ints(this.process);
    this.next = this.ints(this.next);
    this.before = this.ints(this.before);
    this.phase = this.ints(this.phase);
    this.event = this.ints(this.event);
    this.due = this.floats(this.due);
    this.work = this.floats(this.work);
    this.done = this.floats(this.done);
    this.until = this.floats(this.until);
    this.pace = this.floats(this.pace);
    this.kills = this.floats(this.kills);
    this.startedAt = this.floats(this.startedAt);
    this.cutOff = this.ints(this.cutOff);
    this.effected = this.ints(this.effected);
    this.nextWire = this.ints(this.nextWire);
    this.operation = this.ints(this.operation);
    this.beatRing = this.ints(this.beatRing);
    this.beat = this.ints(this.beat);
    this.stray = this.ints(this.stray);
    this.stops = this.ints(this.stops);
    this.behind = this.ints(this.behind);
    this.follower = this.ints(this.follower);
    this.passedAt = this.floats(this.passedAt);
  }
}
