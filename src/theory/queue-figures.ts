/** Steady-state means of a queue. Rates per second, times in seconds; any other unit of time will do for both. */
export interface QueueFigures {
  /** Busy share of the servers, 0 to 1; ρ. */
  utilisation: number;
  /** Probability that an arrival has to wait. */
  waitingProbability: number;
  /** Mean number waiting, those in service excluded; Lq. */
  queueLength: number;
  /** Mean number waiting or in service; L. */
  inFlight: number;
  /** Mean time from arrival to the start of service [s]; Wq. */
  waitingTime: number;
  /** Mean time from arrival to the end of service [s]; W. */
  timeInSystem: number;
}
