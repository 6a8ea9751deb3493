import type { PackedRecording } from './packed-recording.ts';
import type { CurveRequest, Curves, FromStudyWorker, StudyProgress, ToStudyWorker } from './study-protocol.ts';

export type { PackedRecording } from './packed-recording.ts';
export type { ChosenPolicy, CurveRequest, Curves, StudyProgress } from './study-protocol.ts';

type Answer = Exclude<FromStudyWorker, { type: 'failed' }>;

interface Asked {
  /** Takes what comes; true when it was the last. */
  hear(answer: Answer): boolean;
  refuse(error: Error): void;
}

/** A worker that has work and has said nothing for so many seconds is dead: some browsers do not say so when memory runs out. */
const DEAD_AFTER = 20;

/**
 * Studies without a clock as the page sees them: a worker of their own, started when it is first needed, so that a long
 * one never keeps a run waiting. Stopping is by signal; what was stopped is refused with the signal's reason.
 */
export class Study {
  private worker: Worker | null = null;
  private readonly asked = new Map<number, Asked>();
  private lastId = 0;
  /** Seconds since the worker last said something, as long as it has work; a page that sleeps does not count them. */
  private silence = 0;
  private watch: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly makeWorker: () => Worker = () => new Worker(new URL('./study-worker.ts', import.meta.url), { type: 'module' }),
  ) {}

  /** Reads a file of accesses; told are the bytes read so far. */
  read(file: File, { signal, onBytes }: { signal?: AbortSignal; onBytes?(bytes: number): void } = {}): Promise<PackedRecording> {
    return this.ask<PackedRecording>(
      (job) => ({ type: 'read', job, file, name: file.name }),
      signal,
      (answer, done) => {
        if (answer.type === 'bytes') onBytes?.(answer.bytes);
        else if (answer.type === 'recording') done(answer.recording);
      },
    );
  }

  /** Works out miss-ratio curves; told are how far it has come, and what there is of them. */
  curves(
    request: CurveRequest,
    { signal, onProgress }: { signal?: AbortSignal; onProgress?(progress: StudyProgress, soFar: Curves | null): void } = {},
  ): Promise<Curves> {
    return this.ask<Curves>(
      (job) => ({ type: 'curves', job, request }),
      signal,
      (answer, done) => {
        if (answer.type === 'progress') onProgress?.(answer.progress, answer.curves);
        else if (answer.type === 'curves') done(answer.curves);
      },
    );
  }

  private ask<T>(
    order: (job: number) => ToStudyWorker,
    signal: AbortSignal | undefined,
    hear: (answer: Answer, done: (result: T) => void) => void,
  ): Promise<T> {
    const job = ++this.lastId;
    return new Promise<T>((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const stop = () => {
        this.asked.delete(job);
        this.worker?.postMessage({ type: 'stop', job } satisfies ToStudyWorker);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
      this.asked.set(job, {
        hear(answer) {
          let ended = false;
          hear(answer, (result) => {
            ended = true;
            signal?.removeEventListener('abort', stop);
            resolve(result);
          });
          return ended;
        },
        refuse(error) {
          signal?.removeEventListener('abort', stop);
          reject(error);
        },
      });
      this.start().postMessage(order(job));
      this.silence = 0;
      this.watch ??= setInterval(() => this.listen(), 1_000);
    });
  }

  private listen(): void {
    if (this.asked.size > 0 && ++this.silence >= DEAD_AFTER) this.died('it no longer answers');
    if (this.asked.size > 0) return;
    clearInterval(this.watch);
    this.watch = undefined;
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const worker = this.makeWorker();
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromStudyWorker>) => this.answered(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.died(event.message);
    };
    worker.onmessageerror = () => this.died('its answer could not be read');
    return worker;
  }

  /** Everything under way is lost with it; the next question starts another. */
  private died(reason: string): void {
    this.worker?.terminate();
    this.worker = null;
    const lost = [...this.asked.values()];
    this.asked.clear();
    const why = reason ? ` (${reason})` : '';
    for (const { refuse } of lost)
      refuse(new Error(`The worker that did this has died${why}: it may have run out of memory. A new one is ready.`));
  }

  private answered(message: FromStudyWorker): void {
    this.silence = 0;
    const asked = this.asked.get(message.job);
    if (!asked) return;
    if (message.type === 'failed') {
      this.asked.delete(message.job);
      asked.refuse(new Error(message.message));
    } else if (asked.hear(message)) this.asked.delete(message.job);
  }
}
