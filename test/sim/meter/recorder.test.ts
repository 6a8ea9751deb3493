import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Facts } from '../../../src/sim/meter/facts.ts';
import { type Meter, timeMeters } from '../../../src/sim/meter/meter.ts';
import { Recorder } from '../../../src/sim/meter/recorder.ts';
import { Trace } from '../../../src/sim/meter/trace.ts';
import { figure, played, samples, steadyService } from '../../worlds.ts';

const vocabulary = {
  facts: ['came', 'went', 'fell'],
  gauges: [
    { name: 'inside', up: ['came'], down: ['went', 'fell'] },
    { name: 'seats', up: [], down: [] },
  ],
  histograms: ['stay'],
};
const [CAME, WENT, FELL] = [0, 1, 2];
const SEATS = 1;

const words = { label: '', unit: '', help: '' };
const meters: Meter[] = [
  { kind: 'rate', name: 'arrivals', ...words, facts: ['came'] },
  { kind: 'rate', name: 'ends', ...words, facts: ['went', 'fell'] },
  { kind: 'rate-by-arrival', hindsight: true, name: 'endsByArrival', ...words, facts: ['went', 'fell'] },
  { kind: 'ratio', name: 'fallen', ...words, facts: ['fell'], of: ['went', 'fell'] },
  { kind: 'level', name: 'inside', ...words, gauges: ['inside'] },
  { kind: 'level', name: 'both', ...words, gauges: ['inside', 'seats'] },
  { kind: 'share', name: 'taken', ...words, gauges: ['inside'], of: 'seats' },
  ...timeMeters('stay', 'Stay', 'How long they stay'),
];

/** A recorder with bins of 100 ms, and a hand on its clock [ms]. */
function recording(bins: number) {
  const clock = new Float64Array(1);
  const facts = new Facts(clock);
  const recorder = new Recorder('house', 3, clock, bins, 0.1, facts, vocabulary, [...meters]);
  let closed = 0;
  const at = (ms: number) => {
    for (; closed < bins && ms >= (closed + 1) * 100; closed++) recorder.close(closed, closed * 100_000, (closed + 1) * 100_000);
    clock[0] = Math.round(ms * 1_000);
    return recorder;
  };
  const meterOf = (name: string) => recorder.meters.findIndex((meter) => meter.name === name);
  return {
    recorder,
    facts,
    at,
    samples: (name: string) => Array.from({ length: closed }, (_, bin) => recorder.sample(meterOf(name), bin)),
    over: (name: string, from: number, to: number) => recorder.over(meterOf(name), from, to),
    observations: (name: string, from: number, to: number) => recorder.observations(meterOf(name), from, to),
  };
}

describe('counts', () => {
  test('in the bin in which they happened, per second; a fact on a border belongs to the bin that begins', () => {
    const house = recording(3);
    for (const ms of [0, 50, 99.999, 100, 250]) house.at(ms).fact(CAME, 0, -1);
    house.at(300);
    expect(house.samples('arrivals')).toEqual([30, 10, 10]);
    expect(house.over('arrivals', 0, 3)).toBeCloseTo(5 / 0.3, 12);
    expect(house.recorder.total('came')).toBe(5);
  });

  test('by arrival: in the bin in which the request began, however late it ends', () => {
    const house = recording(3);
    house.at(210).fact(WENT, 0, -1);
    house.recorder.byArrival(WENT, 0);
    house.at(220).fact(FELL, 1, -1);
    house.recorder.byArrival(FELL, 1);
    house.at(300);
    expect(house.samples('ends')).toEqual([0, 0, 20]);
    expect(house.samples('endsByArrival')).toEqual([10, 10, 0]);
    expect(house.over('endsByArrival', 0, 3)).toBeCloseTo(house.over('ends', 0, 3), 12);
  });

  test('a ratio over a span is the sum over the sum, not the mean of the bins’ ratios', () => {
    const house = recording(3);
    for (let i = 0; i < 9; i++) house.at(10).fact(WENT, i, -1);
    house.at(20).fact(FELL, 9, -1);
    house.at(110).fact(FELL, 10, -1);
    house.at(300);
    expect(house.samples('fallen')).toEqual([0.1, 1, Number.NaN]);
    expect(house.over('fallen', 0, 3)).toBe(2 / 11);
  });
});

test('totals and gauges are those of this moment, in the middle of a bin too', () => {
  const house = recording(1);
  for (let i = 1; i <= 5_000; i++) {
    house.at(50).fact(CAME, i, -1);
    if (i % 5 === 0) house.recorder.fact(WENT, i, -1);
    if (i % 1_000 !== 0) continue;
    expect([house.recorder.total('came'), house.recorder.total('fell'), house.recorder.standing('inside')]).toEqual([i, 0, i - i / 5]);
  }
  house.at(100);
  expect(house.samples('arrivals')).toEqual([50_000]);
  expect(house.samples('inside')).toEqual([2_000]);
});

