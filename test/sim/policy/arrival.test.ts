import { describe, expect, test } from 'vitest';
import { Stream } from '../../../src/sim/kernel/chance.ts';
import { NEVER } from '../../../src/sim/kernel/time.ts';
import type { ArrivalPromise } from '../../../src/sim/policy/arrival/contract.ts';
import { World } from '../../../src/sim/world/world.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises } from '../../law/promises.ts';
import { chiSquareDeviations, LIMIT } from '../../statistics.ts';

const SECOND = 1_000_000;
const NO_FILES = new Map<string, never>();

/** When requests are born [µs] up to `until` [s]. */
function births(document: Document, until: number, seed = 1): number[] {
  const { policy, params } = chosen('arrival', document);
  const chance = new Stream(seed, 'shoppers', 'arrivals');
  const state = policy.start(params, 0, chance, NO_FILES);
  const times: number[] = [];
  for (let now = 0; ; ) {
    const due = policy.due(state, params, now);
    if (!(due <= until * SECOND)) return times;
    if (!(Number.isInteger(due) && due >= now)) throw new Error(`due at ${due} µs, after ${now} µs`);
    now = due;
    times.push(now);
    policy.born(state, params, now, chance);
  }
}

/** How many are born in (from, to] [s]. */
const between = (times: readonly number[], from: number, to: number) =>
  times.filter((at) => at > from * SECOND && at <= to * SECOND).length;

holdToPromises<'arrival', ArrivalPromise>('arrival', {
  'replays-a-recording': ({ policy, params }) => {
    // what it does with one has a file of tests of its own
    const chance = new Stream(1, 'shoppers', 'arrivals');
    expect(() => policy.start(params, 0, chance, NO_FILES)).toThrow('no file has been chosen');
    expect(() => policy.start({ ...params, hash: 'a'.repeat(64) }, 0, chance, NO_FILES)).toThrow('not at hand');
  },
});

describe('a constant rate', () => {
  test('of 100 req/s: one every 10 ms, the first after 10 ms', () => {
    expect(births({ kind: 'constant', rate: 100 }, 0.05)).toEqual([10_000, 20_000, 30_000, 40_000, 50_000]);
  });

  test('of 3 req/s: thirds of a second to the nearest microsecond', () => {
    expect(births({ kind: 'constant', rate: 3 }, 2)).toEqual([333_333, 666_667, 1_000_000, 1_333_333, 1_666_667, 2_000_000]);
  });

  test('does not drift: the 300,000th request of 700 req/s is at 300,000/700 s', () => {
    const times = births({ kind: 'constant', rate: 700 }, 430);
    for (const k of [1, 2, 7_001, 123_456, 300_000]) expect(Math.abs(times[k - 1] - (k / 700) * SECOND)).toBeLessThanOrEqual(0.51);
  });

  test.each(['constant', 'poisson'])('of 0 (%s) never sends', (kind) => {
    const { policy, params } = chosen('arrival', { kind, rate: 0 });
    const state = policy.start(params, 0, new Stream(1, 'a', 'b'), NO_FILES);
    expect(policy.due(state, params, 0)).toBe(NEVER);
  });
});

describe('Poisson at 200 req/s for 1,000 s', () => {
  const times = births({ kind: 'poisson', rate: 200 }, 1_000);

  test('is born 200,000 times, give or take what chance allows', () => {
    expect(Math.abs(times.length - 200_000)).toBeLessThan(LIMIT * Math.sqrt(200_000));
  });

  test('has exponential gaps with a mean of 5 ms', () => {
    const cells = new Float64Array(200);
    times.forEach((at, i) => {
      cells[Math.floor(-Math.expm1(-(at - (i === 0 ? 0 : times[i - 1])) / 5_000) * 200)]++;
    });
    expect(Math.abs(chiSquareDeviations(cells, () => times.length / 200))).toBeLessThan(LIMIT);
  });

  test('has counts per second whose variance is their mean', () => {
    const counts = new Array<number>(1_000).fill(0);
    for (const at of times) counts[Math.ceil(at / SECOND) - 1]++;
    const mean = times.length / 1_000;
    const dispersion = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / mean / 999;
    expect(Math.abs(dispersion - 1)).toBeLessThan(LIMIT * Math.sqrt(2 / 999));
  });
});

