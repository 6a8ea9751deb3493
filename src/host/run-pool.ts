import type { ArmPlan } from '../scenario/arm.ts';
import { topologyOf } from '../scenario/topology.ts';
import { play, type Recordings, type RunOrder } from './play.ts';
import type { ArmResult } from './result.ts';
import { warmUpRuns } from './warm-up.ts';

/** What a thread is told. What it runs stands for itself: no state but compiled code is kept from run to run. */
export type ToThread =
  | { type: 'recordings'; recordings: Recordings }
  | { type: 'warm-up'; plans: readonly ArmPlan[] }
  | { type: 'run'; id: number; order: RunOrder };

export type FromThread =
  | { type: 'warm' }
  | { type: 'ran'; id: number; result: ArmResult }
  | { type: 'failed'; id: number; message: string };

/** A thread as its runtime starts it. */
export interface Thread {
  post(message: ToThread): void;
  end(): void;
}

export interface Runtime {
  /** Most threads that run at once, this one among them. */
  threads: number;
  /** Starts a thread; throws where there can be none. */
  start(heard: (message: FromThread) => void, died: () => void): Thread;
  /** Lets in what the threads have said. */
  turn(): Promise<void>;
}

interface Mate {
  thread: Thread;
  /** Runs that it has been given and has not answered. */
  given: Set<number>;
  /** Topologies that it has run or warmed up with. */
  topologies: Set<string>;
  recordings: Recordings;
  /** What waits for it to be warm. */
  warm: (() => void) | null;
}

interface Sweep {
  orders: readonly RunOrder[];
  /** The first that nobody has begun, and those that a thread took with it. */
  next: number;
  returned: number[];
  outcomes: Map<number, ArmResult | Error>;
  /** Called when there is news. */
  wake: () => void;
}

/** Another thread pays from so much work on [ms of one thread]: it has all to compile that this one has compiled. */
const PAYS_FROM = 500;
/** The first runs compile: what a run takes is known after so many, or after so long [ms]. */
const FIRST_RUNS = 5;
const FIRST_MS = 1_000;
/** Most runs that a thread has ahead: it must not wait for this one, which listens only between two runs. */
const MOST_AHEAD = 4;
const NO_RECORDINGS: Recordings = new Map();

/**
 * Threads for sweeps, many runs of which only the seed or a parameter differs. This thread runs too. The others are
 * started when there is enough to do, and kept, because what costs is not the thread but what it must compile anew. The
 * results are the same, and come in the same order, whoever runs what.
 */
export class RunPool {
  private readonly mates: Mate[] = [];
  private readonly underWay = new Map<number, { sweep: Sweep; number: number }>();
  private lastId = 0;
  private failing = false;

  constructor(private readonly runtime: Runtime) {}

  /** Runs all of these; their results in their order. One that fails ends the sweep with its error. */
  async *sweep(orders: readonly RunOrder[], recordings: Recordings = NO_RECORDINGS): AsyncGenerator<ArmResult> {
    const sweep: Sweep = { orders, next: 0, returned: [], outcomes: new Map(), wake() {} };
    const spent = { runs: 0, ms: 0, least: Number.POSITIVE_INFINITY };
    for (let wanted = 0; wanted < orders.length; wanted++) {
      while (!sweep.outcomes.has(wanted)) {
        this.share(sweep, spent, recordings);
        const number = take(sweep);
        if (number === null) {
          await new Promise<void>((wake) => {
            sweep.wake = wake;
          });
          continue;
        }
        const started = performance.now();
        sweep.outcomes.set(number, attempt(orders[number], recordings));
        const took = performance.now() - started;
        spent.runs++;
        spent.ms += took;
        spent.least = Math.min(spent.least, took);
        if (this.underWay.size > 0) await this.runtime.turn();
      }
      const outcome = sweep.outcomes.get(wanted)!;
      sweep.outcomes.delete(wanted);
      if (outcome instanceof Error) throw outcome;
      yield outcome;
    }
  }

