import { expect, test } from 'vitest';
import type { StalenessPromise } from '../../../src/sim/policy/staleness/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises } from '../../law/promises.ts';

function terms(document: Document) {
  const { policy, params } = chosen('staleness', document);
  return { usefulFor: policy.usefulFor(params), supersedes: policy.supersedes(params) };
}

holdToPromises<'staleness', StalenessPromise>('staleness', {});

test('too old is older than a minute, or than it is told', () => {
  expect(terms({ kind: 'max-age' })).toEqual({ usefulFor: 60_000_000, supersedes: false });
  expect(terms({ kind: 'max-age', usefulFor: 1.5 }).usefulFor).toBe(1_500);
});
