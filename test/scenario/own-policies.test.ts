import { afterEach, describe, expect, test } from 'vitest';
import { addChart, removeChart } from '../../src/scenario/edit/charts.ts';
import type { Gesture } from '../../src/scenario/edit/gesture.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { adoptPolicies, describePolicy } from '../../src/scenario/own-policies.ts';
import { explain, readScenario } from '../../src/scenario/read.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { watched } from '../../src/scenario/watched.ts';
import { documentOf } from '../../src/scenario/write.ts';

const policies = { mine: { seam: 'retry-delay', source: 'code', title: 'Mine' } };
const raw = {
  format: 2,
  title: 'Own code',
  topic: 'retries',
  components: {
    shoppers: { kind: 'client', retryDelay: { kind: 'mine', base: 250, shape: ['a', { b: 1 }] }, calls: ['checkout'] },
    checkout: { kind: 'service' },
  },
  changes: [{ at: 1_000, set: { 'shoppers.retryDelay.base': 500 } }],
  watch: ['shoppers.retryDelay.level'],
  policies,
};

const problem = (document: object): string => {
  try {
    readScenario(document);
    return 'none';
  } catch (error) {
    return explain(error);
  }
};

afterEach(() => adoptPolicies({}));

describe('policies of a document’s own', () => {
  test('keep their parameters while nobody knows what these are, through files and links', () => {
    const scenario = readScenario(raw);
    expect(scenario.components.shoppers.retryDelay).toEqual({ kind: 'mine', base: 250, shape: ['a', { b: 1 }] });
    expect(documentOf(scenario).policies).toEqual(policies);
    expect(documentOf(readScenario(documentOf(scenario)))).toEqual(documentOf(scenario));
    const link = encodeLink({ scenario, origin: null, playhead: 0, arm: 'base', fingerprint: '' });
    expect(documentOf(decodeLink(link).scenario)).toEqual(documentOf(scenario));
  });

  test('are held to their descriptions once their code has run', () => {
    const described = { mine: { seam: 'retry-delay', source: 'described code' } };
    const document = { ...raw, policies: described };
    expect(problem(document)).toBe('none');
    const base = { type: 'duration', label: 'Base', help: '', default: 1, min: 0, max: 300 } as const;
    describePolicy('mine', described.mine, {
      id: 'mine',
      title: 'Mine',
      summary: '',
      params: { base },
      gauges: [{ name: 'level', label: 'Level', unit: '' }],
    });
    expect(problem(document)).toContain('components.shoppers.retryDelay.shape: found an unknown key');
    expect(problem(document)).not.toContain('watch');
    // another source under the same id is another policy
    expect(problem(raw)).toBe('none');
  });

  test('have their gauges charted by themselves, below what is charted, until somebody takes one away', () => {
    const gauged = { mine: { seam: 'retry-delay', source: 'gauged code' } };
    const shoppers = { kind: 'client', retryDelay: { kind: 'mine' }, calls: ['checkout'] };
    const components = { shoppers, again: shoppers, checkout: { kind: 'service' } };
    const scenario = readScenario({ ...raw, components, changes: [], watch: ['shoppers.goodput'], policies: gauged });
    adoptPolicies(scenario.policies);
    expect(watched(scenario)).toEqual([{ meter: 'shoppers.goodput' }]);
    const gauges = [{ name: 'level', label: 'Level', unit: '' }];
    describePolicy('mine', gauged.mine, { id: 'mine', title: 'Mine', summary: '', params: {}, gauges });
    const all = ['shoppers.goodput', 'shoppers.retryDelay.level', 'again.retryDelay.level'];
    const charts = (of: Scenario) => watched(of).map(({ meter }) => meter);
    expect(charts(scenario)).toEqual(all);
    const without = (removeChart(scenario, 1) as Gesture).scenario;
    expect(charts(without)).toEqual([all[0], all[2]]);
    expect(without.uncharted).toEqual([all[1]]);
    // it is kept in the document, and comes back where somebody wants it
    const read = readScenario(documentOf(without));
    expect(charts(read)).toEqual([all[0], all[2]]);
    const again = (addChart(without, all[1]) as Gesture).scenario;
    expect([charts(again), again.uncharted]).toEqual([[all[0], all[2], all[1]], undefined]);
    // where a scenario names no charts the usual ones stay
    expect(charts({ ...scenario, watch: [] }).slice(-2)).toEqual(all.slice(1));
    expect(charts({ ...scenario, watch: [] }).length).toBeGreaterThan(4);
  });

  test.each([
    [
      { policies: { 'full-jitter': { seam: 'retry-delay', source: '' } } },
      'policies.full-jitter: found the id of a built-in retry-delay policy, expected an id of its own',
    ],
    [{ policies: { Mine: { seam: 'retry-delay', source: '' } } }, 'policies.Mine: found the id "Mine"'],
    [{ policies: { mine: { seam: 'retries', source: '' } } }, 'policies.mine.seam: found "retries", expected'],
    [{ policies: { mine: { seam: 'eviction', source: '' } } }, 'components.shoppers.retryDelay.kind: found "mine", expected'],
    [
      { policies: { mine: { seam: 'retry-delay', source: 'x'.repeat(24_001) } } },
      'policies.mine.source: found 24001 characters, expected at most 24000',
    ],
    [
      { policies: Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`p${i}`, policies.mine])) },
      'policies: found 11 entries, expected at most 10',
    ],
    [{ policies: [] }, 'policies: found [], expected policies by id'],
  ])('%#: are refused with what is wrong', (wrong, said) => {
    expect(problem({ ...raw, changes: [], watch: [], ...wrong })).toContain(said);
  });
});
