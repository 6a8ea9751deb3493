import { describe, expect, test } from 'vitest';
import { CodeError } from '../../src/host/sandbox/code-error.ts';
import { compile } from '../../src/host/sandbox/compile.ts';
import { allow, areAllowed, codeHash, disallow, disallowCrashed, isAllowed } from '../../src/host/sandbox/consent.ts';
import { fork, newPolicyId } from '../../src/host/sandbox/fork.ts';
import { isSound } from '../../src/host/sandbox/sound-message.ts';
import { lineOfMethod, locateIn, whereIn } from '../../src/host/sandbox/where.ts';

const of = (source: string) => compile('mine', { seam: 'retry-delay', source });

function problemOf(source: string): string {
  try {
    of(source);
  } catch (error) {
    if (error instanceof CodeError) return error.message;
    throw error;
  }
  return 'none';
}

describe('compiling', () => {
  test('takes types out and makes imports constants, line by line', () => {
    const { code } = of(`import {
  defineRetryDelay, duration as time,
  type Chance,
} from '#goodput/retry-delay';
const factor: number = 2;
export default defineRetryDelay({ factor });
export { factor };
`);
    expect(code.split('\n')).toEqual([
      "const { defineRetryDelay , duration : time , } = $import('#goodput/retry-delay');".replace('duration : time , ', ''),
      '',
      '',
      '',
      'const factor = 2;',
      'void  defineRetryDelay({ factor });',
      ';;',
      '',
    ]);
    expect(of("import * as all from '#goodput/eviction';\nall;").code).toBe("const all = $import('#goodput/eviction');\nall;");
  });

  test.each([
    ["import { a } from 'fs';\na;", 'mine, line 1: "fs" cannot be imported: a policy imports from \'#goodput/retry-delay\''],
    ["const a = 1;\nimport type { A } from './contract.ts';", 'mine, line 2: "./contract.ts" cannot be imported'],
    ["import '#goodput/eviction';\nconst a = import('#goodput/eviction');", 'mine, line 2: import() is not there'],
    ["\n\nexport * from '#goodput/eviction';", 'mine, line 3: nobody imports a policy'],
    ['const a = {\n  b: [1, 2;\n};', 'mine, line 2: Unexpected token'],
  ])('refuses %j', (source, problem) => {
    expect(problemOf(source)).toContain(problem);
  });

  test('warns of what engines compute differently', () => {
    const { warnings } = of('const a = 2;\nconst b = Math.log(a) + a ** 2 + Math.floor(a);\n// Math.sin(a)\nconst c = "Math.cos(1)";');
    expect(warnings.map(({ line, message }) => [line, message.split(' ')[0]])).toEqual([
      [2, 'Math.log'],
      [2, '**'],
    ]);
  });
});

describe('where something went wrong', () => {
  const locate = locateIn([
    { id: 'first', first: 101, lines: 10 },
    { id: 'second', first: 120, lines: 5 },
  ]);

  test.each([
    [
      'V8',
      'Error: x\n    at up (blob:null/1-2:7:1)\n    at Object.delay (blob:null/1-2:104:9)\n    at run (blob:null/1-2:2:1)',
      'first',
      4,
    ],
    ['SpiderMonkey', 'up@blob:null/1-2:7:1\ndelay@blob:null/1-2:120:9\nrun@blob:null/1-2:2:1\n', 'second', 1],
    ['JavaScriptCore', 'up@blob:null/1-2:7:1\ndelay@blob:null/1-2:124:9\nrun@blob:null/1-2:2:1', 'second', 5],
  ])('is found in a stack of %s', (_engine, stack, policy, line) => {
    expect(whereIn(Object.assign(new Error('x'), { stack }), locate)).toEqual({ policy, line });
  });

  test('is nowhere where none of the frames is of the code', () => {
    expect(whereIn(Object.assign(new Error('x'), { stack: 'Error: x\n    at run (blob:null/1-2:111:1)' }), locate)).toBeNull();
    expect(whereIn('x', locate)).toBeNull();
  });

  test('of an answer it is where its function begins', () => {
    const source = '// delay: not here\nexport default define({\n  delay: () => 1,\n  most(params) {},\n});';
    expect([lineOfMethod(source, 'delay'), lineOfMethod(source, 'most'), lineOfMethod(source, 'least')]).toEqual([3, 4, null]);
  });
});

describe('a fork', () => {
  test('imports from where code may, and has its own id', () => {
    const source =
      "import { defineRetryDelay } from './contract.ts';\nexport const none = defineRetryDelay({ id: 'none', title: 'None' });";
    expect(fork('retry-delay', source, 'none', 'my-none')).toEqual({
      seam: 'retry-delay',
      source:
        "import { defineRetryDelay } from '#goodput/retry-delay';\nexport const none = defineRetryDelay({ id: 'my-none', title: 'None' });",
      from: 'none',
    });
    expect(newPolicyId('none', ['my-none', 'my-none-2'])).toBe('my-none-3');
  });
});

describe('consent', () => {
  test('is for one text, and can be taken back', () => {
    const policies = { mine: { seam: 'retry-delay', source: 'a' } };
    expect(areAllowed(policies)).toBe(false);
    allow(codeHash('a'));
    expect(areAllowed(policies)).toBe(true);
    expect(areAllowed({ mine: { seam: 'retry-delay', source: 'a ' } })).toBe(false);
    disallow(codeHash('a'));
    expect(isAllowed(codeHash('a'))).toBe(false);
    expect(disallowCrashed()).toEqual([]);
  });
});

describe('messages from code', () => {
  const result = {
    arm: 'base',
    seed: 1,
    bins: 2,
    binWidth: 5,
    closedBins: 2,
    series: [{ id: 'a.b', label: 'B', unit: '', kind: 'level' }],
    samples: new Float64Array(2),
    whole: new Float64Array(1),
    fingerprint: '0123456789abcdef',
    requests: 1,
    events: 2,
    finished: true,
    runaway: null,
    warnings: [],
    took: 3,
    figures: [],
  };

  test('are taken as the page knows them, and no other', () => {
    expect(isSound({ type: 'result', job: 1, result })).toBe(true);
    for (const wrong of [
      { samples: new Float64Array(3) },
      { samples: [1, 2] },
      { series: [{ id: {} }] },
      { fingerprint: '<b>' },
      { closedBins: 3 },
    ])
      expect(isSound({ type: 'result', job: 1, result: { ...result, ...wrong } }), JSON.stringify(wrong)).toBe(false);
    expect(isSound({ type: 'pong', reached: null })).toBe(true);
    for (const wrong of [
      null,
      'ready',
      { type: 'pong', reached: 'x' },
      { type: 'eval' },
      { type: 'broken', problems: [{}] },
      { type: 'described', policies: { a: {} } },
    ])
      expect(isSound(wrong)).toBe(false);
  });
});
