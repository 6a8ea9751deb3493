import type { ArmPlan } from '../scenario/arm.ts';
import type { FigureRequest } from '../scenario/claims.ts';
import { topologyOf } from '../scenario/topology.ts';
import type { PackedRecording } from './packed-recording.ts';
import type { CodePlace, FromWorker, Job, ToWorker } from './protocol.ts';
import type { ArmResult } from './result.ts';
import type { RunWorker } from './run-worker.ts';
import { startWorker } from './start-worker.ts';

export type { PackedRecording } from './packed-recording.ts';
export type { ArmResult } from './result.ts';
export { warningSentence } from './warning-sentence.ts';

/** What the page is told. */
export interface Listener {
  /** Samples of an arm, whole or so far. */
  result(result: ArmResult): void;
  /** An arm could not be simulated; what was there stays. */
  failed(arm: string, message: string, place?: CodePlace): void;
  /** Whether anything is being simulated. */
  busy(busy: boolean): void;
}

/** A plan with the files that it plays. */
interface Supplied {
  plan: ArmPlan;
  recordings?: readonly PackedRecording[];
}

interface Hand {
  worker: RunWorker;
  job: Job | null;
  /** It has said that it works. */
  ready: boolean;
  /** The topologies that its worker has run or is warming up with. */
  topologies: Set<string>;
}

/** A worker that gets warm to take the place of one that has run something else. */
interface Successor {
  worker: RunWorker;
  warm: boolean;
}

/** More workers than this gain nothing: there are few arms, and the page needs a core of its own. */
const MOST_WORKERS = 3;
/** Workers that die before they say a word are started again so often. */
const MOST_STILLBORN = 3;
/** A topology that stays for so long gets workers of its own: who leafs through policies does not start one each [ms]. */
const REST = 300;

/**
 * The simulated world as the page sees it: a few workers that stay alive. Asking anew for an arm makes every older
 * answer for it stale; stale answers are dropped, and stale work is stopped.
 *
 * A worker that has run other kinds, wires and policies is slower for good: what the runtime has compiled must cope with
 * all shapes it has seen. So each is replaced, one after the other, by one that has seen only what is asked for now and
 * is warm; until then the old one serves.
 */
