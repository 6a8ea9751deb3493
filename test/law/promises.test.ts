import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ScenarioError } from '../../src/scenario/problem.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import type { Param, ParamRecord, Seams } from '../../src/sim/param/param.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import { documentsOf } from './promises.ts';

const TESTS = join(import.meta.dirname, '..');
const testFiles = ['law', 'sim/policy'].flatMap((folder) =>
  readdirSync(join(TESTS, folder))
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(TESTS, folder, file), 'utf8')),
);

/** Some component's parameter that takes a policy of a seam. */
function takerOf(seam: string): { kind: string; param: string } {
  for (const { id, params } of componentKinds)
    for (const [name, param] of Object.entries(params))
      if (param.type === 'policy' && param.seam === seam) return { kind: id, param: name };
  throw new Error(`no component asks a policy of ${seam}`);
}

/** What a scenario that says so would be told is wrong with it. */
function problemsWith(seam: string, document: object): string[] {
  const { kind, param } = takerOf(seam);
  try {
    readScenario({ format: 1, seed: 1, duration: 1_000, components: { subject: { kind, [param]: document } } });
    return [];
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error;
    return error.problems
      .filter(({ path }) => path.startsWith(`components.subject.${param}`))
      .map(({ path, found }) => `${path}: ${found}`);
  }
}

/** Ways of working between which a parameter chooses. */
function modesOf(param: Param): readonly unknown[] {
  if (param.type === 'choice') return Object.keys(param.options);
  return param.type === 'flag' ? [false, true] : [];
}

describe.each(Object.keys(seams) as (keyof Seams)[])('%s', (seam) => {
  const { catalogue } = seams[seam];

  test('there are laws for what its policies promise', () => {
    expect(testFiles.some((source) => new RegExp(`holdToPromises<[^>]+>\\('${seam}'`).test(source))).toBe(true);
  });

  test('examples are what a scenario may say', () => {
    for (const policy of catalogue) for (const document of documentsOf(policy)) expect(problemsWith(seam, document)).toEqual([]);
    expect(problemsWith(seam, { kind: catalogue[0].id, sevenLeaguedBoots: 7 })).not.toEqual([]);
  });

  test('every mode is the default or has its example', () => {
    for (const policy of catalogue)
      for (const [name, param] of Object.entries(policy.params as ParamRecord))
        for (const mode of modesOf(param))
          expect(
            documentsOf(policy).some(({ [name]: value = param.default }) => value === mode),
            `${seam}/${policy.id}: ${name} ${mode}`,
          ).toBe(true);
  });
});
