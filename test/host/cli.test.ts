import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readRecordingFile } from '../../src/host/recording-files.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { withTraffic } from '../../src/scenario/traffic.ts';
import { READ, type Recording, WRITE } from '../../src/sim/policy/workload/contract.ts';
import { World } from '../../src/sim/world/world.ts';
import { curatedIds } from '../curated.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'goodput-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function goodput(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, 'tools/goodput.mjs'), ...args], {
    encoding: 'utf8',
    cwd: folder,
    maxBuffer: 64e6,
  });
  return { status, stdout, stderr };
}

function file(name: string, document: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof document === 'string' ? document : JSON.stringify(document));
  return path;
}

/** 100 requests a second for two seconds, 10 ms of work each; in the arm `down` all fail from the first second on. */
const document = {
  format: 1,
  title: 'A corner shop',
  seed: 7,
  duration: 2_000,
  bins: 10,
  components: {
    shoppers: { kind: 'client', arrival: { kind: 'constant', rate: 100 }, attemptTimeout: null, maxAttempts: 1, calls: ['checkout'] },
    checkout: { kind: 'service', servers: 5, serviceTime: { kind: 'exponential', mean: 10 } },
  },
  arms: [
    {
      id: 'down',
      title: 'It goes down',
      set: {},
      changes: [{ at: 1_000, set: { 'checkout.fault': { kind: 'fail-fast', inService: 'goes-on' } } }],
    },
  ],
  claims: [{ text: 'Nearly all succeed.', meter: 'shoppers.successRatio', stat: 'value', is: '>', than: 0.9 }],
};
const shop = file('shop.json', document);

const withWorkload = (workload: object) => ({
  ...document,
  components: { ...document.components, shoppers: { ...document.components.shoppers, workload } },
});

/** The shop with a retry delay of its own, whose every wait is this expression [µs]. */
const withCode = (delay: string) => ({
  ...document,
  arms: [],
  components: {
    ...document.components,
    shoppers: { ...document.components.shoppers, attemptTimeout: 5, maxAttempts: 3, retryDelay: { kind: 'mine' } },
  },
  policies: {
    mine: {
      seam: 'retry-delay',
      source: `import { defineRetryDelay } from '#goodput/retry-delay';
export default defineRetryDelay({ id: 'mine', title: 'Mine', params: {}, most: () => 1e9, least: () => 0,
  delay: () => ${delay},
});`,
    },
  },
});

const plan = (arm: string) => planOf(readScenario(document), arm);

interface Output {
  scenario: string;
  runs: {
    arm: string;
    seed: number;
    fingerprint: string;
    requests: number;
    meters: Record<
      string,
      { unit: string; summary: { value: number | null; min: number | null; max: number | null }; samples: (number | null)[] }
    >;
  }[];
}
const json = (...args: string[]): Output => JSON.parse(goodput('run', shop, '--format', 'json', ...args).stdout);

