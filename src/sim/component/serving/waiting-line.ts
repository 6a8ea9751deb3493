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
  private joined = 0;
  /** Order of joining by task, for a line that changes its discipline. */
  private positions = new Int32Array(1024);

  constructor(
    private readonly site: Site,
    private readonly params: ServingParams,
  ) {
    this.discipline = params.queueDiscipline;
    this.queue = this.discipline.policy.start(this.discipline.params);
  }

  join(task: number): void {
    if (task >= this.positions.length) this.positions = widened(this.positions, Math.max(task + 1, this.positions.length * 2));
    this.positions[task] = this.joined++;
    this.discipline.policy.put(this.queue, this.discipline.params, task, this.site.simulation.now);
    this.count(1);
  }

  /** The next to be served, out of the line; −1 when there is none. */
  dequeue(): number {
    const task = this.discipline.policy.take(this.queue, this.discipline.params, this.site.simulation.now);
    if (task !== NONE) this.count(-1);
    return task;
  }

  /** A task goes unserved. */
  leave(task: number): void {
    this.discipline.policy.leave(this.queue, this.discipline.params, task);
    this.count(-1);
  }

  /** Another discipline: those who wait are handed over in the order in which they came. */
  disciplineChanged(): void {
    const { queueDiscipline } = this.params;
    const { now } = this.site.simulation;
    const { policy: old, params: values } = this.discipline;
    const waiting: number[] = [];
    for (let task = old.take(this.queue, values, now); task !== NONE; task = old.take(this.queue, values, now)) waiting.push(task);
    waiting.sort((a, b) => this.positions[a] - this.positions[b]);
    this.discipline = queueDiscipline;
    this.queue = queueDiscipline.policy.start(queueDiscipline.params);
    for (const task of waiting) queueDiscipline.policy.put(this.queue, queueDiscipline.params, task, now);
  }

  private count(by: number): void {
    this.length += by;
    this.site.recorder.change(gauge.waiting, by);
  }
}
