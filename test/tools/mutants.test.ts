import { describe, expect, test } from 'vitest';
import { changedLine, faultsOf, faulty, probed, REACHED } from '../../tools/mutants/faults.ts';

/** What becomes of the statements of a function, one fault at a time. */
function mutantsOf(body: string): string[] {
  const code = `function f() {\n${body}\n}\n`;
  return faultsOf('f.ts', code).map((fault) => `${fault.operator}: ${changedLine(code, fault).after}`);
}

describe('faults of one line', () => {
  test('comparisons are moved by one or flipped, conditions negated', () => {
    expect(mutantsOf('if (a < b) c = d >= e;')).toEqual([
      'condition negated: if (!(a < b)) c = d >= e;',
      'boundary moved: if (a <= b) c = d >= e;',
      'statement dropped: if (a < b) ;',
      'boundary moved: if (a < b) c = d > e;',
    ]);
    // flipped and negated are the same
    expect(mutantsOf('while (a === b);')).toEqual(['comparison flipped: while (a !== b);']);
  });

  test('sums, counts, bounds and constants become others', () => {
    expect(mutantsOf('return Math.min(a + 1, 2) - b * c;')).toEqual([
      'other rounding or bound: return Math.max(a + 1, 2) - b * c;',
      'arithmetic swapped: return Math.min(a - 1, 2) - b * c;',
      'constant replaced: return Math.min(a + 0, 2) - b * c;',
      'arithmetic swapped: return Math.min(a + 1, 2) + b * c;',
      'arithmetic swapped: return Math.min(a + 1, 2) - b / c;',
    ]);
    expect(mutantsOf('n++;')).toEqual(['statement dropped: ;', 'arithmetic swapped: n--;']);
    expect(mutantsOf('n += m;')).toEqual(['statement dropped: ;', 'arithmetic swapped: n -= m;']);
    expect(mutantsOf('for (const one of [a, b]);')).toEqual(['list shortened: for (const one of [a]);']);
  });

  test('and becomes or; an else, a call, a way out goes missing', () => {
    expect(mutantsOf('return a && b ? c : d;')).toEqual([
      'condition negated: return !(a && b) ? c : d;',
      'and/or swapped: return a || b ? c : d;',
    ]);
    expect(mutantsOf('if (a !== b) return; else this.c();')).toEqual([
      'comparison flipped: if (a === b) return; else this.c();',
      'statement dropped: if (a !== b) ; else this.c();',
      'else dropped: if (a !== b) return;',
      'statement dropped: if (a !== b) return; else ;',
    ]);
    const code = 'class A {\n  go(): void {\n    this.a();\n    this.b();\n  }\n}\n';
    expect(faulty(code, faultsOf('a.ts', code)[0])).toContain('go(): void { if (1 < 2) return;\n');
  });

  test('what is only said, typed or declared is left alone, and so is what takes more than a line', () => {
    expect(mutantsOf("throw new Error('a' + 1);")).toEqual([]);
    expect(mutantsOf("return { label: a - 1, 'b': c as unknown as 0 };")).toEqual([]);
    expect(mutantsOf("return 'a' + b;")).toEqual([]);
    expect(mutantsOf('this.a(\n  b,\n);')).toEqual([]);
    expect(faultsOf('p.ts', 'export const params = { retries: 1, on: true, most: 2 + 3 };')).toEqual([]);
    const declared = 'return { most: integer({ default: 1, min: 0, whenCalling: true }) };';
    expect(mutantsOf(declared)).toHaveLength(3);
    expect(faultsOf('p.ts', `import { integer } from '../param/param.ts';\nfunction f() {\n${declared}\n}`)).toEqual([]);
    expect(faultsOf('c.ts', 'class B extends A { private n = 0; constructor() { super(a); } }').map(({ by }) => by)).toEqual(['1']);
  });

  test('a draw has the name it has: another one would be as good', () => {
    expect(mutantsOf('this.chance.aim(low ^ mix(step + 1), high);')).toEqual(['statement dropped: ;']);
    expect(mutantsOf('return (mix(key + 1) >>> 0) % nodes;')).toEqual([]);
    expect(mutantsOf('const n = this.born++; return derivedLow(low, n);')).toEqual([]);
    expect(mutantsOf('const n = this.born++; return derivedLow(low, n) | n;')).toEqual([
      'arithmetic swapped: const n = this.born--; return derivedLow(low, n) | n;',
    ]);
  });

  test('know their line', () => {
    const code = 'function f() {\n\n  a();\n}\n';
    const [fault] = faultsOf('f.ts', code);
    expect([fault.line, changedLine(code, fault)]).toEqual([3, { before: 'a();', after: ';' }]);
  });
});

describe('a source with probes', () => {
  test('does what it did, and says which faults it would have come to', () => {
    const code = `function step(n) { if (n > 3 && n !== 5) { n += 1; return n * 2; } for (;;) { n++; if (n > 9) break; } return n - 1; }`;
    const faults = faultsOf('step.ts', code);
    const run = (text: string, n: number, reached: Uint8Array) =>
      new Function(REACHED, 'n', `${text} return step(n);`)(reached, n) as number;
    const reachedBy = (n: number) => {
      const reached = new Uint8Array(7 + faults.length);
      expect(run(probed(code, faults, 7), n, reached)).toBe(run(code, n, reached.slice()));
      return faults.filter((_, i) => reached[7 + i] === 1).map((fault) => code.slice(fault.start, fault.end));
    };
    expect(reachedBy(4)).toEqual(['n > 3 && n !== 5', '>', '&&', '!==', 'n += 1;', '+=', '1', '*']);
    expect(reachedBy(2)).toEqual(['n > 3 && n !== 5', '>', '&&', 'n++;', '++', 'n > 9', '>', 'break;', '-', '1']);
  });
});
