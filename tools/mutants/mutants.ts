/**
 * Makes one-line faults in the simulated world, a seeded sample of them, and says which of those that change what worlds
 * do the tests catch. Laws, theory, oracles and the tests of `sim` count; fingerprints that are only written down (golden)
 * and claims do not. Behaviour has changed where a world of `behaviour.ts` comes out otherwise.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { parseArgs } from 'node:util';
import { mulberry } from '../../test/mulberry.ts';
import type { Reply } from './behaviour.ts';
import { changedLine, type Fault, faultsOf, probed } from './faults.ts';
import { Sandbox, SHORT_SILENCE } from './sandbox.ts';
import type { TestReply } from './vitest.config.ts';

/** The big classes, wherever they are. */
const SOURCES = ['src/sim/component', 'src/sim/flow', 'src/sim/routine', 'src/sim/replica'];
/** What catches, the likeliest first. */
const TESTS = ['test/sim/component', 'test/sim', 'test/law', 'test/oracle', 'test/theory'];
/** Of those that change something, at least so many are to be caught. */
const CAUGHT_RATIO = 0.95;

const USAGE = `npm run mutants [-- options]
  --seed 1            which sample
  --count 100         how many that change behaviour
  --files caller,flow only sources whose path has one of these in it
  --at <file>:<line>  every fault of one line, instead of a sample
  --tests sim,law     only tests whose path has one of these in it; without, all but theory, which takes longer than all
                      the others and would only catch more
  --jobs 2            how many side by side
  --list              the faults, in the order in which they would be tried, and nothing else
  --json              the outcome as JSON`;

const { values: options } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '100' },
    files: { type: 'string', default: '' },
    at: { type: 'string' },
    tests: { type: 'string', default: 'test/sim/,test/law/,test/oracle/' },
    jobs: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Every file below folders, by its path from a root. */
