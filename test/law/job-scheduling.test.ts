import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Keyed } from '../../src/sim/kernel/chance.ts';
import { CLASSES, type JobSchedulingPromise, type Jobs, NOTHING } from '../../src/sim/policy/job-scheduling/contract.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';
import { type Document, documentsOf, holdToPromises, namedIn, promisesIn } from './promises.ts';

interface Job {
  class: number;
  tenant: number;
  cost: number;
  enqueuedAt: number;
  usefulUntil: number;
}

const ordinary: Job = { class: 0, tenant: 0, cost: 1, enqueuedAt: 0, usefulUntil: Number.POSITIVE_INFINITY };

/** Of what promises lines: which a job stands in. */
const lineOf = {
  'one-line': () => 0,
  'one-stack': () => 0,
  'line-by-class': (job: Job) => job.class,
  'line-by-tenant': (job: Job) => job.tenant,
} satisfies Partial<Record<JobSchedulingPromise, (job: Job) => number>>;

/** Of what promises one order of all: by what. */
const rankOf = {
  'by-enqueueing': (job: Job) => job.enqueuedAt,
  'by-deadline': (job: Job) => job.usefulUntil,
  'by-cost': (job: Job) => job.cost,
} satisfies Partial<Record<JobSchedulingPromise, (job: Job) => number>>;

const promisedBy = <Value>(of: Readonly<Record<string, Value>>, promises: readonly string[]): Value | undefined =>
  Object.entries(of).find(([promise]) => promises.includes(promise))?.[1];

/** A scheduler with its jobs, and a book of its own of what waits: lines in the order in which they should be served. */
class Desk {
  readonly columns: Job[] = [];
  readonly numbers: number[] = [];
  readonly waiting = new Set<number>();
  readonly lines = new Map<number, number[]>();
  readonly policy;
  params;
  state: object;
  jobs: Jobs = this.written();
  private given = 0;
  private draws = 0;
  private readonly chance = new Keyed(1, 'queue', 'scheduling');
  private readonly lineOf;
  private readonly rankOf;
  private readonly latestFirst: boolean;

  /** @param ordered whether it looks that everybody comes in the order that is promised */
  constructor(
    document: Document,
    private readonly ordered = true,
  ) {
    const promises = promisesIn('job-scheduling', document);
    this.lineOf = promisedBy(lineOf, promises);
    this.rankOf = promisedBy(rankOf, promises);
    this.latestFirst = promises.includes('one-stack');
    const { policy, params } = chosen('job-scheduling', document);
    this.policy = policy;
    this.params = params;
    this.state = policy.start(params);
  }

  /** Enters a job and puts it in; the row may have been another's. */
  enqueue(row: number, job: Partial<Job> = {}): void {
    this.columns[row] = { ...ordinary, ...job };
    this.numbers[row] = this.given++;
    this.jobs = this.written();
    this.put(row, false);
  }

  put(row: number, returns: boolean): void {
    expect(this.waiting.has(row)).toBe(false);
    this.waiting.add(row);
    const line = this.lines.get(this.laneOf(row)) ?? [];
    this.lines.set(this.laneOf(row), line);
    if (returns || this.latestFirst) line.unshift(row);
    else line.push(row);
    this.policy.put(this.state, this.params, row, this.jobs, returns);
  }

  take(process = 0, processes = 1): number {
    this.chance.aim(this.draws++, process);
    const row = this.policy.take(this.state, this.params, this.jobs, process, processes, this.chance);
    if (row === NOTHING) return row;
    expect(this.waiting.has(row), `${row} waits`).toBe(true);
    if (this.ordered) this.look(row);
    this.forget(row);
    return row;
  }

  /** That it is the first of its line, where who has come back is ahead, or the least of all. */
  private look(row: number): void {
    if (this.lineOf) expect(this.lines.get(this.laneOf(row))![0], 'the first of its line').toBe(row);
    if (this.rankOf)
      for (const other of this.waiting) expect(this.compare(other, row, this.rankOf), `${row} before ${other}`).toBeGreaterThanOrEqual(0);
  }

