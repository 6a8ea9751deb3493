/** Redraws charts two a frame, those in view first, so that a drag stays smooth however many there are. */
interface Redrawn {
  draw(): void;
  /** Whether it can be seen. */
  inView(): boolean;
}

const PER_FRAME = 2;

const dirty = new Set<Redrawn>();
let scheduled = false;

export function markDirty(chart: Redrawn): void {
  dirty.add(chart);
  if (scheduled) return;
  scheduled = true;
  requestAnimationFrame(frame);
}

export function forget(chart: Redrawn): void {
  dirty.delete(chart);
}

function frame(): void {
  scheduled = false;
  let drawn = 0;
  for (const chart of dirty) {
    if (drawn === PER_FRAME) break;
    // those out of view wait until they are scrolled to
    if (!chart.inView()) continue;
    dirty.delete(chart);
    chart.draw();
    drawn++;
  }
  if ([...dirty].some((chart) => chart.inView())) {
    scheduled = true;
    requestAnimationFrame(frame);
  }
}
