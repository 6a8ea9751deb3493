import type { Answer, FromLooker, LookId, Progress, Question, ToLooker } from './look/contract.ts';
import type { RunWorker } from './run-worker.ts';
import { startWorker } from './start-worker.ts';

/** What somebody who looks is told. */
export interface LookListener<Id extends LookId> {
  answer(question: Question<Id>, answer: Answer<Id>): void;
  /** How far the answer has come, and what there is of it. */
  progress?(question: Question<Id>, progress: Progress, soFar: Answer<Id> | null): void;
  failed(question: Question<Id>, message: string): void;
}

/** A worker that has work and has said nothing for so many seconds is dead: some browsers do not say so when memory runs out. */
const DEAD_AFTER = 20;

/**
 * One who looks closer at runs: a worker of its own, so that looking keeps no run waiting and no other look either. It
 * starts with the first question and lives until it is closed.
 */
export class Looker<Id extends LookId> {
  private worker: RunWorker | null = null;
  private lastId = 0;
  private working: { id: number; question: Question<Id> } | null = null;
  private waiting: readonly Question<Id>[] = [];
  /** What was answered last, by slot. */
  private readonly told = new Map<string, Question<Id>>();
  /** Seconds since the worker last said something, as long as it has work; a page that sleeps does not count them. */
  private silence = 0;
  private watch: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly listener: LookListener<Id>,
    private makeWorker: () => RunWorker = startWorker,
  ) {}

  /** Starts its worker, so that the first question does not wait for that. */
  prepare(): void {
    this.worker ??= this.start();
  }

  /** What is being worked on; null for nothing. */
  get question(): Question<Id> | null {
    return this.working?.question ?? null;
  }

  /**
   * Asks these, in this order, and nothing else any more. What has been told is not told again. Work on what is still
   * wanted goes on, be it of another moment: while somebody moves along a run, the newest moment waits for its turn.
   */
  want(questions: readonly Question<Id>[]): void {
    this.keep(questions);
    const isAsked = (each: Question, other?: Question) => other && isSame(each, other) && each.time === other.time;
    this.waiting = questions.filter((each) => !isAsked(each, this.told.get(each.slot)) && !isAsked(each, this.working?.question));
    this.next();
  }

  /** Ends work on anything but these, and begins none. */
  keep(questions: readonly Question<Id>[]): void {
    const { working } = this;
    this.waiting = [];
    if (!working || questions.some((each) => isSame(each, working.question))) return;
    this.post({ type: 'drop', id: working.id });
    this.working = null;
  }

  /** Lets go of what was told, so that it is told again when it is wanted. */
  forget(): void {
    this.told.clear();
  }

  /** Has another worker answer from now on: one of a sandbox, with the code of a document in it, or again the page's own. */
  use(makeWorker: () => RunWorker = startWorker): void {
    this.close();
    this.forget();
    this.makeWorker = makeWorker;
  }

  /** Ends the worker and all it was asked. */
  close(): void {
    this.worker?.terminate();
    this.worker = null;
    this.working = null;
    this.waiting = [];
  }

  private next(): void {
    const [question, ...others] = this.waiting;
    if (this.working || !question) return;
    this.waiting = others;
    this.working = { id: ++this.lastId, question };
    this.prepare();
    this.post({ type: 'look', ...this.working });
    this.silence = 0;
    this.watch ??= setInterval(() => this.listen(), 1_000);
  }

  private post(message: ToLooker): void {
    this.worker?.postMessage(message);
  }

  private start(): RunWorker {
    const worker = this.makeWorker();
    worker.onmessage = ({ data }: MessageEvent<FromLooker>) => this.heard(data);
    // without a message of its own: an answer that could not be read
    worker.onerror = worker.onmessageerror = (event: Partial<ErrorEvent>) => {
      event.preventDefault?.();
      this.died(event.message);
    };
    return worker;
  }

  private listen(): void {
    if (!this.working) {
      clearInterval(this.watch);
      this.watch = undefined;
    } else if (++this.silence >= DEAD_AFTER) this.died('it no longer answers');
  }

  private heard(message: FromLooker): void {
    this.silence = 0;
    const { working } = this;
    // late answers, and what a worker says unasked
    if (!working || message.id !== working.id) return;
    const { question } = working;
    if (message.type === 'progress') {
      this.listener.progress?.(question, message.progress, message.soFar as Answer<Id> | null);
      return;
    }
    this.ended(question);
    if (message.type === 'answer') this.listener.answer(question, message.answer as Answer<Id>);
    else this.listener.failed(question, message.message);
    this.next();
  }

  /** What it was asked is lost with it; the next question goes to another. */
  private died(reason = ''): void {
    // who watches code that is not ours says why it has ended it
    const said =
      this.worker?.staysDown && reason ? reason : `The worker has died${reason && ` (${reason})`}: it may have run out of memory.`;
    this.worker?.terminate();
    this.worker = null;
    const { question } = this;
    if (question) {
      this.ended(question);
      this.listener.failed(question, said);
    }
    this.next();
  }

  private ended(question: Question<Id>): void {
    this.working = null;
    this.told.set(question.slot, question);
  }
}

/** Whether two questions are the same but for the moment. */
function isSame(a: Question, b: Question): boolean {
  return (
    a.ask === b.ask && a.slot === b.slot && a.run === b.run && (a.args === b.args || JSON.stringify(a.args) === JSON.stringify(b.args))
  );
}
