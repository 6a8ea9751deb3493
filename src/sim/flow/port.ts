/** How a call can end for its caller. */
export const OK = 0;
/** An error worth trying again (503). */
export const ERROR = 1;
/** An error that trying again cannot mend (400). */
export const PERMANENT_ERROR = 2;
/** A gate turned it away before it was sent or served. */
export const REJECTED = 3;
/** A full or overloaded server refused the newcomer. */
export const SHED = 4;
/** It left a queue unserved. */
export const DROPPED = 5;
/** Its caller stopped waiting. */
export const TIMED_OUT = 6;
/** Its caller no longer wanted it. */
export const CANCELLED = 7;
/** A fallback answered it: well, as far as its caller can tell, but no goodput. Known inside of callers and to logs; a call ends `OK` and is marked. */
export const DEGRADED = 8;

/** What a caller is told of an outcome behind the one it has called: that it should not try again, that it was turned away, or an error. */
export function passedOn(outcome: number): number {
  return outcome === OK || outcome === PERMANENT_ERROR || outcome === SHED || outcome === REJECTED ? outcome : ERROR;
}

/** Outcomes by number, as scenarios, logs and labels spell them. */
export const OUTCOMES = ['ok', 'error', 'permanent-error', 'rejected', 'shed', 'dropped', 'timed-out', 'cancelled', 'degraded'] as const;

/*
 * Where components meet: a role each. Everything here happens at the present instant; who wants it later schedules an
 * event. `call` is a row of `Calls`.
 */

/** Who is called. */
export interface Callee {
  /** A call has arrived. It must be answered exactly once. */
  receive(call: number): void;
  /** The caller no longer waits for this call. Heeding it is the callee's choice; answering it is not. */
  withdraw(call: number): void;
  /** What was made of a request is wanted no more, though its calls were answered; for whom that outlives them. */
  revoke?(request: number): void;
  /** A process at the other end of a wire is gone, and with it what it kept open; for whom that makes a difference. */
  callerGone?(wire: number, process: number): void;
}

/** The caller's end of its calls. */
export interface CallEnd {
  /** The callee has begun to work on the call. */
  begun(call: number): void;
  /** The callee's one answer. */
  answered(call: number, outcome: number): void;
}

/** Where requests come from. */
export interface Origin {
  /** Work for one of its requests was done again. */
  duplicated(request: number): void;
  /** A job made of one of its requests has ended; `done` or not. */
  jobEnded?(request: number, done: boolean): void;
}

/** What holds jobs and hands them out under leases. A delivery is a call over the wire that leads to the worker. */
export interface Store {
  /** Jobs that could be received just now. */
  readonly backlog: number;
  /** How long the first of those has waited since it was enqueued [µs]; 0 when there is none. */
  oldestAge(): number;
  /** Whether what a process gets depends on which it is; otherwise nothing for one is nothing for all. */
  readonly choosy: boolean;
  /** The next job for a process, received: the row of the delivery; −1 when there is none for it. */
  take(wire: number, process: number, processes: number): number;
  /** One more that goes along with a delivery just made, and is to be worked on after it; −1 when there is none. */
  takeAlong(call: number): number;
  /** Work on a delivered job begins. */
  started(call: number): void;
  /** Still at it: the lease starts again, if it has not run out. */
  extend(call: number): void;
  /** The job is out of the queue from here on: done, or taken out before it is begun. */
  acknowledge(call: number, done: boolean): void;
  /** It has failed. @param outcome ERROR or PERMANENT_ERROR */
  failed(call: number, outcome: number): void;
  /** Handed back untouched, to be visible again after so long [µs]; it does not count as received. */
  giveBack(call: number, after: number): void;
  /** Whoever worked on it has died; `noticed`: and that is known, so nobody waits for the lease to run out. */
  died(call: number, noticed: boolean): void;
  /** Its side effect has taken place. */
  effectMade(call: number): void;
  /** The worker is through with a delivery, whatever came of it: the row may go. */
  letGo(call: number): void;
}

/** Who works on jobs that others hold. */
export interface Consumer {
  /** There is something to take at the other end of a wire. */
  roused(wire: number): void;
  /** The lease on a delivery has run out. */
  lapsed(call: number): void;
  /** The job of a delivery is wanted no more: work on it stops. */
  revoked(call: number): void;
  /** Somebody else has done the job of a delivery, and the lease on it is over: nobody is told, but it will not run out any more. */
  outrun(call: number): void;
}

/** What lends: connections, permits, locks, transactions. `lease` is a row of `Leases`. */
export interface Lender {
  /** A lease is asked for. It is granted or refused once, at once or later. */
  acquire(lease: number): void;
  /** Its holder gives it back, or no longer waits for it; it may have ended before. */
  release(lease: number): void;
  /** Its holder is gone without a word: the lender finds out when it does. */
  abandon(lease: number): void;
}

/** The holder's end of leases. */
export interface Holder {
  granted(lease: number): void;
  refused(lease: number): void;
  /** It has run out, or its lender wants it back. @param told whether its holder learns of that now, or at its next use */
  takenBack(lease: number, told: boolean): void;
}

/** What keeps connections of others open. `connection` is the visitor's number of it. */
export interface Door {
  /** One is to be opened: it is, or the visitor is turned away, once, later. */
  open(wire: number, connection: number): void;
  /** It is closed, or no longer wanted. */
  close(wire: number, connection: number): void;
}

/** Who keeps connections to others open. */
export interface Visitor {
  opened(connection: number): void;
  turnedAway(connection: number): void;
  /** The other end has ended it. */
  ended(connection: number): void;
}

/**
 * A connection: from a component that calls to one that is called, from a store of jobs to those that work on them, from a
 * holder of leases to their lender; it may be several of these. Which ends it has follows from the two components; the
 * world refuses a pair that has none.
 */
export interface Wire {
  /** Its number in the world. */
  readonly index: number;
  /** What the calling component knows it by. */
  readonly name: string;
  /** Component ids, for messages and traces, and their numbers. */
  readonly from: string;
  readonly to: string;
  readonly fromIndex: number;
  readonly toIndex: number;
  /** Ends of a wire over which calls go. */
  readonly caller: CallEnd;
  readonly callee: Callee;
  /** Ends of a wire over which jobs are handed out. */
  readonly store: Store;
  readonly consumer: Consumer;
  /** Ends of a wire over which leases are asked for. */
  readonly holder: Holder;
  readonly lender: Lender;
  /** Ends of a wire over which connections are kept open. */
  readonly visitor: Visitor;
  readonly door: Door;
}
