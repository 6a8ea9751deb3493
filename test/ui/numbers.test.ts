import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/scenario/claims.ts';
import { type Provenance, provenanceOf } from '../../src/scenario/measured.ts';
import { hereOf, requestsOf } from '../../src/ui/story/here.ts';
import { numberWords } from '../../src/ui/story/numberWords.ts';

const cut = { duration: 60_000, bins: 600 };
const known = {
  ...cut,
  meters: new Map([
    ['shoppers.attempts', { label: 'Attempts', owner: 'Shoppers', unit: 'req/s' }],
    ['db.utilisation', { label: 'Utilisation', owner: 'Database', unit: 'ratio' }],
    ['shoppers.responseTime.p99', { label: 'Response time, 99th', owner: 'Shoppers', unit: 'ms' }],
  ]),
  arms: new Map([
    ['base', 'At once'],
    ['jitter', 'Full jitter'],
  ]),
};
const from = (source: string) => provenanceOf(source) as Exclude<Provenance, { kind: 'given' }>;
const unitOf = (meter: string) => known.meters.get(meter as never)?.unit ?? '';

describe('where a number is from, in words', () => {
  it.each([
    ['shoppers.attempts@jitter sum 20s..28s', 'Attempts of Shoppers in all, 0:20–0:28, “Full jitter”'],
    ['db.utilisation', 'Utilisation of Database, the whole run, “At once”'],
    ['shoppers.attempts max 20s..', 'The highest of Attempts of Shoppers, 0:20–1:00, “At once”'],
    ['shoppers.attempts most', 'The most of Attempts of Shoppers in 100\u202fms, the whole run, “At once”'],
    ['shoppers.attempts at 1500ms', 'Attempts of Shoppers, at 0:01.5, “At once”'],
    [
      'shoppers.attempts sum 20s..28s / shoppers.attempts sum 0s..8s',
      'Attempts of Shoppers in all, 0:20–0:28, “At once”, divided by Attempts of Shoppers in all, 0:00–0:08, “At once”',
    ],
    ['shoppers.attempts / db.utilisation', 'Attempts of Shoppers divided by Utilisation of Database, the whole run, “At once”'],
    ['shoppers.attempts sum * 12', 'Attempts of Shoppers in all, the whole run, “At once”, times 12'],
    ['first db.utilisation >= 0.9 20s..', 'From when on: Utilisation of Database at least 90\u202f%, 0:20–1:00, “At once”'],
    [
      'seeds 1..60 shoppers.attempts@gone 30s.. < 10',
      'With so many of the seeds 1 to 60: Attempts of Shoppers, 0:30–1:00, arm gone, less than 10\u202freq/s',
    ],
  ])('%s', (source, words) => {
    expect(numberWords(from(source), known)).toBe(words);
  });

  it('an arm goes without saying where there is one only', () => {
    expect(numberWords(from('shoppers.attempts'), { ...known, arms: new Map([['base', 'A shop']]) })).toBe(
      'Attempts of Shoppers, the whole run',
    );
  });
});

describe('a number as it is here', () => {
  const here = (text: string, source: string, found: number) => hereOf(text, from(source), cut, () => found, unitOf);

  it('is as precise as what is written, and agrees within that', () => {
    expect(here('12,700', 'shoppers.attempts sum', 9_412)).toEqual({ text: '9,400', agrees: false });
    expect(here('12,700', 'shoppers.attempts sum', 12_660)).toEqual({ text: '12,700', agrees: true });
    expect(here('2.4 %', 'db.utilisation', 0.1234)).toEqual({ text: '12.3 %', agrees: false });
    expect(here('1.5 s', 'shoppers.responseTime.p99', 900)).toEqual({ text: '0.9 s', agrees: false });
  });

  it('is said in its own way where what is written leaves something open, is in words, or is of another kind', () => {
    expect(here('more than 100', 'shoppers.attempts', 60)).toEqual({ text: '60\u202freq/s', agrees: false });
    expect(here('more than 100', 'shoppers.attempts', 120)).toEqual({ text: '120\u202freq/s', agrees: true });
    expect(hereOf('twice', from('shoppers.attempts / shoppers.attempts sum'), cut, ({ stat }) => (stat === 'sum' ? 1 : 3), unitOf)).toEqual(
      {
        text: '3×',
        agrees: false,
      },
    );
    expect(here('12,700', 'shoppers.responseTime.p99', 900)).toEqual({ text: '900\u202fms', agrees: false });
    expect(here('12,700', 'shoppers.attempts', Number.NaN)).toEqual({ text: 'nothing to measure', agrees: false });
  });

  it('needs each figure once, of a moment one for every bin', () => {
    const numbers = ['shoppers.attempts sum', 'shoppers.attempts sum', 'first db.utilisation > 0.9 59s..'].map(from);
    const requests = requestsOf(numbers, cut);
    expect(requests).toHaveLength(11);
    const figure: Figure = ({ from }) => (from >= 59_400 ? 1 : 0.5);
    expect(hereOf('59.4 s', numbers[2], cut, figure, unitOf)).toEqual({ text: '59.4 s', agrees: true });
  });
});
