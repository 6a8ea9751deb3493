import { afterEach, describe, expect, test, vi } from 'vitest';
import { type PackedRecording, packed, Unpacked, unpacked } from '../../src/host/packed-recording.ts';
import { type CurveRequest, type Curves, Study } from '../../src/host/study.ts';
import type { FromStudyWorker, ToStudyWorker } from '../../src/host/study-protocol.ts';
import { sameAccesses, sizesOf, traceOfCache } from '../../src/host/traces.ts';
import { numbered } from '../../src/sim/study/access-trace.ts';
import { evenClient, steadyService, worldOf } from '../worlds.ts';

/** A worker that does as the test says. */
class Puppet {
  readonly got: ToStudyWorker[] = [];
  terminated = false;
  onmessage: ((event: { data: FromStudyWorker }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  postMessage(message: ToStudyWorker): void {
    this.got.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  says(message: FromStudyWorker): void {
    this.onmessage?.({ data: message });
  }

  dies(message: string): void {
    this.onerror?.({ message, preventDefault() {} });
  }
}

function studyWith() {
  const workers: Puppet[] = [];
  const study = new Study(() => {
    const worker = new Puppet();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { study, workers };
}

const request = { source: { kind: 'recording', recording: {} as PackedRecording }, lines: [], unit: 'keys' } satisfies CurveRequest;
const curves = { accesses: 3 } as Curves;
const file = new File(['1\n2\n'], 'keys.csv');

afterEach(() => {
  vi.useRealTimers();
});

describe('the study', () => {
  test('starts its worker when it is first asked, and keeps it', async () => {
    const { study, workers } = studyWith();
    expect(workers).toHaveLength(0);
    const first = study.curves(request);
    const second = study.read(file);
    expect(workers).toHaveLength(1);
    expect(workers[0].got.map(({ type, job }) => `${type} ${job}`)).toEqual(['curves 1', 'read 2']);
    workers[0].says({ type: 'recording', job: 2, recording: { name: 'keys.csv' } as PackedRecording });
    workers[0].says({ type: 'curves', job: 1, curves });
    expect(await first).toBe(curves);
    expect((await second).name).toBe('keys.csv');
  });

  test('tells how far it has come, and nothing after the end', async () => {
    const { study, workers } = studyWith();
    const told: number[] = [];
    const done = study.curves(request, { onProgress: (progress) => told.push(progress.done) });
    const progress = (part: number) =>
      workers[0].says({ type: 'progress', job: 1, progress: { doing: 'replaying', done: part }, curves: null });
    progress(0.25);
    progress(0.5);
    workers[0].says({ type: 'curves', job: 1, curves });
    progress(0.75);
    await done;
    expect(told).toEqual([0.25, 0.5]);
    const bytes: number[] = [];
    const read = study.read(file, { onBytes: (count) => bytes.push(count) });
    workers[0].says({ type: 'bytes', job: 2, bytes: 2 });
    workers[0].says({ type: 'failed', job: 2, message: 'keys.csv, line 2: found nothing, expected a key.' });
    await expect(read).rejects.toThrow('keys.csv, line 2: found nothing, expected a key.');
    expect(bytes).toEqual([2]);
  });

  test('is stopped by its signal: the worker hears of it, and a late answer is dropped', async () => {
    const { study, workers } = studyWith();
    const stop = new AbortController();
    const done = study.curves(request, { signal: stop.signal });
    stop.abort();
    await expect(done).rejects.toThrow(/abort/i);
    expect(workers[0].got.at(-1)).toEqual({ type: 'stop', job: 1 });
    workers[0].says({ type: 'curves', job: 1, curves });
    // one that was stopped beforehand is not begun
    await expect(study.curves(request, { signal: stop.signal })).rejects.toThrow(/abort/i);
    expect(workers[0].got).toHaveLength(2);
  });

  test('says so when its worker dies, whatever was under way, and begins again with another', async () => {
    const { study, workers } = studyWith();
    const both = [study.curves(request), study.read(file)].map((each) => each.catch((error: Error) => error.message));
    workers[0].dies('out of memory');
    const sentence = 'The worker that did this has died (out of memory): it may have run out of memory. A new one is ready.';
    expect(await Promise.all(both)).toEqual([sentence, sentence]);
    expect([workers[0].terminated, workers.length]).toEqual([true, 1]);
    const again = study.curves(request);
    workers[1].says({ type: 'curves', job: 3, curves });
    expect(await again).toBe(curves);
  });
});

describe('a worker that says nothing', () => {
  test('while it has work is dead after a while; one that tells how far it has come is not', async () => {
    vi.useFakeTimers();
    const { study, workers } = studyWith();
    const done = study.curves(request).catch((error: Error) => error.message);
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(15_000);
      workers[0].says({ type: 'progress', job: 1, progress: { doing: 'replaying', done: 0 }, curves: null });
    }
    expect(workers[0].terminated).toBe(false);
    vi.advanceTimersByTime(21_000);
    expect(await done).toMatch(/^The worker that did this has died \(it no longer answers\)/);
    expect([workers[0].terminated, vi.getTimerCount()]).toEqual([true, 0]);
  });

  test('without work is left in peace, and not watched', async () => {
    vi.useFakeTimers();
    const { study, workers } = studyWith();
    const done = study.curves(request);
    workers[0].says({ type: 'curves', job: 1, curves });
    await done;
    vi.advanceTimersByTime(60_000);
    expect([workers[0].terminated, vi.getTimerCount()]).toEqual([false, 0]);
  });
});

describe('a packed recording', () => {
  const head = { name: 'a.csv', hash: 'aa', fileSize: 9, accesses: 3, distinct: 2, format: 'one key a line', skipped: 0 };
  const keys = Int32Array.of(0, 1, 0);

  test.each([
    { keys, bytes: null, operations: null },
    { keys, bytes: Float64Array.of(10, 20.5, 10), operations: null },
    { keys, bytes: null, operations: Uint8Array.of(0, 1, 0) },
    { keys, bytes: Float64Array.of(1, 2, 3), operations: Uint8Array.of(1, 1, 0) },
  ])('comes out as it went in: $bytes $operations', async (recording) => {
    expect(await unpacked({ ...head, ...packed(recording) })).toEqual(recording);
  });

  test('that was kept in part is refused', async () => {
    const { columns, ...rest } = packed({ keys, bytes: null, operations: null });
    await expect(unpacked({ ...head, ...rest, columns: columns.slice(0, 8) })).rejects.toThrow(
      'a.csv: what was kept of it has 8 bytes, not 12',
    );
  });

  test('is unpacked once, and forgotten when others are needed', async () => {
    const one = { ...head, ...packed({ keys, bytes: null, operations: null }) };
    const other = { ...one, hash: 'bb' };
    const at = new Unpacked();
    await at.take([one]);
    const first = at.all.get('aa');
    expect([at.has([one]), at.has([one, other])]).toEqual([true, false]);
    await at.take([one, other]);
    expect(at.all.get('aa')).toBe(first);
    await at.take([other]);
    expect([...at.all.keys()]).toEqual(['bb']);
  });
});

describe('the accesses', () => {
  test('of a cache are those it was asked for, numbered, with the size that each key first had', () => {
    const world = worldOf(
      {
        readers: evenClient(100, 'cache', { workload: { kind: 'loop', keys: 3 }, valueSize: 500 }),
        cache: { kind: 'cache', capacity: 2, calls: ['store'] },
        store: steadyService(100, 1),
      },
      { duration: 1_000, observe: ['accesses'] },
    );
    world.run();
    const trace = traceOfCache(world, 'cache');
    expect([...trace.keys.slice(0, 7)]).toEqual([0, 1, 2, 0, 1, 2, 0]);
    expect([trace.keys.length, trace.distinct, ...trace.sizes!]).toEqual([99, 3, 500, 500, 500]);
    expect(traceOfCache(world, 'store').keys).toHaveLength(0);
  });

  test('of keys without sizes have none; a size of nothing counts as 1', () => {
    const trace = numbered(Int32Array.of(7, 8, 7));
    expect(sizesOf(trace, null)).toBeNull();
    expect(sizesOf(trace, new Float64Array(3))).toBeNull();
    expect([...sizesOf(trace, Float64Array.of(9, 0, 5))!]).toEqual([9, 1]);
  });

  test('are the same where keys, order and sizes are', () => {
    const trace = numbered(Int32Array.of(1, 2, 1));
    expect(sameAccesses(trace, numbered(Int32Array.of(5, 6, 5)))).toBe(true);
    expect(sameAccesses(trace, numbered(Int32Array.of(5, 6, 6)))).toBe(false);
    expect(sameAccesses(trace, { ...trace, sizes: Float64Array.of(1, 2) })).toBe(false);
  });
});
