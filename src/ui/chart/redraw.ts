/** Redraws charts two a frame, those in view first, so that a drag stays smooth however many there are. */
export interface Redrawn {
  /** @param inFrame a frame has begun: what has to be rendered for it is rendered within it */
  draw(inFrame: boolean): void;
  /** Whether it can be seen. */
  inView(): boolean;
}

const PER_FRAME = 2;

const dirty = new Set<Redrawn>();
let scheduled = false;
/** Charts that may still be drawn before the next frame begins. */
let atOnce = PER_FRAME;

/**
 * There are new samples. Where no chart waits for a frame the first are drawn at once, within the task that has brought
 * them: what React has to render for a new axis is then ready for the next frame, not for the one after it.
 */
export function redraw(chart: Redrawn): void {
  dirty.delete(chart);
  if (atOnce === 0 || someWait() || !chart.inView()) {
    markDirty(chart);
    return;
  }
  atOnce--;
  chart.draw(false);
  schedule();
}

/** Has a chart drawn in one of the next frames. */
export function markDirty(chart: Redrawn): void {
  dirty.add(chart);
  schedule();
}

export function forget(chart: Redrawn): void {
  dirty.delete(chart);
}

function schedule(): void {
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(frame);
}

function frame(): void {
  scheduled = false;
  atOnce = PER_FRAME;
  let drawn = 0;
  for (const chart of dirty) {
    if (drawn === PER_FRAME) break;
    // those out of view wait until they are scrolled to
    if (!chart.inView()) continue;
    dirty.delete(chart);
    chart.draw(true);
    drawn++;
  }
  if (someWait()) schedule();
}

function someWait(): boolean {
  return [...dirty].some((chart) => chart.inView());
}
