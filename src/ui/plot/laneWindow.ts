/** The playhead's place in the window unless somebody has moved it: more past than future. */
const USUAL = 0.6;
/** How many typical executions there is room for. */
const EXECUTIONS = 20;

/** Which part of a run is looked at: a window that goes along with the playhead. */
export class LaneWindow {
  /** How much of the run is in sight [ms]. */
  span: number;
  /** Where in the window the playhead is, as a share; outside 0 to 1 it is out of sight. */
  private anchor = USUAL;
  private lastNow = Number.NaN;

  /** @param medianTime of an execution [ms]; NaN where there is none */
  constructor(
    /** Of the run [ms]. */
    readonly duration: number,
    medianTime: number,
  ) {
    this.span = this.within(Number.isNaN(medianTime) ? duration : medianTime * EXECUTIONS);
  }

  /** The window when the playhead is at a moment [ms]. */
  at(now: number): { from: number; to: number } {
    // a window that the playhead has left comes after it
    if (now !== this.lastNow && (this.anchor < 0 || this.anchor > 1)) this.anchor = USUAL;
    this.lastNow = now;
    const from = this.fromOf(now);
    return { from, to: from + this.span };
  }

  /** Shows so many times as much, around a moment that stays where it is. */
  zoom(factor: number, around = this.lastNow): void {
    const from = this.fromOf(this.lastNow);
    const share = (around - from) / this.span;
    const span = this.within(this.span * factor);
    this.span = span;
    this.begin(around - share * span);
  }

  /** Moves the window by so much of the run [ms]. */
  pan(by: number): void {
    this.begin(this.fromOf(this.lastNow) + by);
  }

  /** The playhead goes somewhere in the window, and the window stays. */
  seekWithin(to: number): void {
    const from = this.fromOf(this.lastNow);
    this.anchor = (to - from) / this.span;
    this.lastNow = to;
  }

  private begin(from: number): void {
    const held = Math.min(Math.max(0, this.duration - this.span), Math.max(0, from));
    this.anchor = (this.lastNow - held) / this.span;
  }

  private fromOf(now: number): number {
    return Math.max(0, Math.min(this.duration - this.span, now - this.anchor * this.span));
  }

  private within(span: number): number {
    return Math.min(this.duration, Math.max(Math.min(this.duration, 5), span));
  }
}
