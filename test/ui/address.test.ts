import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { withParam } from '../../src/scenario/edit.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE, type Scenario } from '../../src/scenario/scenario.ts';
import { type Address, fragmentOf, LONGEST_ADDRESS, linkOrDraft, nameOf, readAddress } from '../../src/ui/address/address.ts';
import { draftOf, keepDraft } from '../../src/ui/address/drafts.ts';
import { packedSteps, patchOf, unpackedSteps } from '../../src/ui/address/steps.ts';
import { curatedIds } from '../curated.ts';

describe('an address', () => {
  it('names a scenario, or one of its steps, counted from 1', () => {
    expect(readAddress('#retry-storm')).toEqual({ kind: 'named', id: 'retry-storm', step: 0 });
    expect(readAddress('retry-storm/3')).toEqual({ kind: 'named', id: 'retry-storm', step: 2 });
    expect(fragmentOf({ kind: 'named', id: 'retry-storm', step: 0 })).toBe('retry-storm');
    expect(fragmentOf({ kind: 'named', id: 'retry-storm', step: 2 })).toBe('retry-storm/3');
    expect(readAddress('#retry-storm/challenge')).toEqual({ kind: 'named', id: 'retry-storm', step: 0, challenge: true });
  });

  it('is a link of whatever version, a draft, or nothing', () => {
    expect(readAddress('#v1.abcx')).toEqual({ kind: 'link', link: 'v1.abcx' });
    expect(readAddress('#v99.whatever')).toEqual({ kind: 'link', link: 'v99.whatever' });
    expect(readAddress('#draft.k3')).toEqual({ kind: 'draft', key: 'k3' });
    expect(readAddress('#')).toEqual({ kind: 'nothing' });
    expect(readAddress('')).toEqual({ kind: 'nothing' });
  });

  it.each([
    'name/0',
    'name/01',
    'name/-1',
    'name/1.5',
    'name/two',
    'name/challenge/2',
    'name/Challenge',
    'name/1/2',
    'name/9999',
    'Name',
    '../etc',
    'draft.',
    'draft.A/b',
    'draft.__proto__',
    '%E0%A4%A',
    '<b>',
    'x'.repeat(81),
  ])('that is “%s” is none', (text) => expect(readAddress(`#${text}`)).toEqual({ kind: 'unknown', text }));

  it('is read as it was written, whatever it names', () => {
    const letters = (allowed: string, most: number) => fc.string({ unit: fc.constantFrom(...allowed), minLength: 1, maxLength: most });
    const address = fc.oneof(
      fc.record({ kind: fc.constant('named' as const), id: fc.constantFrom(...curatedIds), step: fc.integer({ min: 0, max: 39 }) }),
      fc.constantFrom(...curatedIds).map((id): Address => ({ kind: 'named', id, step: 0, challenge: true })),
      fc.record({ kind: fc.constant('draft' as const), key: letters('abcxyz0189', 20) }),
      letters('ABCxyz019-_', 200).map((text): Address => ({ kind: 'link', link: `v2.${text}` })),
      fc.constant<Address>({ kind: 'nothing' }),
    );
    fc.assert(
      fc.property(address, (each) => {
        expect(readAddress(`#${fragmentOf(each)}`)).toEqual(each);
      }),
    );
  });

  it('is a name only while nothing of a scenario of the library is changed', () => {
    expect(nameOf('retry-storm', false, 1)).toEqual({ kind: 'named', id: 'retry-storm', step: 1 });
    expect(nameOf('retry-storm', false, 1, true)).toEqual({ kind: 'named', id: 'retry-storm', step: 0, challenge: true });
    expect([nameOf('retry-storm', true, 1), nameOf('retry-storm', true, 1, true)]).toEqual([null, null]);
    expect(nameOf(undefined, false, 1)).toBeNull();
  });

  it('is a draft only where a link would be too long, and where drafts can be kept', () => {
    const kept: string[] = [];
    const keep = (link: string) => kept.push(link) > 0;
    const [short, long] = ['x'.repeat(LONGEST_ADDRESS), 'x'.repeat(LONGEST_ADDRESS + 1)];
    expect(linkOrDraft(short, 'k', keep)).toEqual({ kind: 'link', link: short });
    expect(kept).toEqual([]);
    expect(linkOrDraft(long, 'k', keep)).toEqual({ kind: 'draft', key: 'k' });
    expect(kept).toEqual([long]);
    expect(linkOrDraft(long, 'k', () => false)).toEqual({ kind: 'link', link: long });
  });
});

