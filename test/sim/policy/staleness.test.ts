import { expect, test } from 'vitest';
import type { StalenessPromise } from '../../../src/sim/policy/staleness/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn } from '../../law/promises.ts';

function terms(document: Document) {
  const { policy, params } = chosen('staleness', document);
  return { usefulFor: policy.usefulFor(params), supersedes: policy.supersedes(params) };
}

test.each(namedIn('staleness'))('%s: a job is of use for some time', (_name, document) => {
  expect(terms(document).usefulFor).toBeGreaterThan(0);
});

holdToPromises<'staleness', StalenessPromise>('staleness', {
  'keeps-everything': ({ document }) => expect(terms(document)).toEqual({ usefulFor: Number.POSITIVE_INFINITY, supersedes: false }),
  'drops-the-old': ({ document }) => expect(Number.isSafeInteger(terms(document).usefulFor)).toBe(true),
  'drops-the-superseded': ({ document }) => expect(terms(document).supersedes).toBe(true),
});

test('too old is older than a minute, or than it is told', () => {
  expect(terms({ kind: 'max-age' })).toEqual({ usefulFor: 60_000_000, supersedes: false });
  expect(terms({ kind: 'max-age', usefulFor: 1.5 }).usefulFor).toBe(1_500);
});