describe('run', () => {
  test('as JSON holds every arm with its fingerprint, meters and samples: the same run as anywhere', () => {
    const { scenario, runs } = json();
    expect(scenario).toBe('shop');
    expect(runs.map(({ arm, seed, requests }) => [arm, seed, requests])).toEqual([
      ['base', 7, 199],
      ['down', 7, 199],
    ]);
    for (const { arm, fingerprint } of runs) {
      const world = new World(plan(arm));
      world.run();
      expect(fingerprint, arm).toBe(world.fingerprintDigits());
    }
    const arrivals = runs[0].meters['shoppers.arrivals'];
    expect(arrivals.samples).toEqual([95, 100, 100, 100, 100, 100, 100, 100, 100, 100]);
    expect(arrivals).toMatchObject({ unit: 'req/s', summary: { value: 99.5, min: 95, max: 100 } });
    // where nothing was observed there is null: no success in the last second
    expect(runs[1].meters['shoppers.responseTime.p50'].samples.slice(6)).toEqual(Array(4).fill(null));
  });

  test('takes an arm, seeds and settings', () => {
    const { runs } = json(
      '--arm',
      'It goes down',
      '--seed',
      '3',
      '--seeds',
      '2',
      '--set',
      'checkout.serviceTime={"kind":"constant","value":50}',
    );
    expect(runs.map(({ arm, seed }) => [arm, seed])).toEqual([
      ['down', 3],
      ['down', 4],
    ]);
    expect(runs[0].meters['checkout.timeInSystem.mean'].summary.value).toBe(50);
    const short = json(
      '--set',
      'duration=1000',
      '--set',
      'bins=20',
      '--set',
      'seed=1',
      '--arm',
      'base',
      '--set',
      'shoppers.arrival.rate=10',
    );
    expect(short.runs[0]).toMatchObject({ seed: 1, requests: 9 });
    expect(short.runs[0].meters['shoppers.arrivals'].samples).toHaveLength(20);
  });

  test('as CSV has a row a bin and a column a meter with its unit', () => {
    const { stdout } = goodput('run', shop, '--format', 'csv');
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows).toHaveLength(1 + 2 * 10);
    expect(new Set(rows.map((row) => row.length)).size).toBe(1);
    expect(rows[0].slice(0, 3)).toEqual(['arm', 'seed', 'time_ms']);
    const arrivals = rows[0].indexOf('shoppers.arrivals [req/s]');
    expect(rows.slice(1, 4).map((row) => [row[0], row[1], row[2], row[arrivals]])).toEqual([
      ['base', '7', '0', '95'],
      ['base', '7', '200', '100'],
      ['base', '7', '400', '100'],
    ]);
    const p50 = rows[0].findIndex((name) => name.startsWith('shoppers.responseTime.p50'));
    expect(rows.at(-1)![p50]).toBe('');
  });

  test('as text, unless told otherwise, has a line a meter', () => {
    const { stdout, status } = goodput('run', shop, '--arm', 'base');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^shop, arm base, seed 7: 199 requests, \d+ ms, fingerprint [0-9a-f]{16}\n/);
    expect(stdout).toMatch(/\n {2}shoppers\.arrivals +99\.50 +95\.00 +100\.0 {2}req\/s\n/);
  });

  test('as text of many seeds has the mean of the runs and how sure it is', () => {
    const { stdout } = goodput('run', shop, '--arm', 'base', '--seeds', '3');
    expect(stdout).toMatch(/^shop, arm base, 3 runs, seeds 7 to 9\n/);
    // arrivals are the same whatever the seed, service times are not
    expect(stdout).toMatch(/\n {2}shoppers\.arrivals +99\.50 +0\.000 +99\.50 +99\.50 {2}req\/s\n/);
    expect(stdout).toMatch(/\n {2}checkout\.timeInSystem\.mean +(?!0\.000)[\d.]+ +(?!0\.000)[\d.]+ /);
  });

  test('with many seeds and arms gives what single runs give, in their order, on however many threads', () => {
    const long = file('long.json', { ...document, duration: 120_000 });
    const { runs } = JSON.parse(goodput('run', long, '--format', 'json', '--seeds', '60').stdout) as Output;
    expect(runs.map(({ arm, seed }) => `${arm} ${seed}`)).toEqual(
      ['base', 'down'].flatMap((arm) => Array.from({ length: 60 }, (_, i) => `${arm} ${7 + i}`)),
    );
    for (const at of [0, 40, 59, 60, 119]) {
      const { arm, seed, fingerprint } = runs[at];
      const world = new World({ ...planOf(readScenario({ ...document, duration: 120_000 }), arm), seed });
      world.run();
      expect(fingerprint).toBe(world.fingerprintDigits());
    }
  });

  test('writes a line for every request', () => {
    const path = join(folder, 'requests.jsonl');
    expect(
      goodput('run', shop, '--arm', 'down', '--requests', path, '--set', 'checkout.serviceTime={"kind":"constant","value":15}').status,
    ).toBe(0);
    const lines = readFileSync(path, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(199);
    expect(lines[0]).toEqual({
      id: 0,
      arm: 'down',
      seed: 7,
      client: 'shoppers',
      intended: 10,
      finished: 25,
      outcome: 'ok',
      attempts: 1,
      responseTime: 15,
    });
    expect(lines[150]).toMatchObject({ intended: 1_510, finished: 1_510, outcome: 'error', responseTime: 0 });
  });

  test('leaves requests that have not ended open', () => {
    const path = join(folder, 'open.jsonl');
    goodput('run', shop, '--arm', 'base', '--requests', path, '--set', 'checkout.serviceTime={"kind":"constant","value":60000}');
    const last = JSON.parse(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1)!);
    expect(last).toMatchObject({ id: 198, finished: null, outcome: 'open', attempts: null, responseTime: null });
  });

  describe('with a recording', () => {
    const accesses = file('accesses.csv', 'key,op\nuser:1,get\nuser:2,set\nuser:1,get\n');
    const hash = createHash('sha256').update(readFileSync(accesses)).digest('hex');
    const workload = { kind: 'recorded', name: 'accesses.csv', length: 3, hash };
    const fingerprints = (...args: string[]) => json(...args).runs.map(({ fingerprint }) => fingerprint);
    const recording: Recording = { keys: Int32Array.of(0, 1, 0), bytes: null, operations: Uint8Array.of(READ, WRITE, READ) };

    test('sets the workload of the client it is given to', () => {
      const named = withWorkload(workload);
      const expected = ['base', 'down'].map((arm) => {
        const world = new World(planOf(readScenario(named), arm), { recordings: new Map([[hash, recording]]) });
        world.run();
        return world.fingerprintDigits();
      });
      expect(fingerprints('--recording', `shoppers=${accesses}`)).toEqual(expected);
      // a scenario that names the file already needs only the file
      const { status, stdout, stderr } = goodput('run', file('named.json', named), '--format', 'json', '--recording', accesses);
      expect([status, stderr]).toEqual([0, `${accesses}: 3 accesses, 2 keys, CSV with columns key, operation\n`]);
      expect((JSON.parse(stdout) as Output).runs.map(({ fingerprint }) => fingerprint)).toEqual(expected);
    });

    test('with times sets its arrivals too, and says what was understood', async () => {
      const traffic = file('traffic.csv', 'key,op,when\nuser:1,get,5\nuser:2,set,5\nuser:1,get,7\n');
      const columns = 'key=1 operation=2 time=3:s';
      const { recording: read, hash: name } = await readRecordingFile(traffic, columns);
      const value = { kind: 'recorded', name: 'traffic.csv', length: 3, hash: name, columns };
      const scenario = withTraffic(readScenario(withWorkload({ kind: 'none' })), BASE, 'shoppers', value, { times: true, keys: true });
      const world = new World(planOf(scenario, BASE), { recordings: new Map([[name, read]]) });
      world.run();
      const options = ['--traffic', `shoppers=${traffic}`, '--columns', columns, '--arm', 'base', '--format', 'json'];
      const { status, stdout, stderr } = goodput('run', shop, ...options);
      expect([status, stderr]).toEqual([
        0,
        `${traffic}: 3 accesses, 2 keys, CSV with columns key, operation, time (s); over 2 s, 1.000 req/s; times in whole seconds\n`,
      ]);
      expect((JSON.parse(stdout) as Output).runs.map(({ fingerprint }) => fingerprint)).toEqual([world.fingerprintDigits()]);
    });
  });

  test('runs a scenario of the library by its id, from anywhere', () => {
    const { status, stdout } = goodput('run', curatedIds[0], '--arm', 'base', '--format', 'csv');
    expect(status).toBe(0);
    expect(stdout).toContain('\nbase,');
  });
});

