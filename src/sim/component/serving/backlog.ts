import type { ScalingSource } from '../../replica/scaling.ts';
import type { Site } from '../component.ts';
import { QUEUED } from './task-phases.ts';

/** What an autoscaler is told of those who wait for a server. */
export class Backlog implements ScalingSource {
  constructor(
    private readonly site: Site,
    /** Since when a task waits [µs]. */
    private readonly waitsSince: (task: number) => number,
  ) {}

  backlog(): number {
    return this.site.recorder.standing('waiting');
  }

  /** A look at all calls: an autoscaler looks rarely, and not every discipline knows who has waited longest. */
  oldestAge(): number {
    const { calls, allWires, index, simulation } = this.site;
    const { phase } = calls.tasks;
    let oldest = simulation.now;
    for (let task = 0; task < phase.length; task++)
      if (phase[task] === QUEUED && allWires[calls.wire[task]].toIndex === index) oldest = Math.min(oldest, this.waitsSince(task));
    return simulation.now - oldest;
  }
}
