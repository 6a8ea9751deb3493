import type { ArmPlan } from '../scenario/arm.ts';
import type { FigureRequest } from '../scenario/claims.ts';
import type { PackedRecording } from './packed-recording.ts';
import type { FromWorker, Job, ToWorker } from './protocol.ts';
import type { ArmResult } from './result.ts';
import { startWorker } from './start-worker.ts';

export type { PackedRecording } from './packed-recording.ts';
export type { ArmResult } from './result.ts';

/** What the page is told. */
export interface Listener {
  /** Samples of an arm, whole or so far. */
  result(result: ArmResult): void;
  /** An arm could not be simulated; what was there stays. */
  failed(arm: string, message: string): void;
  /** Whether anything is being simulated. */
  busy(busy: boolean): void;
}

interface Hand {
  worker: Worker;
  job: Job | null;
  /** It has said that it works. */
  ready: boolean;
}

/** More workers than this gain nothing: there are few arms, and the page needs a core of its own. */
const MOST_WORKERS = 3;
/** Workers that die before they say a word are started again so often. */
const MOST_STILLBORN = 3;

/**
 * The simulated world as the page sees it: a few workers that stay alive. Asking anew for an arm makes every older
 * answer for it stale; stale answers are dropped, and stale work is stopped.
 */
export class Simulator {
  private readonly hands: Hand[] = [];
  private waiting: Job[] = [];
  private readonly latest = new Map<string, number>();
  private lastId = 0;
  private wasBusy = false;
  private stillborn = 0;

  constructor(
    private readonly listener: Listener,
    private readonly makeWorker = startWorker,
    hands = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1)),
  ) {
    for (let i = 0; i < hands; i++) this.hands.push(this.hire());
  }

  /** Simulates these arms, in this order, in place of whatever was asked for them before. */
  run(arms: readonly { arm: string; plan: ArmPlan; figures: readonly FigureRequest[]; recordings?: readonly PackedRecording[] }[]): void {
    for (const { arm, plan, figures, recordings = [] } of arms) this.ask({ id: ++this.lastId, arm, plan, figures, recordings });
    this.assign();
  }

  /** Forgets an arm. */
  drop(arm: string): void {
    this.latest.delete(arm);
    this.clearStale();
    this.assign();
  }

  private ask(job: Job): void {
    this.latest.set(job.arm, job.id);
    this.clearStale();
    this.waiting.push(job);
  }

  private isStale(job: Job): boolean {
    return this.latest.get(job.arm) !== job.id;
  }

  private clearStale(): void {
    this.waiting = this.waiting.filter((job) => !this.isStale(job));
    for (const hand of this.hands) {
      if (!hand.job || !this.isStale(hand.job)) continue;
      post(hand.worker, { type: 'stop' });
      hand.job = null;
    }
  }

  private assign(): void {
    for (const hand of this.hands) {
      if (hand.job) continue;
      const job = this.waiting.shift();
      if (!job) break;
      hand.job = job;
      post(hand.worker, { type: 'job', job });
    }
    if (this.hands.length === 0) for (const { arm } of this.waiting.splice(0)) this.listener.failed(arm, 'no worker could be started');
    const busy = this.waiting.length > 0 || this.hands.some(({ job }) => job !== null);
    if (busy !== this.wasBusy) this.listener.busy(busy);
    this.wasBusy = busy;
  }

  private hire(): Hand {
    const hand = { job: null, ready: false } as unknown as Hand;
    this.start(hand);
    return hand;
  }

  private start(hand: Hand): void {
    hand.ready = false;
    hand.worker = this.makeWorker();
    hand.worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.answered(hand, data);
    hand.worker.onerror = (event) => {
      event.preventDefault();
      this.died(hand, event.message || 'the worker could not be started');
    };
  }

  /** A worker that died takes its job with it; another takes its place, unless none of them ever gets going. */
  private died(hand: Hand, message: string): void {
    const { job } = hand;
    hand.worker.terminate();
    hand.job = null;
    if (job && !this.isStale(job)) this.listener.failed(job.arm, message);
    if (!hand.ready && ++this.stillborn > MOST_STILLBORN) this.hands.splice(this.hands.indexOf(hand), 1);
    else this.start(hand);
    this.assign();
  }

  private answered(hand: Hand, message: FromWorker): void {
    if (message.type === 'ready') {
      hand.ready = true;
      return;
    }
    const { job } = hand;
    if (!job || job.id !== message.job || this.isStale(job)) return;
    if (message.type === 'result') {
      if (message.result.finished) hand.job = null;
      this.listener.result(message.result);
    } else {
      hand.job = null;
      this.listener.failed(job.arm, message.message);
    }
    this.assign();
  }
}

function post(worker: Worker, message: ToWorker): void {
  worker.postMessage(message);
}
