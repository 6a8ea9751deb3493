import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AutoscalingPromise, Readings } from '../../src/sim/policy/autoscaling/contract.ts';
import { chosen } from '../chosen.ts';
import { type Document, holdToPromises, namedIn, promisesIn } from './promises.ts';

const SECOND = 1_000_000;

/** What a controller that promises to follow it reads, from nothing to much. */
const followed = {
  'follows-backlog': (much: number) => ({ backlog: Math.round(much * 500) }),
  'follows-age': (much: number) => ({ backlog: much > 0 ? 10 : 0, oldestAge: Math.round(much * 60 * SECOND) }),
  'follows-utilisation': (much: number) => ({ backlog: 5, utilisation: much }),
} satisfies Partial<Record<AutoscalingPromise, (much: number) => Partial<Readings>>>;

/** The reading that a controller goes by; the backlog, where it goes by none. */
function readingOf(document: Document): (much: number) => Partial<Readings> {
  const promises = promisesIn('autoscaling', document);
  const [, reading = followed['follows-backlog']] = Object.entries(followed).find(([promise]) => promises.includes(promise)) ?? [];
  return reading;
}

const idle: Readings = { up: 0, starting: 0, backlog: 0, oldestAge: 0, busy: 0, slots: 0, utilisation: 0, done: 0, since: 15 * SECOND };

/** A controller and the processes it has: what it wants is there when it next looks, unless told otherwise. */
class Plant {
  readonly policy;
  readonly params;
  state: object;
  now = 0;
  processes: number;

  constructor(document: Document, processes: number) {
    const { policy, params } = chosen('autoscaling', document);
    this.policy = policy;
    this.params = params as { least: number; most: number; coolDown: number };
    this.state = policy.start(params, 0);
    this.processes = processes;
  }

  plan(readings: Partial<Readings>): number {
    return this.policy.plan(this.state, this.params, this.now, { ...idle, up: this.processes, ...readings });
  }

  look(readings: Partial<Readings>, after = 15 * SECOND): number {
    this.now += after;
    this.processes = this.plan(readings);
    return this.processes;
  }

  gauge(name: string): number {
    return this.policy.gauges![name].read(this.state, this.params, this.now);
  }
}

/** So much at each of so many looks, so long after the one before [s]; some of the processes may be away. */
const looks = fc.array(
  fc.record({
    much: fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true })),
    after: fc.nat(120),
    away: fc.nat(3),
  }),
  { minLength: 1, maxLength: 60, size: 'max' },
);

describe.each(namedIn('autoscaling'))('%s', (_, document) => {
  const reading = readingOf(document);

  test('wants whole processes, and under a reading that stays the same goes one way and then stands still', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 20 }), (much, start) => {
        const bounds = 'most' in chosen('autoscaling', document).params ? { most: 20 } : {};
        const plant = new Plant({ ...document, ...bounds }, start);
        const wants = Array.from({ length: 1_500 }, () => plant.look(reading(much)));
        expect(wants.every((wanted) => Number.isInteger(wanted) && wanted >= 0)).toBe(true);
        const ways = new Set(
          wants
            .slice(1)
            .map((wanted, i) => Math.sign(wanted - wants[i]))
            .filter((way) => way !== 0),
        );
        expect(ways.size).toBeLessThanOrEqual(1);
        const { coolDown = 0 } = plant.params;
        if (coolDown < 3_600 * SECOND) expect(new Set(wants.slice(1_300)).size).toBe(1);
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  test('looks at its interval, if it has one', () => {
    if (!('interval' in chosen('autoscaling', document).params)) return;
    const { policy, params } = chosen('autoscaling', { ...document, interval: 7_000 });
    expect(policy.interval(params)).toBe(7 * SECOND);
  });
});

/** More of what it follows, with the same past, never calls for fewer; and so much of it that it is beyond bounds for more. */
const follows =
  (promise: keyof typeof followed) =>
  ({ document }: { document: Document }) => {
    const reading = followed[promise];
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(looks, fc.nat(30), share, share, (list, start, a, b) => {
        const plant = new Plant(document, start);
        for (const { much, after } of list) plant.look(reading(much), after * SECOND);
        const twin = new Plant(document, plant.processes);
        twin.state = structuredClone(plant.state);
        twin.now = plant.now;
        expect(twin.look(reading(Math.min(a, b)))).toBeLessThanOrEqual(plant.look(reading(Math.max(a, b))));
      }),
      { numRuns: 200, seed: 2 },
    );
    const plant = new Plant({ ...document, least: 1, most: 2 }, 2);
    plant.look({ backlog: 1_000_000, oldestAge: 3_600 * SECOND, utilisation: 1 });
    expect(plant.processes).toBe(2);
    // what its reading calls for it says, also beyond its bounds
    expect(plant.gauge('wish')).toBeGreaterThanOrEqual(promise === 'follows-utilisation' ? 2 : 3);
  };