  /** Starts all threads and lets them, and this one, compile what a sweep of these plans needs. */
  async warmUp(plans: readonly ArmPlan[], recordings: Recordings = NO_RECORDINGS): Promise<void> {
    this.startAll();
    const warm = this.mates.map((mate) => {
      supply(mate, recordings);
      for (const plan of plans) mate.topologies.add(topologyOf(plan));
      mate.thread.post({ type: 'warm-up', plans });
      return new Promise<void>((done) => {
        mate.warm = done;
      });
    });
    for (const _ of warmUpRuns(plans, recordings));
    await Promise.all(warm);
  }

  /** Ends all threads. */
  end(): void {
    for (const { thread } of this.mates.splice(0)) thread.end();
  }

  /** Gives the other threads something to do, if that pays. */
  private share(sweep: Sweep, { runs, ms, least }: { runs: number; ms: number; least: number }, recordings: Recordings): void {
    const { orders } = sweep;
    const isKnown = runs >= FIRST_RUNS || ms >= FIRST_MS;
    const pays = isKnown && (orders.length - sweep.next) * least >= PAYS_FROM;
    if (pays) this.startAll();
    for (const mate of this.mates) {
      const left = orders.length - sweep.next;
      // the last is for this one; and who has run its like has nothing to compile
      if (left < 2 || !(pays || mate.topologies.has(topologyOf(orders[sweep.next].plan)))) continue;
      const ahead = Math.min(MOST_AHEAD, Math.ceil(left / (2 * (this.mates.length + 1))));
      while (mate.given.size < ahead) this.give(mate, sweep, recordings);
    }
  }

  private give(mate: Mate, sweep: Sweep, recordings: Recordings): void {
    const number = sweep.next++;
    const order = sweep.orders[number];
    const id = ++this.lastId;
    supply(mate, recordings);
    mate.given.add(id);
    mate.topologies.add(topologyOf(order.plan));
    this.underWay.set(id, { sweep, number });
    mate.thread.post({ type: 'run', id, order });
  }

  private startAll(): void {
    while (!this.failing && this.mates.length + 1 < this.runtime.threads) {
      const mate = { given: new Set(), topologies: new Set(), recordings: NO_RECORDINGS, warm: null } as unknown as Mate;
      try {
        mate.thread = this.runtime.start(
          (message) => this.heard(mate, message),
          () => this.died(mate),
        );
      } catch {
        // this thread does it all
        this.failing = true;
        return;
      }
      this.mates.push(mate);
    }
  }

  private heard(mate: Mate, message: FromThread): void {
    if (message.type === 'warm') {
      mate.warm?.();
      return;
    }
    mate.given.delete(message.id);
    const asked = this.underWay.get(message.id);
    this.underWay.delete(message.id);
    if (!asked) return;
    asked.sweep.outcomes.set(asked.number, message.type === 'ran' ? message.result : new Error(message.message));
    asked.sweep.wake();
  }

  /** What a thread that died had been given, this one does. */
  private died(mate: Mate): void {
    this.failing = true;
    this.mates.splice(this.mates.indexOf(mate), 1);
    for (const id of mate.given) {
      const { sweep, number } = this.underWay.get(id)!;
      this.underWay.delete(id);
      sweep.returned.push(number);
      sweep.wake();
    }
    mate.warm?.();
  }
}

function take(sweep: Sweep): number | null {
  return sweep.returned.pop() ?? (sweep.next < sweep.orders.length ? sweep.next++ : null);
}

function attempt(order: RunOrder, recordings: Recordings): ArmResult | Error {
  try {
    return play(order, recordings).result;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** A thread gets the files once: they may be large. */
function supply(mate: Mate, recordings: Recordings): void {
  if (mate.recordings === recordings) return;
  mate.recordings = recordings;
  mate.thread.post({ type: 'recordings', recordings });
}
