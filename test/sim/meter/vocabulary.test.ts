import { describe, expect, test } from 'vitest';
import { checkVocabulary, vocabulary } from '../../../src/sim/meter/vocabulary.ts';

const shared = vocabulary(['sent', 'late'], ['waitingToRetry']);
const shop = vocabulary(
  [...shared.facts, 'came', 'went', 'fell'],
  [...shared.gauges, { name: 'inside', up: ['came'], down: ['went', 'fell'] }, 'seats'],
  ['stay', 'stay.first'],
);

describe('a word’s number is its place in the list', () => {
  test('of facts, gauges and histograms', () => {
    expect(shop.fact).toEqual({ sent: 0, late: 1, came: 2, went: 3, fell: 4 });
    expect(shop.gauge).toEqual({ waitingToRetry: 0, inside: 1, seats: 2 });
    expect(shop.histogram).toEqual({ stay: 0, 'stay.first': 1 });
    expect(shop.facts.map((name) => shop.fact[name])).toEqual([0, 1, 2, 3, 4]);
  });

  test('the same for a part whose words come first', () => {
    expect(shop.fact).toMatchObject(shared.fact);
    expect(shop.gauge).toMatchObject(shared.gauge);
  });

  test('and cannot be changed', () => {
    expect(() => {
      (shop.fact as { came: number }).came = 7;
    }).toThrow(TypeError);
  });
});

test('a gauge given as its name is moved by no fact', () => {
  expect(shop.gauges).toEqual([
    { name: 'waitingToRetry', up: [], down: [] },
    { name: 'inside', up: ['came'], down: ['went', 'fell'] },
    { name: 'seats', up: [], down: [] },
  ]);
});

test('facts alone are a vocabulary', () => {
  expect(vocabulary(['came'])).toEqual({ facts: ['came'], gauges: [], histograms: [], fact: { came: 0 }, gauge: {}, histogram: {} });
});

describe('an error at once', () => {
  test('a name that stands twice in a list', () => {
    expect(() => vocabulary(['came', 'went', 'came'])).toThrow('the fact came stands twice in one vocabulary');
    expect(() => vocabulary(['came'], ['inside', { name: 'inside', up: ['came'], down: [] }])).toThrow(
      'the gauge inside stands twice in one vocabulary',
    );
    expect(() => vocabulary([], [], ['stay', 'stay'])).toThrow('the histogram stay stands twice in one vocabulary');
  });

  test('but one name may be a fact, a gauge and a histogram', () => {
    expect(vocabulary(['stay'], ['stay'], ['stay'])).toMatchObject({ fact: { stay: 0 }, gauge: { stay: 0 }, histogram: { stay: 0 } });
  });

  test('a gauge moved by what is never reported', () => {
    const gauge = (up: string[], down: string[]) => ({ facts: ['came'], gauges: [{ name: 'inside', up, down }], histograms: [] });
    expect(() => checkVocabulary(gauge(['came'], []))).not.toThrow();
    expect(() => checkVocabulary(gauge(['flew'], []))).toThrow('the gauge inside is moved by flew, which is never reported');
    expect(() => checkVocabulary(gauge([], ['left']))).toThrow('the gauge inside is moved by left, which is never reported');
    // @ts-expect-error — nor does it compile
    expect(() => vocabulary(['came'], [{ name: 'inside', up: ['flew'], down: [] }])).toThrow('is moved by flew');
  });
});

test('unknown names do not compile', () => {
  // @ts-expect-error
  expect(shop.fact.flew).toBeUndefined();
  // @ts-expect-error
  expect(shop.gauge.outside).toBeUndefined();
  // @ts-expect-error
  expect(shop.histogram.flight).toBeUndefined();
  const names: readonly string[] = ['came'];
  // @ts-expect-error — the compiler does not know which names these are
  expect(vocabulary(names).fact.came).toBe(0);
});
