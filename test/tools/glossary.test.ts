import { describe, expect, it } from 'vitest';
import { glossary, slugOf } from '../../src/ui/glossary/glossary.ts';
import { withTerms } from '../../src/ui/glossary/saidTerms.ts';
import { policyTitles } from '../../tools/pages/glossary.ts';
import { curatedIds } from '../curated.ts';

describe('the glossary', () => {
  it('has each term once, in order, and each of its names leads to one of them only', () => {
    const terms = glossary.map(({ term }) => term);
    expect(terms).toEqual([...terms].sort((a, b) => a.localeCompare(b, 'en')));
    const names = glossary.flatMap(({ term, also = [] }) => [term, ...also]).map((name) => name.toLowerCase());
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(new Set(terms.map(slugOf)).size).toBe(terms.length);
    expect(terms.length).toBeGreaterThanOrEqual(60);
  });

  it('names scenarios and algorithms that there are', () => {
    const lessons = glossary.flatMap(({ lesson }) => lesson ?? []);
    expect(lessons.filter((id) => !curatedIds.includes(id))).toEqual([]);
    expect(policyTitles(['retry-delay/full-jitter', 'load-shedding/bounded-queue', 'retry-delay/equal-jitter'])).toBe(
      'Retry delay: Full jitter, Equal jitter; Load shedding: Bounded queue',
    );
    expect(() => policyTitles(['retry-delay/luck'])).toThrow('there is no algorithm retry-delay/luck');
    for (const { policies = [] } of glossary) policyTitles(policies);
  });

  it('knows how stories say a term, and of each saying which it is', () => {
    const sayings = glossary.flatMap(({ said = [] }) => said.map((saying) => saying.toLowerCase()));
    expect(sayings.filter((saying, i) => sayings.indexOf(saying) !== i)).toEqual([]);
    expect(sayings.length).toBeGreaterThan(60);
    const found = (text: string) => {
      const slugs: string[] = [];
      withTerms(text, (slug, words) => {
        slugs.push(`${words}: ${slug}`);
        return null;
      });
      return slugs;
    };
    // the longer one, in whichever letters, and no part of another word
    expect(found('A fencing token, two tokens, Full jitter; alarmed, attempted, p99')).toEqual([
      'fencing token: fencing-token',
      'tokens: token-bucket',
      'Full jitter: full-jitter',
      'p99: p99',
    ]);
  });

  it.each(glossary.map((term) => [term.term, term] as const))('is short and whole about %s', (_, { term, also = [], means, matters }) => {
    for (const text of [term, means, matters, ...also]) expect(text).toMatch(/^\S(?:.*\S)?$/);
    expect(term.length).toBeLessThanOrEqual(30);
    expect(means.length).toBeLessThanOrEqual(200);
    expect(matters.length).toBeLessThanOrEqual(150);
    for (const text of [means, matters]) expect(text).toMatch(/^[A-Z].*\.$/);
    expect(means.split(/[.!?] (?=[A-Z])/).length).toBeLessThanOrEqual(3);
  });
});
