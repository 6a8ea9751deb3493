import { describe, expect, test } from 'vitest';
import '../../src/scenario/every-description.ts';
import { descriptions } from '../../src/scenario/descriptions.ts';
import { integer, policy } from '../../src/sim/param/param.ts';
import { sectionsOf } from '../../src/ui/inspector/Inspector.tsx';

const count = (group: string) => integer({ label: 'Count', help: '', group, default: 1, min: 1, max: 9 });

describe('sections of the inspector', () => {
  test('parameters after a policy stand with it; a group that is interrupted goes on where it began', () => {
    const fault = policy({ label: 'Fault', help: '', group: 'Trouble', seam: 'fault', default: { kind: 'none' } });
    const records = { a: count('Replicas'), fault, b: count('Trouble'), c: count('Replicas') };
    expect(sectionsOf(records, 0, {}).map(({ title, policy, params }) => ({ title, policy, params }))).toEqual([
      { title: 'Replicas', policy: null, params: ['a', 'c'] },
      { title: 'Fault', policy: 'fault', params: ['b'] },
    ]);
  });

  test.each(descriptions.components)('of $id: no heading stands twice, no parameter is lost', ({ params }) => {
    const defaults = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.default]));
    for (const wires of [0, 1, 2]) {
      const titles = sectionsOf(params, wires, defaults).map(({ title }) => title);
      expect(titles).toEqual([...new Set(titles)]);
    }
    const all = Object.fromEntries(Object.entries(params).map(([name, param]) => [name, { ...param, where: undefined }]));
    const shown = sectionsOf(all, 2, defaults).flatMap(({ policy, params }) => [...(policy ? [policy] : []), ...params]);
    expect(shown.toSorted()).toEqual(Object.keys(params).toSorted());
  });
});
