import { describe, expect, test } from 'vitest';
import { LawCheck, type Verdict } from '../../src/sim/law/check.ts';
import { laws } from '../../src/sim/law/index.ts';
import type { SeamLaws } from '../../src/sim/law/law.ts';
import type { SeamId } from '../../src/sim/own-policy/methods.ts';
import type { AnyPolicy } from '../../src/sim/policy/policy.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import { resolveParams } from '../../src/sim/world/values.ts';
import { faults } from './faults.ts';
import { documentsOf } from './promises.ts';

const ids = Object.keys(laws) as SeamId[];

/** What comes of a policy at each of these settings, tried so often, or until a law breaks. */
function verdictsOf(seam: SeamId, policy: AnyPolicy, tries: number, documents: readonly object[], until?: string): readonly Verdict[] {
  const settings = documents.map((document) => ({
    says: JSON.stringify(document),
    params: () => resolveParams(policy.params as never, document as never),
  }));
  const check = new LawCheck(seam, policy, settings, tries);
  for (const _ of check.run()) if (check.verdicts.some(({ law, breach }) => law === until && breach)) break;
  return check.verdicts;
}

describe.each(ids)('every built-in policy of %s keeps its laws', (seam) => {
  test.each(seams[seam].catalogue.map((policy) => [policy.id, policy] as const))('%s', (_id, policy) => {
    const documents = documentsOf(policy).map(({ kind: _, ...rest }) => rest);
    const verdicts = verdictsOf(seam, policy, documents.length > 2 ? 1 : 2, documents);
    expect(verdicts.filter(({ breach }) => breach).map(({ law, breach }) => ({ law, ...breach }))).toEqual([]);
    // a law that nothing came to says nothing
    expect(verdicts.filter(({ tries }) => tries === 0).map(({ law }) => law)).toEqual([]);
  });
});

/** The laws of a seam, by id. */
const lawsOf = (seam: SeamId) => (laws[seam] as unknown as SeamLaws).experiments.flatMap((each) => Object.keys(each.laws));

describe.each(ids)('a policy of %s at fault', (seam) => {
  test('is known for each of its laws, of which there are enough', () => {
    expect(Object.keys(faults[seam]).sort()).toEqual([...new Set(lawsOf(seam))].sort());
    // beside what all seams have in common
    expect(lawsOf(seam).length).toBeGreaterThan(0);
  });

  test.each(Object.entries(faults[seam]))('breaks the law %s', (law, { of, fault, found }) => {
    const built = seams[seam].catalogue.find(({ id }) => id === of);
    if (!built) throw new Error(`there is no ${of}`);
    const policy = { ...built, ...fault(built as never) } as AnyPolicy;
    const broken = verdictsOf(seam, policy, 8, [{}], law).find((verdict) => verdict.law === law);
    expect(broken?.breach?.found).toMatch(found);
  });
});
