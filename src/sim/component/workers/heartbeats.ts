import { NEVER } from '../../kernel/time.ts';
import { TimerRing } from '../../kernel/timer-ring.ts';
import type { Site } from '../component.ts';
import type { JobTasks } from './job-tasks.ts';

const NONE = -1;

/** What extends the leases on jobs that are worked on, at an interval. */
export class Heartbeats {
  private readonly beatEvent: number;
  /** One ring of timers for every interval there has been in this run; the last is in use. */
  private readonly rings: TimerRing[] = [];

  constructor(
    private readonly site: Site,
    private readonly params: { readonly heartbeat: number },
    private readonly tasks: JobTasks,
    /** It is time for a job's heartbeat; one that stands still sends none. */
    private readonly beat: (task: number) => void,
  ) {
    this.beatEvent = site.event((ring) => this.due(ring));
    this.intervalChanged();
  }

  intervalChanged(): void {
    const { heartbeat } = this.params;
    if (heartbeat !== NEVER) this.rings.push(new TimerRing(this.site.simulation, heartbeat, this.beatEvent, this.rings.length));
  }

  start(task: number): void {
    const { tasks } = this;
    if (this.params.heartbeat === NEVER) return;
    tasks.beatRing[task] = this.rings.length - 1;
    tasks.beat[task] = this.rings[this.rings.length - 1].set(task);
  }

  stop(task: number): void {
    const { tasks } = this;
    if (tasks.beat[task] === NONE) return;
    this.rings[tasks.beatRing[task]].cancel(tasks.beat[task]);
    tasks.beat[task] = NONE;
  }

  private due(ring: number): void {
    const task = this.rings[ring].fire();
    if (task === NONE) return;
    this.tasks.beat[task] = NONE;
    this.beat(task);
    this.start(task);
  }
}