  /** By rank, of equals by number; of two that never end the difference is not a number. */
  private compare(a: number, b: number, rank: (job: Job) => number): number {
    return rank(this.columns[a]) - rank(this.columns[b]) || this.numbers[a] - this.numbers[b];
  }

  leave(row: number): void {
    this.policy.leave(this.state, this.params, row, this.jobs);
    this.forget(row);
  }

  /** Whether other parameters keep the order that it has. */
  keepsItsOrder(other: Document): boolean {
    const promises = promisesIn('job-scheduling', other);
    return promisedBy(lineOf, promises) === this.lineOf && promisedBy(rankOf, promises) === this.rankOf;
  }

  drained(): number[] {
    const rows: number[] = [];
    for (let row = this.take(); row !== NOTHING; row = this.take()) rows.push(row);
    return rows;
  }

  classOf = (row: number) => this.columns[row].class;
  tenantOf = (row: number) => this.columns[row].tenant;
  laneOf = (row: number) => this.lineOf?.(this.columns[row]) ?? 0;

  private forget(row: number): void {
    this.waiting.delete(row);
    const line = this.lines.get(this.laneOf(row))!;
    line.splice(line.indexOf(row), 1);
  }

  /** New arrays at every change, as of columns that grow. */
  private written(): Jobs {
    return {
      class: Int32Array.from(this.columns, (job) => job?.class ?? 0),
      tenant: Int32Array.from(this.columns, (job) => job?.tenant ?? 0),
      cost: Float64Array.from(this.columns, (job) => job?.cost ?? 0),
      enqueuedAt: Float64Array.from(this.columns, (job) => job?.enqueuedAt ?? 0),
      usefulUntil: Float64Array.from(this.columns, (job) => job?.usefulUntil ?? 0),
      number: Int32Array.from(this.columns, (_, row) => this.numbers[row] ?? 0),
    };
  }
}

interface Step {
  does: number;
  row: number;
  process: number;
  job: Job;
}

const steps = fc.array(
  fc.record({
    does: fc.nat(9),
    row: fc.nat(79),
    process: fc.nat(4),
    job: fc.record({
      class: fc.nat(CLASSES - 1),
      tenant: fc.oneof(fc.nat(5), fc.nat(200)),
      cost: fc.oneof(fc.nat(3), fc.double({ min: 0, max: 100, noNaN: true })),
      enqueuedAt: fc.nat(20),
      usefulUntil: fc.oneof(fc.nat(20), fc.constant(Number.POSITIVE_INFINITY)),
    }),
  }),
  { maxLength: 300, size: 'max' },
);

const unseen = () => {};

/** Plays steps; `seen` is told what was taken while what was waiting. */
function play(desk: Desk, list: readonly Step[], seen: (desk: Desk, row: number, before: readonly number[]) => void = unseen): Desk {
  let processes = 5;
  const others = documentsOf(desk.policy)
    .filter((other) => desk.keepsItsOrder(other))
    .map((other) => chosen('job-scheduling', other).params);
  for (const { does, row, process, job } of list) {
    if (does < 4) {
      if (!desk.waiting.has(row)) desk.enqueue(row, job);
    } else if (does < 7) {
      const before = [...desk.waiting];
      const taken = desk.take(process % processes, processes);
      if (taken === NOTHING && !desk.policy.choosy) expect(before).toEqual([]);
      seen(desk, taken, before);
      if (does === 6 && taken !== NOTHING) desk.put(taken, true);
    } else if (does === 7) {
      if (desk.waiting.has(row)) {
        desk.leave(row);
        // it may come again at once
        if (process === 0) desk.put(row, true);
      }
    } else if (does === 8) processes = 1 + process;
    else if (process > 2) desk.params = others[row % others.length];
    else desk.state = structuredClone(desk.state);
  }
  return desk;
}

const RUNS = { numRuns: 100, seed: 1 };

