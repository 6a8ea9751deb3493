import type { ArmPlan } from '../scenario/arm.ts';
import type { NodeContents } from '../sim/world/world.ts';
import type { PackedRecording } from './packed-recording.ts';

export type { NodeContents } from '../sim/world/world.ts';

/** What a cache was asked for in a run, in order, in columns. */
export interface Accesses {
  /** When [ms]. */
  time: Float64Array;
  key: Int32Array;
  /** 1 for a hit, 0 for a miss. */
  hit: Uint8Array;
  /** There were more than are kept. */
  cut: boolean;
}

/** What a cache remembers at a moment of a run. */
export interface Contents {
  component: string;
  /** The moment [ms]. */
  at: number;
  nodes: NodeContents[];
}

/** What the page asks: the accesses of a run when it is another one, and what is in the cache at a moment [ms]. */
export interface ContentsRequest {
  id: number;
  plan: ArmPlan;
  /** Names the plan: equal when the run is the same. */
  run: string;
  component: string;
  at: number;
  /** The recordings that it plays. */
  recordings: readonly PackedRecording[];
}

export type FromContentsWorker =
  | { type: 'accesses'; run: string; component: string; accesses: Accesses }
  | { type: 'contents'; id: number; contents: Contents }
  | { type: 'failed'; id: number; message: string };

/** What the page is told. */
export interface ContentsListener {
  accesses(accesses: Accesses): void;
  contents(contents: Contents): void;
  failed(message: string): void;
}

/**
 * A cache at a moment, looked into: a worker of its own that keeps a run alive and moves it along. While it works, only
 * the newest question is kept. It lives as long as somebody looks.
 */
export class ContentsReader {
  private worker: Worker | null = null;
  private asked = 0;
  private waiting: ContentsRequest | null = null;
  private working = false;

  constructor(
    private readonly listener: ContentsListener,
    private readonly makeWorker: () => Worker = () => new Worker(new URL('./contents-worker.ts', import.meta.url), { type: 'module' }),
  ) {}

  ask(request: Omit<ContentsRequest, 'id'>): void {
    this.waiting = { ...request, id: ++this.asked };
    this.next();
  }

  close(): void {
    this.worker?.terminate();
    this.worker = null;
    this.working = false;
    this.waiting = null;
  }

  private next(): void {
    if (this.working || !this.waiting) return;
    this.worker ??= this.start();
    this.working = true;
    this.worker.postMessage(this.waiting);
    this.waiting = null;
  }

  private start(): Worker {
    const worker = this.makeWorker();
    worker.onmessage = ({ data }: MessageEvent<FromContentsWorker>) => {
      if (data.type === 'accesses') {
        this.listener.accesses(data.accesses);
        return;
      }
      this.working = false;
      if (data.type === 'failed') this.listener.failed(data.message);
      else this.listener.contents(data.contents);
      this.next();
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.close();
      this.listener.failed(event.message || 'the worker could not be started');
    };
    return worker;
  }
}