function filesBelow(root: string, folders: readonly string[], ending: string): string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${String(file).replaceAll('\\', '/')}`),
    )
    .filter((file) => file.endsWith(ending))
    .sort();
}

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = mulberry(seed);
  const all = [...list];
  for (let i = all.length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [all[i], all[other]] = [all[other], all[i]];
  }
  return all;
}

/** How the worlds come out without a fault. */
interface Baseline {
  outcomes: string[];
  /** By world, the numbers of the faults that would run in it. */
  reached: number[][];
  /** Those that run when the sources are loaded. */
  atLoad: number[];
}

type Verdict =
  | { kind: 'invalid'; why: string }
  | { kind: 'equivalent'; why: string }
  /** `file` and `test` have caught it; `world` has come out otherwise. */
  | { kind: 'killed'; world: string; file: string; test: string; why: string }
  | { kind: 'survived'; world: string };

type Judged = Verdict & { fault: Fault; before: string; after: string };

const say = (line: string) => process.stderr.write(`${line}\n`);

class Trial {
  readonly faults: readonly Fault[];
  private readonly sandboxes: Sandbox[];
  private readonly tests: readonly string[];
  private baseline!: Baseline;
  /** How often a file of tests has caught faults of a source; it is tried first. */
  private readonly catches = new Map<string, number>();
  private readonly imports = new Map<string, ReadonlySet<string>>();
  /** How long files of tests take [ms]. */
  private readonly times = new Map<string, number>();
  /** Whether files of tests pass where there is no fault. */
  private readonly sound = new Map<string, Promise<boolean>>();

  constructor(root: string, jobs: number, tests: readonly string[]) {
    this.sandboxes = Array.from({ length: jobs }, () => new Sandbox(root));
    const [{ folder }] = this.sandboxes;
    this.faults = filesBelow(folder, SOURCES, '.ts').flatMap((file) => faultsOf(file, readFileSync(join(folder, file), 'utf8')));
    this.tests = [...new Set(filesBelow(folder, TESTS, '.test.ts'))].filter((file) => tests.some((part) => file.includes(part)));
  }

  close(): void {
    for (const sandbox of this.sandboxes) sandbox.remove();
  }

  /** How the worlds come out, and which faults they reach; kept until a source changes. */
  async prepare(root: string): Promise<void> {
    const [{ folder }] = this.sandboxes;
    const hash = createHash('sha256');
    for (const file of filesBelow(folder, ['src', 'scenarios', 'test', 'tools/mutants'], '')) {
      if (/\.\w+$/.test(file)) hash.update(file).update(readFileSync(join(folder, file)));
    }
    const cache = join(root, 'node_modules/.cache/goodput');
    const kept = join(cache, `mutants-${hash.digest('hex').slice(0, 16)}.json`);
    if (existsSync(kept)) {
      this.baseline = JSON.parse(readFileSync(kept, 'utf8'));
      return;
    }
    say('How the worlds come out without a fault …');
    const baseline: Baseline = { outcomes: [], reached: [], atLoad: [] };
    const parts = this.sandboxes.map((sandbox, part) => this.probe(sandbox, part, baseline));
    const ended = await Promise.all(parts);
    const wrong = baseline.outcomes.find((outcome) => !/^\w+$/.test(outcome));
    if (!ended.every((each) => each) || wrong) throw new Error(`the worlds do not run, even without a fault: ${wrong}`);
    this.baseline = baseline;
    mkdirSync(cache, { recursive: true });
    for (const old of readdirSync(cache)) if (/^mutants-.*\.json$/.test(old)) rmSync(join(cache, old), { force: true });
    writeFileSync(kept, JSON.stringify(baseline));
  }

  private async probe(sandbox: Sandbox, part: number, baseline: Baseline): Promise<boolean> {
    const codes = new Map<string, string>();
    for (let first = 0; first < this.faults.length; ) {
      const { file } = this.faults[first];
      const here = this.faults.filter((fault) => fault.file === file);
      codes.set(file, sandbox.read(file));
      sandbox.write(file, probed(codes.get(file)!, here, first));
      first += here.length;
    }
    const end = await sandbox.ask({ probes: this.faults.length, part, of: this.sandboxes.length }, (reply) => {
      if (reply.kind === 'loaded') baseline.atLoad = [...reply.reached];
      if (reply.kind === 'outcome') {
        baseline.outcomes[reply.subject] = reply.outcome;
        baseline.reached[reply.subject] = [...reply.reached];
      }
      return true;
    });
    for (const [file, code] of codes) sandbox.write(file, code);
    return end === 'ended';
  }

  /** Tries faults in this order until so many have changed behaviour; reports them in this order. */
  async run(order: readonly Fault[], count: number, report: (judged: Judged) => void): Promise<Judged[]> {
    const judged: Judged[] = [];
    let next = 0;
    let changed = 0;
    const work = async (sandbox: Sandbox) => {
      while (next < order.length && changed < count) {
        const i = next++;
        const fault = order[i];
        const verdict = await this.judge(fault, sandbox);
        if (verdict.kind === 'killed' || verdict.kind === 'survived') changed++;
        judged[i] = { ...verdict, fault, ...changedLine(sandbox.read(fault.file), fault) };
        report(judged[i]);
      }
    };
    await Promise.all(this.sandboxes.map(work));
    // whoever was still at it when enough had been found does not make the sample another one
    let left = count;
    return judged.filter(({ kind }) => left > 0 && (kind === 'killed' || kind === 'survived' ? left-- > 0 : true));
  }

  private async judge(fault: Fault, sandbox: Sandbox): Promise<Verdict> {
    const number = this.faults.indexOf(fault);
    const { outcomes, reached, atLoad } = this.baseline;
    const always = atLoad.includes(number);
    const expected = outcomes.map((outcome, i) => (always || reached[i].includes(number) ? outcome : null));
    if (expected.every((each) => each === null)) return { kind: 'equivalent', why: 'no world comes there' };
    const verdict = await sandbox.with(fault, () => this.verdictOn(fault, expected, sandbox));
    if (verdict.kind === 'killed' && !(await this.isSound(verdict.file, sandbox))) throw new Error(`${verdict.file} fails without a fault`);
    return verdict;
  }

  private async verdictOn(fault: Fault, expected: readonly (string | null)[], sandbox: Sandbox): Promise<Verdict> {
    if (!(await sandbox.compiles())) return { kind: 'invalid', why: 'does not compile' };
    let loaded = false;
    let said: Reply | undefined;
    const end = await sandbox.ask({ expected }, (reply) => {
      loaded = true;
      said = reply;
      return true;
    });
    if (!loaded) return { kind: 'invalid', why: 'cannot be loaded' };
    if (said?.kind === 'unchanged') return { kind: 'equivalent', why: 'every world that comes there comes out the same' };
    const world = said?.kind === 'changed' ? said.subject : `a world that ${end === 'hung' ? 'never ends' : 'breaks down'}`;
    const left = this.likeliest(fault);
    let failed: (TestReply & { kind: 'failed' }) | undefined;
    const tested = await sandbox.test(
      left.slice(),
      (reply) => {
        if (reply.kind === 'file') {
          left.splice(left.indexOf(reply.file), 1);
          this.times.set(reply.file, reply.time);
        } else if (reply.kind === 'failed') failed = reply;
        return !failed;
      },
      end === 'hung' ? SHORT_SILENCE : undefined,
    );
    if (tested === 'ended') return { kind: 'survived', world };
    // a worker that hangs or dies takes its test with it
    const [running] = left;
    const file = failed?.file ?? running;
    const pair = `${fault.file} ${file}`;
    this.catches.set(pair, (this.catches.get(pair) ?? 0) + 1);
    return { kind: 'killed', world, file, test: failed?.test ?? '', why: failed?.why ?? (tested === 'hung' ? 'hangs' : 'breaks down') };
  }

  /** Whether a file of tests passes where there is no fault: else it would catch everything. */
  private isSound(file: string, sandbox: Sandbox): Promise<boolean> {
    const known = this.sound.get(file);
    if (known) return known;
    const found = sandbox.test([file], () => true).then((end) => end === 'ended');
    this.sound.set(file, found);
    return found;
  }

  /** The tests that a fault can reach, the likeliest to catch it first. */
  private likeliest({ file }: Fault): string[] {
    const words = wordsOf(file);
    const catches = (test: string) => this.catches.get(`${file} ${test}`) ?? 0;
    const shared = (test: string) => wordsOf(test).filter((word) => words.includes(word)).length;
    const place = (test: string) => TESTS.findIndex((folder) => test.startsWith(folder));
    const time = (test: string) => this.times.get(test) ?? 0;
    return this.tests
      .filter((test) => this.importedBy(test).has(file))
      .sort((a, b) => catches(b) - catches(a) || place(a) - place(b) || shared(b) - shared(a) || time(a) - time(b) || a.localeCompare(b));
  }

  /** Every file that a file imports, and those import, itself included; of a pattern, all below its first folders. */
  private importedBy(file: string): ReadonlySet<string> {
    const known = this.imports.get(file);
    if (known) return known;
    const { folder } = this.sandboxes[0];
    const all = new Set([file]);
    for (const each of all) {
      if (!each.endsWith('.ts')) continue;
      const code = readFileSync(join(folder, each), 'utf8');
      for (const [, path] of code.matchAll(/(?:from|import)[ (]'(\.[^'?]+)/g)) all.add(posix.join(posix.dirname(each), path));
      for (const [, fixed] of code.matchAll(/import\.meta\.glob(?:<[^(]*>)?\(\s*'(\.[^'*{]*)/g))
        for (const path of filesBelow(folder, [posix.join(posix.dirname(each), fixed, '.')], '.ts')) all.add(path);
    }
    this.imports.set(file, all);
    return all;
  }
}

/** What a file's name and folder speak of. */
const wordsOf = (file: string) =>
  file
    .replace(/(?:\.test)?\.ts$/, '')
    .split(/[/-]/)
    .slice(3)
    .map((word) => word.replace(/s$/, ''));

function written({ fault: { file, line, operator }, before, after, ...verdict }: Judged): string {
  const what = {
    killed: () => verdict.kind === 'killed' && `caught by ${verdict.file}${verdict.test && ` > ${verdict.test}`} (${verdict.why})`,
    survived: () => verdict.kind === 'survived' && `SURVIVED; changes ${verdict.world}`,
    equivalent: () => verdict.kind === 'equivalent' && `changes nothing here: ${verdict.why}`,
    invalid: () => verdict.kind === 'invalid' && `invalid: ${verdict.why}`,
  }[verdict.kind]();
  return `${file}:${line} (${operator})\n  - ${before}\n  + ${after}\n  ${what}`;
}

async function main(): Promise<void> {
  if (options.help) {
    say(USAGE);
    return;
  }
  const root = process.cwd();
  const started = performance.now();
  const trial = new Trial(root, Number(options.jobs), options.tests.split(','));
  const stop = () => {
    trial.close();
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    const parts = options.files.split(',');
    const chosen = trial.faults.filter(({ file, line }) =>
      options.at === undefined ? parts.some((part) => file.includes(part)) : `${file}:${line}`.endsWith(options.at),
    );
    const order = options.at === undefined ? shuffled(chosen, Number(options.seed)) : chosen;
    if (options.list) {
      for (const { file, line, operator } of order) console.log(`${file}:${line} ${operator}`);
      return;
    }
    await trial.prepare(root);
    const count = options.at === undefined ? Number(options.count) : order.length;
    const judged = await trial.run(order, count, (each) => say(written(each)));
    conclude(judged, (performance.now() - started) / 60_000);
  } finally {
    trial.close();
  }
}

/** @param minutes how long it took */
function conclude(judged: readonly Judged[], minutes: number): void {
  const of = (kind: Verdict['kind']) => judged.filter((each) => each.kind === kind);
  const [killed, survived] = [of('killed').length, of('survived')];
  const ratio = killed / (killed + survived.length);
  if (options.json) console.log(JSON.stringify({ seed: options.seed, minutes, ratio, judged }, null, 1));
  else {
    if (survived.length > 0) console.log(`\n${survived.map(written).join('\n')}\n`);
    console.log(`caught      ${killed}
survived    ${survived.length}
equivalent  ${of('equivalent').length} (no scenario and no random world comes out otherwise; not counted)
invalid     ${of('invalid').length} (not counted)`);
    console.log(
      `${(100 * ratio).toFixed(1)} % of those that change behaviour are caught; ${minutes.toFixed(1)} minutes, seed ${options.seed}`,
    );
  }
  if (ratio < CAUGHT_RATIO) process.exitCode = 1;
}

await main();
