import type { ArmPlan } from '../scenario/arm.ts';
import type { World } from '../sim/world/world.ts';
import type { PackedRecording } from './packed-recording.ts';

type Log = NonNullable<World['observed']['jobs']>;

/** How a delivery ended for its worker, by number. */
export const DELIVERY_ENDS = [
  'under-way',
  'done',
  'skipped',
  'failed',
  'killed',
  'stopped',
  'returned',
] as const satisfies readonly Parameters<Log['ended']>[2][];
export type DeliveryEnd = (typeof DELIVERY_ENDS)[number];

/** Every delivery of a run, in columns, by when the job was received. Times in ms, NaN for what did not happen. */
export interface Deliveries {
  /** Numbers of the queue and of the workers. */
  queue: Uint8Array;
  workers: Uint8Array;
  process: Int32Array;
  job: Int32Array;
  request: Int32Array;
  key: Int32Array;
  tenant: Int32Array;
  /** How often the job had been received, this time included. */
  receiveCount: Int32Array;
  received: Float64Array;
  started: Float64Array;
  effect: Float64Array;
  ended: Float64Array;
  /** When the lease on it ended, by whatever; `lapsed` is 1 where it ran out. */
  leaseEnded: Float64Array;
  lapsed: Uint8Array;
  /** Place in DELIVERY_ENDS. */
  end: Uint8Array;
}

/** Why a wish came to be missing. */
export type MissingCause = 'dead' | 'dropped' | 'superseded' | 'displaced' | 'lost' | 'acknowledged';

/** A wish whose jobs had all ended without a side effect. */
export interface Missing {
  request: number;
  /** From when, and until a straggler made up for it [ms]; Infinity where none did. */
  at: number;
  until: number;
  cause: MissingCause;
}

/** The account of a queue's side effects: how it stood after each moment at which something was entered. */
export interface Book {
  /** Number of the queue. */
  queue: number;
  /** [ms] */
  at: Float64Array;
  expected: Int32Array;
  once: Int32Array;
  repeated: Int32Array;
  extra: Int32Array;
  missing: Int32Array;
  /** The first wishes that were missing at some time. */
  missed: readonly Missing[];
}

/** A job that was moved aside. */
export interface Death {
  queue: number;
  job: number;
  request: number;
  key: number;
  tenant: number;
  /** [ms] */
  at: number;
  cause: string;
  /** When it was sent again [ms]; Infinity if it was not. */
  redriven: number;
}

/** What became of the jobs of one arm. */
export interface Jobs {
  arm: string;
  deliveries: Deliveries;
  books: readonly Book[];
  deaths: readonly Death[];
  /** Ids of the components, by number. */
  components: readonly string[];
  /** [ms] */
  duration: number;
  /** There were more deliveries than are kept. */
  cut: boolean;
}

/** An arm whose jobs are asked about. */
export interface JobsQuestion {
  arm: string;
  plan: ArmPlan;
  /** Names the plan: equal when the run is the same. */
  run: string;
  /** The recordings that it plays. */
  recordings: readonly PackedRecording[];
}

export type ToJobsWorker = { type: 'ask'; id: number; question: JobsQuestion } | { type: 'stop' };
export type FromJobsWorker = { type: 'jobs'; id: number; jobs: Jobs } | { type: 'failed'; id: number; message: string };

/** What the page is told. */
export interface JobsListener {
  jobs(jobs: Jobs): void;
  failed(arm: string, message: string): void;
}

/** A worker of its own that follows every job of some arms, one arm after the other; it lives as long as somebody looks. */
export class JobsReader {
  private worker: Worker | null = null;
  private asked = 0;
  private working: { id: number; question: JobsQuestion } | null = null;
  private waiting: readonly JobsQuestion[] = [];
  /** The run that was told last, by arm. */
  private readonly told = new Map<string, string>();

  constructor(
    private readonly listener: JobsListener,
    private readonly makeWorker: () => Worker = () => new Worker(new URL('./jobs-worker.ts', import.meta.url), { type: 'module' }),
  ) {}

  /** Asks about these arms, in this order, and about nothing else any more; what has been told is not told again. */
  ask(questions: readonly JobsQuestion[]): void {
    const open = questions.filter(({ arm, run }) => this.told.get(arm) !== run);
    const { working } = this;
    const goesOn = working && open.some(({ arm, run }) => arm === working.question.arm && run === working.question.run);
    if (working && !goesOn) {
      this.post({ type: 'stop' });
      this.working = null;
    }
    this.waiting = goesOn ? open.filter(({ arm }) => arm !== working.question.arm) : open;
    this.next();
  }

  close(): void {
    this.worker?.terminate();
    this.worker = null;
    this.working = null;
    this.waiting = [];
    this.told.clear();
  }

  private next(): void {
    const [question, ...others] = this.waiting;
    if (this.working || !question) return;
    this.worker ??= this.start();
    this.waiting = others;
    this.working = { id: ++this.asked, question };
    this.post({ type: 'ask', ...this.working });
  }

  private post(message: ToJobsWorker): void {
    this.worker?.postMessage(message);
  }

  private start(): Worker {
    const worker = this.makeWorker();
    worker.onmessage = ({ data }: MessageEvent<FromJobsWorker>) => {
      const { working } = this;
      if (!working || data.id !== working.id) return;
      const { arm, run } = working.question;
      this.working = null;
      this.told.set(arm, run);
      if (data.type === 'jobs') this.listener.jobs(data.jobs);
      else this.listener.failed(arm, data.message);
      this.next();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      const arm = this.working?.question.arm ?? '';
      this.close();
      this.listener.failed(arm, event.message || 'the worker could not be started');
    };
    return worker;
  }
}