/** Profiles and what they let expect, in a closed form of their own: requests up to second t. */
const profiles: readonly { document: Document; expected: (t: number) => number; until: number; marks: readonly number[] }[] = [
  {
    document: { kind: 'ramp', from: 50, to: 300, start: 5_000, length: 20_000 },
    expected: (t) => {
      const ramped = Math.min(20, Math.max(0, t - 5));
      return 50 * Math.min(t, 5) + 50 * ramped + (250 / 20 / 2) * ramped ** 2 + 300 * Math.max(0, t - 25);
    },
    until: 40,
    marks: [0, 4, 5, 6, 10, 15, 20, 24.5, 25, 26, 40],
  },
  {
    document: { kind: 'ramp', from: 100, to: 0, start: 0, length: 10_000 },
    expected: (t) => 100 * Math.min(t, 10) - 5 * Math.min(t, 10) ** 2,
    until: 30,
    marks: [0, 1, 2, 5, 9, 10, 30],
  },
  {
    document: { kind: 'ramp', from: 0, to: 200, start: 1_000, length: 10_000 },
    expected: (t) => 10 * Math.min(10, Math.max(0, t - 1)) ** 2 + 200 * Math.max(0, t - 11),
    until: 15,
    marks: [0, 1, 2, 5, 11, 15],
  },
  {
    document: { kind: 'spike', rate: 100, factor: 3, start: 20_000, length: 10_000 },
    expected: (t) => 100 * t + 200 * Math.min(10, Math.max(0, t - 20)),
    until: 40,
    marks: [0, 10, 20, 20.5, 25, 30, 31, 40],
  },
  {
    document: { kind: 'spike', rate: 80, factor: 0, start: 2_000, length: 3_000 },
    expected: (t) => 80 * t - 80 * Math.min(3, Math.max(0, t - 2)),
    until: 10,
    marks: [0, 2, 5, 6, 10],
  },
  {
    document: { kind: 'bursts', rate: 50, burstRate: 500, period: 10_000, length: 1_000, offset: 5_000 },
    expected: (t) => 50 * t + 450 * inBursts(t, 5, 10, 1),
    until: 60,
    marks: [0, 5, 5.5, 6, 10, 15, 16, 20, 35, 36, 60],
  },
  {
    document: { kind: 'bursts', rate: 200, burstRate: 0, period: 4_000, length: 1_000, offset: 0 },
    expected: (t) => 200 * t - 200 * inBursts(t, 0, 4, 1),
    until: 20,
    marks: [0, 1, 2, 4, 5, 8, 20],
  },
  {
    // longer than the period: one burst without end
    document: { kind: 'bursts', rate: 10, burstRate: 100, period: 1_000, length: 5_000, offset: 3_000 },
    expected: (t) => 10 * t + 90 * Math.max(0, t - 3),
    until: 20,
    marks: [0, 3, 4, 10, 20],
  },
  {
    // less than one request a cycle
    document: { kind: 'bursts', rate: 0, burstRate: 5, period: 1_000, length: 100, offset: 0 },
    expected: (t) => 5 * inBursts(t, 0, 1, 0.1),
    until: 400,
    marks: [0, 100, 200, 300, 400],
  },
  {
    document: { kind: 'bursts', rate: 0.3, burstRate: 1, period: 2_000, length: 500, offset: 250 },
    expected: (t) => 0.3 * t + 0.7 * inBursts(t, 0.25, 2, 0.5),
    until: 600,
    marks: [0, 100, 250, 400, 600],
  },
];

