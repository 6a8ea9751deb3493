const NONE = -1;

/** What a replica is doing. */
export const DOWN = 0;
export const STARTING = 1;
export const UP = 2;
/** It finishes what it works on and is given nothing more. */
export const DRAINING = 3;

/** One of several that do the same work: its state and the events that wait for it. After a death it is the same one again. */
export class Replica {
  state = DOWN;
  /** Until when it stands still [µs]. */
  pausedUntil = 0;
  /** Pending events, −1 if none: coming up or the end of its grace; what befalls it; the end of a pause. */
  event = NONE;
  strike = NONE;
  resume = NONE;
  /** How often it was asked when it is struck next. */
  strikes = 0;
  /** While a deployment replaces it. */
  deploys = false;

  /** @param number never given to another */
  constructor(readonly number: number) {}
}
