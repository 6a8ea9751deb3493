import { Caller } from '../../flow/caller.ts';
import { callerScopes } from '../../flow/caller-params.ts';
import type { Consumer, Store } from '../../flow/port.ts';
import { MICROS_PER_SECOND } from '../../kernel/time.ts';
import type { DeliveryEnd } from '../../observe/jobs.ts';
import { RECEIVED as WHEN_RECEIVED } from '../../policy/acknowledgement/contract.ts';
import { Deployment } from '../../replica/deployment.ts';
import { DRAINING, UP } from '../../replica/replica.ts';
import { type ReplicaOwner, Replicas } from '../../replica/replicas.ts';
import { Scaling } from '../../replica/scaling.ts';
import { reaching } from '../../structure/widened.ts';
import { type Component, defineComponent, type Site } from '../component.ts';
import { Executions, type ExecutionsOwner } from './executions.ts';
import { Heartbeats } from './heartbeats.ts';
import { DELAYED, JobTasks, LIMITED, RESERVED } from './job-tasks.ts';
import { LimitLine, type LimitOwner } from './limit-line.ts';
import { Process } from './process.ts';
import { Receiving } from './receiving.ts';
import { fact, facts, gauge, gauges, histogram, histograms, workerMeters, workerPeaks } from './worker-meters.ts';
import { type WorkerParams, workerParams } from './worker-params.ts';
import { workerPresets } from './worker-presets.ts';

/** Processes that receive jobs from queues, work on them, make their side effect and acknowledge; and die, and stand still. */
export const workers = defineComponent({
  id: 'workers',
  title: 'Workers',
  summary: 'Processes that receive jobs, work on them, make their side effect and acknowledge.',
  notes: [
    {
      title: 'What it models',
      text: 'Processes, each with so many jobs at once and so many prefetched. A job is work; after a given share of it (all, by default) it calls everybody the workers are wired to, one after the other, and then makes its side effect once: money booked, a mail sent. Processes die, stand still, are scaled, deployed and stopped.',
    },
    {
      title: 'What it leaves out',
      text: 'The round trips of receiving and acknowledging, memory and processor of a process as things of their own: jobs of a process do not slow each other down. What a job calls has side effects of its own, which are counted there.',
    },
    {
      title: 'What is settled how',
      text: '**Processes with room are served in turn**, one job at a time, so prefetch is filled evenly. **A process that works batch by batch** receives at one look as many as it may work on and prefetch, or as many as there are, and looks again when all of them have ended, jobs for later included. **Prefetched jobs** hold a lease and have no heartbeat until they are begun. **A process that dies** takes all its jobs with it; it is away for its restart time and then the same process again; one that does not come up again tells nobody. Its jobs go back in the order in which it had received them. **A pause** stops work and heartbeats, not the clock: the process does not know. Time until the next one counts from its end. **A lease that has run out** is not noticed by the worker unless it stops by parameter. **Side effect and fault at the same share of the work**: the side effect comes first. **A ledger of effects** is asked when a job begins and, unless it was entered then, when the effect is due. **Jobs that wait for the rate limit** stand in one line for each limit; the first asks again when the limiter can have room by itself, and when a job has ended. Jobs that go back to the queue ask again when they are received again. **Checkpoints** are lost by nobody: the last part is done anew by every try, and so is a side effect in the part at which a job goes on; one that was refused for its token has not taken place. **A job for later** waits in its process from when it is received, and takes no slot and no place among the prefetched; it has no heartbeat. **Jobs of one group** that were prefetched together are begun one after the other; those after one that is not done are left until their leases run out, or go back with it. **A job that was refused** for lack of a slot is not begun later by that process. **A job timeout** counts from the start of the execution, what it waits for others included; a process that stands still finds out when it goes on. **Asked to stop**, a process gives back what it has prefetched, receives nothing, and finishes what it works on within its grace. **A deployment** replaces so many processes at a time, the lowest first. **If a call fails**, the job has failed; calls already made are made again by the next try.',
    },
    {
      title: 'What it is checked against',
      text: 'Deliveries under a visibility timeout, crashes before and after the side effect, and dead letters, each in closed form; M/M/c; batches against the longest of so many exponentials; every way of acknowledging against the interleavings that it forbids.',
    },
  ],
  params: workerParams,
  scopes: {
    processingTime: 'nothing',
    acknowledgement: 'nothing',
    workerFault: 'nothing',
    fault: 'nothing',
    limiter: 'component',
    autoscaling: 'component',
    ...callerScopes,
  },
  takes: ['jobs'],
  sends: ['calls'],
  calls: { least: 0, most: 20 },
  acts: [{ name: 'kill', label: 'Kill every process' }],
  routine: false,
  facts,
  gauges,
  histograms,
  peaks: workerPeaks,
  looksAt: {
    key: [{ where: { limitedBy: ['key'] } }],
    tenant: [{ where: { limitedBy: ['tenant'] } }],
  },
  meters: workerMeters,
  face: {
    line: '{busy} of {slots} busy · {replicas} up',
    alerts: [{ meter: 'late', text: '{late} late', tone: 'error' }],
    strains: [{ meter: 'utilisation', from: 0.95, text: '{utilisation} busy: jobs have to wait' }],
    cells: { filled: 'busy', of: 'slots' },
    shows: ['acknowledgement', 'workerFault', 'fault', 'limiter', 'autoscaling'],
  },
  balances: [
    {
      of: 'jobs received',
      begun: ['received'],
      ended: ['done', 'skipped', 'failed', 'killed', 'stopped', 'returned'],
      open: ['reserved', 'working'],
    },
  ],
  presets: workerPresets,
  starts: { processingTime: { kind: 'exponential', mean: 100 } },
  charts: ['utilisation'],
  create: (site, values): Component => new Workers(site, values),
});