/** Seconds of bursts up to second t. */
function inBursts(t: number, offset: number, period: number, length: number): number {
  if (t <= offset) return 0;
  const whole = Math.floor((t - offset) / period);
  return whole * length + Math.min(length, t - offset - whole * period);
}

describe.each(profiles.map((each) => [JSON.stringify(each.document), each] as const))(
  '%s',
  (_name, { document, expected, until, marks }) => {
    test('evenly spaced: request k is born when k are expected', () => {
      const times = births({ ...document, spacing: 'even' }, until);
      expect(Math.abs(times.length - expected(until))).toBeLessThanOrEqual(1);
      times.forEach((at, i) => {
        // within half a microsecond's worth of requests, and what sums of doubles lose
        const slack = (expected((at + 1) / SECOND) - expected((at - 1) / SECOND)) / 2 + 1e-6;
        expect(Math.abs(expected(at / SECOND) - (i + 1))).toBeLessThanOrEqual(slack);
      });
      for (let m = 1; m < marks.length; m++) {
        const count = between(times, marks[m - 1], marks[m]);
        expect(Math.abs(count - (expected(marks[m]) - expected(marks[m - 1])))).toBeLessThanOrEqual(1 + 1e-6);
      }
    });

    test('at random: as many in every interval as expected, give or take what chance allows', () => {
      const runs = 20;
      const counts = new Float64Array(marks.length);
      for (let seed = 1; seed <= runs; seed++) {
        const times = births({ ...document, spacing: 'random' }, until, seed);
        for (let m = 1; m < marks.length; m++) counts[m] += between(times, marks[m - 1], marks[m]);
      }
      for (let m = 1; m < marks.length; m++) {
        const mean = runs * (expected(marks[m]) - expected(marks[m - 1]));
        if (mean < 1e-9) expect(counts[m]).toBe(0);
        else expect(Math.abs(counts[m] - mean)).toBeLessThan(LIMIT * Math.sqrt(mean) + 1);
      }
    });

    test('at random: what is expected between two requests is exponential, so it is Poisson at every moment', () => {
      const cells = new Float64Array(20);
      let n = 0;
      for (let seed = 1; seed <= 40; seed++) {
        let before = 0;
        for (const at of births({ ...document, spacing: 'random' }, until, seed)) {
          const reached = expected(at / SECOND);
          cells[Math.min(19, Math.max(0, Math.floor(-Math.expm1(before - reached) * 20)))]++;
          before = reached;
          n++;
        }
      }
      // the last gap of a run is cut off at its end, which favours short ones: one gap in hundreds
      expect(Math.abs(chiSquareDeviations(cells, () => n / 20))).toBeLessThan(LIMIT + 1);
    });

    test('its long-run rate is what is expected per second in the end', () => {
      const { policy, params } = chosen('arrival', document);
      const period = 20;
      expect(policy.rate(params)).toBeCloseTo((expected(until + 10 * period) - expected(until)) / (10 * period), 9);
    });
  },
);

