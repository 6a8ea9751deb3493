import { addLimiterReadings, LimiterStates } from '../../flow/limiter-states.ts';
import { MICROS_PER_MS, wholeMicros } from '../../kernel/time.ts';
import { type Ask, nextFree } from '../../policy/rate-limiter/contract.ts';
import type { Site } from '../component.ts';
import { type JobTasks, LIMITED } from './job-tasks.ts';
import type { WorkerParams } from './worker-params.ts';

const NONE = -1;
const NEVER = Number.POSITIVE_INFINITY;

/** Jobs that wait for one limit, in order. */
interface Line {
  waiting: number[];
  /** When the first of them asks again. */
  event: number;
  number: number;
}

export interface LimitOwner {
  /** A job may begin, now or after so long [µs]. */
  mayBegin(task: number, after: number): void;
  /** How much longer the process of a job stands still [µs]. */
  pauseLeftOf(task: number): number;
  /** Every job at work, process by process. */
  forEachRunning(visit: (task: number) => void): void;
}

/** Jobs before the rate limit: one line for each key that has a limit of its own. */
export class LimitLine {
  private readonly dueEvent: number;
  private readonly ask: Ask = { cost: 1, tenant: 0, priority: 0 };
  private limits: LimiterStates | null = null;
  private readonly lines: Line[] = [];
  private readonly lineByKey = new Map<number, Line>();

  constructor(
    private readonly site: Site,
    private readonly params: WorkerParams,
    private readonly tasks: JobTasks,
    private readonly owner: LimitOwner,
  ) {
    this.dueEvent = site.event((line) => this.letGo(this.lines[line]));
    addLimiterReadings(
      site,
      'limiter',
      'of the first key',
      () => params.limiter,
      () => this.limits,
    );
    this.readLimiter(true);
  }

  /** Whether there is no limit. */
  get isOff(): boolean {
    return this.limits === null;
  }

  /** Lets a job begin if the limiter does and nobody waits for the same limit. @returns 0; or when to ask again [µs], −1: in line */
  tryToBegin(task: number): number {
    const line = this.lineOf(this.keyOf(task));
    if (line.waiting.length > 0 && this.params.whenLimited !== 'goes-back') return NONE;
    return this.askLimiter(task, true);
  }

  /** A job waits in its process. @param wait what it was told [µs] */
  join(task: number, wait: number): void {
    const line = this.lineOf(this.keyOf(task));
    line.waiting.push(task);
    if (line.waiting.length === 1) this.arm(line, wait);
  }

  /** One that waits ends: whoever stands behind it may ask. */
  leave(task: number): void {
    const line = this.lineByKey.get(this.keyOf(task));
    const position = line === undefined ? NONE : line.waiting.indexOf(task);
    if (line === undefined || position === NONE) return;
    line.waiting.splice(position, 1);
    if (position === 0 && line.waiting.length > 0) this.arm(line, 0);
  }

  /** A job that passed has ended. @param failed whether it was not done */
  ended(task: number, failed: boolean): void {
    const { tasks, limits } = this;
    const passedAt = tasks.passedAt[task];
    if (limits === null || passedAt === NONE) return;
    const { policy, params } = this.params.limiter;
    if (!policy.release) return;
    const { now } = this.site.simulation;
    const key = this.keyOf(task);
    this.describe(task);
    policy.release(params, limits.cells, limits.place(key, now), now, this.ask, Math.max(0, now - passedAt), failed);
    const line = this.lineOf(key);
    if (line.waiting.length > 0) this.arm(line, 0);
  }

  /** Another limit: whoever waits for it asks again, in the order of processes where there are other keys. */
  changed(replaced: boolean): void {
    const { tasks, lines } = this;
    this.readLimiter(replaced);
    for (const line of lines) {
      line.waiting.length = 0;
      this.arm(line, NEVER);
    }
    this.lineByKey.clear();
    lines.length = 0;
    this.owner.forEachRunning((task) => {
      if (tasks.phase[task] === LIMITED) this.lineOf(this.keyOf(task)).waiting.push(task);
    });
    for (const line of lines) this.arm(line, 0);
  }

  private readLimiter(replaced: boolean): void {
    const { limiter } = this.params;
    const anew = replaced || this.limits?.hasOutgrown() === true;
    if (limiter.policy.id === 'none') this.limits = null;
    else if (this.limits === null || anew) this.limits = new LimiterStates(() => this.params.limiter);
    // what the old limiter was told of the new one is not
    if (this.limits === null || anew) this.tasks.passedAt.fill(NONE);
  }

  private keyOf(task: number): number {
    const { items } = this.site;
    const { limitedBy } = this.params;
    const item = this.tasks.item[task];
    return limitedBy === 'all' ? 0 : limitedBy === 'key' ? items.key[item] : items.tenant[item];
  }

  private describe(task: number): void {
    const { ask } = this;
    const { items } = this.site;
    const item = this.tasks.item[task];
    ask.cost = items.cost[item];
    ask.tenant = items.tenant[item];
    ask.priority = items.class[item];
  }

  /**
   * Lets a job begin, or says when to ask again [µs from now]; Infinity: not before something happens.
   * @param first whether it has not asked before
   */
  private askLimiter(task: number, first: boolean): number {
    const { tasks, ask } = this;
    const limits = this.limits as LimiterStates;
    const { policy, params } = this.params.limiter;
    const { now } = this.site.simulation;
    const at = limits.place(this.keyOf(task), now);
    this.describe(task);
    const verdict = limits.check(at, now, ask);
    if (verdict >= 0) {
      limits.take(at, now, ask);
      tasks.passedAt[task] = now + verdict;
      this.owner.mayBegin(task, verdict);
      return 0;
    }
    if (first) policy.refuse?.(params, limits.cells, at, now, ask);
    if (first && this.params.whenLimited === 'goes-back') {
      const wait = policy.retryAfter(params, limits.cells, at, now, ask);
      return policy.hint === 'exact' && wait > 0 ? wholeMicros(wait) : Math.max(MICROS_PER_MS, wholeMicros(wait));
    }
    const wait = nextFree(this.params.limiter, limits.cells, at, now, ask);
    return wait > 0 ? wholeMicros(wait) : MICROS_PER_MS;
  }

  private lineOf(key: number): Line {
    let line = this.lineByKey.get(key);
    if (line === undefined) {
      line = { waiting: [], event: NONE, number: this.lines.length };
      this.lines.push(line);
      this.lineByKey.set(key, line);
    }
    return line;
  }

  private arm(line: Line, wait: number): void {
    const { simulation } = this.site;
    if (line.event !== NONE) simulation.cancel(line.event, line.number);
    line.event = wait === NEVER ? NONE : simulation.schedule(simulation.now + wait, this.dueEvent, line.number);
  }

  /** Those that wait ask again, in order; whoever stands still lets the others by. */
  private letGo(line: Line): void {
    line.event = NONE;
    const { waiting } = line;
    let paused = NEVER;
    for (let i = 0; i < waiting.length; ) {
      const task = waiting[i];
      const pause = this.owner.pauseLeftOf(task);
      if (pause > 0) {
        paused = Math.min(paused, pause);
        i++;
        continue;
      }
      waiting.splice(i, 1);
      if (this.limits === null) {
        this.owner.mayBegin(task, 0);
        continue;
      }
      const wait = this.askLimiter(task, false);
      if (wait === 0) continue;
      waiting.splice(i, 0, task);
      this.arm(line, Math.min(wait, paused));
      return;
    }
    if (waiting.length > 0) this.arm(line, paused);
  }
}
