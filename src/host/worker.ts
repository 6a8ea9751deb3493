/// <reference lib="webworker" />
import { areKnown } from '../sim/world/kinds.ts';
import { World } from '../sim/world/world.ts';
import { Answers } from './answers.ts';
import { WorldFigures } from './figures.ts';
import type { FromLooker, ToLooker } from './look/contract.ts';
import { Unpacked } from './packed-recording.ts';
import type { FromWorker, Job, ToWorker } from './protocol.ts';
import { resultOf } from './result.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Events between two looks at the clock and the messages: a few ms. */
const SLICE = 20_000;
/** When the first picture of a long run is sent, and how far apart the others are [ms]. */
const FIRST_PICTURE = 30;
const NEXT_PICTURE = 120;

let current: Generator<void> | null = null;
/** The next slice is on its way. */
let coming = false;
/** Messages so far. */
let messages = 0;
const unpacked = new Unpacked();
/** Comes back through the message queue, so that newer messages are seen between two slices. */
const nextSlice = new MessageChannel();
nextSlice.port1.onmessage = advance;

/** What a worker that looks has begun with its first question; it gets no jobs. */
let answers: Answers | null = null;

self.onmessage = async ({ data }: MessageEvent<ToWorker | ToLooker>) => {
  const message = ++messages;
  current = null;
  if (data.type === 'stop') return;
  if (data.type !== 'job') {
    answers ??= new Answers(send);
    answers.hear(data);
    return;
  }
  const { job } = data;
  if (!unpacked.has(job.recordings) || !areKnown(job.plan)) {
    try {
      await unpacked.take(job.recordings);
      if (!areKnown(job.plan)) await import('../sim/world/every-kind.ts');
    } catch (error) {
      if (message === messages) fail(job, error);
      return;
    }
    // newer messages may have come meanwhile
    if (message !== messages) return;
  }
  current = work(job);
  if (!coming) advance();
};

function advance(): void {
  coming = false;
  if (!current) return;
  if (current.next().done) current = null;
  else goOn();
}

function goOn(): void {
  coming = true;
  nextSlice.port2.postMessage(null);
}

/** One job, a slice at a time. */
function* work(job: Job): Generator<void> {
  try {
    yield* runArm(job);
  } catch (error) {
    fail(job, error);
  }
}

function fail({ id }: Job, error: unknown): void {
  send({ type: 'failed', job: id, message: error instanceof Error ? error.message : String(error) });
}

function* runArm({ id, arm, plan, figures }: Job): Generator<void> {
  const started = performance.now();
  const world = new World(plan, { recordings: unpacked.all });
  let nextPicture = started + FIRST_PICTURE;
  while (!world.run(SLICE)) {
    const now = performance.now();
    if (now >= nextPicture) {
      nextPicture = now + NEXT_PICTURE;
      sendResult(id, world, arm, now - started);
    }
    yield;
  }
  const measured = new WorldFigures(world);
  sendResult(
    id,
    world,
    arm,
    performance.now() - started,
    figures.map((request) => measured.of(request)),
  );
}

function sendResult(job: number, world: World, arm: string, took: number, figures: readonly number[] = []): void {
  const result = { ...resultOf(world, arm, took), figures };
  send({ type: 'result', job, result }, [result.samples.buffer, result.whole.buffer]);
}

function send(message: FromWorker | FromLooker, transfer: Transferable[] = []): void {
  self.postMessage(message, transfer);
}

/** Small runs of everything common, as long as nothing is asked: what the engine compiles now, no real run waits for. */
function* warmUp(): Generator<void> {
  for (let seed = 0; seed < 4; seed++) {
    const world = new World({
      seed,
      duration: 20_000,
      bins: 100,
      components: {
        a: { kind: 'client', arrival: { kind: 'poisson', rate: 200 }, maxAttempts: 4, attemptTimeout: 200, calls: ['b'] },
        b: { kind: 'service', servers: 10, serviceTime: { kind: 'exponential', mean: 45 } },
      },
      changes: [{ at: 8_000, set: { 'b.fault': { kind: 'slow', factor: 3 } } }],
    });
    while (!world.run(SLICE)) yield;
    resultOf(world, 'warm', 0);
    yield;
  }
}

send({ type: 'ready' });
current = warmUp();
goOn();
