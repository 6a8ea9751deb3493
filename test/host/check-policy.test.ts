import { afterAll, describe, expect, test } from 'vitest';
import { checkPolicy } from '../../src/host/check-policy.ts';
import { type CheckReport, isReport, linesOf } from '../../src/host/check-report.ts';
import { causeOfChange } from '../../src/host/sandbox/cause-of-change.ts';
import { explainIn } from '../../src/host/sandbox/explain.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { settingsIn } from '../../src/scenario/own-policies.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { kinds, registerKinds } from '../../src/sim/world/kinds.ts';
import { adoptHere } from '../law/own-code.ts';
import { delaying } from '../own-delay.ts';

const { components, seams } = { ...kinds };
afterAll(() => registerKinds(components, seams));

/** The check of it, where customers retry with it. */
async function check(source: string, plan = true): Promise<CheckReport> {
  const policies = { mine: { seam: 'retry-delay', source } };
  const scenario = readScenario({
    format: 2,
    title: 'Shop',
    duration: 10_000,
    policies,
    components: {
      shoppers: {
        kind: 'client',
        arrival: { kind: 'constant', rate: 100 },
        maxAttempts: 3,
        retryDelay: { kind: 'mine' },
        calls: ['checkout'],
      },
      checkout: { kind: 'service', servers: 5, serviceTime: { kind: 'constant', value: 60 } },
    },
    changes: [{ at: 2_000, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 0.5 } } }],
  });
  adoptHere('mine', policies.mine);
  const explain = explainIn({ mine: source }, () => null);
  return checkPolicy(
    { seam: 'retry-delay', policy: 'mine', settings: [], plan: plan ? planOf(scenario, BASE) : null, recordings: new Map() },
    { tick: async () => {}, explain: (error, world) => explain(error, world, null) },
  );
}

const brokenIn = (report: CheckReport, source = '') => linesOf(report, causeOfChange(source)).filter(({ state }) => state === 'broken');

describe('the check of a policy', () => {
  test('of one that keeps all laws says how much was tried, and that a run is the same twice', async () => {
    const report = await check(delaying('20_000'));
    expect(isReport(report)).toBe(true);
    const lines = linesOf(report, causeOfChange(''));
    expect(lines.every(({ state }) => state === 'holds')).toBe(true);
    // how often there is time for depends on the machine
    expect(lines.map(({ sentence }) => sentence).join('\n')).toMatch(
      /^Waits no shorter than its least and no longer than its most: (\d+ operations, )?[\d,]+ retries\.$/m,
    );
    expect(lines.at(-1)!.sentence).toMatch(/^The same run comes to the same end twice: the same fingerprint, [0-9a-f]{16}, after 10 s\.$/);
  });

  test('says which law does not hold, where, and on which line', async () => {
    const [wrong, ...others] = brokenIn(await check(delaying('retry > 3 ? 60_000 : 0'), false));
    expect(others).toEqual([]);
    expect(wrong).toEqual({
      state: 'broken',
      sentence:
        'Waits no shorter than its least and no longer than its most. It waits 60,000 µs before retry 4, and says 0 to 50,000 µs: retry 4, with its defaults.',
      line: 7,
    });
  });

  test('says what an answer is that no contract allows', async () => {
    const [wrong] = brokenIn(await check(delaying('0.5'), false));
    expect(wrong.sentence).toBe(
      'Answers every call, with something that its contract allows. It answers 0.5 in delay, expected whole µs from 0: retry 1, with its defaults.',
    );
    expect(wrong.line).toBe(7);
  });

  test('of one that remembers outside of its run says by when a second run differs, and why', async () => {
    const source = delaying('(kept++ % 40) * 1_000', 'let kept = 0;');
    const wrong = brokenIn(await check(source), source);
    expect(wrong.map(({ sentence }) => sentence.split('. ')[0])).toEqual([
      'Waits as long for the same draws, whatever other operations do',
      'The same run comes to the same end twice',
    ]);
    expect(wrong[1].sentence).toMatch(
      /The second differs from the first by 2(\.\d+)? s\. The likely cause is "kept" on line 2: it stands outside of the functions/,
    );
    expect(wrong[1].line).toBe(2);
  });

  test('of one that fails in a run says so', async () => {
    const wrong = brokenIn(await check(delaying('chance.unit() < 2 ? -1 : 0')));
    expect(wrong.at(-1)!.sentence).toMatch(
      /^The same run comes to the same end twice\. It stops: mine, line 7: delay answered -1, expected whole µs from 0/,
    );
  });
});

describe('the cause of a change', () => {
  test.each([
    ['const a = 1;\nconst seen = new Map<number, number>();', 'seen', 2],
    ['const table = [1, 2];\nvar count: number = 0;', 'count', 2],
    ['const table: number[] = [1, 2];', 'table', 1],
    ['let a = 1;\nconst seen = new Set();', 'a', 1],
  ])('in %j is %s', (source, name, line) => {
    expect(causeOfChange(source)).toMatchObject({
      sentence: expect.stringContaining(`The likely cause is "${name}" on line ${line}:`),
      line,
    });
  });

  test.each(['const a = 1;', 'function f() {\n  let a = 1;\n  return a;\n}', 'const f = () => {\n  const seen = new Map();\n};', 'let ='])(
    'in %j is not outside of its functions',
    (source) => {
      expect(causeOfChange(source).line).toBeNull();
    },
  );
});

test('a report that is none is not taken for one', async () => {
  const report = await check(delaying('0'));
  for (const wrong of [null, {}, { ...report, laws: [{}] }, { ...report, twice: { fingerprint: 1 } }, { ...report, words: 'x' }])
    expect(isReport(wrong)).toBe(false);
  expect(isReport({ ...report, laws: [{ ...report.laws[0], breach: { found: 'x', where: 'y', line: 0 } }] })).toBe(false);
});

test('the settings of a policy are those that its scenario gives it, each once', () => {
  const scenario = { a: { kind: 'mine', base: 1 }, b: [{ kind: 'mine', base: 1 }, { kind: 'mine' }], c: { kind: 'other', base: 3 } };
  expect(settingsIn(scenario, 'mine')).toEqual([{ base: 1 }, {}]);
});