describe('a change of rate', () => {
  const client = (arrival: Document) => ({
    shoppers: { kind: 'client', arrival, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 100, serviceTime: { kind: 'constant', value: 1 } },
  });
  const sent = (arrival: Document, changes: { at: number; set: Record<string, unknown> }[], duration = 20_000): number[] => {
    const world = new World({ seed: 7, duration, bins: 10, components: client(arrival), changes }, { observe: ['requests'] });
    world.run();
    return [...world.observed.requests!.intended.slice(0, world.observed.requests!.count)];
  };

  test('stretches the same traffic: what was due k gaps after the change comes k gaps after it, at the new pace', () => {
    const before = sent({ kind: 'poisson', rate: 100 }, []);
    const after = sent({ kind: 'poisson', rate: 100 }, [{ at: 5_000, set: { 'shoppers.arrival.rate': 200 } }], 12_500);
    const changed = 5 * SECOND;
    const expected = before.map((at) => (at <= changed ? at : changed + (at - changed) / 2)).filter((at) => at < 12.5 * SECOND);
    expect(after.length).toBe(expected.length);
    expect(after.length).toBeGreaterThan(1_900);
    after.forEach((at, i) => {
      expect(Math.abs(at - expected[i])).toBeLessThanOrEqual(1);
    });
  });

  test('at a constant rate: the gap under way is used up at the old pace until the change, at the new pace from then on', () => {
    // 10 req/s: at 250 ms half of the third gap is over; the other half takes 10 ms at 50 req/s
    const times = sent({ kind: 'constant', rate: 10 }, [{ at: 250, set: { 'shoppers.arrival.rate': 50 } }], 320);
    expect(times).toEqual([100_000, 200_000, 260_000, 280_000, 300_000]);
  });

  test('to 0 holds the traffic, and back to the old rate lets it go on where it was', () => {
    const steady = sent({ kind: 'poisson', rate: 50 }, [], 10_000);
    const paused = sent(
      { kind: 'poisson', rate: 50 },
      [
        { at: 2_000, set: { 'shoppers.arrival.rate': 0 } },
        { at: 7_000, set: { 'shoppers.arrival.rate': 50 } },
      ],
      15_000,
    );
    expect(paused.length).toBe(steady.length);
    paused.forEach((at, i) => {
      expect(Math.abs(at - (steady[i] <= 2 * SECOND ? steady[i] : steady[i] + 5 * SECOND))).toBeLessThanOrEqual(1);
    });
  });

  test('to the same rate changes nothing', () => {
    const document = { kind: 'spike', rate: 100, factor: 4, start: 3_000, length: 2_000 };
    const same = [1_234, 3_500, 4_999, 9_000].map((at) => ({ at, set: { 'shoppers.arrival.rate': 100 } }));
    const plain = sent(document, []);
    const touched = sent(document, same);
    expect(touched.length).toBe(plain.length);
    touched.forEach((at, i) => {
      expect(Math.abs(at - plain[i])).toBeLessThanOrEqual(1);
    });
  });
});

describe('once', () => {
  const crowd = (rest: object = {}) => ({
    shoppers: { kind: 'client', arrival: { kind: 'once', ...rest }, maxAttempts: 1, attemptTimeout: null, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 2, serviceTime: { kind: 'constant', value: 100 } },
  });
  const run = (rest: object, changes: { at: number; set: Record<string, unknown> }[] = [], duration = 5_000) => {
    const world = new World({ seed: 1, duration, bins: 10, components: crowd(rest), changes }, { observe: ['requests'] });
    world.run();
    expect(world.audit()).toEqual([]);
    return [...world.observed.requests!.intended.slice(0, world.observed.requests!.count)].map((at) => at / 1_000);
  };

  test('five at 200 ms; five evenly over a second; and never again, be it a month', () => {
    expect(run({ requests: 5, at: 200 })).toEqual([200, 200, 200, 200, 200]);
    expect(run({ requests: 5, over: 1_000 })).toEqual([0, 200, 400, 600, 800]);
    expect(run({ requests: 3, at: 100, over: 200 }, [], 30 * 86_400_000).map(Math.round)).toEqual([100, 167, 233]);
  });

  test('brought by a change they come from that moment on; more of them than before come at once', () => {
    const other = [{ at: 1_000, set: { 'shoppers.arrival': { kind: 'once', requests: 2, at: 50, over: 20 } } }];
    expect(run({ requests: 1 }, other)).toEqual([0, 1_050, 1_060]);
    expect(run({ requests: 1 }, [{ at: 1_000, set: { 'shoppers.arrival.requests': 3 } }])).toEqual([0, 1_000, 1_000]);
  });
});

