import { parseAst } from 'vite';
import { describe, expect, test } from 'vitest';
import { withoutTexts } from '../../tools/vite/lean-simulation.ts';

const lean = (code: string) => withoutTexts(code, parseAst(code) as never);

describe('the simulation as a worker needs it', () => {
  test('says nothing to readers any more', () => {
    expect(lean("const a = { id: 'x', help: 'Long.', nested: { summary: 'S', notes: [{ text: 'T' }], sources: [1, 2] } };")).toBe(
      "const a = { id: 'x', help: '', nested: { summary: '', notes: [], sources: [] } };",
    );
  });

  test('keeps what is computed, and what only looks alike', () => {
    const code = "const a = { help: b + 'c', [help]: 'd', helps: 'e' }; a.help = 'f'; const { help } = a;";
    expect(lean(code)).toBe(code);
  });
});