const NONE = -1;

/** How each end of an execution is logged, by its fact. */
const ENDS = new Map<number, DeliveryEnd>([
  [fact.done, 'done'],
  [fact.skipped, 'skipped'],
  [fact.failed, 'failed'],
  [fact.killed, 'killed'],
  [fact.stopped, 'stopped'],
  [fact.returned, 'returned'],
]);

/**
 * The jobs in the hands of processes, from the moment they are received to their end; what happens meanwhile is done by
 * its parts. A file longer than most: it also holds the definition, and is what five parts have to ask.
 */
class Workers implements Component, Consumer, ReplicaOwner<Process>, ExecutionsOwner, LimitOwner {
  readonly caller: Caller;
  readonly consumer = this;
  private readonly tasks = new JobTasks();
  private readonly replicas: Replicas<Process>;
  private readonly receiving: Receiving;
  private readonly limit: LimitLine;
  private readonly executions: Executions;
  private readonly heartbeats: Heartbeats;
  private readonly scaling: Scaling;
  private readonly deployment: Deployment<Process>;
  private readonly dueEvent: number;
  /** The task of each delivery, by row of its call. */
  private taskOf = new Int32Array(1024).fill(NONE);
  /** Slots of processes that are up and have no job. */
  private freeSlots = 0;
  /** The most jobs at work, and of one process. */
  private mostBusy = 0;
  private mostOfOne = 0;

  constructor(
    private readonly site: Site,
    private readonly params: WorkerParams,
  ) {
    this.caller = new Caller(site, params, this);
    this.replicas = new Replicas(site, params, { fact, gauge }, this, site.keyed('process'), (number) => new Process(number));
    this.heartbeats = new Heartbeats(site, params, this.tasks, (task) => this.beat(task));
    this.limit = new LimitLine(site, params, this.tasks, this);
    this.executions = new Executions(site, params, this.caller, this.tasks, this.replicas, this);
    this.receiving = new Receiving(
      site,
      params,
      this.replicas,
      () => this.freeSlots,
      (call, process, before) => this.received(call, process, before),
    );
    this.dueEvent = site.event((task) => this.fallsDue(task));
    this.scaling = new Scaling(site, params, this.replicas, this.receiving);
    this.deployment = new Deployment(this.replicas, params);
    site.recorder.addPeak('busy', () => this.mostBusy);
    site.recorder.addPeak('ofOne', () => this.mostOfOne);
  }

  start(): void {
    this.receiving.start();
    this.replicas.begin(this.params.replicas);
    this.scaling.start();
    this.receiving.fetch();
  }

  open(): number {
    return this.tasks.open;
  }

  capacity(): number {
    const { processingTime, concurrency } = this.params;
    return (this.replicas.wanted * concurrency * MICROS_PER_SECOND) / processingTime.policy.mean(processingTime.params);
  }