/** A storage that holds so many characters. */
function storageOf(room: number): Storage {
  const held: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => held[key] ?? null,
    setItem: (key: string, text: string) => {
      const others = Object.entries(held).filter(([other]) => other !== key);
      if (others.reduce((sum, [, each]) => sum + each.length, text.length) > room) throw new DOMException('full', 'QuotaExceededError');
      held[key] = text;
    },
    removeItem: (key: string) => delete held[key],
  };
  return new Proxy(methods as unknown as Storage, {
    ownKeys: () => Object.keys(held),
    getOwnPropertyDescriptor: (_, key) => ({ value: held[key as string], enumerable: true, configurable: true }),
  });
}

describe('drafts', () => {
  beforeEach(() => {
    vi.stubGlobal('window', { localStorage: storageOf(10_000) });
    return () => vi.unstubAllGlobals();
  });

  it('are there under their key, in the state of the last time', () => {
    expect(draftOf('a')).toBeNull();
    expect(keepDraft('a', 'v2.one', 1)).toBe(true);
    expect(keepDraft('a', 'v2.two', 2)).toBe(true);
    expect(draftOf('a')).toBe('v2.two');
  });

  it('are twelve at most: those that were written longest ago go', () => {
    for (let i = 0; i < 12; i++) keepDraft(`k${i}`, `v2.${i}`, 100 + i);
    // the first is written again, so the second is the oldest
    keepDraft('k0', 'v2.again', 200);
    keepDraft('new', 'v2.new', 201);
    expect(draftOf('k1')).toBeNull();
    expect(['k0', 'k2', 'k11', 'new'].map(draftOf)).toEqual(['v2.again', 'v2.2', 'v2.11', 'v2.new']);
  });

  it('make room for a new one where the storage is full, and say so where even that is not enough', () => {
    expect(keepDraft('old', `v2.${'x'.repeat(4_000)}`, 1)).toBe(true);
    expect(keepDraft('middle', `v2.${'x'.repeat(4_000)}`, 2)).toBe(true);
    expect(keepDraft('new', `v2.${'x'.repeat(4_000)}`, 3)).toBe(true);
    expect(['old', 'middle', 'new'].map((key) => draftOf(key) !== null)).toEqual([false, true, true]);
    expect(keepDraft('huge', `v2.${'x'.repeat(20_000)}`, 4)).toBe(false);
  });
});

describe('steps that can be taken back', () => {
  const first = readScenario({
    format: 2,
    components: { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service' } },
    story: [{ title: 'One', text: 'x'.repeat(5_000) }],
  });
  /** So many edits, one on the other, the last first. */
  const edits = (count: number): Scenario[] => {
    const documents = [first];
    for (let i = 1; i < count; i++) {
      const edited = i % 3 === 0 ? { ...documents[0], seed: i } : withParam(documents[0], BASE, 'checkout.servers', i, 'whole-run');
      documents.unshift(edited);
    }
    return documents;
  };

  it('are kept as what is otherwise in each, and come back as they were', () => {
    const [now, ...past] = edits(8);
    const packed = packedSteps(now, past);
    expect(unpackedSteps(now, JSON.parse(JSON.stringify(packed)))).toEqual(past);
    // the story is in none of them
    expect(JSON.stringify(packed).length).toBeLessThan(2_500);
    expect(patchOf(past[0], now)).toEqual({ components: now.components });
  });

  it('are thirty at most, the nearest', () => {
    const [now, ...past] = edits(60);
    expect(unpackedSteps(now, packedSteps(now, past))).toEqual(past.slice(0, 30));
  });

  it('are fewer where they are large', () => {
    const large = Array.from({ length: 20 }, (_, i) => ({ ...first, summary: String(i).repeat(15_000) }));
    const packed = packedSteps(first, large);
    expect(packed.length).toBeGreaterThan(2);
    expect(JSON.stringify(packed).length).toBeLessThanOrEqual(200_000 + 100);
    expect(unpackedSteps(first, packed)).toEqual(large.slice(0, packed.length));
    expect(packed.length).toBeLessThan(20);
  });
});
