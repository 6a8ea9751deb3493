import { afterEach, describe, expect, test, vi } from 'vitest';
import { play, type RunOrder } from '../../src/host/play.ts';
import type { ArmResult } from '../../src/host/result.ts';
import { type FromThread, RunPool, type Runtime, type ToThread } from '../../src/host/run-pool.ts';
import type { ArmPlan } from '../../src/scenario/arm.ts';

const plan: ArmPlan = {
  seed: 1,
  duration: 1_000,
  bins: 4,
  components: {
    users: { kind: 'client', arrival: { kind: 'poisson', rate: 50 }, calls: ['shop'] },
    shop: { kind: 'service', servers: 2 },
  },
  changes: [],
};
const figures = [{ arm: 'base', meter: 'users.arrivals', from: 0, to: 1_000, stat: 'mean' }] as const;
const orders = (count: number, rest: Partial<ArmPlan> = {}): RunOrder[] =>
  Array.from({ length: count }, (_, i) => ({ arm: 'base', plan: { ...plan, ...rest, seed: i + 1 }, figures, samples: i % 2 === 0 }));

/** A thread that plays what it is given when it is let. */
class Puppet {
  readonly got: ToThread[] = [];
  ended = false;
  private done = 0;

  constructor(
    private readonly heard: (message: FromThread) => void,
    readonly dies: () => void,
  ) {}

  /** Answers what it has not answered, so many messages at the most. */
  plays(most = Number.POSITIVE_INFINITY): void {
    for (let i = 0; i < most && this.done < this.got.length && !this.ended; i++) {
      const message = this.got[this.done++];
      if (message.type === 'warm-up') this.heard({ type: 'warm' });
      if (message.type === 'run') this.heard({ type: 'ran', id: message.id, result: play(message.order, new Map()).result });
    }
  }

  get seeds(): number[] {
    return this.got.flatMap((message) => (message.type === 'run' ? [message.order.plan.seed] : []));
  }
}

/** A pool, its threads in the order of their beginning, and what they do at every turn. */
function poolOf(threads: number, atTurn = (puppet: Puppet) => puppet.plays()) {
  const puppets: Puppet[] = [];
  const runtime: Runtime = {
    threads,
    start(heard, died) {
      const puppet = new Puppet(heard, died);
      puppets.push(puppet);
      const end = () => {
        puppet.ended = true;
      };
      return { post: (message) => void puppet.got.push(message), end };
    },
    async turn() {
      for (const puppet of puppets) if (!puppet.ended) atTurn(puppet);
    },
  };
  return { pool: new RunPool(runtime), puppets };
}

async function collected(runs: AsyncIterable<ArmResult>): Promise<ArmResult[]> {
  const results: ArmResult[] = [];
  for await (const result of runs) results.push({ ...result, took: 0 });
  return results;
}

const alone = (all: readonly RunOrder[]) => all.map((order) => ({ ...play(order, new Map()).result, took: 0 }));

/** Every run takes so long [ms]. */
function runsTake(ms: number): void {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += ms));
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('a pool', () => {
  test('gives on many threads, in their order, what one gives', async () => {
    runsTake(50);
    const all = orders(60);
    const { pool, puppets } = poolOf(3);
    expect(await collected(pool.sweep(all))).toEqual(alone(all));
    expect(puppets).toHaveLength(2);
    const given = puppets.map(({ seeds }) => seeds.length);
    for (const count of given) expect(count).toBeGreaterThan(10);
    expect(given[0] + given[1]).toBeLessThan(60);
  });

  test('leaves a sweep that is soon done to this thread, and keeps its threads for the next', async () => {
    runsTake(1);
    const { pool, puppets } = poolOf(3);
    await collected(pool.sweep(orders(60)));
    expect(puppets).toHaveLength(0);
    runsTake(50);
    await collected(pool.sweep(orders(60)));
    await collected(pool.sweep(orders(60)));
    expect(puppets).toHaveLength(2);
    pool.end();
    expect(puppets.map(({ ended }) => ended)).toEqual([true, true]);
  });

  test('shares even small sweeps with threads that are warm for them, not others', async () => {
    runsTake(1);
    const { pool, puppets } = poolOf(2);
    const warm = pool.warmUp([plan]);
    expect(puppets[0].got.map(({ type }) => type)).toEqual(['warm-up']);
    puppets[0].plays();
    await warm;
    expect(await collected(pool.sweep(orders(10, { duration: 500 })))).toEqual(alone(orders(10, { duration: 500 })));
    expect(puppets[0].seeds.length).toBeGreaterThan(2);
    puppets[0].got.length = 0;
    await collected(pool.sweep(orders(10, { components: { ...plan.components, other: { kind: 'service' } } })));
    expect(puppets[0].seeds).toEqual([]);
  });

  test('does itself what a thread that dies had been given', async () => {
    runsTake(50);
    const all = orders(60);
    const { pool, puppets } = poolOf(2, (puppet) => {
      puppet.plays(1);
      if (puppet.seeds.length < 10) return;
      puppet.ended = true;
      puppet.dies();
    });
    const results = await collected(pool.sweep(all));
    expect(results).toEqual(alone(all));
    expect(puppets).toHaveLength(1);
  });

  test('does without threads where there are none', async () => {
    runsTake(50);
    const all = orders(20);
    const pool = new RunPool({
      threads: 4,
      start() {
        throw new Error('no threads here');
      },
      async turn() {},
    });
    expect(await collected(pool.sweep(all))).toEqual(alone(all));
    await pool.warmUp([plan]);
  });

  test('ends a sweep at the run that fails, after all before it', async () => {
    const all = orders(20);
    all[12] = { ...all[12], plan: { ...plan, components: { prophet: { kind: 'prophet' } } } };
    const seen: number[] = [];
    const { pool } = poolOf(1);
    await expect(async () => {
      for await (const { seed } of pool.sweep(all)) seen.push(seed);
    }).rejects.toThrow('there is no component of kind prophet');
    expect(seen).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  test('is not confused by late answers to a sweep that was given up', async () => {
    runsTake(50);
    const { pool, puppets } = poolOf(2, (puppet) => puppet.plays(1));
    for await (const { seed } of pool.sweep(orders(60))) if (seed === 12) break;
    const [{ got, seeds }] = puppets;
    expect(seeds.length).toBeGreaterThan(2);
    const all = orders(30, { duration: 400 });
    const answering = setInterval(() => puppets[0].plays(), 1);
    expect(await collected(pool.sweep(all))).toEqual(alone(all));
    clearInterval(answering);
    expect(got.length).toBeGreaterThan(seeds.length);
  });

  test('of a run whose samples nobody wants has only what the whole run came to', async () => {
    const [first, second] = await collected(poolOf(1).pool.sweep(orders(2)));
    expect([first.samples.length > 0, second.samples.length]).toEqual([true, 0]);
    expect(second.whole.length).toBe(first.whole.length);
    expect(second.figures[0]).toBeGreaterThan(30);
  });
});
