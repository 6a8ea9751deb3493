import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { leanSimulation, withoutTexts } from '../../tools/vite/lean-simulation.ts';

const lean = (code: string) => withoutTexts(code, parseAst(code) as never);

describe('the simulation as a worker needs it', () => {
  test('says nothing to readers any more', () => {
    expect(lean("const a = { id: 'x', help: 'Long.', nested: { summary: 'S', notes: [{ text: 'T' }], sources: [1, 2] } };")).toBe(
      "const a = { id: 'x', help: '', nested: { summary: '', notes: [], sources: [] } };",
    );
  });

  test('nor to the builder', () => {
    expect(lean("import { presets as ours } from './a.ts'; const a = { id: 'x', presets: [...ours, { id: 'p' }], start() {} };")).toBe(
      "import { presets as ours } from './a.ts'; const a = { id: 'x', start() {} };",
    );
  });

  test('nor to the laws', () => {
    expect(lean("const a = { id: 'x', examples: [{ b: 1 }], promises: ({ b }) => (b ? ['c'] : []), start() {} };")).toBe(
      "const a = { id: 'x', start() {} };",
    );
    expect(lean("const a = { id: 'x', examples: [], promises: ['c'] , };")).toBe("const a = { id: 'x',  };");
    expect(lean("const a = { promises(b) { return []; }, help: 'Long.' }, d = { examples: [], promises: [] };")).toBe(
      "const a = { help: '' }, d = {  };",
    );
  });

  test('nor to the page', () => {
    expect(lean("const a = { help: 'Long.', idle: { meters: ['retries'], why: 'Never.' }, default: 1 };")).toBe(
      "const a = { help: '', default: 1 };",
    );
  });

  test('keeps what is computed, and what only looks alike', () => {
    const code = "const a = { help: b + 'c', [help]: 'd', helps: 'e' }; a.help = 'f'; const { help } = a;";
    expect(lean(code)).toBe(code);
  });
});

test('where code of a document’s own runs, contracts keep their texts: it takes parameters from there', () => {
  const { filter } = leanSimulation({ ownCode: true }).transform as unknown as { filter: { id: RegExp } };
  expect(filter.id.test('/x/src/sim/policy/eviction/contract.ts')).toBe(false);
  expect(filter.id.test('/x/src/sim/policy/eviction/lru.ts')).toBe(true);
  expect(filter.id.test('/x/src/sim/component/cache/cache.ts')).toBe(true);
  expect(filter.id.test('/x/src/sim/flow/caller-params.ts')).toBe(true);
  // contracts pass them on
  expect(filter.id.test('/x/src/sim/param/recording-params.ts')).toBe(false);
  // what a check of a policy says of it
  expect(filter.id.test('/x/src/sim/law/eviction.ts')).toBe(false);
});