export class Simulator {
  private readonly hands: Hand[] = [];
  private waiting: Job[] = [];
  private readonly latest = new Map<string, number>();
  private lastId = 0;
  private wasBusy = false;
  private stillborn = 0;
  /** Why there is no worker. */
  private reason = 'no worker could be started';
  /** What is being worked with, by topology: one plan of each. */
  private topologies = new Map<string, ArmPlan>();
  private recordings: readonly PackedRecording[] = [];
  private successor: Successor | null = null;
  private rest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly listener: Listener,
    private makeWorker: () => RunWorker = startWorker,
    private readonly most = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1)),
  ) {
    this.hire();
  }

  private hire(): void {
    for (let i = this.hands.length; i < this.most; i++) {
      const hand = { job: null, ready: false, topologies: new Set<string>() } as unknown as Hand;
      if (this.start(hand)) this.hands.push(hand);
    }
  }

  /**
   * Has other workers do the work from now on: those of a sandbox, with the code of a document in them, or again the
   * page's own. What was asked for and not answered is lost: it is asked for anew.
   */
  use(makeWorker: () => RunWorker = startWorker): void {
    this.end();
    this.makeWorker = makeWorker;
    this.stillborn = 0;
    this.hire();
  }

  /** Ends all workers, and forgets what was asked. */
  end(): void {
    clearTimeout(this.rest);
    this.dismissSuccessor();
    for (const { worker } of this.hands.splice(0)) worker.terminate();
    this.waiting = [];
    this.latest.clear();
    this.topologies = new Map();
  }

  /** Says what is going to be asked for, all arms of a document: workers warm up with it while nothing is asked. */
  prepare(arms: readonly Supplied[]): void {
    const topologies = new Map(arms.map(({ plan }) => [topologyOf(plan), plan]));
    const same = topologies.size === this.topologies.size && [...topologies.keys()].every((each) => this.topologies.has(each));
    this.topologies = topologies;
    const files = new Map(arms.flatMap(({ recordings = [] }) => recordings.map((each) => [each.hash, each])));
    this.recordings = [...files.values()];
    if (same) return;
    this.dismissSuccessor();
    for (const hand of this.hands) if (!this.isWorn(hand)) this.warmUp(hand);
    this.renew();
  }

  /** Simulates these arms, in this order, in place of whatever was asked for them before. */
  run(arms: readonly { arm: string; plan: ArmPlan; figures: readonly FigureRequest[]; recordings?: readonly PackedRecording[] }[]): void {
    for (const { arm, plan, figures, recordings = [] } of arms) this.ask({ id: ++this.lastId, arm, plan, figures, recordings });
    if (this.hands.length === 0 && this.stillborn <= MOST_STILLBORN) this.hire();
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
    this.takeOver();
    for (const hand of this.hands) {
      if (hand.job) continue;
      const job = this.waiting.shift();
      if (!job) break;
      hand.job = job;
      hand.topologies.add(topologyOf(job.plan));
      post(hand.worker, { type: 'job', job });
    }
    if (this.hands.length === 0) for (const { arm } of this.waiting.splice(0)) this.listener.failed(arm, this.reason);
    const busy = this.waiting.length > 0 || this.hands.some(({ job }) => job !== null);
    if (busy !== this.wasBusy) this.listener.busy(busy);
    this.wasBusy = busy;
  }

  /** Whether a worker has run what is not asked for any more. */
  private isWorn({ topologies }: Hand): boolean {
    return [...topologies].some((each) => !this.topologies.has(each));
  }

  private warmUp({ worker, topologies }: Pick<Hand, 'worker' | 'topologies'>): void {
    const fresh = [...this.topologies].filter(([topology]) => !topologies.has(topology));
    if (fresh.length === 0) return;
    for (const [topology] of fresh) topologies.add(topology);
    post(worker, { type: 'warm-up', warmUp: { plans: fresh.map(([, plan]) => plan), recordings: this.recordings } });
  }

  /** Starts the next successor once it is clear what is wanted; one at a time, so that there is never more than one worker too many. */
  private renew(): void {
    clearTimeout(this.rest);
    if (this.successor || this.topologies.size === 0 || !this.hands.some((hand) => this.isWorn(hand))) return;
    this.rest = setTimeout(() => {
      try {
        this.raise(this.makeWorker());
      } catch {
        // the old one goes on serving
      }
    }, REST);
  }

  private raise(worker: RunWorker): void {
    const successor = { worker, warm: false };
    this.successor = successor;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (this.successor !== successor || data.type !== 'warm') return;
      successor.warm = true;
      this.assign();
    };
    // the old one goes on serving, until something else is wanted
    worker.onerror = (event) => {
      event.preventDefault();
      if (this.successor === successor) this.dismissSuccessor();
    };
    this.warmUp({ worker, topologies: new Set() });
  }

  private dismissSuccessor(): void {
    this.successor?.worker.terminate();
    this.successor = null;
  }

  /** A warm successor takes the place of a worker that has nothing to do, so that no answer is lost. */
  private takeOver(): void {
    if (!this.successor?.warm) return;
    const worn = this.hands.filter((each) => this.isWorn(each));
    if (worn.length === 0) this.dismissSuccessor();
    const hand = worn.find(({ job }) => job === null);
    if (!hand || !this.successor) return;
    hand.worker.terminate();
    this.employ(hand, this.successor.worker, this.topologies.keys());
    hand.ready = true;
    this.successor = null;
    this.renew();
  }

  /** Starts a worker for a hand; whether one could be started. */
  private start(hand: Hand): boolean {
    while (this.stillborn <= MOST_STILLBORN) {
      try {
        this.employ(hand, this.makeWorker(), []);
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'CodeError') this.reason = error.message;
        this.stillborn++;
      }
    }
    return false;
  }

  private employ(hand: Hand, worker: RunWorker, topologies: Iterable<string>): void {
    hand.ready = false;
    hand.worker = worker;
    hand.topologies = new Set(topologies);
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      if (hand.worker === worker) this.answered(hand, data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      if (hand.worker === worker) this.died(hand, event.message || 'the worker could not be started');
    };
  }

  /** A worker that died takes its job with it; another takes its place, unless none of them ever gets going. */
  private died(hand: Hand, message: string): void {
    const { job } = hand;
    hand.worker.terminate();
    hand.job = null;
    if (job && !this.isStale(job)) this.listener.failed(job.arm, message);
    if (hand.worker.staysDown) this.reason = message;
    const goesOn = !hand.worker.staysDown && (hand.ready || ++this.stillborn <= MOST_STILLBORN) && this.start(hand);
    if (goesOn) this.warmUp(hand);
    else this.hands.splice(this.hands.indexOf(hand), 1);
    this.assign();
  }

  private answered(hand: Hand, message: FromWorker): void {
    if (message.type === 'ready') {
      hand.ready = true;
      return;
    }
    if (message.type === 'warm') return;
    const { job } = hand;
    if (!job || job.id !== message.job || this.isStale(job)) return;
    if (message.type === 'result') {
      if (message.result.finished) hand.job = null;
      this.listener.result(message.result);
    } else {
      hand.job = null;
      this.listener.failed(job.arm, message.message, message.place);
    }
    this.assign();
  }
}

function post(worker: RunWorker, message: ToWorker): void {
  worker.postMessage(message);
}
