/** How nodes count: what they know of each other when a call asks to pass. */
export interface Counting {
  /** A call asks to pass, here and now. */
  ask(call: number): void;
  /** A call that waits to be judged is taken back. */
  leave?(call: number): void;
  /** The limiter, the nodes or the way of counting have changed: whatever was counted is forgotten. */
  begin?(): void;
  /** A node has died, after all calls that it had: what it knew is gone. */
  forget?(node: number): void;
}

/** What is done with a call once it has been judged. */
export interface Gate {
  /** PASSES, REFUSED, or how long it is held [µs]. */
  obey(call: number, wait: number): void;
  pass(call: number): void;
  /** @param hint what it is told of when to come back [µs], −1: nothing */
  reject(call: number, hint: number): void;
}
