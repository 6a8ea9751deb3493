import { describe, expect, test } from 'vitest';
import type { QueueDisciplinePromise } from '../../../src/sim/policy/queue-discipline/contract.ts';
import { NOTHING } from '../../../src/sim/structure/linked-list.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';
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

  put(...entries: number[]): this {
    for (const entry of entries) this.chosen.policy.put(this.state, this.chosen.params, entry, this.now);
    return this;
  }

  leave(...entries: number[]): this {
    for (const entry of entries) this.chosen.policy.leave(this.state, this.chosen.params, entry);
    return this;
  }

  take(): number {
    return this.chosen.policy.take(this.state, this.chosen.params, this.now);
  }

  /** Takes until nothing is left. */
  rest(): number[] {
    const entries: number[] = [];
    for (let entry = this.take(); entry !== NOTHING; entry = this.take()) entries.push(entry);
    return entries;
  }
}

interface Step {
  does: 'put' | 'take' | 'leave';
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
      const taken = queue.take();
      each({ does: 'take', entry: taken }, waiting);
      if (taken !== NOTHING) waiting.splice(waiting.indexOf(taken), 1);
    }
  }
  return { waiting, rest: queue.rest() };
}

/** Plays, and looks at everything that is given out. */
function watch(document: Document, seeds: number, look: (entry: number, waiting: readonly number[]) => void): void {
  for (let seed = 1; seed <= seeds; seed++)
    play(document, seed, 2_000, ({ does, entry }, waiting) => {
      if (does === 'take') look(entry, waiting);
    });
}

describe.each(namedIn('queue-discipline'))('%s', (_name, document) => {
  test('gives out who waits, each once, and nobody else', () => {
    watch(document, 12, (entry, waiting) => {
      if (entry !== NOTHING && !waiting.includes(entry)) throw new Error(`gave out ${entry} of ${waiting}`);
    });
  });

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

  test('two queues know nothing of each other', () => {
    const [one, other] = [new Queue(document).put(1, 2), new Queue(document).put(2, 3)];
    expect([one.rest().length, other.rest().length]).toEqual([2, 2]);
  });
});

holdToPromises<'queue-discipline', QueueDisciplinePromise>('queue-discipline', {
  'first-come-first-served': ({ document }) => watch(document, 8, (entry, waiting) => expect(entry).toBe(waiting[0] ?? NOTHING)),
  'last-come-first-served': ({ document }) => watch(document, 8, (entry, waiting) => expect(entry).toBe(waiting.at(-1) ?? NOTHING)),

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
