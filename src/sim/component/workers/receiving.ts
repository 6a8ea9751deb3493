import type { Wire } from '../../flow/port.ts';
import { UP } from '../../replica/replica.ts';
import type { Replicas } from '../../replica/replicas.ts';
import type { Site } from '../component.ts';
import type { Process } from './process.ts';
import type { WorkerParams } from './worker-params.ts';

const NONE = -1;

/** How processes come by jobs: they look into the queues that lead here, one job at a time, in turn. */
export class Receiving {
  private readonly pollEvent: number;
  /** Wires that lead here from queues. */
  private sources: readonly Wire[] = [];
  private nextSource = 0;
  /** Number of the process that receives next. */
  private nextProcess = 0;
  private fetching = false;
  private fetchAgain = false;
  /** Times that processes have looked. */
  private round = 0;

  constructor(
    private readonly site: Site,
    private readonly params: WorkerParams,
    private readonly replicas: Replicas<Process>,
    /** Slots of processes that are up and have no job. */
    private readonly freeSlots: () => number,
    /** @param before a delivery to be worked on before this one; −1: none */
    private readonly received: (call: number, process: Process, before: number) => void,
  ) {
    this.pollEvent = site.event((process) => this.pollDue(process));
  }

  start(): void {
    this.sources = this.site.allWires.filter(({ toIndex }) => toIndex === this.site.index);
  }

  /** Jobs that could be received just now, and how long the first of them has waited [µs]. */
  backlog(): number {
    return this.sources.reduce((sum, { store }) => sum + store.backlog, 0);
  }

  oldestAge(): number {
    return this.sources.reduce((oldest, { store }) => Math.max(oldest, store.oldestAge()), 0);
  }

  /** Receives as many jobs as there are, and is room for, the processes in turn. */
  fetch(): void {
    if (!this.params.enabled) return;
    if (this.fetching) {
      this.fetchAgain = true;
      return;
    }
    this.fetching = true;
    do {
      this.fetchAgain = false;
      this.fetchRound();
    } while (this.fetchAgain);
    this.fetching = false;
  }

  /** Whoever has ended a job looks for the next at once; one that is down does not look. */
  forgetPoll(process: Process): void {
    if (process.poll === NONE) return;
    this.site.simulation.cancel(process.poll, process.number);
    process.poll = NONE;
  }

  private pollDue(process: number): void {
    this.replicas.list[process].poll = NONE;
    this.fetch();
  }

  private fetchRound(): void {
    const { list } = this.replicas;
    const { pollInterval, concurrency, prefetch } = this.params;
    if (prefetch === 0 && this.freeSlots() === 0) return;
    this.round++;
    let inVain = 0;
    while (inVain < list.length) {
      const process = list[this.nextProcess];
      this.nextProcess = this.nextProcess + 1 >= list.length ? 0 : this.nextProcess + 1;
      inVain++;
      // whoever sleeps between two looks does not look
      if (!this.hasRoom(process, concurrency + prefetch) || process.poll !== NONE) continue;
      if (pollInterval === 0 && !this.hasBacklog()) {
        this.nextProcess = process.number;
        return;
      }
      const call = this.receiveFor(process);
      if (call !== NONE) {
        process.batch = this.round;
        this.received(call, process, NONE);
        if (prefetch > 0) this.receiveAlong(call, process);
        inVain = 0;
      } else if (pollInterval > 0) process.poll = this.schedulePoll(process, pollInterval);
      else if (!this.isChoosy()) {
        // who has got nothing is the next to receive
        this.nextProcess = process.number;
        return;
      }
    }
  }

  /** What goes along with a job just received is prefetched, as far as there is room. */
  private receiveAlong(first: number, process: Process): void {
    const { store } = this.site.allWires[this.site.calls.wire[first]];
    for (let before = first; process.reserved.length < this.params.prefetch; ) {
      const call = store.takeAlong(before);
      if (call === NONE) return;
      this.received(call, process, before);
      before = call;
    }
  }

  /** Whether a process can receive another job. @param most how many it can have */
  private hasRoom(process: Process, most: number): boolean {
    if (process.running.length + process.reserved.length >= most || process.state !== UP || this.replicas.isPaused(process)) return false;
    return this.params.receives === 'with-room' || process.batch === this.round || !process.hasJobs;
  }

  private hasBacklog(): boolean {
    const { sources } = this;
    for (let i = 0; i < sources.length; i++) if (sources[i].store.backlog > 0) return true;
    return false;
  }

  private schedulePoll(process: Process, pollInterval: number): number {
    const { simulation } = this.site;
    return simulation.schedule(simulation.now + pollInterval, this.pollEvent, process.number);
  }

  private isChoosy(): boolean {
    return this.sources.some(({ store }) => store.choosy);
  }

  private receiveFor(process: Process): number {
    const { sources } = this;
    const { length } = sources;
    const strict = this.params.queueOrder === 'strict';
    for (let i = 0; i < length; i++) {
      const source = strict ? i : (this.nextSource + i) % length;
      const wire = sources[source];
      const call = wire.store.take(wire.index, process.number, this.replicas.wanted);
      if (call === NONE) continue;
      this.nextSource = (source + 1) % length;
      return call;
    }
    return NONE;
  }
}
