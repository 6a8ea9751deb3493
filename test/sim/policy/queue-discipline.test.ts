import { describe, expect, test } from 'vitest';
import { droppedAs, type QueueDisciplinePromise } from '../../../src/sim/policy/queue-discipline/contract.ts';
import { NOTHING } from '../../../src/sim/structure/linked-list.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn, subjectOf } from '../../law/promises.ts';
import { mulberry } from '../../mulberry.ts';
import { crowd, evenClient, figure, firstRequests, played, type Setting, steadyService, storyOf, total } from '../../worlds.ts';

/** A queue; its entries are small whole numbers. */
class Queue {
  private readonly chosen;
  private readonly state: object;
  now = 0;

  constructor(document: Document) {
    this.chosen = chosen('queue-discipline', document);
    this.state = this.chosen.policy.start(this.chosen.params);
  }

  /** Deadlines by entry, where they have one. */
  readonly deadlines = new Map<number, number>();

  put(...entries: number[]): this {
    for (const entry of entries) {
      const waiter = { class: 0, deadline: this.deadlines.get(entry) ?? Number.POSITIVE_INFINITY, since: this.now };
      this.chosen.policy.put(this.state, this.chosen.params, entry, this.now, waiter);
    }
    return this;
  }

  leave(...entries: number[]): this {
    for (const entry of entries) this.chosen.policy.leave(this.state, this.chosen.params, entry);
    return this;
  }

  /** The next that is handed out, or what `droppedAs` makes of one that is dropped. */
  ask(): number {
    return this.chosen.policy.take(this.state, this.chosen.params, this.now);
  }

  /** The next that is handed out. */
  take(): number {
    for (;;) {
      const entry = this.ask();
      if (entry >= NOTHING) return entry;
    }
  }

  /** Takes until nothing is left. */
  rest(): number[] {
    const entries: number[] = [];
    for (let entry = this.take(); entry !== NOTHING; entry = this.take()) entries.push(entry);
    return entries;
  }
}

interface Step {
  does: 'put' | 'take' | 'drop' | 'leave';
  entry: number;
}

/** Puts, takes and leaves at random; `waiting` in the order of arrival. Returns who waits in the end, and who is given out then. */
function play(document: Document, seed: number, steps: number, each: (step: Step, waiting: readonly number[]) => void) {
  const random = mulberry(seed);
  const queue = new Queue(document);
  const waiting: number[] = [];
  // now and then entries beyond any first allocation
  const entries = [8, 60, 300, 5_000][seed % 4];
  for (let i = 0; i < steps; i++) {
    queue.now += Math.floor(random() * 1_000);
    const filling = Math.floor(i / 200) % 2 === 0 ? 0.6 : 0.25;
    const entry = Math.floor(random() * entries);
    if (random() < filling) {
      if (waiting.includes(entry)) continue;
      queue.put(entry);
      waiting.push(entry);
      each({ does: 'put', entry }, waiting);
    } else if (random() < 0.3 && waiting.length > 0) {
      const [gone] = waiting.splice(Math.floor(random() * waiting.length), 1);
      queue.leave(gone);
      each({ does: 'leave', entry: gone }, waiting);
    } else {
      for (let more = true; more; ) {
        const given = queue.ask();
        more = given < NOTHING;
        const entry = more ? droppedAs(given) : given;
        each({ does: more ? 'drop' : 'take', entry }, waiting);
        if (entry !== NOTHING) waiting.splice(waiting.indexOf(entry), 1);
      }
    }
  }
  return { waiting, rest: queue.rest() };
}

