import { describe, expect, it } from 'vitest';
import { measure, measuredIn, provenanceOf, unitOf, withoutSources } from '../../src/scenario/measured.ts';
import { agrees, rewritten, writtenNumber } from '../../src/scenario/written-number.ts';

const CUT = { duration: 10_000, bins: 10 };

/** A meter that is as many as the second it is in, a value once a second; of arm `b` ten times as many. */
const figure = ({ arm, from, to, stat }: { arm: string; from: number; to: number; stat: string }) => {
  const bins = Array.from({ length: (to - from) / 1_000 }, (_, i) => (from / 1_000 + i) * (arm === 'b' ? 10 : 1));
  const sum = bins.reduce((a, b) => a + b, 0);
  return stat === 'sum' ? sum : stat === 'max' ? Math.max(...bins) : sum / bins.length;
};

const found = (source: string) => {
  const from = provenanceOf(source);
  if (typeof from === 'string') throw new Error(from);
  return measure(from, CUT, figure);
};

describe('numbers in prose', () => {
  it('stand in brackets with where they are from; links are no numbers', () => {
    const text = 'Some [3,800](a.b@x sum 20s..28s) of [these](https://example.org), **[2.4 %](a.c / a.d)**.';
    expect(measuredIn(text)).toEqual([
      { start: 5, end: 32, text: '3,800', source: 'a.b@x sum 20s..28s' },
      { start: 68, end: 86, text: '2.4 %', source: 'a.c / a.d' },
    ]);
    expect(withoutSources(text)).toBe('Some 3,800 of [these](https://example.org), **2.4 %**.');
  });

  it.each([
    ['a.b', 4.5],
    ['a.b 2s..4s', 2.5],
    ['a.b sum 2s..4s', 5],
    ['a.b@b max ..4s', 30],
    ['a.b 8s..', 8.5],
    ['a.b at 7.9s', 7],
    ['a.b@b / a.b', 10],
    ['a.b sum 2s..4s * 60', 300],
    ['a.b@b 2s..3s - a.b 2s..3s', 18],
    ['first a.b > 3', 4_000],
    ['first a.b@b >= 30 1s..', 3_000],
    ['last a.b < 3', 3_000],
    ['last a.b < 3 4s..', Number.NaN],
    ['given', Number.NaN],
  ])('%s is %d', (source, value) => {
    expect(found(source)).toBe(value);
  });

  it('counts seeds, and says what it cannot read', () => {
    expect(provenanceOf('seeds 1..60 a.b@x 60s.. < 10')).toMatchObject({ kind: 'seeds', first: 1, last: 60, is: '<', than: 10 });
    for (const wrong of ['a', 'a.b 20..28', 'a.b@x total', 'first a.b', 'a.b / ', 'seeds 1..60 a.b'])
      expect(typeof provenanceOf(wrong), wrong).toBe('string');
  });

  it('a moment is a time, a quotient has no unit, and what is counted is not per second', () => {
    const unit = (source: string) => unitOf(provenanceOf(source) as never, () => 'req/s');
    expect(['a.b', 'a.b sum', 'a.b / a.c', 'first a.b > 1', 'a.b / 2'].map(unit)).toEqual(['req/s', 'req', 'ratio', 'ms', 'req/s']);
  });
});

describe('a number as it is written', () => {
  it.each([
    ['12,700', 12_700, 50],
    ['some 3,800', 3_800, 50 * 2],
    ['592', 592, 0.5],
    ['17.3 req/s', 17.3, 0.05],
    ['2.4 %', 0.024, 0.0005],
    ['1.5 s', 1_500, 50],
    ['300 ms', 300, 7.5],
    ['8 h 20 min', 30_000_000, 30_000],
    ['28 of 30', 28 / 30, 0.5 / 30],
    ['99 in 100', 0.99, 0.005],
    ['twice', 2, 0.5],
    ['half', 0.5, 0.05],
    ['two minutes', 120_000, 30_000],
    ['1.2 million', 1_200_000, 50_000],
    ['35.5 kB', 35_500, 50],
    ['−3', -3, 0.5],
  ])('%s is %d, give or take %d', (text, value, tolerance) => {
    const written = writtenNumber(text)!;
    expect(written.value).toBeCloseTo(value, 9);
    expect(written.tolerance).toBeCloseTo(tolerance, 9);
  });

  it('agrees as precisely as it is written', () => {
    const says = (text: string, value: number) => agrees(writtenNumber(text)!, value);
    expect([says('12,700', 12_661), says('12,700', 12_640), says('592', 592.4), says('592', 593)]).toEqual([true, false, true, false]);
    expect([says('more than 100', 101), says('more than 100', 99), says('more than 100', 300)]).toEqual([true, false, false]);
    expect([says('nearly 600', 592), says('nearly 600', 601), says('5', Number.NaN)]).toEqual([true, false, false]);
    expect(writtenNumber('a few')).toBeNull();
  });

  it('is rewritten as precisely as it was', () => {
    expect(rewritten('12,700', 11_641)).toBe('11,600');
    expect(rewritten('some 38 req/s', 50.4)).toBe('some 50 req/s');
    expect(rewritten('2.37 %', 0.054)).toBe('5.40 %');
    expect(rewritten('0.3 s', 170)).toBe('0.2 s');
    expect(rewritten('8 h 20 min', 1)).toBeNull();
  });
});