holdToPromises<'autoscaling', AutoscalingPromise>('autoscaling', {
  'follows-backlog': follows('follows-backlog'),
  'follows-age': follows('follows-age'),
  'follows-utilisation': follows('follows-utilisation'),

  'keeps-within-bounds': ({ document }) => {
    const reading = readingOf(document);
    fc.assert(
      fc.property(looks, fc.nat(1_500), (list, start) => {
        const plant = new Plant(document, start);
        const { least, most } = plant.params;
        for (const { much, after, away } of list) {
          const wanted = plant.look({ up: plant.processes - Math.min(away, plant.processes), ...reading(much) }, after * SECOND);
          expect(wanted).toBeGreaterThanOrEqual(Math.min(least, most));
          expect(wanted).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 200, seed: 1 },
    );
    expect(new Plant({ ...document, least: 9, most: 4 }, 30).look({})).toBe(4);
  },

  'cools-down': ({ document }) => {
    const reading = readingOf(document);
    fc.assert(
      fc.property(looks, fc.nat(1_500), (list, start) => {
        const plant = new Plant(document, start);
        const { least, coolDown } = plant.params;
        let grown = Number.NEGATIVE_INFINITY;
        let before = Number.NaN;
        for (const { much, after, away } of list) {
          const wanted = plant.look({ up: plant.processes - Math.min(away, plant.processes), ...reading(much) }, after * SECOND);
          if (wanted < before && before > least) expect(plant.now - grown).toBeGreaterThanOrEqual(coolDown);
          if (wanted > before) grown = plant.now;
          before = wanted;
        }
      }),
      { numRuns: 200, seed: 1 },
    );
  },

  'starts-from-nothing': ({ document }) => {
    const plant = new Plant({ ...document, least: 0 }, 0);
    expect(plant.look({})).toBe(0);
    expect(plant.look({ backlog: 1, oldestAge: 5 * SECOND })).toBeGreaterThanOrEqual(1);
  },
});

describe('by length', () => {
  test('95 jobs at 10 a process call for 10 processes, and 100 too; 101 for 11', () => {
    const wants = (backlog: number) => new Plant({ kind: 'by-length', most: 50 }, 1).look({ backlog });
    expect([95, 100, 101].map(wants)).toEqual([10, 10, 11]);
  });

  test('21 jobs at 0.7 a process call for 30, whatever the division says', () => {
    expect(21 / 0.7).toBeGreaterThan(30);
    expect(new Plant({ kind: 'by-length', target: 0.7, most: 50 }, 1).look({ backlog: 21 })).toBe(30);
  });

  test('takes away all that is too much, 60 s after it has last scaled', () => {
    const plant = new Plant({ kind: 'by-length' }, 1);
    expect(plant.look({ backlog: 80 })).toBe(8);
    const later = [1, 2, 3, 4, 5].map(() => plant.look({ backlog: 15 }));
    expect(later).toEqual([8, 8, 8, 2, 2]);
    // and the next ones 60 s after that
    expect([1, 2, 3, 4].map(() => plant.look({ backlog: 5 }))).toEqual([2, 2, 1, 1]);
  });

  test('with jobs at work counted, an empty queue does not end the processes that work', () => {
    const wants = (countsBusy: boolean) =>
      new Plant({ kind: 'by-length', least: 0, coolDown: 0, target: 5, countsBusy }, 4).look({ busy: 20 });
    expect([wants(false), wants(true)]).toEqual([0, 4]);
  });

  test('keeps what it wanted while some of it is away', () => {
    const plant = new Plant({ kind: 'by-length' }, 1);
    expect(plant.look({ backlog: 40 })).toBe(4);
    expect(plant.look({ backlog: 40, up: 1, starting: 0 })).toBe(4);
  });
});

describe('by age', () => {
  const plant = () => new Plant({ kind: 'by-age', most: 100 }, 4);

  test('half as old again as it should be calls for half as many again; within a tenth it does nothing', () => {
    expect(plant().look({ oldestAge: 15 * SECOND, backlog: 9 })).toBe(6);
    expect(plant().look({ oldestAge: 11 * SECOND, backlog: 9 })).toBe(4);
    expect(plant().look({ oldestAge: 11 * SECOND + 1, backlog: 9 })).toBe(5);
  });

  test('young enough, it takes one away after each cool-down', () => {
    const young = plant();
    expect(Array.from({ length: 17 }, () => young.look({}))).toEqual([4, 4, 4, 3, 3, 3, 3, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]);
  });

  test('asks for more at every look while the age does not fall, up to its most', () => {
    const old = plant();
    expect([1, 2, 3, 4, 5].map(() => old.look({ oldestAge: 20 * SECOND, backlog: 9 }))).toEqual([8, 16, 32, 64, 100]);
  });

  test('some away in a deployment, it holds what it wanted', () => {
    const old = plant();
    old.look({ oldestAge: 20 * SECOND, backlog: 9 });
    expect(old.look({ oldestAge: 10 * SECOND, backlog: 9, up: 2 })).toBe(8);
  });
});

describe('by utilisation, as Kubernetes says', () => {
  const at = (document: object, processes: number) => new Plant({ kind: 'by-utilisation', most: 1_000, ...document }, processes);

  test('at twice the value that is desired the number is doubled, at half of it halved', () => {
    expect(at({ target: 0.4 }, 4).look({ utilisation: 0.8 })).toBe(8);
    expect(at({ target: 0.4, coolDown: 0 }, 4).look({ utilisation: 0.2 })).toBe(2);
  });

  test('50 replicas at 90 % of a desired 75 % become 60', () => {
    expect(at({ target: 0.75 }, 50).look({ utilisation: 0.9 })).toBe(60);
  });

  test('nothing is done within a tenth of what is desired', () => {
    expect(at({ target: 0.5, coolDown: 0 }, 100).look({ utilisation: 0.55 })).toBe(100);
    expect(at({ target: 0.5, coolDown: 0 }, 100).look({ utilisation: 0.45 })).toBe(100);
    expect(at({ target: 0.5, coolDown: 0 }, 100).look({ utilisation: 0.551 })).toBe(111);
    expect(at({ target: 0.5, coolDown: 0 }, 100).look({ utilisation: 0.449 })).toBe(90);
  });

  test('processes that start count as idle: 3 that are up at 90 % of 60 % call for 5, and 5 there are with those that start', () => {
    expect(at({ target: 0.6 }, 3).look({ utilisation: 0.9 })).toBe(5);
    expect(at({ target: 0.6 }, 3).look({ utilisation: 0.9, starting: 2 })).toBe(5);
    expect(at({ target: 0.3 }, 3).look({ utilisation: 0.9, starting: 2 })).toBe(9);
  });

  test('too busy, it never wants fewer, however many start: 3 of 10 are up, and call for 5', () => {
    expect(at({ target: 0.6, coolDown: 0 }, 3).look({ utilisation: 0.9, starting: 7 })).toBe(10);
  });

  test('the largest of the last 5 min, not the oldest: wishes of 10, 4, 6 and 2, 100 s apart, and the first is over', () => {
    const plant = at({ target: 0.5 }, 10);
    // a wish is processes × utilisation ÷ 0.5, of the 10 that there are
    for (const utilisation of [0.5, 0.2, 0.3]) expect(plant.look({ utilisation }, 100 * SECOND)).toBe(10);
    expect(plant.look({ utilisation: 0.1 }, 100 * SECOND)).toBe(6);
  });

  test('for scaling down, the largest wish of the last 5 min counts', () => {
    const plant = at({ target: 0.5 }, 10);
    // wishes 10, 8, 6, 4 and then 4 at every look, 100 s apart, for as long as it has 10
    const utilisations = [0.5, 0.4, 0.3, 0.2];
    const wants = utilisations.map((utilisation) => plant.look({ utilisation }, 100 * SECOND));
    expect(wants).toEqual([10, 10, 10, 8]);
    expect([0.25, 0.25, 0.25].map((utilisation) => plant.look({ utilisation }, 100 * SECOND))).toEqual([6, 4, 4]);
  });

  test('a wish for more within that time is not held back', () => {
    const plant = at({ target: 0.5 }, 10);
    plant.look({ utilisation: 0.1 });
    expect(plant.processes).toBe(10);
    expect(plant.look({ utilisation: 1 })).toBe(20);
  });

  test('it is blind to a backlog', () => {
    for (const backlog of [0, 1_000_000]) expect(at({ target: 0.5 }, 4).look({ utilisation: 0.5, backlog })).toBe(4);
  });
});