describe.each(namedIn('queue-discipline'))('%s', (_name, document) => {
  test('does the same again', () => {
    const taken = () => {
      const entries: number[] = [];
      play(document, 3, 2_000, ({ entry }) => entries.push(entry));
      return entries;
    };
    expect(taken()).toEqual(taken());
  });

  test('an empty queue gives nothing, time and again, and takes entries after', () => {
    const queue = new Queue(document);
    expect([queue.take(), queue.take()]).toEqual([NOTHING, NOTHING]);
    expect(queue.put(7).rest()).toEqual([7]);
    expect(queue.put(7).leave(7).take()).toBe(NOTHING);
  });

  test('an entry that has left may come again', () => {
    const rest = new Queue(document).put(1, 2, 3).leave(2).put(2).rest();
    expect(rest.sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  test('one that goes by the order alone asks nothing about who comes', () => {
    const { policy, params } = chosen('queue-discipline', document);
    let asked = 0;
    const unknown = new Proxy({ class: 0, deadline: 0, since: 0 }, { get: () => asked++ });
    const state = policy.start(params);
    for (let entry = 0; entry < 3; entry++) policy.put(state, params, entry, entry, unknown);
    policy.leave(state, params, 1);
    policy.take(state, params, 3);
    expect(asked > 0).toBe(policy.byOrderAlone !== true);
  });

  test('two queues know nothing of each other', () => {
    const [one, other] = [new Queue(document).put(1, 2), new Queue(document).put(2, 3)];
    expect([one.rest().length, other.rest().length]).toEqual([2, 2]);
  });
});

holdToPromises<'queue-discipline', QueueDisciplinePromise>('queue-discipline', {
  'lets-bursts-pass': ({ document }) => {
    const { target, interval } = subjectOf('queue-discipline', document).params as { target: number; interval: number };
    // a burst of ten, taken one by one within an interval, however long ago it came
    const queue = new Queue(document).put(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    queue.now = target + interval;
    for (let entry = 0; entry < 10; entry++) {
      expect(queue.ask()).toBe(entry);
      queue.now += interval / 10;
    }
    // below the target nobody is dropped, however long the queue
    for (let entry = 0; entry < 1_000; entry++) {
      queue.put(...(entry === 0 ? [0, 1, 2, 3] : []), entry + 4);
      if (target > 0) expect(queue.ask()).toBe(entry);
      queue.now += target / 8;
    }
  },

  'drops-nobody': ({ document }) => {
    for (let seed = 1; seed <= 8; seed++) {
      const { waiting, rest } = play(document, seed, 2_000, (step, queued) => {
        if (step.does === 'take' && step.entry === NOTHING) expect(queued).toEqual([]);
      });
      expect(rest.sort((a, b) => a - b)).toEqual(waiting.sort((a, b) => a - b));
    }
  },
});

describe('first in, first out', () => {
  test('by hand: A B C, B goes, D comes: A C D', () => {
    expect(new Queue({ kind: 'fifo' }).put(0, 1, 2).leave(1).put(3).rest()).toEqual([0, 2, 3]);
  });

  test('the first and the last may go as well', () => {
    expect(new Queue({ kind: 'fifo' }).put(0, 1, 2, 3).leave(0, 3).put(4).rest()).toEqual([1, 2, 4]);
  });
});

describe('last in, first out', () => {
  test('by hand: A B C, B goes, D comes: D C A', () => {
    expect(new Queue({ kind: 'lifo' }).put(0, 1, 2).leave(1).put(3).rest()).toEqual([3, 2, 0]);
  });

  test('the first and the last may go as well', () => {
    expect(new Queue({ kind: 'lifo' }).put(0, 1, 2, 3).leave(0, 3).put(4).rest()).toEqual([4, 2, 1]);
  });
});

describe('earliest deadline first', () => {
  test('by hand: due at 30, 10 and 20: the second, the third, the first; whoever is late is dropped, or served all the same', () => {
    const due = (late: string) => {
      const queue = new Queue({ kind: 'earliest-deadline', late });
      for (const [entry, deadline] of [30, 10, 20].entries()) queue.deadlines.set(entry, deadline);
      queue.put(0, 1, 2).now = 15;
      return [queue.ask(), queue.ask(), queue.ask()];
    };
    expect(due('served')).toEqual([1, 2, 0]);
    expect(due('dropped')).toEqual([droppedAs(1), 2, 0]);
  });
});

describe('at a service', () => {
  /** When requests 0 to 4 of a crowd of 5 end [ms]; one server, 100 ms each. */
  const ends = (service: object, setting: Setting = {}) => {
    const components = { shoppers: crowd(5, 'checkout'), checkout: steadyService(1, 100, service) };
    const world = played(components, { trace: firstRequests(5), ...setting });
    return Array.from({ length: 5 }, (_, request) => storyOf(world, request).at(-1));
  };
  const at = (...times: number[]) => times.map((time) => `${time} shoppers.succeededFirst`);

  test('first in, first out: 100, 200, 300, 400, 500 ms', () => {
    expect(ends({ queueDiscipline: { kind: 'fifo' } })).toEqual(at(100, 200, 300, 400, 500));
  });

  test('last in, first out: the first is not interrupted, then the fifth, fourth, third, second', () => {
    expect(ends({ queueDiscipline: { kind: 'lifo' } })).toEqual(at(100, 500, 400, 300, 200));
  });

  test('exchanged meanwhile, those who wait are taken as if it had always been so', () => {
    const changes = (kind: string) => [{ at: 150, set: { 'checkout.queueDiscipline': { kind } } }];
    // at 150 ms the second is served, the third, fourth and fifth wait
    expect(ends({ queueDiscipline: { kind: 'fifo' } }, { changes: changes('lifo') })).toEqual(at(100, 200, 500, 400, 300));
    // or the fifth is served, and the second, third and fourth wait
    expect(ends({ queueDiscipline: { kind: 'lifo' } }, { changes: changes('fifo') })).toEqual(at(100, 300, 400, 500, 200));
  });

  test('CoDel drops at once and tells the caller; those behind are served', () => {
    // one server, 100 ms; 40 at once: waits of 100 ms, 200 ms …; above 50 ms from 100 ms on, for an interval until 400 ms
    const world = played(
      {
        shoppers: crowd(40, 'checkout'),
        checkout: steadyService(1, 100, { queueDiscipline: { kind: 'codel', target: 50, interval: 300 } }),
      },
      { duration: 5_000, trace: firstRequests(40) },
    );
    const ends = Array.from({ length: 40 }, (_, request) => storyOf(world, request).at(-1));
    // at 400 ms the fifth's turn comes: it is the first to be dropped, the sixth is served; at 700 ms the next
    expect(ends.slice(0, 9)).toEqual([
      ...[100, 200, 300, 400].map((at) => `${at} shoppers.succeededFirst`),
      '400 shoppers.failedDropped',
      ...[500, 600, 700].map((at) => `${at} shoppers.succeededFirst`),
      '700 shoppers.failedDropped',
    ]);
    expect(total(world, 'checkout.dropped') + total(world, 'checkout.finished')).toBe(40);
    expect(total(world, 'shoppers.attemptDropped')).toBe(total(world, 'checkout.dropped'));
  });

  test('earliest deadline first serves the hurried before those who have time', () => {
    const world = played(
      {
        patient: crowd(3, 'checkout', { attemptTimeout: 1_000 }),
        hurried: crowd(2, 'checkout', { attemptTimeout: 350 }),
        checkout: steadyService(1, 100, { queueDiscipline: { kind: 'earliest-deadline' } }),
      },
      { trace: firstRequests(5) },
    );
    const ends = Array.from({ length: 5 }, (_, request) => storyOf(world, request).at(-1)!);
    expect(ends.sort()).toEqual(
      ['100 patient', '200 hurried', '300 hurried', '400 patient', '500 patient'].map((end) => `${end}.succeededFirst`),
    );
  });

  test('the mean wait without an overload is the same, only its spread grows', () => {
    const run = (kind: string) =>
      played(
        {
          shoppers: { ...evenClient(0, 'checkout'), arrival: { kind: 'poisson', rate: 80 } },
          checkout: steadyService(1, 10, { queueDiscipline: { kind } }),
        },
        { duration: 60_000, changes: [{ at: 55_000, set: { 'shoppers.enabled': false } }] },
      );
    const [fifo, lifo] = [run('fifo'), run('lifo')];
    const mean = figure(fifo, 'checkout.waitingTime.mean');
    // M/D/1: ρ/(2(1 − ρ)) · 10 ms
    expect(Math.abs(mean - 20)).toBeLessThan(5);
    expect(figure(lifo, 'checkout.waitingTime.mean')).toBeCloseTo(mean, 6);
    expect(figure(lifo, 'checkout.waitingTime.p99')).toBeGreaterThan(2 * figure(fifo, 'checkout.waitingTime.p99'));
  });

  test('in an overload the newest is still waiting for its answer, the oldest has gone', () => {
    // 20 req/s at a service that does 10, each given up after 300 ms
    const run = (kind: string) =>
      played(
        {
          shoppers: evenClient(20, 'checkout', { attemptTimeout: 300 }),
          checkout: steadyService(1, 100, { queueDiscipline: { kind } }),
        },
        { duration: 10_000 },
      );
    const [fifo, lifo] = [run('fifo'), run('lifo')];
    expect(total(fifo, 'checkout.finished')).toBeLessThan(6);
    expect(total(lifo, 'checkout.finished')).toBeGreaterThan(95);
    expect(total(fifo, 'checkout.wasted')).toBeGreaterThan(90);
  });
});
