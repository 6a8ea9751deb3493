import { describe, expect, it } from 'vitest';
import { everyDescription as descriptions } from '../../src/scenario/every-description.ts';
import { helpOf, prose } from '../../src/scenario/prose.ts';
import { referencePages } from '../../src/scenario/reference.ts';
import { scenarioSchema } from '../../src/scenario/schema.ts';
import type { ParamRecord } from '../../src/sim/param/param.ts';

type Branch = {
  then: { markdownDescription: string; properties: Record<string, { description: string; markdownDescription: string; default: unknown }> };
};
const { definitions } = scenarioSchema() as {
  definitions: Record<string, { allOf: Branch[]; defaultSnippets: { body: { kind: string } }[] }>;
};

/** Every parameter must be in its branch, described, with its default. */
function expectParams(branch: Branch, params: ParamRecord): void {
  for (const [name, param] of Object.entries(params)) {
    const property = branch.then.properties[name];
    expect(property?.description).toBe(helpOf(param));
    expect(property?.markdownDescription).toContain(param.label);
    expect(property?.default).toEqual(param.default);
  }
}

describe('the JSON Schema', () => {
  it('has a branch with every parameter for every policy of every seam', () => {
    for (const [seam, { policies }] of Object.entries(descriptions.seams)) {
      expect(definitions[seam].allOf).toHaveLength(policies.length);
      for (const [i, policy] of policies.entries()) expectParams(definitions[seam].allOf[i], policy.params);
      expect(definitions[seam].defaultSnippets.map(({ body }) => body.kind)).toEqual(policies.map(({ id }) => id));
    }
  });

  it('has a branch with every parameter for every component', () => {
    for (const [i, component] of descriptions.components.entries()) expectParams(definitions.component.allOf[i], component.params);
  });
});

describe('the reference', () => {
  it('has a page for everything, with every parameter, its default and its sources', () => {
    const pages = referencePages();
    const expected = [
      ...descriptions.components.map(({ id }) => id),
      ...Object.entries(descriptions.seams).flatMap(([seam, { policies }]) => policies.map(({ id }) => `${seam}/${id}`)),
    ];
    expect(pages.map(({ id }) => id)).toEqual(expected);
    for (const [seam, { policies }] of Object.entries(descriptions.seams)) {
      for (const policy of policies) {
        const page = pages.find(({ id }) => id === `${seam}/${policy.id}`)?.markdown ?? '';
        for (const name of Object.keys(policy.params)) expect(page).toContain(`\`${name}\``);
        for (const { url } of prose.sources[`${seam}/${policy.id}`]) expect(page).toContain(url);
      }
    }
  });

  it('leaves no gap', () => {
    for (const { id, markdown } of referencePages()) expect(markdown, id).not.toMatch(/undefined|null \||\[object/);
  });
});
