import type { Waiter } from '../../policy/queue-discipline/contract.ts';
import { droppedAs } from '../../policy/queue-discipline/contract.ts';
import { widened } from '../../structure/widened.ts';
import type { Site } from '../component.ts';
import { gauge } from './serving-meters.ts';
import type { ServingParams } from './serving-params.ts';

const NONE = -1;

/** Who waits for a server, by rows of tasks: the discipline says who is next. */
export class WaitingLine {
  length = 0;
  /** The discipline in use: the one that `queue` belongs to. */
  private discipline: ServingParams['queueDiscipline'];
  private queue: object;
  /** Those whom the discipline has dropped and nobody has dealt with. */
  readonly dropped: number[] = [];
  private readonly waiter: Waiter = { class: 0, deadline: 0, since: 0 };
  private joined = 0;
  /** Order of joining by task, for a line that changes its discipline. */
  private positions = new Int32Array(1024);
  /** Since when each task waits [µs]. */
  private since = new Float64Array(1024);

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
  ) {
    this.discipline = params.queueDiscipline;
    this.queue = this.discipline.policy.start(this.discipline.params);
  }

  join(task: number): void {
    if (task >= this.positions.length) {
      const length = Math.max(task + 1, this.positions.length * 2);
      this.positions = widened(this.positions, length);
      this.since = widened(this.since, length);
    }
    this.positions[task] = this.joined++;
    this.since[task] = this.site.simulation.now;
    this.put(task);
    this.count(1);
  }

  /** The next to be served, out of the line; −1 when there is none. Some before it may have been dropped. */
  dequeue(): number {
    const { policy, params } = this.discipline;
    const { now } = this.site.simulation;
    for (;;) {
      const task = policy.take(this.queue, params, now);
      if (task === NONE) return NONE;
      this.count(-1);
      if (task > NONE) return task;
      this.dropped.push(droppedAs(task));
    }
  }

  /** A task goes unserved. */
  leave(task: number): void {
    this.discipline.policy.leave(this.queue, this.discipline.params, task);
    this.count(-1);
  }

  /** Everybody goes, in the order in which they came. */
  clear(): number[] {
    const { now } = this.site.simulation;
    const { policy, params } = this.discipline;
    const waiting: number[] = [];
    // handed over, not served: whom the discipline would drop is for the next one to judge
    for (let task = policy.take(this.queue, params, now); task !== NONE; task = policy.take(this.queue, params, now))
      waiting.push(task > NONE ? task : droppedAs(task));
    this.count(-waiting.length);
    return waiting.sort((a, b) => this.positions[a] - this.positions[b]);
  }

  /** Since when a task waits [µs]. */
  waitsSince(task: number): number {
    return this.since[task];
  }

  /** Another discipline: those who wait are handed over in the order in which they came. */
  disciplineChanged(): void {
    const { queueDiscipline } = this.params;
    const waiting = this.clear();
    this.discipline = queueDiscipline;
    this.queue = queueDiscipline.policy.start(queueDiscipline.params);
    for (const task of waiting) this.put(task);
    this.count(waiting.length);
  }

  private put(task: number): void {
    const { waiter } = this;
    const { policy, params } = this.discipline;
    if (policy.byOrderAlone !== true) this.describe(task);
    policy.put(this.queue, params, task, this.site.simulation.now, waiter);
  }

  private describe(task: number): void {
    const { waiter } = this;
    const { calls } = this.site;
    waiter.class = calls.classOf(task);
    waiter.deadline = calls.deadline[task];
    waiter.since = this.since[task];
  }

  private count(by: number): void {
    this.length += by;
    this.site.recorder.change(gauge.waiting, by);
  }
}