  changed(param: string, replaced: boolean): void {
    switch (param) {
      case 'replicas':
        if (this.params.autoscaling.policy.id === 'none') this.replicas.want(this.params.replicas);
        break;
      case 'concurrency':
      case 'prefetch':
        this.takeStock();
        this.receiving.fetch();
        break;
      case 'enabled':
      case 'pollInterval':
      case 'receives':
        this.receiving.fetch();
        break;
      case 'heartbeat':
        this.heartbeats.intervalChanged();
        break;
      case 'workerFault':
        this.replicas.faultChanged();
        break;
      case 'fault':
        this.executions.wakeHung();
        break;
      case 'limiter':
      case 'limitedBy':
        this.limit.changed(replaced || param === 'limitedBy');
        break;
      case 'autoscaling':
        this.scaling.start(replaced);
        break;
      case 'acknowledgement':
        this.executions.readAcknowledgement();
        break;
      case 'version':
        this.deployment.versionChanged();
        break;
      default:
        this.caller.changed(param, replaced);
    }
  }

  /** Every process that is up dies at this instant, the highest first, and is restarted as after any death. */
  act(): void {
    const { list } = this.replicas;
    for (let i = list.length - 1; i >= 0; i--) if (list[i].state === UP || list[i].state === DRAINING) this.replicas.kill(list[i]);
  }

  roused(): void {
    if (this.params.pollInterval === 0) this.receiving.fetch();
  }

  lapsed(call: number): void {
    const { tasks } = this;
    const task = this.taskOf[call];
    if (task === NONE) return;
    this.executions.keepProgress(task);
    if (this.params.whenLeaseEnds === 'goes-on') {
      tasks.stray[task] = 1;
      if (tasks.isHeld(task)) {
        if (this.params.whenNoSlot !== 'waits') this.stop(task);
      } else this.site.recorder.change(gauge.strays, 1);
    } else this.stop(task);
  }

  revoked(call: number): void {
    const task = this.taskOf[call];
    if (task !== NONE) this.stop(task);
  }

  /** One that only waits for its lease to run out waits no longer. */
  outrun(call: number): void {
    const task = this.taskOf[call];
    if (task !== NONE && this.params.whenNoSlot !== 'waits' && this.tasks.isHeld(task)) this.stop(task);
  }

  /** Work on a job stops; a process that stands still stops it when it goes on. */
  private stop(task: number): void {
    if (this.replicas.isPaused(this.processOf(task))) this.tasks.stops[task] = 1;
    else this.ended(task, fact.stopped);
  }

  /** An operation made for a job has ended. */
  concluded(task: number, outcome: number): void {
    this.executions.answered(task, outcome);
  }

  // ——— what executions and the limit ask of it ———

  storeOf(call: number): Store {
    const { calls, allWires } = this.site;
    return allWires[calls.wire[call]].store;
  }

  ended(task: number, how: number): void {
    this.end(task, how);
    this.receiving.fetch();
  }

  kills(task: number): void {
    this.replicas.kill(this.processOf(task));
  }

  startHeartbeat(task: number): void {
    this.heartbeats.start(task);
  }

  mayBegin(task: number, after: number): void {
    if (after === 0) this.executions.begin(task);
    else this.executions.beginLater(task, after);
  }

  pauseLeftOf(task: number): number {
    return this.replicas.pauseLeft(this.processOf(task));
  }

  forEachRunning(visit: (task: number) => void): void {
    const { tasks } = this;
    for (const process of this.replicas.list) for (let task = process.running.first; task !== NONE; task = tasks.next[task]) visit(task);
  }

  private processOf(task: number): Process {
    return this.replicas.list[this.tasks.process[task]];
  }

  private beat(task: number): void {
    const call = this.tasks.call[task];
    if (!this.replicas.isPaused(this.processOf(task))) this.storeOf(call).extend(call);
  }

  // ——— from receiving a job to its end ———

