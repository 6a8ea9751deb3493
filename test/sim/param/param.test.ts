import '../../../src/scenario/every-description.ts';
import { describe, expect, test } from 'vitest';
import { Check } from '../../../src/scenario/check.ts';
import { catalogue as components } from '../../../src/sim/component/index.ts';
import {
  choice,
  duration,
  flag,
  integer,
  list,
  number,
  type Param,
  type ParamRecord,
  policy,
  ratio,
  text,
} from '../../../src/sim/param/param.ts';
import { seams } from '../../../src/sim/policy/seams.ts';
import { placeOf, resolve, resolveParams } from '../../../src/sim/world/values.ts';

const words = { label: 'x', help: '' };

/** What is wrong with a value, as `path: found → expected`. */
function wrong(param: Param, value: unknown): string[] {
  const check = new Check();
  check.value('shop.x', param, value);
  return check.problems.map(({ path, found, expected }) => `${path}: ${found} → ${expected}`);
}

describe('a number', () => {
  const param = number({ ...words, default: 5, min: 0.5, max: 10 });

  test('lies from its least to its most', () => {
    expect([0.5, 5, 10].flatMap((value) => wrong(param, value))).toEqual([]);
    expect(wrong(param, 0.4)).toEqual(['shop.x: 0.4 → from 0.5 to 10']);
    expect(wrong(param, 11)).toEqual(['shop.x: 11 → from 0.5 to 10']);
  });

  test('is nothing else', () => {
    expect(wrong(param, '5')).toEqual(['shop.x: "5" → a number from 0.5 to 10']);
    expect(wrong(param, null)).toEqual(['shop.x: null → a number from 0.5 to 10']);
    expect(wrong(param, Number.NaN)).toEqual(['shop.x: NaN → a number from 0.5 to 10']);
    expect(wrong(param, Number.POSITIVE_INFINITY)).toEqual(['shop.x: Infinity → a number from 0.5 to 10']);
    expect(wrong(param, [5])).toEqual(['shop.x: [5] → a number from 0.5 to 10']);
  });
});

test('a whole number has no fraction', () => {
  const param = integer({ ...words, default: 5, min: 1, max: 10 });
  expect(wrong(param, 7)).toEqual([]);
  expect(wrong(param, 7.5)).toEqual(['shop.x: 7.5 → a whole number from 1 to 10']);
  expect(wrong(param, 0)).toEqual(['shop.x: 0 → from 1 to 10']);
});

test('a ratio lies from 0 to 1, unless it says otherwise', () => {
  const param = ratio({ ...words, default: 0.5 });
  expect([0, 0.3, 1].flatMap((value) => wrong(param, value))).toEqual([]);
  expect(wrong(param, 30)).toEqual(['shop.x: 30 → from 0 to 1']);
  expect(wrong(ratio({ ...words, default: 0.5, min: 0.1, max: 0.9 }), 0)).toEqual(['shop.x: 0 → from 0.1 to 0.9']);
});

describe('a duration', () => {
  const param = duration({ ...words, default: 100, min: 1, max: 60_000 });
  const optional = duration({ ...words, default: null, never: 'No timeout', min: 1, max: 60_000 });

  test('is a number of ms', () => {
    expect(wrong(param, 0.5)).toEqual(['shop.x: 0.5 → a time from 1 to 60000 ms']);
    expect(wrong(param, '2s')).toEqual(['shop.x: "2s" → a time from 1 to 60000 ms']);
    expect(wrong(param, 1.5)).toEqual([]);
  });

  test('is null only where it may be never', () => {
    expect(wrong(optional, null)).toEqual([]);
    expect(wrong(param, null)).toEqual(['shop.x: null → a time from 1 to 60000 ms']);
    expect(wrong(optional, 0)).toEqual(['shop.x: 0 → a time from 1 to 60000 ms, or null (no timeout)']);
  });
});

test('a choice is one of its options; a slip is recognised', () => {
  const param = choice({ ...words, default: 'send', options: { send: 'When sent', service: 'When service begins' } });
  expect(wrong(param, 'service')).toEqual([]);
  expect(wrong(param, 'servise')).toEqual(['shop.x: "servise" → service? One of: send, service']);
  expect(wrong(param, 'tomorrow')).toEqual(['shop.x: "tomorrow" → one of: send, service']);
  expect(wrong(param, 'toString')).toEqual(['shop.x: "toString" → one of: send, service']);
  expect(wrong(param, 1)).toEqual(['shop.x: 1 → one of: send, service']);
});