describe('on and off', () => {
  const document = { kind: 'mmpp', rate: 20, stay: 700, burstRate: 200, burstStay: 300, further: '0 for 400', next: 'any' };
  const client = (rest: object = {}) => ({
    shoppers: { kind: 'client', arrival: { ...document, ...rest }, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 100, serviceTime: { kind: 'constant', value: 1 } },
  });
  const sent = (rest: object, changes: { at: number; set: Record<string, unknown> }[] = []): number[] => {
    const world = new World({ seed: 7, duration: 60_000, bins: 10, components: client(rest), changes }, { observe: ['requests'] });
    world.run();
    return [...world.observed.requests!.intended.slice(0, world.observed.requests!.count)];
  };

  test('a change to the same rate changes nothing, whenever it comes', () => {
    const same = [1_234, 3_500, 20_000, 20_001, 45_000].map((at) => ({ at, set: { 'shoppers.arrival.rate': 20 } }));
    const [plain, touched] = [sent({}), sent({}, same)];
    expect(touched.length).toBe(plain.length);
    touched.forEach((at, i) => {
      expect(Math.abs(at - plain[i])).toBeLessThanOrEqual(1);
    });
  });

  test('other rates, the same states: bursts twice as dense come at the same times', () => {
    const seconds = (times: number[]) => {
      const counts = new Array<number>(600).fill(0);
      for (const at of times) counts[Math.floor(at / 100_000)]++;
      return counts;
    };
    // so dense that every tenth of a second in a burst has some, and none outside
    const [once, twice] = [2_000, 4_000].map((burstRate) => seconds(sent({ rate: 0, burstRate })).map((count) => count > 0));
    expect(twice).toEqual(once);
    expect(once.filter(Boolean).length).toBeGreaterThan(60);
  });

  test('to fewer states it stays in one that there is', () => {
    const changes = Array.from({ length: 30 }, (_, i) => ({
      at: i * 2_000 + 500,
      set: { 'shoppers.arrival.further': i % 2 === 0 ? '' : '0 for 400, 5 for 100' },
    }));
    expect(sent({}, changes).length).toBeGreaterThan(500);
  });

  test('without arrivals in any state nobody comes, and a state too short to matter holds nobody up', () => {
    expect(sent({ rate: 0, burstRate: 0 })).toEqual([]);
    const scarce = { rate: 0, stay: 1, burstRate: 0.2, burstStay: 1, further: '' };
    // 0.1 req/s on the whole, so some six in a minute
    expect(Math.abs(sent(scarce).length - 6)).toBeLessThan(LIMIT * Math.sqrt(6));
  });
});

