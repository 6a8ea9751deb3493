import { describe, expect, test } from 'vitest';
import { type Chance, derivedHigh, derivedLow, hashName, Keyed, mix, Stream, streamKey } from '../../../src/sim/kernel/chance.ts';
import { chiSquareDeviations, correlationDeviations, deviations, LIMIT, moments } from '../../statistics.ts';

const within = (value: number) => expect(Math.abs(value)).toBeLessThan(LIMIT);

/** A keyed source that is aimed at a new key for every draw, as a run uses it: nothing but first draws. */
class FreshKeys extends Keyed {
  private n = 0;
  constructor(
    seed: number,
    private readonly keyOf: (n: number) => readonly [number, number],
  ) {
    super(seed, 'checkout', 'service-time');
  }
  next(): this {
    const [low, high] = this.keyOf(this.n++);
    return this.aim(low, high);
  }
}

/** The keys of requests, as a client makes them. */
function requestKey(n: number): readonly [number, number] {
  const { low: clientLow, high: clientHigh } = streamKey(3, 'shoppers', 'requests');
  const low = derivedLow(clientLow, clientHigh, n);
  return [low, derivedHigh(low, clientHigh, n)];
}

/** Every way draws come about; each gives a source ready for its next draw. */
const sources: Record<string, () => () => Chance> = {
  'a stream': () => {
    const stream = new Stream(1, 'shoppers', 'arrivals');
    return () => stream;
  },
  'one key, drawn on and on': () => {
    const keyed = new Keyed(1, 'checkout', 'service-time').aim(7, 9);
    return () => keyed;
  },
  'a new request each': () => {
    const keys = new FreshKeys(1, requestKey);
    return () => keys.next();
  },
  'keys that count up': () => {
    const keys = new FreshKeys(1, (n) => [n, 0]);
    return () => keys.next();
  },
  'keys that count up in their high half': () => {
    const keys = new FreshKeys(1, (n) => [0, n]);
    return () => keys.next();
  },
};

describe.each(Object.entries(sources))('drawn from %s', (_name, source) => {
  test('every bit of a word is 1 half of the time', () => {
    const next = source();
    const ones = new Float64Array(32);
    const n = 100_000;
    for (let i = 0; i < n; i++) {
      const word = next().word();
      for (let bit = 0; bit < 32; bit++) ones[bit] += (word >>> bit) & 1;
    }
    for (const count of ones) within(deviations(count, n, 0.5));
  });

  test('every byte of a word takes each of its 256 values equally often', () => {
    const next = source();
    const n = 200_000;
    const counts = Array.from({ length: 4 }, () => new Float64Array(256));
    for (let i = 0; i < n; i++) {
      const word = next().word();
      for (let byte = 0; byte < 4; byte++) counts[byte][(word >>> (8 * byte)) & 255]++;
    }
    for (const byte of counts) within(chiSquareDeviations(byte, () => n / 256));
  });

  test('a unit is uniform in [0, 1): mean ½, variance 1/12, as many in every hundredth', () => {
    const next = source();
    const n = 200_000;
    const values = Float64Array.from({ length: n }, () => next().unit());
    const { mean, variance } = moments(values);
    within((mean - 0.5) / Math.sqrt(1 / 12 / n));
    within((variance - 1 / 12) / Math.sqrt(1 / 180 / n));
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    const cells = new Float64Array(100);
    for (const value of values) cells[Math.floor(value * 100)]++;
    within(chiSquareDeviations(cells, () => n / 100));
  });

  test('an exponential has mean 1, variance 1 and the tail e to the −t, also where the ziggurat’s layers end at 7.7', () => {
    const next = source();
    const n = 1_000_000;
    const values = Float64Array.from({ length: n }, () => next().exponential());
    const { mean, variance, skewness } = moments(values);
    within((mean - 1) * Math.sqrt(n));
    within((variance - 1) * Math.sqrt(n / 8));
    expect(Math.abs(skewness - 2)).toBeLessThan(0.1);
    for (const t of [0.001, 0.1, 0.5, Math.LN2, 1, 2, 3, 5, 7, 7.69, 7.71, 8, 9, 10]) {
      let beyond = 0;
      for (const value of values) if (value > t) beyond++;
      within(deviations(beyond, n, Math.exp(-t)));
    }
    // within a layer and within the tail it is spread as it should be: F(x) is uniform
    const cells = new Float64Array(1_000);
    for (const value of values) cells[Math.floor(-Math.expm1(-value) * 1_000)]++;
    within(chiSquareDeviations(cells, () => n / 1_000));
  });

  test('a normal has mean 0, variance 1, no skew, kurtosis 3 and the tails it should have', () => {
    const next = source();
    const n = 400_000;
    const values = Float64Array.from({ length: n }, () => next().normal());
    const { mean, variance, skewness, kurtosis } = moments(values);
    within(mean * Math.sqrt(n));
    within((variance - 1) * Math.sqrt(n / 2));
    within(skewness * Math.sqrt(n / 6));
    within((kurtosis - 3) * Math.sqrt(n / 24));
    for (const [t, tail] of [
      [0, 0.5],
      [0.5, 0.30853753872598694],
      [1, 0.15865525393145707],
      [2, 0.02275013194817921],
      [3, 0.0013498980316300957],
      [4, 0.000031671241833119924],
    ]) {
      let above = 0;
      let below = 0;
      for (const value of values) {
        if (value > t) above++;
        if (value < -t) below++;
      }
      within(deviations(above, n, tail));
      within(deviations(below, n, tail));
    }
  });

  test('two draws in a row have nothing to do with each other', () => {
    const next = source();
    const n = 200_000;
    let before = next().unit();
    const cells = new Float64Array(400);
    within(
      correlationDeviations(n, () => {
        const pair = [before, next().unit()] as const;
        before = pair[1];
        cells[Math.floor(pair[0] * 20) * 20 + Math.floor(pair[1] * 20)]++;
        return pair;
      }),
    );
    within(chiSquareDeviations(cells, () => n / 400));
  });
});