test('a flag is true or false', () => {
  const param = flag({ ...words, default: true });
  expect([true, false].flatMap((value) => wrong(param, value))).toEqual([]);
  expect(wrong(param, 'true')).toEqual(['shop.x: "true" → true or false']);
  expect(wrong(param, 0)).toEqual(['shop.x: 0 → true or false']);
});

test('a text matches its form, all of it', () => {
  const param = text({ ...words, default: '1', pattern: '\\d+|none', form: 'digits or none', example: '1' });
  expect(['42', 'none'].flatMap((value) => wrong(param, value))).toEqual([]);
  expect(wrong(param, '42 or so')).toEqual(['shop.x: "42 or so" → digits or none']);
  expect(wrong(param, 'or none')).toEqual(['shop.x: "or none" → digits or none']);
  expect(wrong(param, 42)).toEqual(['shop.x: 42 → a text']);
  expect(wrong(param, '1'.repeat(5_000))).toEqual(['shop.x: 5000 characters → at most 4000']);
});

describe('a policy', () => {
  const param = policy({ ...words, seam: 'fault', default: { kind: 'none' } });

  test('is one of its seam, with that one’s parameters', () => {
    expect(wrong(param, { kind: 'error-ratio', ratio: 0.5, share: 1 })).toEqual([]);
    expect(wrong(param, { kind: 'error-ratio', ratio: 2 })).toEqual(['shop.x.ratio: 2 → from 0 to 1']);
    expect(wrong(param, { kind: 'error-ratio', ration: 0.5 })).toEqual([
      'shop.x.ration: an unknown key → ratio? Known are kind, ratio, decided, retryable, share, inService',
    ]);
    expect(wrong(param, { kind: 'hang', ratio: 0.5 })[0]).toContain('shop.x.ratio: an unknown key → one of: kind, hungWork, share');
  });

  test('of another seam, of none or without a kind is none', () => {
    const options = 'capacity-factor, error-ratio, fail-fast, hang, none, slow';
    expect(wrong(param, { kind: 'fifo' })).toEqual([`shop.x.kind: "fifo" → one of: ${options}`]);
    expect(wrong(param, { kind: 'slwo' })).toEqual([`shop.x.kind: "slwo" → one of: ${options}`]);
    expect(wrong(param, { kind: 'slo' })).toEqual([`shop.x.kind: "slo" → slow? One of: ${options}`]);
    expect(wrong(param, {})).toEqual([`shop.x.kind: nothing → one of: ${options}`]);
    expect(wrong(param, 'slow')).toEqual(['shop.x: "slow" → a fault policy, as { "kind": … }']);
    expect(wrong(param, [{ kind: 'slow' }])[0]).toContain('a fault policy');
  });

  test('may hold others: the path leads all the way in', () => {
    const arrival = policy({ ...words, seam: 'arrival', default: { kind: 'poisson' } });
    const closed = (thinkTime: unknown) => ({ kind: 'closed-loop', users: 3, thinkTime });
    expect(wrong(arrival, closed({ kind: 'exponential', mean: 100 }))).toEqual([]);
    expect(wrong(arrival, closed({ kind: 'exponential', mean: -1 }))[0]).toMatch(/^shop\.x\.thinkTime\.mean: -1 → a time from 0/);
  });
});

describe('a list', () => {
  const order = list({
    ...words,
    default: ['retry', 'timeout'],
    item: { type: 'choice', default: 'retry', options: { retry: 'Retry', timeout: 'Timeout', breaker: 'Breaker' } },
    least: 1,
    most: 3,
    distinct: true,
  });

  test('has so many of its sort; each that is wrong is named by its place', () => {
    expect(wrong(order, ['breaker'])).toEqual([]);
    expect(wrong(order, ['retry', 'brekaer', 7])).toEqual([
      'shop.x[1]: "brekaer" → breaker? One of: retry, timeout, breaker',
      'shop.x[2]: 7 → one of: retry, timeout, breaker',
    ]);
    expect(wrong(order, [])).toEqual(['shop.x: [] → at least one entry']);
    expect(wrong(list({ ...words, default: [], item: { type: 'flag', default: true }, most: 2 }), [true, true, false])).toEqual([
      'shop.x: 3 entries → at most 2',
    ]);
    expect(wrong(order, 'retry')).toEqual(['shop.x: "retry" → a list']);
  });

  test('has none twice where it says so', () => {
    expect(wrong(order, ['retry', 'timeout', 'retry'])).toEqual(['shop.x[2]: "retry" → each once']);
    expect(wrong(list({ ...words, default: [], item: { type: 'flag', default: true }, most: 2 }), [true, true])).toEqual([]);
  });

  test('of policies leads all the way in', () => {
    const faults = list({ ...words, default: [], most: 3, item: { type: 'policy', seam: 'fault', default: { kind: 'none' } } });
    expect(wrong(faults, [{ kind: 'none' }, { kind: 'error-ratio', ratio: 2 }])).toEqual(['shop.x[1].ratio: 2 → from 0 to 1']);
  });
});