describe('a closed loop', () => {
  const loop = (
    arrival: Record<string, unknown>,
    servers: number,
    service: Document,
    duration: number,
    changes: { at: number; set: Record<string, unknown> }[] = [],
  ) =>
    new World({
      seed: 5,
      duration,
      bins: 10,
      components: {
        users: { kind: 'client', arrival: { ...arrival, kind: 'closed-loop' }, maxAttempts: 1, attemptTimeout: null, calls: ['checkout'] },
        checkout: { kind: 'service', servers, serviceTime: service },
      },
      changes,
    });
  const figure = (world: World, component: number, name: string, from = 0, to = 10) => {
    const recorder = world.recorders[component];
    return recorder.over(
      recorder.meters.findIndex((meter) => meter.name === name),
      from,
      to,
    );
  };

  test('by hand: 2 users, 1 server, 100 ms of service, 50 ms of thinking, all start at once', () => {
    const world = new World(
      {
        seed: 1,
        duration: 1_000,
        bins: 10,
        components: {
          users: {
            kind: 'client',
            arrival: { kind: 'closed-loop', users: 2, together: true, thinkTime: { kind: 'constant', value: 50 } },
            attemptTimeout: null,
            calls: ['checkout'],
          },
          checkout: { kind: 'service', servers: 1, serviceTime: { kind: 'constant', value: 100 } },
        },
        changes: [],
      },
      { observe: ['requests'] },
    );
    world.run();
    // user A is served 0 to 100, B 100 to 200; A sends again at 150 and is served 200 to 300, B at 250 …
    const ms = (column: Float64Array) => [...column.slice(0, 6)].map((at) => at / 1_000);
    expect(ms(world.observed.requests!.intended)).toEqual([0, 0, 150, 250, 350, 450]);
    expect(ms(world.observed.requests!.finished)).toEqual([100, 200, 300, 400, 500, 600]);
  });

  test('conserves its users: each is thinking or waiting for an answer, at any moment', () => {
    const world = loop({ users: 40, thinkTime: { kind: 'exponential', mean: 500 } }, 3, { kind: 'exponential', mean: 50 }, 60_000);
    let most = 0;
    while (!world.run(97)) {
      const open = world.open().requests;
      expect(open).toBeGreaterThanOrEqual(0);
      expect(open).toBeLessThanOrEqual(40);
      most = Math.max(most, open);
    }
    expect(most).toBeGreaterThan(5);
  });

  test('obeys Little’s law: users = throughput × (response time + think time)', () => {
    for (const [users, servers, think] of [
      [40, 3, 500],
      [10, 2, 100],
      [200, 5, 2_000],
    ]) {
      const world = loop({ users, thinkTime: { kind: 'exponential', mean: think } }, servers, { kind: 'exponential', mean: 50 }, 2_000_000);
      world.run();
      const throughput = figure(world, 0, 'throughput', 1);
      const response = figure(world, 0, 'responseTime.mean', 1) / 1_000;
      expect(Math.abs((throughput * (response + think / 1_000)) / users - 1)).toBeLessThan(0.01);
      // and the same without an average think time: users = thinking + in flight, thinking = throughput × think time
      expect(Math.abs((figure(world, 0, 'inFlight', 1) + throughput * (think / 1_000)) / users - 1)).toBeLessThan(0.01);
    }
  });

  test('with more users than before the new ones send at once; with fewer, leavers go with their answer', () => {
    const world = loop({ users: 5, thinkTime: { kind: 'constant', value: 0 } }, 100, { kind: 'constant', value: 10 }, 3_000, [
      { at: 1_000, set: { 'users.arrival.users': 20 } },
      { at: 2_000, set: { 'users.arrival.users': 2 } },
    ]);
    world.run();
    const inFlight = Array.from({ length: 10 }, (_, bin) => figure(world, 0, 'inFlight', bin, bin + 1));
    // bins of 300 ms; nobody ever thinks, so everybody is always in flight
    expect([inFlight[0], inFlight[2], inFlight[4], inFlight[5], inFlight[8], inFlight[9]]).toEqual([5, 5, 20, 20, 2, 2]);
  });

  test('taken over from an open loop in mid-run it has its own users and nobody else', () => {
    const world = new World({
      seed: 3,
      duration: 4_000,
      bins: 4,
      components: {
        users: { kind: 'client', arrival: { kind: 'constant', rate: 100 }, maxAttempts: 1, attemptTimeout: null, calls: ['checkout'] },
        checkout: { kind: 'service', servers: 100, serviceTime: { kind: 'constant', value: 200 } },
      },
      // by then 20 requests of the open loop are in flight; their answers are no concern of the new users
      changes: [
        {
          at: 1_000,
          set: { 'users.arrival': { kind: 'closed-loop', users: 5, together: true, thinkTime: { kind: 'constant', value: 0 } } },
        },
      ],
    });
    world.run();
    expect([figure(world, 0, 'inFlight', 2, 3), figure(world, 0, 'inFlight', 3, 4)]).toEqual([5, 5]);
  });

  test('that is not sending for a while goes on with all its users', () => {
    const world = loop(
      { users: 8, together: true, thinkTime: { kind: 'constant', value: 10 } },
      100,
      { kind: 'constant', value: 90 },
      3_000,
      [
        { at: 1_000, set: { 'users.enabled': false } },
        { at: 2_000, set: { 'users.enabled': true } },
      ],
    );
    world.run();
    // 8 users, one round a tenth of a second
    expect(figure(world, 0, 'throughput', 4, 6)).toBe(0);
    expect(figure(world, 0, 'throughput', 7, 10)).toBeCloseTo(80, 9);
  });
});
