import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMainThread, MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads';
import { resultOf } from '../src/host/result.ts';
import { Stream } from '../src/sim/kernel/chance.ts';
import { EventQueue } from '../src/sim/kernel/event-queue.ts';
import type { Blueprint } from '../src/sim/world/blueprint.ts';
import { World } from '../src/sim/world/world.ts';
import { bestOf, cost, type Line, rate } from './line.ts';

/** A client with retries before a service, 500 req/s; capacity decides whether it is calm or collapses. */
function retrying(requests: number, servers: number): Blueprint {
  return {
    seed: 1,
    duration: (requests / 500) * 1_000,
    bins: 600,
    components: {
      users: { kind: 'client', arrival: { kind: 'poisson', rate: 500 }, maxAttempts: 4, calls: ['shop'] },
      shop: { kind: 'service', servers, serviceTime: { kind: 'exponential', mean: 100 } },
    },
    changes: [],
  };
}

const MMC: Blueprint = {
  seed: 1,
  duration: 100_000,
  bins: 600,
  components: {
    users: { kind: 'client', arrival: { kind: 'poisson', rate: 8_000 }, attemptTimeout: null, maxAttempts: 1, calls: ['shop'] },
    shop: { kind: 'service', servers: 16, serviceTime: { kind: 'exponential', mean: 1.6 } },
  },
  changes: [],
};

/** A whole chain: a limit on the way, a cache, a database with few connections; 1 in 20 writes. */
const CHAIN: Blueprint = {
  seed: 1,
  duration: 100_000,
  bins: 600,
  components: {
    users: {
      kind: 'client',
      arrival: { kind: 'poisson', rate: 1_000 },
      workload: { kind: 'zipf', keys: 10_000, skew: 0.9 },
      writeRatio: 0.05,
      maxAttempts: 3,
      calls: ['gate'],
    },
    gate: { kind: 'gateway', limiter: { kind: 'token-bucket', rate: 2_000, burst: 100 }, calls: ['cache'] },
    cache: { kind: 'cache', capacity: 2_000, ttl: 60_000, stampedeGuard: { kind: 'coalesce' }, calls: ['base'] },
    base: { kind: 'database', servers: 20, serviceTime: { kind: 'exponential', mean: 10 } },
  },
  changes: [],
};

function run(blueprint: Blueprint): World {
  const world = new World(blueprint);
  world.run();
  return world;
}

/** Gaps between events, drawn ahead [µs]. */
function gapsAhead(): Float64Array {
  const gaps = new Float64Array(65_536);
  const chance = new Stream(1, 'bench', 'gaps');
  for (let i = 0; i < gaps.length; i++) gaps[i] = chance.exponentialMicros(100_000);
  return gaps;
}

const PENDING = 1_000;
const HOLDS = 2_000_000;

/** Takes the earliest of so many events and schedules it anew, over and over [M/s]. */
function ladderHolds(): number {
  const gaps = gapsAhead();
  const queue = new EventQueue(4_096);
  let k = 0;
  for (let slot = 0; slot < PENDING; slot++) {
    queue.time[slot] = gaps[k++];
    queue.push(slot);
  }
  const ms = bestOf(5, () => {
    for (let i = 0; i < HOLDS; i++) {
      const slot = queue.pop();
      queue.time[slot] += gaps[k++ & 65_535];
      queue.push(slot);
    }
  });
  return HOLDS / ms / 1_000;
}

/** The same with what most would write: a binary heap on typed arrays, ordered by time and then by sequence. */
function heapHolds(): number {
  const gaps = gapsAhead();
  const time = new Float64Array(4_096);
  const sequence = new Float64Array(4_096);
  const heap = new Int32Array(4_096);
  let size = 0;
  let scheduled = 0;
  const before = (a: number, b: number) => time[a] < time[b] || (time[a] === time[b] && sequence[a] < sequence[b]);
  const push = (slot: number) => {
    sequence[slot] = scheduled++;
    let i = size++;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (before(heap[parent], slot)) break;
      heap[i] = heap[parent];
      i = parent;
    }
    heap[i] = slot;
  };
  const pop = () => {
    const first = heap[0];
    const slot = heap[--size];
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= size) break;
      if (child + 1 < size && before(heap[child + 1], heap[child])) child++;
      if (before(slot, heap[child])) break;
      heap[i] = heap[child];
      i = child;
    }
    heap[i] = slot;
    return first;
  };
  let k = 0;
  for (let slot = 0; slot < PENDING; slot++) {
    time[slot] = gaps[k++];
    push(slot);
  }
  const ms = bestOf(5, () => {
    for (let i = 0; i < HOLDS; i++) {
      const slot = pop();
      time[slot] += gaps[k++ & 65_535];
      push(slot);
    }
  });
  return HOLDS / ms / 1_000;
}