describe.each(namedIn('job-scheduling'))('%s', (_, document) => {
  test('loses nothing, hands out nothing twice, and unless it is choosy leaves no process idle beside a job', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const desk = play(new Desk(document, false), list);
        for (let process = 0; process < 5; process++) while (desk.take(process, 5) !== NOTHING);
        expect([...desk.waiting]).toEqual([]);
      }),
      RUNS,
    );
  });

  test('has room for any tenant and any row', () => {
    const desk = new Desk(document);
    desk.enqueue(50_000, { tenant: 999_999, class: 3 });
    desk.enqueue(3, { tenant: 0 });
    expect(desk.drained().sort((a, b) => a - b)).toEqual([3, 50_000]);
  });

  test('has a state of plain data', () => {
    const { policy, params } = chosen('job-scheduling', document);
    const state = policy.start(params);
    expect(structuredClone(state)).toEqual(state);
  });
});

/** So many turns while every one of these classes always has something waiting. */
function turns(document: Document, classes: readonly number[], count: number): number[] {
  const desk = new Desk(document);
  for (const which of classes) {
    desk.enqueue(2 * which, { class: which });
    desk.enqueue(2 * which + 1, { class: which });
  }
  return Array.from({ length: count }, () => {
    const row = desk.take();
    desk.put(row, false);
    return desk.classOf(row);
  });
}

/** Whatever happens, the desk sees that jobs come in the order that is promised. */
const inOrder = ({ document }: { document: Document }) =>
  fc.assert(
    fc.property(steps, (list) => {
      play(new Desk(document), list).drained();
    }),
    RUNS,
  );

/** And what a sort gives, of all that waits. */
const sorted = (subject: { document: Document }, rank: (job: Job) => number) => {
  inOrder(subject);
  const desk = new Desk(subject.document);
  const random = mulberry(11);
  const some = () => Math.floor(random() * 40);
  const list = Array.from({ length: 400 }, () => ({
    cost: some() / 8,
    enqueuedAt: some(),
    usefulUntil: random() < 0.2 ? Number.POSITIVE_INFINITY : some(),
  }));
  desk.columns.push(...list.map((job) => ({ ...ordinary, ...job })));
  // rows in no order of their numbers
  list.forEach((_, row) => {
    desk.numbers[row] = (row * 387) % 400;
  });
  desk.enqueue(400, { cost: -1, enqueuedAt: -1, usefulUntil: -1 });
  for (let row = 0; row < 400; row++) desk.put(row, row % 3 === 0);
  const of = (row: number) => rank(desk.columns[row]);
  const rows = [...desk.waiting].sort((a, b) => (of(a) === of(b) ? desk.numbers[a] - desk.numbers[b] : of(a) - of(b)));
  expect(desk.drained()).toEqual(rows);
};

holdToPromises<'job-scheduling', JobSchedulingPromise>('job-scheduling', {
  'one-line': inOrder,
  'one-stack': inOrder,
  'line-by-class': inOrder,
  'line-by-tenant': inOrder,
  'by-enqueueing': (subject) => sorted(subject, rankOf['by-enqueueing']),
  'by-deadline': (subject) => sorted(subject, rankOf['by-deadline']),
  'by-cost': (subject) => sorted(subject, rankOf['by-cost']),

  'top-class-first': ({ document }) => {
    fc.assert(
      fc.property(steps, (list) => {
        play(new Desk(document), list, (desk, row, before) => {
          if (row !== NOTHING) expect(desk.classOf(row)).toBe(Math.min(...before.map(desk.classOf)));
        });
      }),
      RUNS,
    );
  },

  'fair-turns': ({ document }) => {
    const someTenants = fc.array(fc.record({ tenant: fc.nat(6), takes: fc.boolean() }), { minLength: 50, maxLength: 600, size: 'max' });
    fc.assert(
      fc.property(someTenants, (list) => {
        const desk = new Desk(document);
        const watch = fairTurns();
        let next = 0;
        for (const { tenant, takes } of list) {
          if (!takes) {
            desk.enqueue(next++, { tenant });
            continue;
          }
          const waiting = [...desk.waiting].map(desk.tenantOf);
          const row = desk.take();
          if (row !== NOTHING) watch(desk.tenantOf(row), waiting);
        }
      }),
      { numRuns: 50, seed: 5 },
    );
  },

  'serves-everybody': ({ document }) => {
    const list = turns(document, [0, 1, 2, 3], 5_000);
    for (const which of [0, 1, 2, 3]) expect(countOf(list, which)).toBeGreaterThan(0);
  },
});