  private received(call: number, process: Process, before: number): void {
    const { calls, items, recorder, simulation } = this.site;
    const item = calls.operation[call];
    const task = this.tasks.begin(call, item, items.receiveCount[item], process.number);
    this.taskOf = reaching(this.taskOf, call, NONE);
    this.taskOf[call] = task;
    this.site.report(fact.received, call);
    const { acknowledgement } = this.params;
    if (acknowledgement.policy.when(acknowledgement.params) === WHEN_RECEIVED) this.storeOf(call).acknowledge(call, false);
    const dueAt = items.notBefore[item];
    if (dueAt > simulation.now) {
      this.tasks.phase[task] = DELAYED;
      this.tasks.event[task] = simulation.schedule(dueAt, this.dueEvent, task);
      process.delayed.add(this.tasks, task);
      recorder.change(gauge.reserved, 1);
    } else {
      if (before !== NONE && this.taskOf[before] !== NONE) this.tasks.follow(task, this.taskOf[before]);
      if (this.tasks.behind[task] === NONE && process.running.length < this.params.concurrency) this.occupySlot(task, process);
      else this.reserve(task, process);
    }
  }

  private reserve(task: number, process: Process): void {
    process.reserved.add(this.tasks, task);
    this.noteMost(process);
    this.site.recorder.change(gauge.reserved, 1);
  }

  private noteMost({ running, reserved }: Process): void {
    this.mostOfOne = Math.max(this.mostOfOne, running.length + reserved.length);
  }

  /** A job that was for later may be begun. */
  private fallsDue(task: number): void {
    const { tasks } = this;
    const process = this.processOf(task);
    tasks.event[task] = NONE;
    tasks.phase[task] = RESERVED;
    process.delayed.remove(tasks, task);
    process.reserved.add(tasks, task);
    this.noteMost(process);
    if (this.hasSlot(process)) this.beginHeld(task, process);
  }

  /** Whether a process has a free slot and can use it. */
  private hasSlot(process: Process): boolean {
    return process.state === UP && !this.replicas.isPaused(process) && process.running.length < this.params.concurrency;
  }

  private beginHeld(task: number, process: Process): void {
    process.reserved.remove(this.tasks, task);
    this.site.recorder.change(gauge.reserved, -1);
    this.occupySlot(task, process);
  }

  /** A job gets a slot, and begins if the limiter lets it and nobody waits for the same limit. */
  private occupySlot(task: number, process: Process): void {
    const { tasks } = this;
    const { recorder } = this.site;
    this.scaling.countTime();
    process.running.add(tasks, task);
    this.mostBusy = Math.max(this.mostBusy, ++this.scaling.busy);
    this.noteMost(process);
    if (process.running.length <= this.params.concurrency) this.freeSlots--;
    recorder.change(gauge.working, 1);
    if (tasks.stray[task] === 1) recorder.change(gauge.strays, 1);
    tasks.phase[task] = LIMITED;
    if (this.limit.isOff) {
      this.executions.begin(task);
      return;
    }
    const wait = this.limit.tryToBegin(task);
    if (wait === 0) return;
    this.site.report(fact.limited, tasks.call[task]);
    if (this.params.whenLimited === 'goes-back') {
      this.end(task, fact.returned, wait === Number.POSITIVE_INFINITY ? MICROS_PER_SECOND : wait);
      this.receiving.fetch();
    } else this.limit.join(task, wait);
  }

  /** A worker is through with a delivery. @param after for one that is given back: when it is visible again [µs from now] @param owed whether the queue is told only when the process is up again */
  private end(task: number, how: number, after = 0, owed = false): void {
    const { tasks } = this;
    const { simulation, observed } = this.site;
    const call = tasks.call[task];
    const process = this.processOf(task);
    const store = this.storeOf(call);
    if (tasks.phase[task] === LIMITED) this.limit.leave(task);
    this.executions.abandon(task);
    this.heartbeats.stop(task);
    const wasHeld = tasks.isHeld(task);
    this.site.report(how, call);
    if (wasHeld) {
      (tasks.phase[task] === DELAYED ? process.delayed : process.reserved).remove(tasks, task);
      this.site.recorder.change(gauge.reserved, -1);
    } else this.freeSlot(task, process, how);
    observed.jobs?.ended(call, simulation.now, ENDS.get(how) ?? 'done');
    this.taskOf[call] = NONE;
    const follower = tasks.letFollow(task);
    tasks.rows.release(task);
    if (how === fact.returned) store.giveBack(call, after);
    if (!owed) store.letGo(call);
    // what was to come after one that was not done is not done either
    if (follower !== NONE) {
      if (how !== fact.done && how !== fact.skipped) this.end(follower, how === fact.returned ? fact.returned : fact.stopped);
      else if (this.params.whenNoSlot === 'refused' && this.hasSlot(process)) this.beginHeld(follower, process);
    }
    this.receiving.forgetPoll(process);
    this.startReserved(process);
    if (!wasHeld && process.state === DRAINING && process.running.length === 0 && process.lastHeld === NONE) this.replicas.stopped(process);
  }