test('a path with a name that is no identifier says so', () => {
  const check = new Check();
  check.params('shop', {}, { 'a b': 1 }, ['kind']);
  expect(check.problems[0].path).toBe('shop["a b"]');
});

describe('what an algorithm reads of', () => {
  test('a duration: whole µs, and for null a moment that never comes', () => {
    const param = duration({ ...words, default: 100, never: 'Never', min: 0, max: 1_000 });
    expect([1.5, 0.0004, 0.0005, null, undefined].map((value) => resolve(param, value))).toEqual([
      1_500,
      0,
      1,
      Number.POSITIVE_INFINITY,
      100_000,
    ]);
  });

  test('anything left out: its default', () => {
    const records = { rate: number({ ...words, default: 5, min: 0, max: 9 }), on: flag({ ...words, default: true }) };
    expect(resolveParams(records, { on: false })).toEqual({ rate: 5, on: false });
  });

  test('a policy: the algorithm and its values, the parameter’s own defaults only while it is that kind', () => {
    const param = policy({ ...words, seam: 'distribution', default: { kind: 'constant', value: 7 } });
    expect(resolve(param, undefined)).toMatchObject({ policy: { id: 'constant' }, params: { value: 7_000 } });
    expect(resolve(param, { kind: 'constant' })).toMatchObject({ params: { value: 7_000 } });
    expect(resolve(param, { kind: 'exponential', mean: 2 })).toMatchObject({ policy: { id: 'exponential' }, params: { mean: 2_000 } });
  });

  test('a list: each of its values', () => {
    const param = list({ ...words, default: [1.5], most: 3, item: { type: 'duration', default: 1, min: 0, max: 10 } });
    expect([[2, 0.25], undefined].map((value) => resolve(param, value))).toEqual([[2_000, 250], [1_500]]);
  });

  test('a path: the record that describes it and the values that hold it, however deep', () => {
    const records = {
      arrival: policy({ ...words, seam: 'arrival', default: { kind: 'closed-loop', thinkTime: { kind: 'constant', value: 3 } } }),
    };
    const values = resolveParams(records, {});
    const place = placeOf(records, values, ['arrival', 'thinkTime', 'value']);
    expect(place.param.type).toBe('duration');
    expect(place.values[place.name]).toBe(3_000);
    expect(() => placeOf(records, values, ['arrival', 'thinkTime', 'mean'])).toThrow('there is no parameter mean');
  });
});

describe('every parameter of every component and algorithm', () => {
  const owners: { owner: string; params: ParamRecord }[] = [
    ...components.map(({ id, params }) => ({ owner: id, params })),
    ...Object.entries(seams).flatMap(([seam, { catalogue }]) =>
      catalogue.map(({ id, params }) => ({ owner: `${seam}/${id}`, params: params as ParamRecord })),
    ),
  ];
  const all = owners.flatMap(({ owner, params }) => Object.entries(params).map(([name, param]) => ({ name: `${owner}.${name}`, param })));

  test('has a default that it would accept, and that can be used', () => {
    for (const { name, param } of all) {
      expect(wrong(param, param.default), name).toEqual([]);
      expect(() => resolve(param, undefined), name).not.toThrow();
    }
  });

  test('accepts its bounds, its options and its example, and says what it is', () => {
    for (const { name, param } of all) {
      const values =
        'min' in param
          ? [param.min, param.max]
          : param.type === 'choice'
            ? Object.keys(param.options)
            : param.type === 'text'
              ? [param.example]
              : [];
      for (const value of values) expect(wrong(param, value), name).toEqual([]);
      expect(param.label, name).not.toBe('');
      expect(param.help, name).toMatch(/[.)]$/);
    }
  });

  test('refuses a text of four thousand hostile characters without a pause', () => {
    for (const { name, param } of all) {
      if (param.type !== 'text') continue;
      const began = performance.now();
      for (const piece of ['1', '1 ', '1.', '1x', ' ', '1x1,']) wrong(param, `${piece.repeat(Math.floor(3_990 / piece.length))}!`);
      expect(performance.now() - began, name).toBeLessThan(1_000);
    }
  });
});