const countOf = (list: readonly number[], value: number) => list.filter((each) => each === value).length;

describe('weighted', () => {
  test('takes turns as nginx does: weights 5, 1 and 1 give a a b a c a a', () => {
    const abc = turns({ kind: 'weighted', weight0: 5, weight1: 1, weight2: 1 }, [0, 1, 2], 14).map((which) => 'abc'[which]);
    expect(abc.join(' ')).toBe('a a b a c a a a a b a c a a');
  });

  test('gives every class its weight in every round of 6 + 3 + 1 + 1 turns, wherever one begins to count', () => {
    const list = turns({ kind: 'weighted' }, [0, 1, 2, 3], 1_100);
    for (let from = 0; from + 11 <= list.length; from++) {
      const round = list.slice(from, from + 11);
      expect([0, 1, 2, 3].map((which) => countOf(round, which))).toEqual([6, 3, 1, 1]);
    }
  });

  test('leaves what a class does not use to the others, in proportion', () => {
    const list = turns({ kind: 'weighted' }, [1, 3], 400);
    expect([1, 3].map((which) => countOf(list, which))).toEqual([300, 100]);
  });

  test('draws by weight among the classes that have something, as by shuffling all queues and taking from the first that has', () => {
    // 30,000 draws: the standard deviation of a share is at most 0.0029
    for (const classes of [[0, 1, 2, 3], [1, 2], [3]]) {
      const list = turns({ kind: 'weighted', draws: 'at-random' }, classes, 30_000);
      const weights = [6, 3, 1, 1];
      const sum = classes.reduce((total, which) => total + weights[which], 0);
      for (const which of classes) expect(Math.abs(countOf(list, which) / 30_000 - weights[which] / sum)).toBeLessThan(0.0115);
    }
  });

  test.each([
    ['6, 3, 1, 1', {}, 11],
    ['1, 1, 1, 40', { weight0: 1, weight1: 1, weight2: 1, weight3: 40 }, 43],
  ])('by turns starves nobody, whoever comes and goes: %s', (_, weights, sum) => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ comes: fc.nat(CLASSES - 1), goes: fc.boolean() }), { minLength: 300, maxLength: 600, size: 'max' }),
        (list) => {
          const desk = new Desk({ kind: 'weighted', ...weights });
          const since = [0, 0, 0, 0];
          let next = 0;
          for (const { comes, goes } of list) {
            desk.enqueue(next++, { class: comes });
            if (goes) continue;
            const waited = [0, 1, 2, 3].filter((which) => (desk.lines.get(which) ?? []).length > 0);
            const row = desk.take();
            for (let which = 0; which < CLASSES; which++) {
              since[which] = waited.includes(which) && which !== desk.classOf(row) ? since[which] + 1 : 0;
              expect(since[which]).toBeLessThanOrEqual(2 * sum);
            }
          }
        },
      ),
      { numRuns: 40, seed: 4 },
    );
  });
});

/** Watches that between two turns of anybody all who waited all the while have had one. */
function fairTurns(): (owner: number, waiting: readonly number[]) => void {
  let turn = 0;
  const lastTurn = new Map<number, number>();
  const waitsSince = new Map<number, number>();
  return (owner, waiting) => {
    turn++;
    const there = new Set(waiting);
    for (const tenant of waitsSince.keys()) if (!there.has(tenant)) waitsSince.delete(tenant);
    for (const tenant of there) if (!waitsSince.has(tenant)) waitsSince.set(tenant, turn);
    const before = lastTurn.get(owner);
    if (before !== undefined)
      for (const [tenant, since] of waitsSince)
        if (tenant !== owner && since <= before)
          expect(lastTurn.get(tenant) ?? 0, `${tenant} between two of ${owner}`).toBeGreaterThan(before);
    lastTurn.set(owner, turn);
  };
}