  /** A job at work gives its slot back. */
  private freeSlot(task: number, process: Process, how: number): void {
    const { tasks, scaling } = this;
    const { recorder, simulation } = this.site;
    scaling.countTime();
    process.running.remove(tasks, task);
    scaling.busy--;
    if (process.state === UP && process.running.length < this.params.concurrency) this.freeSlots++;
    if (how === fact.done || how === fact.skipped) scaling.countDone();
    recorder.change(gauge.working, -1);
    if (tasks.stray[task] === 1) recorder.change(gauge.strays, -1);
    const hasBegun = tasks.phase[task] !== LIMITED && tasks.done[task] >= 0;
    if (hasBegun) recorder.observe(histogram.runningTime, simulation.now - tasks.startedAt[task]);
    this.limit.ended(task, how !== fact.done);
  }

  private startReserved(process: Process): void {
    // one that ends as soon as it is begun comes back here
    if (process.beginning || this.params.whenNoSlot === 'refused') return;
    process.beginning = true;
    const { tasks } = this;
    while (this.hasSlot(process)) {
      let task = process.reserved.first;
      while (task !== NONE && tasks.behind[task] !== NONE) task = tasks.next[task];
      if (task === NONE) break;
      this.beginHeld(task, process);
    }
    process.beginning = false;
  }

  // ——— processes that come and go ———

  cameUp(process: Process): void {
    for (const call of process.owed.splice(0)) {
      const store = this.storeOf(call);
      store.died(call, true);
      store.letGo(call);
    }
  }

  tookDown(process: Process): void {
    this.receiving.forgetPoll(process);
  }

  /** The latest first: each goes to the head of its line, and so they stand there as they did. */
  died(process: Process): void {
    const { crashNoticed } = this.params;
    for (;;) {
      const task = process.lastHeld !== NONE ? process.lastHeld : process.running.last;
      if (task === NONE) return;
      const call = this.tasks.call[task];
      this.executions.keepProgress(task);
      this.storeOf(call).died(call, crashNoticed === 'at-once');
      const owed = crashNoticed === 'restart';
      if (owed) process.owed.push(call);
      this.end(task, fact.killed, 0, owed);
    }
  }

  drains(process: Process): void {
    while (process.lastHeld !== NONE) this.end(process.lastHeld, fact.returned);
  }

  isBusy(process: Process): boolean {
    return process.running.length > 0;
  }

  graceEnded(process: Process): void {
    while (process.state === DRAINING && process.running.last !== NONE) {
      this.executions.keepProgress(process.running.last);
      this.end(process.running.last, fact.returned);
    }
  }

  stoodStill(process: Process, longer: number): void {
    const { tasks } = this;
    for (let task = process.running.first; task !== NONE; task = tasks.next[task]) this.executions.postpone(task, longer);
  }

  /** Ends what it would have stopped while it stood still, and goes on with the rest. */
  wentOn(process: Process): void {
    const { tasks } = this;
    const lapsed: number[] = [];
    for (const first of [process.delayed.first, process.reserved.first, process.running.first])
      for (let task = first; task !== NONE; task = tasks.next[task]) if (tasks.stops[task] === 1) lapsed.push(task);
    for (const task of lapsed) if (tasks.stops[task] === 1) this.end(task, fact.stopped);
    this.startReserved(process);
    this.receiving.fetch();
  }

  replaced(process: Process): void {
    this.deployment.replaced(process);
  }

  /** Nobody tells the queue which jobs died with it, but for the end of their leases. */
  stayedAway(process: Process): void {
    for (const call of process.owed.splice(0)) this.storeOf(call).letGo(call);
  }

  madeRoom(): void {
    this.receiving.fetch();
  }

  takeStock(): void {
    this.scaling.countTime();
    const { concurrency } = this.params;
    let slots = 0;
    this.freeSlots = 0;
    for (const { state, running } of this.replicas.list) {
      if (state === UP) this.freeSlots += Math.max(0, concurrency - running.length);
      if (state === UP || state === DRAINING) slots += concurrency;
    }
    this.site.recorder.change(gauge.slots, slots - this.scaling.slots);
    this.scaling.slots = slots;
    for (const process of this.replicas.list) this.startReserved(process);
  }
}