describe('draws made for different things are independent', () => {
  const N = 200_000;

  /** No correlation, and no other dependence either: pairs fall evenly on a grid of 20 × 20. */
  function independent(pair: (i: number) => readonly [number, number]): void {
    const cells = new Float64Array(400);
    within(
      correlationDeviations(N, (i) => {
        const both = pair(i);
        cells[Math.floor(both[0] * 20) * 20 + Math.floor(both[1] * 20)]++;
        return both;
      }),
    );
    within(chiSquareDeviations(cells, () => N / 400));
  }

  test('for one request by two components', () => {
    const a = new Keyed(1, 'checkout', 'service-time');
    const b = new Keyed(1, 'payment', 'service-time');
    independent((i) => [a.aim(...requestKey(i)).unit(), b.aim(...requestKey(i)).unit()]);
  });

  test('for two purposes of one component, also with names that differ in one letter', () => {
    const a = new Keyed(1, 'checkout', 'network-there');
    const b = new Keyed(1, 'checkout', 'network-back');
    const c = new Keyed(1, 'checkout', 'network-bacl');
    independent((i) => [a.aim(...requestKey(i)).unit(), b.aim(...requestKey(i)).unit()]);
    independent((i) => [b.aim(...requestKey(i)).unit(), c.aim(...requestKey(i)).unit()]);
  });

  test('where component and purpose change places', () => {
    const a = new Keyed(1, 'fault', 'branch');
    const b = new Keyed(1, 'branch', 'fault');
    independent((i) => [a.aim(...requestKey(i)).unit(), b.aim(...requestKey(i)).unit()]);
  });

  test('for two attempts of one operation, as a caller names them', () => {
    const keyed = new Keyed(1, 'checkout', 'service-time');
    const attempt = (i: number, number: number): number => {
      const [low, high] = requestKey(i);
      if (number === 1) return keyed.aim(low, high).unit();
      const attemptLow = derivedLow(low, high, number);
      return keyed.aim(attemptLow, derivedHigh(attemptLow, high, number)).unit();
    };
    independent((i) => [attempt(i, 1), attempt(i, 2)]);
    independent((i) => [attempt(i, 2), attempt(i, 3)]);
    independent((i) => [attempt(i, 3), attempt(i + 1, 2)]);
  });

  test('for two retries of one operation, as their delays are keyed', () => {
    const keyed = new Keyed(1, 'shoppers', 'retry-delay');
    const retry = (i: number, attempts: number) => {
      const [low, high] = requestKey(i);
      return keyed.aim(low ^ attempts, high).unit();
    };
    independent((i) => [retry(i, 1), retry(i, 2)]);
    independent((i) => [retry(i, 2), retry(i, 3)]);
    independent((i) => [retry(i, 1), retry(i + 1, 1)]);
  });

  test('for two steps of one routine', () => {
    const keyed = new Keyed(1, 'checkout', 'service-time');
    const step = (i: number, salt: number) => {
      const [low, high] = requestKey(i);
      return keyed.aim(low ^ salt, high).unit();
    };
    independent((i) => [step(i, 0), step(i, mix(2))]);
    independent((i) => [step(i, mix(2)), step(i, mix(3))]);
  });

  test.each([1, 2, 3, 2 ** 32])('with seed %d and the next one', (seed) => {
    const a = new Keyed(seed, 'checkout', 'service-time');
    const b = new Keyed(seed + 1, 'checkout', 'service-time');
    independent((i) => [a.aim(i, 0).unit(), b.aim(i, 0).unit()]);
    const c = new Stream(seed, 'shoppers', 'arrivals');
    const d = new Stream(seed + 1, 'shoppers', 'arrivals');
    independent(() => [c.unit(), d.unit()]);
  });

  test('the first draws of streams with seeds 1, 2, 3 …', () => {
    const first = (seed: number) => new Stream(seed, 'shoppers', 'arrivals').unit();
    independent((i) => [first(i), first(i + 1)]);
  });

  test('a draw and the second draw after it, for one key', () => {
    const keyed = new Keyed(1, 'checkout', 'service-time');
    independent((i) => {
      keyed.aim(...requestKey(i));
      const a = keyed.unit();
      keyed.unit();
      return [a, keyed.unit()];
    });
  });
});

