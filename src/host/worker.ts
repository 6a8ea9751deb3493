/// <reference lib="webworker" />
import type { ArmPlan } from '../scenario/arm.ts';
import { areKnown } from '../sim/world/kinds.ts';
import { World } from '../sim/world/world.ts';
import { Answers } from './answers.ts';
import { WorldFigures } from './figures.ts';
import type { FromLooker, ToLooker } from './look/contract.ts';
import { Unpacked } from './packed-recording.ts';
import type { FromWorker, Job, ToWorker, WarmUp } from './protocol.ts';
import { resultOf } from './result.ts';
import { warmUpRuns } from './warm-up.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Events between two looks at the clock and the messages: a few ms. */
const SLICE = 20_000;
/** When the first picture of a long run is sent, and how far apart the others are [ms]. */
const FIRST_PICTURE = 30;
const NEXT_PICTURE = 120;

/** What is done now, and what is done while there is nothing else to do. */
let current: Generator<void> | null = null;
let idle: Generator<void> | null = null;
/** The next slice is on its way. */
let coming = false;
/** Jobs and stops so far. */
let messages = 0;
/** Events of real runs so far, and how many of them a plan's warm-up is worth. */
let worked = 0;
const ENOUGH = 300_000;
const unpacked = new Unpacked();
/** Comes back through the message queue, so that newer messages are seen between two slices. */
const nextSlice = new MessageChannel();
nextSlice.port1.onmessage = advance;

/** What a worker that looks has begun with its first question; it gets no jobs. */
let answers: Answers | null = null;

self.onmessage = async ({ data }: MessageEvent<ToWorker | ToLooker>) => {
  if (data.type === 'warm-up') {
    await prepare(data.warmUp);
    return;
  }
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
      await learn([job.plan]);
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

/** What is odd about a plan its run will say, not its warm-up. */
async function prepare({ plans, recordings }: WarmUp): Promise<void> {
  try {
    if (!unpacked.has(recordings)) await unpacked.take(recordings);
    await learn(plans);
  } catch {
    // what there is must do
  }
  idle = warmUp(plans, idle);
  if (!coming) goOn();
}

async function learn(plans: readonly Pick<ArmPlan, 'components'>[]): Promise<void> {
  if (!plans.every(areKnown)) await import('../sim/world/every-kind.ts');
}

function advance(): void {
  coming = false;
  if (current) {
    if (current.next().done) current = null;
  } else if (idle?.next().done) idle = null;
  if (current || idle) goOn();
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
  worked += world.simulation.handled;
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

/** After what it may still be at; real runs that come meanwhile do as well. */
function* warmUp(plans: readonly ArmPlan[], before: Generator<void> | null): Generator<void> {
  if (before) yield* before;
  const enough = worked + plans.length * ENOUGH;
  for (const _ of warmUpRuns(plans, unpacked.all)) {
    if (worked >= enough) break;
    yield;
  }
  send({ type: 'warm' });
}

// the first buffer that is given away has all compiled code compiled anew: V8 then looks whether a buffer is still there.
// Now there is none; the first result would have undone the warm-up.
const given = new ArrayBuffer(8);
structuredClone(given, { transfer: [given] });
send({ type: 'ready' });
