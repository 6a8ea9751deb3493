import { expect, test } from 'vitest';
import { catalogue } from '../../../src/sim/policy/staleness/index.ts';
import { chosen } from '../../chosen.ts';

test('how long a job is of use, and whether a newer one makes it superfluous', () => {
  const terms = catalogue.map(({ id }) => {
    const { policy, params } = chosen('staleness', { kind: id });
    return [id, policy.usefulFor(params), policy.supersedes(params)];
  });
  expect(terms).toEqual([
    ['max-age', 60_000_000, false],
    ['none', Number.POSITIVE_INFINITY, false],
    ['superseded', Number.POSITIVE_INFINITY, true],
  ]);
});
