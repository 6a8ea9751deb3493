/// <reference lib="webworker" />
import '../sim/world/every-kind.ts';
import { World } from '../sim/world/world.ts';
import type { FromJobsWorker, JobsQuestion, ToJobsWorker } from './jobs.ts';
import { Books } from './jobs-books.ts';
import { columnsOf, jobsOf } from './jobs-columns.ts';
import { Unpacked } from './packed-recording.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Events between two looks at the messages: a few ms. */
const SLICE = 20_000;

let current: Generator<void> | null = null;
/** The next slice is on its way. */
let coming = false;
let messages = 0;
const unpacked = new Unpacked();
/** Comes back through the message queue, so that newer messages are seen between two slices. */
const nextSlice = new MessageChannel();
nextSlice.port1.onmessage = () => {
  coming = false;
  if (current?.next().done === false) goOn();
};

function goOn(): void {
  if (coming) return;
  coming = true;
  nextSlice.port2.postMessage(null);
}

self.onmessage = async ({ data }: MessageEvent<ToJobsWorker>) => {
  const message = ++messages;
  current = null;
  if (data.type === 'stop') return;
  const { id, question } = data;
  try {
    await unpacked.take(question.recordings);
  } catch (error) {
    fail(id, error);
    return;
  }
  // newer messages may have come meanwhile
  if (message !== messages) return;
  current = work(id, question);
  goOn();
};

/** Follows the jobs of an arm, a slice at a time. */
function* work(id: number, { arm, plan }: JobsQuestion): Generator<void> {
  try {
    const books = new Books();
    const world = new World(plan, { observe: ['jobs'], trace: books, recordings: unpacked.all });
    books.follow(world);
    while (!world.run(SLICE)) yield;
    const jobs = jobsOf(world, arm, books.close());
    send({ type: 'jobs', id, jobs }, columnsOf(jobs) as ArrayBuffer[]);
  } catch (error) {
    fail(id, error);
  }
  current = null;
}

function fail(id: number, error: unknown): void {
  send({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) });
}

function send(message: FromJobsWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}
