/**
 * What products do differently [times in µs, NEVER where there is no such limit]. Sources: each product's preset, and the
 * tests that hold the rules to traces of three libraries.
 */
export interface PoolRules {
  /** Connections at most; those that are being made count. */
  max: number;
  min: number;
  /**
   * What `min` means: so many are spared when idle ones are closed; so many are kept, and made where there are fewer; so
   * many are kept idle; or it spares none, and what is closed below it is replaced.
   */
  minMeans: 'spared' | 'kept' | 'kept-idle' | 'replaced';
  /** Idle ones at most: what comes back beyond that is closed. */
  mostIdle: number;
  /** Which idle one is lent: the last that came back, the first, or the one that was made first. */
  handOut: 'last-in-first-out' | 'first-in-first-out' | 'oldest';
  /** Who is served first of those that wait. */
  line: 'first-in-first-out' | 'random';
  /** How many wait at most; whoever comes beyond that is refused. */
  mostWaiting: number;
  /** How long whoever asks waits at most. */
  acquireTimeout: number;
  /** Whose a connection is that is being made: of the caller for whom making began, or of whoever is first in line once it is there. */
  madeFor: 'its-caller' | 'first-in-line';
  /** How many are made at once at most, and how long it rests after each. */
  makingAtOnce: number;
  makingPause: number;
  /** After so long making one is broken off. */
  makingTimeout: number;
  /**
   * What comes of a failure to make one: the caller it was made for is told; it is tried again at once, after a pause, or
   * after a pause that doubles up to `longestRetryPause`; or all that wait are refused, and it is tried again after a pause.
   */
  whenMakingFails: 'tells-its-caller' | 'tries-again' | 'pauses' | 'backs-off' | 'refuses-all';
  retryPause: number;
  longestRetryPause: number;
  /**
   * How idleness is noticed: by a timer from each return; by a sweep every so often, from the start on; or by one that
   * begins with the first loan and ends when there is no connection any more.
   */
  idleNoticed: 'by-timer' | 'by-sweep' | 'by-sweep-in-use';
  idleTimeout: number;
  sweepPeriod: number;
  /** A connection’s lifetime, and up to what share of it it may be shorter, drawn for each. */
  maxLifetime: number;
  lifetimeSpread: number;
  /** How its end is noticed: by a timer, or where it is lent and returned. */
  lifetimeNoticed: 'by-timer' | 'at-use';
  /** How often one is lent at most. */
  maxUses: number;
  /** An idle one is tried before it is lent once it has been idle for so long; NEVER: none is, 0: each is. */
  checkedAfter: number;
  /** How long clearing a session takes before a connection may be lent again; 0: it is not cleared. */
  resetTime: number;
  /**
   * Whether one that is being closed takes up a place until it is closed; or takes none, but whoever waits is looked after
   * only then, while newcomers are served; or takes none.
   */
  closingTakes: 'its-place' | 'no-place-for-newcomers' | 'no-place';
}
