import { BLOCKED, DEAD, ENDED, HIDDEN, LEASED, READY, STAGED, UNPROTECTED } from '../../flow/items.ts';
import { addLast, linkedList, remove } from '../../structure/linked-list.ts';
import type { Site } from '../component.ts';
import { gauge } from './job-queue-meters.ts';
import { type JobQueueParams, NO_LIMIT } from './job-queue-params.ts';
import { KeyOrder } from './key-order.ts';
import { Sight } from './sight.ts';

const NONE = -1;

/** How a job joins the line: new to it, back from a worker, or to be tried again. */
export const NEW = 0;
export const BACK = 1;
const RETRIED = 2;

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
  inFlight = 0;
  /** Jobs that have not ended, by when they were enqueued. */
  readonly line = linkedList(1024);
  private readonly appearsEvent: number;
  private readonly retryEvent: number;
  /** The discipline in use: the one that `waiting` belongs to. */
  private discipline: JobQueueParams['scheduling'];
  private waiting: object;
  private readonly order = new KeyOrder();
  private readonly sight = new Sight(this.line);

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
    /** A job that was hidden has become visible. */
    private readonly appeared: () => void,
  ) {
    this.appearsEvent = site.event((item) => this.appearanceDue(item, this.wasReceived(item) ? BACK : NEW));
    this.retryEvent = site.event((item) => this.appearanceDue(item, RETRIED));
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
    if (this.params.looksAt < NO_LIMIT) this.sight.join(item, this.params.looksAt);
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
    const gaugeLeft = GAUGE_OF[old];
    const gaugeJoined = GAUGE_OF[state];
    if (gaugeLeft !== NONE) recorder.change(gaugeLeft, -1);
    if (gaugeJoined !== NONE) recorder.change(gaugeJoined, 1);
    if (old === READY) this.ready--;
    if (state === READY) this.ready++;
    if (old === BLOCKED) this.blocked--;
    if (state === BLOCKED) this.blocked++;
    if (gaugeLeft === gauge.inFlight) this.inFlight--;
    if (gaugeJoined === gauge.inFlight) this.inFlight++;
    items.state[item] = state;
  }

  /** A job is not visible for a while [µs]. */
  hide(item: number, after: number): void {
    this.hideUntil(item, after, this.appearsEvent);
  }

  /** A job is to be begun after a while [µs]: hidden until then, or handed out to a worker that waits. @param retried whether because it failed */
  delay(item: number, after: number, retried: boolean): void {
    if (this.params.delayedJobs === 'in-queue') {
      this.hideUntil(item, after, retried ? this.retryEvent : this.appearsEvent);
      return;
    }
    const { items, simulation } = this.site;
    items.notBefore[item] = simulation.now + after;
    this.appear(item, retried ? RETRIED : NEW);
  }

  private hideUntil(item: number, after: number, event: number): void {
    const { items, simulation } = this.site;
    this.moveTo(item, HIDDEN);
    items.event[item] = simulation.schedule(simulation.now + after, event, item);
    this.mayFreeGroup(item);
  }

  /** A job is visible, unless it stands behind another of its key, or behind all that are looked at. @param how NEW, BACK or RETRIED */
  appear(item: number, how: number): void {
    const { items } = this.site;
    if (this.isHeldBack(item)) {
      this.moveTo(item, BLOCKED);
      this.mayFreeGroup(item);
      return;
    }
    this.moveTo(item, READY);
    const { policy, params } = this.discipline;
    policy.put(this.waiting, params, item, items, this.goesToHead(how));
  }

  private goesToHead(how: number): boolean {
    if (how === NEW) return false;
    const { redeliveredTo, retriedTo } = this.params;
    return (how === BACK || retriedTo === 'same' ? redeliveredTo : retriedTo) === 'head';
  }

  private isHeldBack(item: number): boolean {
    const { orderKept, looksAt, keptTogether } = this.params;
    if (looksAt < NO_LIMIT && !this.sight.has(item)) return true;
    if (orderKept === 'not') return false;
    const key = this.orderKey(item);
    return !this.order.isFirst(key, item) || (keptTogether > 1 && this.isOut(key, item));
  }

  /** Whether of a key another job than this one is in flight; those are among its first. */
  private isOut(key: number, item: number): boolean {
    const { order } = this;
    let job = order.first(key);
    for (let i = 0; i < this.params.keptTogether && job !== NONE; i++) {
      if (job !== item && this.isInFlight(job)) return true;
      job = order.after(job);
    }
    return false;
  }

  /** A job is in nobody's hands: the first of its key may be visible again, if it has waited for this. */
  private mayFreeGroup(item: number): void {
    const { orderKept, keptTogether } = this.params;
    if (orderKept === 'not' || keptTogether === 1) return;
    const first = this.order.first(this.orderKey(item));
    if (first !== item) this.mayAppear(first);
  }

  private mayAppear(item: number): void {
    if (item !== NONE && this.site.items.state[item] === BLOCKED && !this.isHeldBack(item))
      this.appear(item, this.wasReceived(item) ? BACK : NEW);
  }

  private wasReceived(item: number): boolean {
    return this.site.items.receiveCount[item] > 0;
  }

  /** The job of the same key that may go along with one just handed out; −1 if there is none. */
  along(item: number): number {
    const { orderKept, keptTogether, looksAt } = this.params;
    if (orderKept === 'not' || keptTogether === 1) return NONE;
    const { order } = this;
    const next = order.after(item);
    if (next === NONE || this.site.items.state[next] !== BLOCKED || (looksAt < NO_LIMIT && !this.sight.has(next))) return NONE;
    let place = 1;
    for (let job = order.first(this.orderKey(item)); job !== item; job = order.after(job)) place++;
    return place < keptTogether ? next : NONE;
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
    if (enqueued) {
      if (this.params.looksAt < NO_LIMIT) this.sight.leave(item);
      remove(this.line, item);
    }
    this.moveTo(item, as);
    return enqueued;
  }

  /** A job that was in the queue has ended: whoever stood behind it may appear. */
  letNextAppear(item: number): void {
    const { orderKept, keptTogether, looksAt } = this.params;
    if (orderKept !== 'not') {
      const key = this.orderKey(item);
      const next = this.order.leave(key, item);
      if (keptTogether > 1) this.mayAppear(this.order.first(key));
      else if (next !== NONE && this.site.items.state[next] === BLOCKED) this.appear(next, NEW);
    }
    if (looksAt === NO_LIMIT) return;
    for (let seen = this.sight.widen(looksAt); seen !== NONE; seen = this.sight.widen(looksAt)) this.mayAppear(seen);
  }

  /** More or fewer jobs are looked at. */
  lookAgain(): void {
    if (this.params.looksAt < NO_LIMIT) this.sight.reset(this.params.looksAt);
    this.reorder();
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
      if (items.state[item] === BLOCKED) this.appear(item, NEW);
      else if (items.state[item] === READY && this.isHeldBack(item)) {
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

  private appearanceDue(item: number, how: number): void {
    this.site.items.event[item] = NONE;
    this.appear(item, how);
    this.appeared();
  }

  private orderKey(item: number): number {
    const { items } = this.site;
    return this.params.orderKept === 'by-key' ? items.key[item] : items.tenant[item];
  }
}
