/// <reference lib="webworker" />
import '../sim/world/every-kind.ts';
import { RecordingError, readRecording } from '../recording/read.ts';
import type { AccessTrace } from '../sim/study/access-trace.ts';
import { type Contender, type Curve, CurveStudy, capacitiesFor, footprint, isExact, ONE_IN } from '../sim/study/curves.ts';
import { resolve } from '../sim/world/values.ts';
import { World } from '../sim/world/world.ts';
import { packed, Unpacked } from './packed-recording.ts';
import type { AccessSource, CurveLine, CurveRequest, Curves, FromStudyWorker, StudyProgress, ToStudyWorker } from './study-protocol.ts';
import { sameAccesses, sizesOf, traceOfCache } from './traces.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Events of a world between two looks at the clock. */
const SLICE = 20_000;
/** How long it works before it listens again, and how often it tells how far it has come [ms]. */
const LISTENS_EVERY = 12;
const TELLS_EVERY = 100;

/** Jobs under way; a stop takes them out. */
const underWay = new Map<number, AbortController>();
const unpacked = new Unpacked();
/** What was studied last: asked for another line, nothing that is known is worked out again. */
let studied: { source: string; trace: AccessTrace; known: Map<string, Curve> } | null = null;

self.onmessage = ({ data }: MessageEvent<ToStudyWorker>) => {
  if (data.type === 'stop') underWay.get(data.job)?.abort();
  else void work(data);
};

async function work(order: Exclude<ToStudyWorker, { type: 'stop' }>): Promise<void> {
  const { job } = order;
  const stop = new AbortController();
  underWay.set(job, stop);
  try {
    if (order.type === 'read') await read(order, stop.signal);
    else await study(job, order.request, stop.signal);
  } catch (error) {
    if (!stop.signal.aborted) send({ type: 'failed', job, message: sentenceOf(error) });
  } finally {
    underWay.delete(job);
  }
}

async function read({ job, file, name }: Extract<ToStudyWorker, { type: 'read' }>, signal: AbortSignal): Promise<void> {
  let told = 0;
  const onProgress = (bytes: number) => {
    const now = performance.now();
    if (now - told < TELLS_EVERY) return;
    told = now;
    send({ type: 'bytes', job, bytes });
  };
  const { accesses, distinct, hash, recording, format, skipped } = await readRecording(chunksOf(file), {
    name,
    size: file.size,
    onProgress,
    signal,
  });
  send({
    type: 'recording',
    job,
    recording: { name, hash, fileSize: file.size, accesses, distinct, format, skipped, ...packed(recording) },
  });
}

/** Not every browser lets a stream be walked through. */
async function* chunksOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}

async function study(job: number, { source, lines, unit }: CurveRequest, signal: AbortSignal): Promise<void> {
  const clock = new Pace(job, signal);
  const { sized, known } = await accessesOf(source, clock);
  const trace: AccessTrace = unit === 'bytes' && sized.sizes ? sized : { ...sized, sizes: null };
  const capacities = capacitiesFor(trace);
  const inUnit = trace.sizes ? 'bytes' : 'keys';
  const nameOf = ({ policy }: CurveLine) => `${inUnit} ${JSON.stringify(policy)}`;
  const missing = lines.filter((line) => !known.has(nameOf(line)));
  const work = new CurveStudy(trace, missing.map(contenderOf), capacities);
  const soFar = (finished: boolean): Curves => ({
    unit: inUnit,
    accesses: trace.keys.length,
    distinct: trace.distinct,
    footprint: footprint(trace),
    sizes: sized.sizes === null ? 'unknown' : sized.sizes.every((size) => size === sized.sizes![0]) ? 'alike' : 'different',
    capacities,
    lines: lines.map((line) => ({ ...(known.get(nameOf(line)) ?? work.curves[missing.indexOf(line)]), id: line.id })),
    oneIn: ONE_IN,
    finished,
  });
  try {
    for (const { done, total } of work.run())
      await clock.tick(
        () => ({ doing: 'replaying', done: done / total }),
        () => soFar(false),
      );
  } finally {
    // what is whole when it is stopped need not be done again
    missing.forEach((line, i) => {
      if (isExact(work.curves[i])) known.set(nameOf(line), work.curves[i]);
    });
  }
  send({ type: 'curves', job, curves: soFar(true) });
}

/** The accesses of a source with the sizes of their keys, and the curves of them that are known. */
async function accessesOf(source: AccessSource, clock: Pace): Promise<{ sized: AccessTrace; known: Map<string, Curve> }> {
  const name = source.kind === 'run' ? JSON.stringify([source.plan, source.cache]) : source.recording.hash;
  if (studied?.source !== name) {
    const trace = await (source.kind === 'run' ? simulated(source, clock) : recorded(source.recording));
    // a change that leaves the accesses as they were leaves the curves as they were
    const known = studied && sameAccesses(studied.trace, trace) ? studied.known : new Map<string, Curve>();
    studied = { source: name, trace, known };
  }
  return { sized: studied.trace, known: studied.known };
}

async function simulated({ plan, cache, recordings }: Extract<AccessSource, { kind: 'run' }>, clock: Pace): Promise<AccessTrace> {
  await unpacked.take(recordings);
  const world = new World(plan, { accesses: true, recordings: unpacked.all });
  while (!world.run(SLICE)) await clock.tick(() => ({ doing: 'simulating', done: world.now / plan.duration }));
  return traceOfCache(world, cache);
}

async function recorded(recording: Extract<AccessSource, { kind: 'recording' }>['recording']): Promise<AccessTrace> {
  await unpacked.take([recording]);
  const { keys, bytes } = unpacked.all.get(recording.hash)!;
  const { distinct } = recording;
  return { keys, distinct, sizes: sizesOf({ keys, distinct }, bytes) };
}

function contenderOf({ id, policy }: CurveLine): Contender {
  if (policy === null) return { id, decides: null };
  const { kind } = policy;
  const param = { type: 'policy', label: '', help: '', seam: 'eviction', default: { kind } } as const;
  return { id, decides: resolve(param, policy) as Contender['decides'] };
}

/** Lets messages in between two pieces of work, says how far it has come, and ends a job that was stopped. */
class Pace {
  private listened = performance.now();
  private told = 0;

  constructor(
    private readonly job: number,
    private readonly signal: AbortSignal,
  ) {}

  async tick(progress: () => StudyProgress, curves: () => Curves | null = () => null): Promise<void> {
    const now = performance.now();
    if (now - this.listened < LISTENS_EVERY) return;
    await nextMessage();
    this.signal.throwIfAborted();
    this.listened = performance.now();
    if (this.listened - this.told < TELLS_EVERY) return;
    this.told = this.listened;
    send({ type: 'progress', job: this.job, progress: progress(), curves: curves() });
  }
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Comes back once the messages that have arrived are dealt with; a timer would wait 4 ms. */
function nextMessage(): Promise<void> {
  return new Promise((done) => {
    waiting.push(done);
    channel.port2.postMessage(null);
  });
}

function sentenceOf(error: unknown): string {
  if (error instanceof RangeError && /memory|alloc|length/i.test(error.message))
    return 'It needs more memory than this browser gives to a page.';
  // which file, where, what was found and what was expected
  if (error instanceof RecordingError) return `${error.message}.`;
  return error instanceof Error ? error.message : String(error);
}

function send(message: FromStudyWorker): void {
  self.postMessage(message);
}
