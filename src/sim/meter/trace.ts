/** One call of a traced request. */
export interface TracedCall {
  /** Number of the call in its world. */
  call: number;
  request: number;
  /** Number of the call this one was made for; −1 when the request itself made it. */
  cause: number;
  /** Number of the wire it went over. */
  wire: number;
  attempt: number;
}

/**
 * Whole stories of chosen requests: every fact about them, in order. A run is traced by running it again with the
 * numbers of the requests that turned out to matter, so an untraced run pays nothing and nothing is left to luck.
 */
export class Trace {
  readonly calls: TracedCall[] = [];
  /** Columns, one entry a fact: time [µs], component, fact, request, call (−1 if none). */
  readonly times: number[] = [];
  readonly components: number[] = [];
  readonly facts: number[] = [];
  readonly requests: number[] = [];
  readonly callNumbers: number[] = [];

  /** How long a gate said to wait when it rejected a call [µs], by number of the call. */
  readonly hints = new Map<number, number>();

  /** True once the stories were longer than there is room for; they then end early. */
  full = false;

  /** @param chosen numbers of the requests @param most facts there is room for */
  constructor(
    private readonly chosen: ReadonlySet<number>,
    private readonly most = 400_000,
  ) {}

  fact(at: number, component: number, fact: number, request: number, call: number): void {
    if (!this.chosen.has(request)) return;
    if (this.times.length >= this.most) {
      this.full = true;
      return;
    }
    this.times.push(at);
    this.components.push(component);
    this.facts.push(fact);
    this.requests.push(request);
    this.callNumbers.push(call);
  }

  hinted(request: number, call: number, wait: number): void {
    if (this.chosen.has(request) && !this.full) this.hints.set(call, wait);
  }

  opened(call: TracedCall): void {
    if (this.chosen.has(call.request) && !this.full) this.calls.push(call);
  }
}
