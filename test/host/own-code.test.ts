import { describe, expect, test } from 'vitest';
import { CodeError } from '../../src/host/sandbox/code-error.ts';
import { compile } from '../../src/host/sandbox/compile.ts';
import { allow, areAllowed, codeHash, disallow, disallowCrashed, isAllowed } from '../../src/host/sandbox/consent.ts';
import { explainIn } from '../../src/host/sandbox/explain.ts';
import { fork, newPolicyId } from '../../src/host/sandbox/fork.ts';
import { isSound } from '../../src/host/sandbox/sound-message.ts';
import { lineOfMethod, locateIn, whereDefined, whereIn } from '../../src/host/sandbox/where.ts';
import { saidBy } from '../../src/sim/own-policy/thrown.ts';
import { adoptHere } from '../law/own-code.ts';

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

describe('what a definition says that makes no sense', () => {
  const LINES = [
    "import { choice, defineRetryDelay, number } from '#goodput/retry-delay';",
    'const given = { label: "Wide", help: "How wide.", default: 5, min: 1, max: 9 };',
    'export default defineRetryDelay({',
    "  id: 'mine',",
    "  title: 'Mine',",
    '  params: {',
    '    wide: number({ ...given }),',
    '  },',
    '  delay: (params) => params.wide,',
    '  most: () => 1e6,',
    '  least: () => 0,',
    '});',
  ];
  /** What is told of the source with a line of it in place of another. */
  const told = (line: number, by: string) => {
    const source = LINES.map((each, i) => (i + 1 === line ? by : each)).join('\n');
    try {
      adoptHere('mine', { seam: 'retry-delay', source });
    } catch (error) {
      return `${whereDefined(error, source, () => null)}: ${saidBy(error)}`;
    }
    return 'nothing';
  };

  test.each([
    [12, '});', 'nothing'],
    [4, 'id: 7 as never,', '4: its id is 7, but the scenario calls it "mine": both must be the same'],
    [5, 'title: "x".repeat(121),', '5: title: expected a text of at most 120 characters, as menus show it'],
    [5, 'title: "Mine", summary: "x".repeat(2001),', '5: summary: expected a sentence, 2000 characters at most'],
    [7, 'wide: 7 as never,', '7: params.wide: expected number({ … }), duration({ … }) or another kind of parameter'],
    [7, 'wide: number({ ...given, default: 50 }),', '7: params.wide.default: found 50, expected a number from 1 to 9'],
    [7, 'wide: number({ ...given, default: [5n] as never }),', '7: params.wide.default: found an object, expected a number from 1 to 9'],
    [7, 'wide: number({ ...given, min: 9 }),', '7: params.wide: min is 9 and max is 9, expected numbers with min < max'],
    [7, 'wide: number({ ...given, help: "x".repeat(1e6) }),', '7: params.wide.help: expected a sentence, 2000 characters at most'],
    [7, 'wide: number({ ...given, unit: "x".repeat(1e6) }),', '7: params.wide.unit: 1,000,000 characters, expected at most 2000'],
    [
      7,
      'wide: choice({ ...given, default: "a0", options: Object.fromEntries(Array.from({ length: 41 }, (_, i) => ["a" + i, "A"])) }),',
      "7: params.wide.options: expected { value: 'label', … }, 40 at most",
    ],
    [10, '', '3: it has no function most, which a retry-delay policy needs'],
    [10, 'most: 5 as never,', '10: most: expected a function'],
    [
      10,
      'most: () => 1, gauges: { wide: { label: "Wide" } } as never,',
      '10: gauges: nobody reads those of policies for retry-delay; those for',
    ],
  ])('line %i, %s', (line, by, problem) => {
    expect(told(line, by)).toContain(problem);
  });
});

test('whatever code throws can be said, and is not long', () => {
  expect(saidBy(new Error('x'.repeat(3_000)))).toHaveLength(2_000);
  expect([saidBy('now'), saidBy(null), saidBy(Symbol('s'))]).toEqual(['it threw now', 'it threw null', 'it threw Symbol(s)']);
  const refuse = () => {
    throw new Error('no');
  };
  const mute = 'it threw something that cannot be put into words';
  const hostile = new Proxy({}, { get: refuse, getPrototypeOf: refuse });
  for (const thrown of [Object.create(null), hostile]) {
    expect(saidBy(thrown)).toBe(mute);
    expect(whereDefined(thrown, 'define(', () => null)).toBeNull();
    expect(explainIn({}, () => null)(thrown, null, null)).toEqual({ message: mute });
  }
});

describe('a fork', () => {
  test('imports from where code may, and has an id and a title of its own', () => {
    const source =
      "import { defineRetryDelay } from './contract.ts';\nexport const none = defineRetryDelay({ id: 'none', title: 'None' });";
    expect(fork('retry-delay', source, 'none', 'my-none')).toEqual({
      seam: 'retry-delay',
      source:
        "import { defineRetryDelay } from '#goodput/retry-delay';\nexport const none = defineRetryDelay({ id: 'my-none', title: 'My none' });",
      from: 'none',
    });
    expect(fork('eviction', "({ id: 'sieve', title: 'SIEVE' })", 'sieve', 'mine').source).toBe("({ id: 'mine', title: 'My SIEVE' })");
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