describe('what cannot be done ends with status 2 and says what would', () => {
  const refused = (...args: string[]) => {
    const { status, stdout, stderr } = goodput(...args);
    expect([status, stdout], args.join(' ')).toEqual([2, '']);
    expect(stderr, 'a sentence, not a stack').not.toMatch(/\n {4}at /);
    return stderr;
  };

  test('an unknown command, none, or an unknown option', () => {
    expect(refused('dance')).toMatch(/^there is no command dance\n\ngoodput: /);
    expect(refused()).toMatch(/^goodput: .*\n\n {2}goodput run/);
    expect(refused('run', shop, '--sed', '3')).toContain("Unknown option '--sed'");
  });

  test('an unknown scenario, or none', () => {
    expect(refused('run', 'retry-strom')).toMatch(/^there is no scenario and no file called retry-strom\. Scenarios: .*retry-storm/);
    expect(refused('run')).toBe('run takes one scenario: an id or a file\n');
    expect(refused('check', folder)).toContain('there is no scenario and no file');
  });

  test('a document that cannot be read, with every problem’s path', () => {
    const broken = file('broken.json', { ...document, seed: -1, components: { ...document.components, checkout: { kind: 'servce' } } });
    const message = refused('check', broken);
    expect(message).toContain(`${broken} cannot be used:\n`);
    expect(message).toContain('seed: ');
    expect(message).toContain('components.checkout.kind: ');
    expect(refused('run', file('torn.json', '{"format": 1,'))).toContain('line 1, column ');
  });

  test('numbers, formats, arms and settings that are none', () => {
    expect(refused('run', shop, '--seeds', 'many')).toBe('--seeds takes a whole number of at least 1, not many\n');
    expect(refused('run', shop, '--seed', '-1')).toContain('--seed');
    expect(refused('run', shop, '--format', 'xml')).toBe('--format takes json, csv or text, not xml\n');
    expect(refused('run', shop, '--arm', 'up')).toBe('there is no arm up; there are base, down\n');
    expect(refused('run', shop, '--set', 'checkout.servers')).toBe('--set takes path=value, not checkout.servers\n');
    expect(refused('run', shop, '--set', 'servers=3')).toContain('component.parameter');
    expect(refused('run', shop, '--set', 'chekout.servers=3')).toContain('there is no component chekout; there are shoppers, checkout');
    expect(refused('run', shop, '--set', 'checkout.servers=many')).toContain('components.checkout.servers: ');
    expect(refused('run', shop, '--set', 'checkout.severs=3')).toContain('severs');
  });

  test('recordings that are none, or not those that the scenario plays', () => {
    const keys = file('keys.txt', '1\n2\n1\n');
    const short = createHash('sha256').update(readFileSync(keys)).digest('hex').slice(0, 12);
    expect(refused('run', shop, '--recording', 'nowhere.csv')).toBe('--recording nowhere.csv: there is no file nowhere.csv\n');
    expect(refused('run', shop, '--recording', `buyers=${keys}`)).toContain('there is no client buyers; there are shoppers\n');
    expect(refused('run', shop, '--recording', file('broken.csv', 'key,size\n1,big\n'))).toBe(
      'broken.csv, line 2: found "big", expected a size in bytes\n',
    );
    const other = withWorkload({ kind: 'recorded', name: 'other.csv', length: 95_607, hash: 'ab'.repeat(32) });
    const needs = 'shoppers.workload needs other.csv (95,607 accesses, SHA-256 abababababab…). ';
    const playing = file('other.json', other);
    for (const command of ['run', 'claims'])
      expect(refused(command, playing)).toBe(
        `${needs}Give it that file with --recording <file>, or another one with --recording shoppers=<file>\n`,
      );
    expect(refused('run', playing, '--recording', keys)).toContain(
      `${needs}What has been given is keys.txt (3 accesses, SHA-256 ${short}…). Let it play another file with --recording shoppers=<file>\n`,
    );
    const later = { ...document, changes: [{ at: 500, set: { 'shoppers.workload': other.components.shoppers.workload } }] };
    expect(refused('run', file('later.json', later))).toContain(needs);
    expect(refused('run', file('unnamed.json', withWorkload({ kind: 'recorded' })))).toBe(
      'shoppers.workload is recorded but names no file: give it one with --recording shoppers=<file>\n',
    );
  });

  test('requests into a folder that is not there', () => {
    const { status, stderr } = goodput('run', shop, '--requests', join(folder, 'nowhere/requests.jsonl'));
    expect([status, stderr.includes('ENOENT')]).toEqual([2, true]);
  });
});

