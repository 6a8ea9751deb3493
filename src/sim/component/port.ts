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

/** Outcomes by number, as scenarios, logs and labels spell them. */
export const OUTCOMES = ['ok', 'error', 'permanent-error', 'rejected', 'shed', 'dropped', 'timed-out', 'cancelled'] as const;

/**
 * Where components meet. Everything here happens at the present instant; who wants it later schedules an event.
 * `call` is a row of `Calls`.
 */
export interface Port {
  /** As callee: a call has arrived. It must be answered exactly once. */
  receive(call: number): void;
  /** As callee: the caller no longer waits for this call. Heeding it is the callee's choice; answering it is not. */
  withdraw(call: number): void;
  /** As caller: the callee has begun to work on the call. */
  begun(call: number): void;
  /** As caller: the callee's one answer. */
  answered(call: number, outcome: number): void;
  /** As the client a request came from: work for it was done again. */
  duplicated(request: number): void;
}

/** A connection from a component that calls to one that is called. */
export interface Wire {
  /** Its number in the world. */
  index: number;
  caller: Port;
  callee: Port;
  /** Component ids, for messages and traces. */
  from: string;
  to: string;
}
