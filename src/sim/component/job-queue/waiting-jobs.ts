import { BLOCKED, DEAD, ENDED, HIDDEN, LEASED, READY, STAGED, UNPROTECTED } from '../../flow/items.ts';
import { addLast, linkedList, remove } from '../../structure/linked-list.ts';
import type { Site } from '../component.ts';
import { gauge } from './job-queue-meters.ts';
import type { JobQueueParams } from './job-queue-params.ts';
import { KeyOrder } from './key-order.ts';

const NONE = -1;

/** The gauge that counts jobs in each state; −1 where none does. */
const GAUGE_OF: readonly number[] = (() => {
  const gauges: number[] = new Array(DEAD + 1).fill(NONE);
  gauges[STAGED] = gauge.staged;
  gauges[HIDDEN] = gauge.hidden;
  gauges[BLOCKED] = gauge.blocked;
  gauges[READY] = gauge.ready;
  gauges[LEASED] = gauge.inFlight;
  gauges[UNPROTECTED] = gauge.inFlight;
  gauges[DEAD] = gauge.dead;
  return gauges;
})();

/** Where every job of the queue is: hidden for a while, behind another of its key, or ready for the discipline to hand out. */
export class WaitingJobs {
  ready = 0;
  blocked = 0;
  /** Jobs that have not ended, by when they were enqueued. */
  readonly line = linkedList(1024);
  private readonly appearsEvent: number;
  /** The discipline in use: the one that `waiting` belongs to. */
  private discipline: JobQueueParams['scheduling'];
  private waiting: object;
  private readonly order = new KeyOrder();

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
    /** A job that was hidden has become visible. */
    private readonly appeared: () => void,
  ) {
    this.appearsEvent = site.event((item) => this.appearanceDue(item));
    this.discipline = params.scheduling;
    this.waiting = this.discipline.policy.start(this.discipline.params);
  }

  /** Jobs that could be received just now, and those behind others of their key. */
  get backlog(): number {
    return this.ready + this.blocked;
  }

  get isChoosy(): boolean {
    return this.discipline.policy.choosy === true;
  }

  isInFlight(item: number): boolean {
    const state = this.site.items.state[item];
    return state === LEASED || state === UNPROTECTED;
  }

  /** A job gets into the queue, last. */
  join(item: number): void {
    addLast(this.line, item);
    if (this.params.orderKept !== 'not') this.order.join(this.orderKey(item), item);
  }

  /** The next for a process as the discipline has it, out of its line; −1 when there is none for it. */
  dequeue(process: number, processes: number, chance: Parameters<JobQueueParams['scheduling']['policy']['take']>[5]): number {
    const { policy, params } = this.discipline;
    return policy.take(this.waiting, params, this.site.items, process, processes, chance);
  }

  /** The job that has waited longest; −1 if none waits. */
  oldest(): number {
    const { state } = this.site.items;
    let item = this.line.first;
    while (item !== NONE && state[item] !== READY && state[item] !== BLOCKED) item = this.line.next[item];
    return item;
  }

  moveTo(item: number, state: number): void {
    const { items, recorder } = this.site;
    const old = items.state[item];
    if (old === state) return;
    const left = GAUGE_OF[old];
    const joined = GAUGE_OF[state];
    if (left !== NONE) recorder.change(left, -1);
    if (joined !== NONE) recorder.change(joined, 1);
    if (old === READY) this.ready--;
    if (state === READY) this.ready++;
    if (old === BLOCKED) this.blocked--;
    if (state === BLOCKED) this.blocked++;
    items.state[item] = state;
  }

  hide(item: number, after: number): void {
    const { items, simulation } = this.site;
    this.moveTo(item, HIDDEN);
    items.event[item] = simulation.schedule(simulation.now + after, this.appearsEvent, item);
  }

  /** A job is visible, unless it stands behind another of its key. */
  appear(item: number, returns: boolean): void {
    const { items } = this.site;
    const { orderKept, redeliveredTo } = this.params;
    if (orderKept !== 'not' && !this.order.isFirst(this.orderKey(item), item)) {
      this.moveTo(item, BLOCKED);
      return;
    }
    this.moveTo(item, READY);
    const { policy, params } = this.discipline;
    policy.put(this.waiting, params, item, items, returns && redeliveredTo === 'head');
  }

  /** Takes a job that is in nobody's hands out of wherever it waits. */
  withdraw(item: number): void {
    const { items, simulation } = this.site;
    const state = items.state[item];
    if (state === READY) {
      const { policy, params } = this.discipline;
      policy.leave(this.waiting, params, item, items);
    } else if (state === HIDDEN || state === STAGED) {
      simulation.cancel(items.event[item], item);
      items.event[item] = NONE;
    }
  }

  /** A job ends. @param as DEAD or ENDED @returns whether it had got into the queue */
  leave(item: number, as: number): boolean {
    const state = this.site.items.state[item];
    const enqueued = state !== STAGED && state !== ENDED;
    if (enqueued) remove(this.line, item);
    this.moveTo(item, as);
    return enqueued;
  }

  /** A job that was in the queue has ended: whoever stood behind it may appear. */
  letNextAppear(item: number): void {
    if (this.params.orderKept === 'not') return;
    const next = this.order.leave(this.orderKey(item), item);
    if (next !== NONE && this.site.items.state[next] === BLOCKED) this.appear(next, false);
  }

  /** Another order is kept: of what is in flight nothing is called back, and it comes before what waits. */
  reorder(): void {
    const { items } = this.site;
    const { line, order } = this;
    order.clear();
    const kept = this.params.orderKept !== 'not';
    for (let item = line.first; kept && item !== NONE; item = line.next[item])
      if (this.isInFlight(item)) order.join(this.orderKey(item), item);
    for (let item = line.first; item !== NONE; item = line.next[item]) {
      if (this.isInFlight(item)) continue;
      if (kept) order.join(this.orderKey(item), item);
      if (items.state[item] === BLOCKED) this.appear(item, false);
      else if (items.state[item] === READY && kept && !order.isFirst(this.orderKey(item), item)) {
        this.withdraw(item);
        this.moveTo(item, BLOCKED);
      }
    }
  }

  /** Another discipline: what waits is handed over in the order of enqueueing. */
  requeue(): void {
    const { items } = this.site;
    const { scheduling } = this.params;
    this.discipline = scheduling;
    this.waiting = scheduling.policy.start(scheduling.params);
    for (let item = this.line.first; item !== NONE; item = this.line.next[item])
      if (items.state[item] === READY) scheduling.policy.put(this.waiting, scheduling.params, item, items, false);
  }

  private appearanceDue(item: number): void {
    const { items } = this.site;
    items.event[item] = NONE;
    this.appear(item, items.receiveCount[item] > 0);
    this.appeared();
  }

  private orderKey(item: number): number {
    const { items } = this.site;
    return this.params.orderKept === 'by-key' ? items.key[item] : items.tenant[item];
  }
}