describe('round robin', () => {
  test('A A A B B C is A B C A B A', () => {
    const desk = new Desk({ kind: 'round-robin' });
    for (const [row, tenant] of [...'AAABBC'].entries()) desk.enqueue(row, { tenant: 'ABC'.indexOf(tenant) });
    expect(desk.drained().map((row) => 'ABC'[desk.tenantOf(row)])).toEqual([...'ABCABA']);
  });

  test('a tenant of one job waits behind one job of each, however many there are of another', () => {
    const desk = new Desk({ kind: 'round-robin' });
    for (let row = 0; row < 5_000; row++) desk.columns[row] = { ...ordinary, tenant: row < 4_990 ? 0 : row - 4_989 };
    for (let row = 0; row < 5_000; row++) desk.numbers[row] = row;
    desk.jobs = { ...desk.jobs, tenant: Int32Array.from(desk.columns, ({ tenant }) => tenant) };
    for (let row = 0; row < 5_000; row++) desk.put(row, false);
    const order = desk.drained();
    expect(order.slice(0, 11).map(desk.tenantOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

/** Which processes take jobs of each tenant: asked one tenant at a time. */
function shardsOf(tenants: number, processes: number, shardSize: number): number[][] {
  const desk = new Desk({ kind: 'shuffle-sharding', shardSize });
  return Array.from({ length: tenants }, (_, tenant) => {
    const shard: number[] = [];
    desk.enqueue(0, { tenant });
    for (let process = 0; process < processes; process++) {
      if (desk.take(process, processes) === NOTHING) continue;
      shard.push(process);
      desk.put(0, false);
    }
    desk.leave(0);
    return shard;
  });
}

const sharedBy = (a: readonly number[], b: readonly number[]) => a.filter((process) => b.includes(process)).length;

describe('shuffle sharding', () => {
  test.each([
    [1, 2],
    [2, 1],
    [5, 2],
    [8, 2],
    [8, 3],
    [12, 16],
    [100, 4],
  ])('of %i processes with shards of %i every tenant has as many as that, or all', (processes, size) => {
    const shards = shardsOf(200, processes, size);
    for (const shard of shards) expect(shard).toHaveLength(Math.min(processes, size));
    expect(shardsOf(200, processes, size)).toEqual(shards);
  });

  test('a process gets jobs of its tenants alone, and all of them', () => {
    const shards = shardsOf(50, 8, 2);
    const desk = new Desk({ kind: 'shuffle-sharding', shardSize: 2 });
    const random = mulberry(3);
    for (let row = 0; row < 300; row++) desk.enqueue(row, { tenant: Math.floor(random() * 50) });
    for (let turn = 0; turn < 4_000; turn++) {
      const process = Math.floor(random() * 8);
      const row = desk.take(process, 8);
      if (row !== NOTHING) expect(shards[desk.tenantOf(row)]).toContain(process);
      else for (const waiting of desk.waiting) expect(shards[desk.tenantOf(waiting)]).not.toContain(process);
      if (row !== NOTHING && turn < 2_000) desk.put(row, turn % 2 === 0);
    }
    expect(desk.waiting.size).toBe(0);
  });

  test('of 8 processes with shards of 2, one pair of tenants in 28 shares both, and 12 in 28 share one', () => {
    const shards = shardsOf(2_000, 8, 2);
    const pairs = [0, 0, 0];
    for (let i = 0; i + 1 < shards.length; i += 2) pairs[sharedBy(shards[i], shards[i + 1])]++;
    // 1,000 independent pairs; four standard deviations
    expect(Math.abs(pairs[2] - 1_000 / 28)).toBeLessThan(4 * Math.sqrt((1_000 * 27) / 784));
    expect(Math.abs(pairs[1] - 12_000 / 28)).toBeLessThan(4 * Math.sqrt((1_000 * 12 * 16) / 784));
    const places = new Map<string, number>();
    for (const shard of shards) places.set(shard.join(), (places.get(shard.join()) ?? 0) + 1);
    expect(places.size).toBe(28);
    // χ² with 27 degrees of freedom is above 55.5 once in 1,000
    let deviation = 0;
    for (const count of places.values()) deviation += (count - 2_000 / 28) ** 2 / (2_000 / 28);
    expect(deviation).toBeLessThan(55.5);
  });

  test('of 100 processes with shards of 4, all four are shared as rarely as one pair in 3,921,225', () => {
    const shards = shardsOf(1_000, 100, 4);
    const pairs = [0, 0, 0, 0, 0];
    for (let i = 0; i < shards.length; i++) for (let j = 0; j < i; j++) pairs[sharedBy(shards[i], shards[j])]++;
    expect(pairs[4]).toBeLessThanOrEqual(2);
    // none shared: C(96, 4) / C(100, 4)
    expect(Math.abs(pairs[0] / 499_500 - 3_321_960 / 3_921_225)).toBeLessThan(0.005);
  });

  test('one process more takes one place in a few shards and changes nothing else', () => {
    const eight = shardsOf(900, 8, 2);
    const nine = shardsOf(900, 9, 2);
    let changed = 0;
    for (const [tenant, shard] of nine.entries()) {
      if (shard.includes(8)) {
        changed++;
        expect(sharedBy(shard, eight[tenant])).toBe(1);
      } else expect(shard).toEqual(eight[tenant]);
    }
    // two in nine
    expect(Math.abs(changed - 200)).toBeLessThan(4 * Math.sqrt(900 * (2 / 9) * (7 / 9)));
  });

  test('jobs that wait while the number of processes changes belong to the new shards', () => {
    const desk = new Desk({ kind: 'shuffle-sharding', shardSize: 2 });
    for (let row = 0; row < 60; row++) desk.enqueue(row, { tenant: row % 30 });
    for (const processes of [8, 3, 12, 2]) {
      const shards = shardsOf(30, processes, 2);
      for (let process = 0; process < processes; process++) {
        const row = desk.take(process, processes);
        if (row !== NOTHING) expect(shards[desk.tenantOf(row)]).toContain(process);
        else expect(shards.some((shard) => shard.includes(process))).toBe(false);
      }
    }
    // of 2 processes with shards of 2 either may have all
    while (desk.take(1, 2) !== NOTHING);
    expect(desk.waiting.size).toBe(0);
  });

  test('a process serves its tenants in turn', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ tenant: fc.nat(6), takes: fc.boolean() }), { minLength: 50, maxLength: 400, size: 'max' }),
        (list) => {
          const desk = new Desk({ kind: 'shuffle-sharding', shardSize: 1 });
          const watches = [fairTurns(), fairTurns()];
          const shards = shardsOf(7, 2, 1);
          let next = 0;
          for (const { tenant, takes } of list) {
            if (!takes) {
              desk.enqueue(next++, { tenant });
              continue;
            }
            const process = next % 2;
            const waiting = [...desk.waiting].map(desk.tenantOf).filter((each) => shards[each].includes(process));
            const row = desk.take(process, 2);
            if (row !== NOTHING) watches[process](desk.tenantOf(row), waiting);
          }
        },
      ),
      { numRuns: 40, seed: 6 },
    );
  });
});

test('a job that comes back takes its place by when it was enqueued, or by what it costs', () => {
  for (const kind of ['oldest-first', 'shortest-first']) {
    const desk = new Desk({ kind });
    for (const row of [0, 1, 2]) desk.enqueue(row, { enqueuedAt: row, cost: row });
    expect(desk.take()).toBe(0);
    expect(desk.take()).toBe(1);
    desk.put(1, false);
    desk.put(0, false);
    expect(desk.drained()).toEqual([0, 1, 2]);
  }
});