describe('the other commands', () => {
  test('list: a line for every scenario that comes with it', () => {
    const lines = goodput('list').stdout.trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(curatedIds);
  });

  test('check: says that a file is sound', () => {
    const { status, stdout } = goodput('check', shop);
    expect([status, stdout]).toEqual([0, 'shop is sound: A corner shop, 2 components, 2 arms, 1 claims\n']);
  });

  test('claims: how many seeds agree, and status 1 when one does not hold', () => {
    const holds = goodput('claims', shop, '--seeds', '3');
    expect([holds.status, holds.stdout]).toEqual([0, 'shop: 1 claims, 3 seeds\n  holds   3/3  Nearly all succeed.\n']);
    const wrong = file('wrong.json', { ...document, claims: [{ ...document.claims[0], arm: 'down' }] });
    const fails = goodput('claims', wrong, '--seeds', '2');
    expect(fails.status).toBe(1);
    expect(fails.stdout).toMatch(/FAILS {3}0\/2 {2}Nearly all succeed\.\n +seed 1: shoppers\.successRatio is 0\.\d+, not > 0\.9000\n/);
    expect(fails.stderr).toBe('1 claims do not hold\n');
  });

  test('schema: JSON Schema that names every policy', () => {
    const schema = JSON.parse(goodput('schema').stdout);
    expect(schema.definitions.fault.properties.kind.anyOf[0].enum).toContain('error-ratio');
  });

  test('reference: all pages, or those asked for', () => {
    const all = goodput('reference').stdout;
    const one = goodput('reference', 'retry-delay/full-jitter').stdout;
    expect(one).toMatch(/^# .*Full jitter/m);
    expect(one).not.toContain('Equal jitter');
    expect(all).toContain(one.trimEnd());
    const unknown = goodput('reference', 'retry-delay/full-jiter');
    expect([unknown.status, unknown.stderr.startsWith('there is no reference page retry-delay/full-jiter; there are ')]).toEqual([2, true]);
  });

  test('help: how it is called', () => {
    const { status, stdout, stderr } = goodput('--help');
    expect([status, stderr]).toEqual([0, '']);
    for (const command of ['run', 'list', 'check', 'claims', 'schema', 'reference']) expect(stdout).toContain(`goodput ${command}`);
  });
});

describe('a scenario that brings code', () => {
  test('is read without running it, and run only where somebody says so', () => {
    const path = file('code.json', withCode('2_000'));
    expect(goodput('check', path)).toMatchObject({ status: 0 });
    const refused = goodput('run', path);
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain('code brings code of its own, which nobody has looked at: mine.');
    const own = goodput('run', path, '--allow-code', '--format', 'json');
    const builtIn = withCode('0');
    const constant = {
      ...builtIn,
      policies: {},
      components: { ...builtIn.components, shoppers: { ...builtIn.components.shoppers, retryDelay: { kind: 'constant', delay: 2 } } },
    };
    const ordinary = goodput('run', file('constant.json', constant), '--format', 'json');
    const fingerprint = (text: string) => /"fingerprint":\s*"([0-9a-f]{16})"/.exec(text)?.[1];
    expect(fingerprint(own.stdout)).toMatch(/./);
    expect(fingerprint(own.stdout)).toBe(fingerprint(ordinary.stdout));
  });

  test('is held to the laws of its algorithms: status 1 where one does not hold', () => {
    const sound = goodput('check', file('lawful.json', withCode('2_000')), '--allow-code');
    expect(sound.stderr).toBe('');
    expect(sound.status).toBe(0);
    expect(sound.stdout).toMatch(/^lawful is sound: .*\nmine \(retry-delay\): all 7 laws hold\n/);
    expect(sound.stdout).toMatch(/✓ The same run comes to the same end twice: the same fingerprint, [0-9a-f]{16}, after \d+ s\.\n$/);
    const wrong = goodput('check', file('lawless.json', withCode('2e9')), '--allow-code');
    expect(wrong.status).toBe(1);
    expect(wrong.stdout).toContain(
      '✗ line 3: Waits no shorter than its least and no longer than its most. It waits 2,000,000,000 µs before retry 1, and says 0 to 1,000,000,000 µs: retry 1, with its defaults.',
    );
    expect(goodput('check', file('unread.json', withCode('2_000'))).stdout).toContain(
      '1 of its own algorithms: --allow-code holds them to their laws',
    );
  });

  test.each([
    ['0.5', 1, 'mine, line 3: delay answered 0.5, expected whole µs from 0 (at '],
    ['{ throw new Error("no"); }', 1, 'mine, line 3: no (at '],
    ['{ let a; let a; }', 2, "mine, line 3: Identifier 'a' has already been declared"],
    ['{ for (;;); }', 1, 'the code was stopped: nothing was heard of it for 5 s'],
  ])('%s', (delay, status, said) => {
    const run = goodput('run', file('wrong.json', withCode(delay)), '--allow-code');
    expect(run.stderr).toContain(said);
    expect(run.status).toBe(status);
  });
});