describe('a keyed draw depends on its key and on nothing else', () => {
  test('the same key gives the same draws, whatever was drawn before', () => {
    const keyed = new Keyed(5, 'checkout', 'service-time');
    const draws = () => Array.from({ length: 5 }, () => keyed.word());
    keyed.aim(1, 2);
    const expected = draws();
    keyed.aim(3, 4);
    keyed.exponential();
    keyed.normal();
    keyed.aim(1, 2);
    expect(draws()).toEqual(expected);
    expect(new Keyed(5, 'checkout', 'service-time').aim(1, 2).word()).toBe(expected[0]);
  });

  test('a bit more or less in key, seed, component or purpose gives another draw, with half of the bits changed', () => {
    const word = (seed: number, component: string, purpose: string, low: number, high: number) =>
      new Keyed(seed, component, purpose).aim(low, high).word();
    let changed = 0;
    let pairs = 0;
    const compare = (a: number, b: number) => {
      pairs++;
      let difference = a ^ b;
      for (; difference !== 0; difference &= difference - 1) changed++;
    };
    for (let i = 0; i < 2_000; i++) {
      const [low, high] = requestKey(i);
      const base = word(1, 'checkout', 'fault', low, high);
      for (let bit = 0; bit < 32; bit++) {
        compare(base, word(1, 'checkout', 'fault', low ^ (1 << bit), high));
        compare(base, word(1, 'checkout', 'fault', low, high ^ (1 << bit)));
      }
    }
    within(deviations(changed, 32 * pairs, 0.5));
    expect(new Set([1, 2, 1 + 2 ** 32, 2 ** 52].map((seed) => word(seed, 'a', 'b', 0, 0))).size).toBe(4);
    expect(new Set(['a', 'b', 'ab', 'ba', ''].map((name) => word(1, name, 'b', 0, 0))).size).toBe(5);
    expect(new Set(['a', 'b', 'ab', 'ba', ''].map((name) => word(1, 'a', name, 0, 0))).size).toBe(5);
  });

  test('200,000 requests have 200,000 keys, and so have their second attempts', () => {
    const keys = new Set<string>();
    for (let i = 0; i < 200_000; i++) {
      const [low, high] = requestKey(i);
      keys.add(`${low} ${high}`);
      const attempt = derivedLow(low, high, 2);
      keys.add(`${attempt} ${derivedHigh(attempt, high, 2)}`);
    }
    expect(keys.size).toBe(400_000);
  });

  test('names that are anagrams of each other, or longer than a key, have hashes of their own', () => {
    const names = ['checkout', 'checkuot', 'a', 'b', 'aa', 'service-time', 'network-there', 'network-back', '', 'ü', 'u\u0308'];
    expect(new Set(names.map(hashName)).size).toBe(names.length);
  });
});

describe('what is made of draws', () => {
  test('happens is true as often as its ratio says, never at 0 and always at 1', () => {
    const chance = new Stream(2, 'checkout', 'fault');
    const n = 100_000;
    for (const ratio of [0.001, 0.1, 0.5, 0.99]) {
      let count = 0;
      for (let i = 0; i < n; i++) if (chance.happens(ratio)) count++;
      within(deviations(count, n, ratio));
    }
    for (let i = 0; i < 1_000; i++) expect([chance.happens(0), chance.happens(1)]).toEqual([false, true]);
  });

  test('below gives each whole number equally often', () => {
    const chance = new Stream(3, 'checkout', 'fault');
    const n = 140_000;
    const counts = new Float64Array(7);
    for (let i = 0; i < n; i++) counts[chance.below(7)]++;
    within(chiSquareDeviations(counts, () => n / 7));
    for (let i = 0; i < 1_000; i++) {
      const large = chance.below(2 ** 31);
      expect(Number.isInteger(large) && large >= 0 && large < 2 ** 31).toBe(true);
    }
  });

  test('exponential times in µs are the exponential times the mean, to the nearest whole one', () => {
    const a = new Stream(4, 'shoppers', 'arrivals');
    const b = new Stream(4, 'shoppers', 'arrivals');
    for (let i = 0; i < 10_000; i++) expect(a.exponentialMicros(110_000)).toBe(Math.floor(110_000 * b.exponential() + 0.5));
  });

  test('drawing a block of exponentials is drawing one after the other', () => {
    const a = new Stream(4, 'shoppers', 'arrivals');
    const b = new Stream(4, 'shoppers', 'arrivals');
    const block = new Float64Array(300);
    a.fillExponential(block);
    expect([...block]).toEqual(Array.from({ length: 300 }, () => b.exponential()));
  });
});