/** M/M/c written out by hand in one loop, with the same queue and the same draws: the least that such a run can cost [ms]. */
function bareMmc(customers: number): number {
  return bestOf(4, () => {
    const queue = new EventQueue(1_024);
    const chance = new Stream(1, 'bench', 'mmc');
    const waiting = new Int32Array(1 << 16);
    const free = Int32Array.from({ length: 1_024 }, (_, i) => i);
    let freeCount = free.length;
    let [head, tail, busy, born] = [0, 0, 0, 0];
    const ARRIVAL = 1_023;
    const schedule = (at: number, slot: number) => {
      queue.time[slot] = at;
      queue.push(slot);
    };
    freeCount--;
    schedule(chance.exponentialMicros(125), ARRIVAL);
    for (;;) {
      const slot = queue.pop();
      if (slot < 0) return;
      const now = queue.time[slot];
      if (slot === ARRIVAL) {
        if (++born < customers) schedule(now + chance.exponentialMicros(125), ARRIVAL);
        if (busy < 16) {
          busy++;
          schedule(now + chance.exponentialMicros(1_600), free[--freeCount]);
        } else waiting[tail++ & 65_535] = born;
      } else if (head < tail) {
        head++;
        schedule(now + chance.exponentialMicros(1_600), slot);
      } else {
        busy--;
        free[freeCount++] = slot;
      }
    }
  });
}

/** When a worker that runs this blueprint could show its first picture [ms]. */
function firstPicture(blueprint: Blueprint): number {
  const started = performance.now();
  const world = new World(blueprint);
  while (!world.run(20_000) && performance.now() - started < 30);
  resultOf(world, 'base', 0);
  return performance.now() - started;
}

async function transfer(): Promise<{ buffer: number; objects: number }> {
  const { port1, port2 } = new MessageChannel();
  const round = (message: () => { data: unknown; list: ArrayBuffer[] }) =>
    new Promise<number>((resolve) => {
      const { data, list } = message();
      const started = performance.now();
      port2.once('message', () => resolve(performance.now() - started));
      port1.postMessage(data, list);
    });
  let buffer = Number.POSITIVE_INFINITY;
  let objects = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 20; i++) {
    buffer = Math.min(
      buffer,
      await round(() => {
        const data = new Float64Array(600 * 40);
        return { data, list: [data.buffer] };
      }),
    );
    objects = Math.min(
      objects,
      await round(() => ({
        data: Array.from({ length: 600 }, (_, bin) => Object.fromEntries(Array.from({ length: 40 }, (_, s) => [`series${s}`, bin * s]))),
        list: [],
      })),
    );
  }
  port1.close();
  return { buffer, objects };
}

/** One run of a sweep: its figures are wanted, not its curves. */
const ofSweep = (seed: number): Blueprint => ({ ...retrying(10_000, 70), seed, bins: 10 });

/** 400 runs of 10,000 requests, shared out over the processors [ms]. */
async function sweep(threads: number): Promise<number> {
  const started = performance.now();
  const share = Array.from({ length: threads }, (_, t) => ({
    from: Math.floor((400 * t) / threads),
    to: Math.floor((400 * (t + 1)) / threads),
  }));
  await Promise.all(
    share.map(
      (range) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker(fileURLToPath(import.meta.url), { workerData: range });
          worker.once('message', () => resolve());
          worker.once('error', reject);
        }),
    ),
  );
  return performance.now() - started;
}

export async function engineLines(): Promise<Line[]> {
  const heap = heapHolds();
  const ladder = ladderHolds();
  const bare = bareMmc(800_000);
  run(MMC);
  let mmcEvents = 0;
  const mmc = bestOf(5, () => {
    mmcEvents = run(MMC).simulation.handled;
  });
  const calm = bestOf(12, () => run(retrying(100_000, 70)));
  const bareCalm = bareMmc(100_000);
  const collapse = bestOf(5, () => run(retrying(100_000, 40)));
  const chain = bestOf(8, () => run(CHAIN));
  const million = bestOf(3, () => run(retrying(1_000_000, 70)));
  const picture = Math.min(...Array.from({ length: 5 }, () => firstPicture(retrying(1_000_000, 70))));
  const one = bestOf(20, () => run(ofSweep(1)));
  const threads = Math.min(2, availableParallelism());
  const swept = await sweep(threads);
  const { buffer, objects } = await transfer();
  return [
    rate('event queue, hold model, 1,000 pending', ladder, 'M holds/s', 20, 'binary heap on typed arrays', heap),
    rate(
      'M/M/c, c = 16, ρ 0.8',
      mmcEvents / mmc / 1_000,
      'M events/s',
      10,
      'the same by hand in one loop, no meters',
      mmcEvents / bare / 1_000,
    ),
    cost('100,000 requests, client with retries → service, calm', calm, 'ms', 40, 'as many customers by hand in one loop', bareCalm),
    cost('100,000 requests, client with retries → service, collapse', collapse, 'ms', 100, 'the calm run', calm),
    cost('100,000 requests, client → limiter → cache → database', chain, 'ms', 100, 'the calm run', calm),
    cost('1,000,000 requests, client → service', million, 'ms', 500, 'ten calm runs of 100,000', 10 * calm),
    cost('1,000,000 requests, first picture', picture, 'ms', 50, 'the whole run', million),
    cost(`sweep of 400 runs × 10,000 requests, ${threads} threads`, swept, 'ms', 1_200, '400 single runs in one thread', 400 * one),
    cost('result transfer, 600 bins × 40 series', buffer, 'ms', 0.3, 'the same as an array of objects', objects),
  ];
}

if (!isMainThread && workerData && typeof workerData.from === 'number') {
  for (let seed = workerData.from; seed < workerData.to; seed++) run(ofSweep(seed));
  parentPort?.postMessage('done');
}