describe('gauges', () => {
  test('are means over time: one inside from 20 to 70 ms, two until 130, one until 150', () => {
    const house = recording(3);
    house.at(20).fact(CAME, 0, -1);
    house.at(70).fact(CAME, 1, -1);
    house.at(130).fact(WENT, 0, -1);
    house.at(150).fact(FELL, 1, -1);
    house.at(300);
    // 50 × 1 + 30 × 2 of 100, then 30 × 2 + 20 × 1
    expect(house.samples('inside')).toEqual([1.1, 0.8, 0]);
    expect(house.over('inside', 0, 3)).toBeCloseTo(1.9 / 3, 12);
    expect(house.recorder.standing('inside')).toBe(0);
  });

  test('are moved by hand where no fact tells', () => {
    const house = recording(3);
    house.at(0).change(SEATS, 4);
    house.at(150).change(SEATS, -2);
    house.at(110).fact(CAME, 0, -1);
    house.at(300);
    expect(house.samples('both')).toEqual([4, 3 + 0.9, 3]);
    expect(house.recorder.standing('seats')).toBe(2);
  });

  test('a share over a span is area over area: all of 1 seat, then half of 2', () => {
    const house = recording(2);
    house.at(0).fact(CAME, 0, -1);
    house.at(0).change(SEATS, 1);
    house.at(100).change(SEATS, 1);
    house.at(200);
    expect(house.samples('taken')).toEqual([1, 0.5]);
    expect(house.over('taken', 0, 2)).toBe(2 / 3);
  });

  test('without seats there is no share', () => {
    const house = recording(1);
    house.at(100);
    expect(house.samples('taken')).toEqual([Number.NaN]);
  });

  test('do not drift: after a million moves at odd times the level is what it was', () => {
    const house = recording(1_000);
    for (let i = 0; i < 1_000_000; i++) {
      const arrived = 0.09 * i;
      house.at(arrived).fact(CAME, i, -1);
      house.at(arrived + 0.03).fact(WENT, i, -1);
    }
    house.at(100_000);
    // 30 of every 90 µs, until 90 s
    expect(house.over('inside', 0, 900)).toBeCloseTo(1 / 3, 12);
    expect(house.over('inside', 901, 1_000)).toBe(0);
  });

  test('agree with the area under any steps', () => {
    const step = fc.record({ after: fc.integer({ min: 0, max: 80 }), fact: fc.constantFrom(CAME, WENT, FELL) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const house = recording(5);
        const expected = new Float64Array(5);
        let [now, level] = [0, 0];
        const pass = (until: number) => {
          for (; now < until; now++) if (now < 500) expected[Math.floor(now / 100)] += level / 100;
        };
        for (const { after, fact } of steps) {
          pass(now + after);
          house.at(now).fact(fact, 0, -1);
          level += fact === CAME ? 1 : -1;
        }
        pass(500);
        house.at(500);
        for (const [bin, sample] of house.samples('inside').entries()) expect(sample).toBeCloseTo(expected[bin], 9);
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe('times', () => {
  test('in ms, in the bin in which they were observed; none where there were none', () => {
    const house = recording(3);
    for (const micros of [10, 20, 60]) house.at(50).observe(0, micros);
    house.at(250).observe(0, 100);
    house.at(300);
    expect(house.samples('stay.mean')).toEqual([0.03, Number.NaN, 0.1]);
    expect(house.samples('stay.p50')).toEqual([0.02, Number.NaN, 0.1]);
    expect(house.over('stay.mean', 0, 3)).toBe(0.0475);
    expect(house.over('stay.p999', 0, 3)).toBe(0.1);
    expect(house.observations('stay.p50', 0, 3)).toBe(4);
    expect(house.observations('arrivals', 0, 3)).toBeNaN();
  });

  test('are the same whether a bin holds few or thousands', () => {
    const house = recording(2);
    // each of 1 … 63 µs once, or a hundred times
    for (let i = 0; i < 63; i++) house.at(0).observe(0, i + 1);
    for (let i = 0; i < 6_300; i++) house.at(100).observe(0, (i % 63) + 1);
    house.at(200);
    for (const name of ['stay.p50', 'stay.p90', 'stay.p99', 'stay.mean']) {
      const [few, many] = house.samples(name);
      expect(few, name).toBe(many);
      expect(house.over(name, 0, 2), name).toBe(many);
    }
  });
});

describe('a reading', () => {
  test('is taken at the end of each bin; over a span it is the mean', () => {
    const house = recording(3);
    house.recorder.addReading({ kind: 'reading', name: 'clock', ...words }, (now) => now / 1_000);
    house.at(300);
    expect(house.samples('clock')).toEqual([100, 200, 300]);
    expect(house.over('clock', 0, 3)).toBe(200);
  });
});

describe('an error at once', () => {
  const clock = new Float64Array(1);
  const built = (meter: Meter, spoken = vocabulary) => new Recorder('house', 0, clock, 1, 1, new Facts(clock), spoken, [meter]);

  test('a meter of something that is never reported', () => {
    expect(() => built({ kind: 'rate', name: 'ghosts', ...words, facts: ['haunted'] })).toThrow(
      'house.ghosts measures haunted, which is never reported',
    );
  });

  test('a gauge moved by something that is never reported', () => {
    const gauges = [{ name: 'inside', up: ['haunted'], down: [] }];
    expect(() => built(meters[0], { ...vocabulary, gauges })).toThrow('the gauge inside is moved by haunted, which is never reported');
  });

  test('a quantile that is not kept', () => {
    const p95: Meter = { kind: 'quantile', name: 'stay.p95', ...words, histogram: 'stay', quantile: 0.95 };
    expect(() => built(p95)).toThrow('house.stay.p95 is the quantile 0.95; kept are 0.5, 0.9, 0.99, 0.999');
  });

  test('asking for the total of what is no fact, or where a gauge stands that is none', () => {
    const { recorder } = recording(1);
    expect(() => recorder.total('haunted')).toThrow('house never reports haunted');
    expect(() => recorder.standing('attic')).toThrow('house has no gauge attic');
  });
});

describe('the fingerprint', () => {
  const told = (tell: (recorder: Recorder) => void) => {
    const house = recording(1);
    tell(house.at(10));
    return house.facts.fingerprint();
  };

  test('takes in the fact and whom it is about: a call, or else the request', () => {
    const plain = told((recorder) => recorder.fact(CAME, 0, 5));
    expect(told((recorder) => recorder.fact(CAME, 0, 5))).toBe(plain);
    expect(told((recorder) => recorder.fact(WENT, 0, 5))).not.toBe(plain);
    expect(told((recorder) => recorder.fact(CAME, 0, 6))).not.toBe(plain);
    expect(told((recorder) => recorder.fact(CAME, 5, -1))).not.toBe(plain);
  });

  test('takes in the facts of all components, in one order', () => {
    const order = (names: readonly ('house' | 'yard')[]) => {
      const clock = new Float64Array(1);
      const facts = new Facts(clock);
      const house = new Recorder('house', 0, clock, 1, 1, facts, vocabulary, []);
      const yard = new Recorder('yard', 1, clock, 1, 1, facts, vocabulary, []);
      for (const name of names) (name === 'house' ? house : yard).fact(CAME, 0, 1);
      expect([house.total('came'), yard.total('came')]).toEqual(
        ['house', 'yard'].map((one) => names.filter((name) => name === one).length),
      );
      return facts.fingerprint();
    };
    const orders = [order(['house', 'yard']), order(['yard', 'house']), order(['house', 'house']), order(['yard', 'yard'])];
    expect(new Set(orders).size).toBe(4);
  });

  test('does not see gauges moved by hand, times or arrivals by bin', () => {
    const nothing = told(() => {});
    expect(
      told((recorder) => {
        recorder.change(SEATS, 3);
        recorder.observe(0, 17);
        recorder.byArrival(CAME, 0);
      }),
    ).toBe(nothing);
  });
});

test('a trace keeps the facts about its requests, in order, and says when it is full', () => {
  const house = recording(1);
  house.recorder.trace = new Trace(new Set([1]), 2);
  house.at(10).fact(CAME, 0, -1);
  house.at(20).fact(CAME, 1, 7);
  house.at(30).fact(WENT, 1, 8);
  const { trace } = house.recorder;
  expect(trace).toMatchObject({
    times: [20_000, 30_000],
    components: [3, 3],
    facts: [CAME, WENT],
    requests: [1, 1],
    callNumbers: [7, 8],
    full: false,
  });
  house.at(40).fact(FELL, 1, 8);
  expect([trace!.times.length, trace!.full]).toEqual([2, true]);
});

describe('in a world', () => {
  // born at 0, 50, … 950 ms, each takes 120 ms
  const components = {
    shoppers: { kind: 'client', arrival: { kind: 'constant', rate: 20 }, attemptTimeout: null, maxAttempts: 1, calls: ['checkout'] },
    checkout: steadyService(10, 120),
  };

  test('by time of finishing and by time of arrival: 20 a second are born from 50 ms on and end from 170 on', () => {
    const world = played(components, { bins: 10 });
    // at 50, 100 and 150, 200 and 250 …; they end at 170, 220 and 270 …; those of 900 and 950 do not
    expect(samples(world, 'shoppers.goodput')).toEqual([0, 10, 20, 20, 20, 20, 20, 20, 20, 20]);
    expect(samples(world, 'shoppers.goodputByArrival')).toEqual([10, 20, 20, 20, 20, 20, 20, 20, 20, 0]);
    expect(figure(world, 'shoppers.goodput')).toBeCloseTo(figure(world, 'shoppers.goodputByArrival'), 12);
  });

  test('the bins do not have to divide the run into whole µs', () => {
    const world = played(components, { duration: 1_000, bins: 7 });
    const arrivals = samples(world, 'shoppers.arrivals').map((rate) => Math.round((rate * 1) / 7));
    // 19 requests, at 50 … 950 ms; a bin ends every 142.857
    expect(arrivals).toEqual([2, 3, 3, 3, 3, 3, 2]);
    expect(figure(world, 'shoppers.arrivals')).toBeCloseTo(19, 9);
  });
});
