import '../sim/world/every-kind.ts';
import { createWriteStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { seedsFrom } from '../experiment/statistics.ts';
import { RecordingError, type RecordingFile } from '../recording/read.ts';
import { planOf } from '../scenario/arm.ts';
import { type FigureRequest, figuresFor, judge } from '../scenario/claims.ts';
import { withParam } from '../scenario/edit.ts';
import { ownPoliciesIn, settingsIn } from '../scenario/own-policies.ts';
import { ScenarioError } from '../scenario/problem.ts';
import { explain, parseScenario, readScenario } from '../scenario/read.ts';
import { documentPages, referencePages } from '../scenario/reference.ts';
import { armsOf, type Scenario } from '../scenario/scenario.ts';
import { scenarioSchema } from '../scenario/schema.ts';
import { documentOf } from '../scenario/write.ts';
import { linesOf } from './check-report.ts';
import { HELP } from './help.ts';
import { nodeThreads } from './node-threads.ts';
import { play, type Recordings, type RunOrder } from './play.ts';
import { missingRecording, type RecordingFiles, readRecordingFile, recorded } from './recording-files.ts';
import type { ArmResult } from './result.ts';
import { RunPool } from './run-pool.ts';
import { summaryWriter, writeRequests, writer } from './run-writers.ts';
import { causeOfChange } from './sandbox/cause-of-change.ts';
import { CodeError } from './sandbox/code-error.ts';
import { Headless, inProcessOfItsOwn, runsCode } from './sandbox/headless.ts';
import { warningSentence } from './warning-sentence.ts';

/** Something the caller can mend; told in one message, exit status 2. */
class UsageError extends Error {}

const scenarioFolder = findScenarios();

function findScenarios(): string {
  let folder = dirname(resolve(process.argv[1]));
  for (;;) {
    if (existsSync(join(folder, 'scenarios'))) return join(folder, 'scenarios');
    if (dirname(folder) === folder) return resolve('scenarios');
    folder = dirname(folder);
  }
}

function libraryIds(): string[] {
  if (!existsSync(scenarioFolder)) return [];
  return readdirSync(scenarioFolder)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -5))
    .sort();
}

/** A scenario by its id in `scenarios/`, or by the path of a file. */
async function load(name: string): Promise<{ id: string; scenario: Scenario }> {
  const known = join(scenarioFolder, `${name}.json`);
  const file = libraryIds().includes(name) ? known : name;
  if (!existsSync(file) || !statSync(file).isFile())
    throw new UsageError(`there is no scenario and no file called ${name}. Scenarios: ${libraryIds().join(', ')}`);
  try {
    return { id: basename(file, '.json'), scenario: await parseScenario(readFileSync(file, 'utf8')) };
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(`${file} cannot be used:\n${explain(error)}`);
    throw error;
  }
}

function whole(text: string | undefined, name: string, least: number, fallback: number): number {
  if (text === undefined) return fallback;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new UsageError(`--${name} takes a whole number of at least ${least}, not ${text}`);
  return value;
}

function withSets(scenario: Scenario, sets: readonly string[]): Scenario {
  let result = scenario;
  for (const set of sets) {
    const split = set.indexOf('=');
    if (split < 1) throw new UsageError(`--set takes path=value, not ${set}`);
    const path = set.slice(0, split);
    const text = set.slice(split + 1);
    let value: unknown = text;
    try {
      value = JSON.parse(text);
    } catch {
      // a bare word is a text
    }
    result = assign(result, path, value);
  }
  try {
    return readScenario(documentOf(result));
  } catch (error) {
    throw new UsageError(explain(error));
  }
}

/** The scenario's own settings by name, everything else by path. */
function assign(scenario: Scenario, path: string, value: unknown): Scenario {
  if (path === 'seed' || path === 'duration' || path === 'bins') return { ...scenario, [path]: value };
  if (!path.includes('.')) throw new UsageError(`--set ${path}: takes a path as component.parameter, or seed, duration, bins`);
  const id = path.split('.')[0];
  if (!Object.hasOwn(scenario.components, id))
    throw new UsageError(`--set ${path}: there is no component ${id}; there are ${Object.keys(scenario.components).join(', ')}`);
  return withParam(scenario, 'base', path, value, 'whole-run');
}

/** Which option a file was given with: its accesses alone, or all of its traffic. */
type RecordingOption = 'recording' | 'traffic';

interface RecordingOptions {
  recording?: readonly string[];
  traffic?: readonly string[];
  columns?: string;
}

/** Reads the files; a client that stands before one plays it. */
async function withRecordings(
  scenario: Scenario,
  { recording = [], traffic = [], columns = '' }: RecordingOptions,
): Promise<{ playing: Scenario; files: RecordingFiles }> {
  let playing = scenario;
  const files = new Map<string, RecordingFile>();
  const given = [...recording.map((each) => ['recording', each] as const), ...traffic.map((each) => ['traffic', each] as const)];
  for (const [option, each] of given) {
    const [, id, named] = existsSync(each) ? [] : (each.match(/^([^=/\\]+)=(.+)$/) ?? []);
    const path = named ?? each;
    if (!existsSync(path) || !statSync(path).isFile()) throw new UsageError(`--${option} ${each}: there is no file ${path}`);
    const file = await recordingFrom(path, columns);
    files.set(file.hash, file);
    console.error(`${path}: ${sentenceOf(file)}`);
    if (id === undefined) continue;
    const clients = Object.keys(scenario.components).filter((other) => scenario.components[other].kind === 'client');
    if (!clients.includes(id)) throw new UsageError(`--${option} ${each}: there is no client ${id}; there are ${clients.join(', ')}`);
    playing = played(playing, id, file, option);
  }
  return { playing, files };
}

/** A scenario in which a client plays a file. */
function played(scenario: Scenario, id: string, file: RecordingFile, option: RecordingOption): Scenario {
  if (option === 'recording') return assign(scenario, `${id}.workload`, recorded(file));
  if (file.recording.times === undefined)
    throw new UsageError(`--traffic ${id}=${file.name}: the file has no times that differ; --recording plays its keys`);
  const arriving = assign(scenario, `${id}.arrival`, recorded(file));
  return file.distinct > 0 ? assign(arriving, `${id}.workload`, recorded(file)) : arriving;
}

/** What a file holds, in one line. */
function sentenceOf({ accesses, distinct, format, understood }: RecordingFile): string {
  const { span, rate, outOfOrder, wholeSeconds, leftOut } = understood;
  const count = (n: number) => n.toLocaleString('en');
  return [
    `${count(accesses)} accesses, ${count(distinct)} keys, ${format}`,
    ...(span === null ? [] : [`over ${count(span / 1_000)} s, ${rate!.toPrecision(4)} req/s`]),
    ...(wholeSeconds ? ['times in whole seconds'] : []),
    ...(outOfOrder > 0 ? [`${count(outOfOrder)} out of order, brought in order`] : []),
    ...(leftOut ? [`${count(leftOut.count)} lines left out, the first since ${leftOut.first}`] : []),
  ].join('; ');
}

async function recordingFrom(path: string, columns: string): Promise<RecordingFile> {
  try {
    return await readRecordingFile(path, columns);
  } catch (error) {
    if (error instanceof RecordingError) throw new UsageError(error.message);
    throw error;
  }
}

function demandRecordings(scenario: Scenario, arm: string, files: RecordingFiles): void {
  const missing = missingRecording(scenario, arm, files);
  if (missing !== null) throw new UsageError(missing);
}

const recordingsOf = (files: RecordingFiles): Recordings => new Map([...files].map(([hash, { recording }]) => [hash, recording]));

/** On as many threads as pays. */
const pool = new RunPool(nodeThreads());

async function run(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    set: { type: 'string', multiple: true },
    arm: { type: 'string', multiple: true },
    recording: { type: 'string', multiple: true },
    traffic: { type: 'string', multiple: true },
    columns: { type: 'string' },
    requests: { type: 'string' },
    format: { type: 'string' },
    'allow-code': { type: 'boolean' },
  });
  if (positionals.length !== 1) throw new UsageError('run takes one scenario: an id or a file');
  const format = values.format ?? 'text';
  if (!['json', 'csv', 'text'].includes(format)) throw new UsageError(`--format takes json, csv or text, not ${format}`);
  const { id, scenario: loaded } = await load(positionals[0]);
  const own = Object.keys(loaded.policies);
  if (own.length > 0 && !values['allow-code'])
    throw new UsageError(
      `${id} brings code of its own, which nobody has looked at: ${own.join(', ')}. Read it, and if you trust it as you trust a program that you install, run it with --allow-code`,
    );
  if (own.length > 0 && !runsCode()) return inProcessOfItsOwn(['run', ...args]);
  const headless = own.length > 0 ? codeOf(loaded) : null;
  const { playing, files } = await withRecordings(loaded, values);
  const scenario = withSets(playing, values.set ?? []);
  const seeds = seedsFrom(whole(values.seed, 'seed', 0, scenario.seed), whole(values.seeds, 'seeds', 1, 1));
  const arms = chosenArms(scenario, values.arm);
  for (const arm of arms) demandRecordings(scenario, arm, files);
  const requests = values.requests === undefined ? null : createWriteStream(values.requests);
  requests?.on('error', (error) => {
    console.error(`${values.requests}: ${error.message}`);
    process.exit(2);
  });
  const output = format === 'text' && seeds.length > 1 ? summaryWriter(id) : writer(format, id);
  const recordings = recordingsOf(files);
  const note = (result: ArmResult) => {
    const { arm, seed, warnings, runaway } = result;
    output.run(result);
    if (seed === seeds[0]) for (const warning of warnings) console.error(`arm ${arm}: ${warningSentence(warning)}`);
    if (runaway) console.error(`arm ${arm}, seed ${seed}: ended at ${runaway.at} ms: ${runaway.reason}`);
  };
  // many runs as text are told by what they came to
  const samples = format !== 'text' || seeds.length === 1;
  const orders = arms.flatMap((arm) => {
    const plan = planOf(scenario, arm);
    return seeds.map((seed): RunOrder => ({ arm, plan: { ...plan, seed }, figures: [], samples }));
  });
  if (requests || headless) {
    for (const order of orders) {
      const { world, result } = headless ? await headless.play(order, recordings, requests !== null) : play(order, recordings, true);
      note(result);
      if (requests) await writeRequests(requests, world, order.arm, order.plan.seed);
    }
  } else for await (const result of pool.sweep(orders, recordings)) note(result);
  output.end();
  if (requests) await new Promise((done) => requests.end(done));
  return 0;
}

/** The code of a document, in this process. */
function codeOf({ policies }: Scenario): Headless {
  try {
    return new Headless(policies);
  } catch (error) {
    throw error instanceof CodeError ? new UsageError(error.message) : error;
  }
}

function chosenArms(scenario: Scenario, wanted: readonly string[] | undefined): string[] {
  const all = armsOf(scenario);
  if (!wanted) return all.map(({ id }) => id);
  return wanted.map((name) => {
    const arm = all.find(({ id, title }) => id === name || title === name);
    if (!arm) throw new UsageError(`there is no arm ${name}; there are ${all.map((each) => each.id).join(', ')}`);
    return arm.id;
  });
}

async function list(): Promise<number> {
  for (const id of libraryIds()) {
    const { scenario } = await load(id);
    const { topic, title, summary, found } = scenario;
    console.log(`${id.padEnd(28)} ${topic.padEnd(16)} ${title}: ${summary}${found ? ` Reported in ${found.url}` : ''}`);
  }
  return 0;
}

async function checkFile(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, {
    'allow-code': { type: 'boolean' },
    recording: { type: 'string', multiple: true },
    traffic: { type: 'string', multiple: true },
    columns: { type: 'string' },
  });
  if (positionals.length !== 1) throw new UsageError('check takes one file');
  const { id, scenario } = await load(positionals[0]);
  const own = Object.keys(scenario.policies);
  const checksCode = own.length > 0 && values['allow-code'] === true;
  if (checksCode && !runsCode()) return inProcessOfItsOwn(['check', ...args]);
  const code = own.length > 0 && !checksCode ? `, ${own.length} of its own algorithms: --allow-code holds them to their laws` : '';
  console.log(
    `${id} is sound: ${scenario.title}, ${Object.keys(scenario.components).length} components, ${armsOf(scenario).length} arms, ${scenario.claims.length} claims${code}`,
  );
  return checksCode ? checkCode(scenario, values) : 0;
}

/** Holds a document's own policies to the laws of their seams. */
async function checkCode(loaded: Scenario, given: RecordingOptions): Promise<number> {
  const headless = codeOf(loaded);
  const { playing, files } = await withRecordings(loaded, given);
  const scenario = withSets(playing, []);
  let broken = 0;
  for (const [id, { seam, source }] of Object.entries(scenario.policies)) {
    const arm = armsOf(scenario).find((each) => ownPoliciesIn(planOf(scenario, each.id), { [id]: scenario.policies[id] }).length > 0);
    if (arm) demandRecordings(scenario, arm.id, files);
    const plan = arm ? planOf(scenario, arm.id) : null;
    const report = await headless.check({ seam, policy: id, settings: settingsIn(scenario, id), plan, recordings: recordingsOf(files) });
    const lines = linesOf(report, causeOfChange(source));
    const wrong = lines.filter(({ state }) => state === 'broken').length;
    broken += wrong;
    console.log(`${id} (${seam}): ${wrong === 0 ? `all ${lines.length} laws hold` : `${wrong} of ${lines.length} laws do not hold`}`);
    for (const { state, sentence, line } of lines)
      console.log(`  ${{ holds: '✓', broken: '✗', untried: '·' }[state]} ${line === null ? '' : `line ${line}: `}${sentence}`);
    if (!plan) console.log('  · No arm uses it, so no run was compared.');
  }
  return broken > 0 ? 1 : 0;
}

async function claims(args: string[]): Promise<number> {
  const { values, positionals } = parse(args, { seeds: { type: 'string' }, seed: { type: 'string' } });
  const count = whole(values.seeds, 'seeds', 1, 30);
  const first = whole(values.seed, 'seed', 0, 1);
  let failed = 0;
  for (const name of positionals.length > 0 ? positionals : libraryIds()) {
    const { id, scenario } = await load(name);
    if (Object.keys(scenario.policies).length > 0) throw new UsageError(`${id} brings code of its own, which claims does not run`);
    const seeds = seedsFrom(first, count);
    const agreed = scenario.claims.map(() => 0);
    const example = scenario.claims.map(() => '');
    const requests = figuresFor(scenario.claims, scenario.duration);
    const arms = [...new Set(requests.map(({ arm }) => arm))].map((arm) => {
      demandRecordings(scenario, arm, new Map());
      return { arm, plan: planOf(scenario, arm), figures: requests.filter((request) => request.arm === arm) };
    });
    const orders = seeds.flatMap((seed) => arms.map((each): RunOrder => ({ ...each, plan: { ...each.plan, seed }, samples: false })));
    const runs = pool.sweep(orders);
    for (const seed of seeds) {
      const found = new Map<string, number>();
      for (const { figures } of arms) {
        const result: ArmResult = (await runs.next()).value;
        for (const [i, request] of figures.entries()) found.set(JSON.stringify(request), result.figures[i]);
      }
      const figure = (request: FigureRequest) => found.get(JSON.stringify(request)) ?? Number.NaN;
      scenario.claims.forEach((claim, i) => {
        const verdict = judge(claim, scenario.duration, figure);
        if (verdict.holds) agreed[i]++;
        else if (example[i] === '')
          example[i] = `seed ${seed}: ${claim.meter} is ${verdict.found.toPrecision(4)}, not ${claim.is} ${verdict.limit.toPrecision(4)}`;
      });
    }
    console.log(`${id}: ${scenario.claims.length} claims, ${seeds.length} seeds`);
    scenario.claims.forEach((claim, i) => {
      const share = agreed[i] / seeds.length;
      const holds = share >= (claim.share ?? 1);
      if (!holds) failed++;
      console.log(
        `  ${holds ? 'holds' : 'FAILS'} ${String(agreed[i]).padStart(3)}/${seeds.length}  ${claim.text}${holds ? '' : `\n         ${example[i]}`}`,
      );
    });
  }
  if (failed > 0) console.error(`${failed} claims do not hold`);
  return failed > 0 ? 1 : 0;
}

function reference(args: string[]): number {
  const { positionals } = parse(args, {});
  const pages = [...referencePages(), ...documentPages()];
  const isMeant = (page: { id: string }, id: string) => page.id === id || page.id.endsWith(`/${id}`);
  for (const id of positionals)
    if (!pages.some((page) => isMeant(page, id)))
      throw new UsageError(`there is no reference page ${id}; there are ${pages.map((page) => page.id).join(', ')}`);
  for (const page of pages) if (positionals.length === 0 || positionals.some((id) => isMeant(page, id))) console.log(page.markdown);
  return 0;
}

type Options = Record<string, { type: 'string' | 'boolean'; multiple?: boolean }>;

/** The options that were given: a text each, or a list of texts where several may be. */
function parse<O extends Options>(args: string[], options: O) {
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    return {
      values: values as {
        [K in keyof O]?: O[K] extends { type: 'boolean' } ? boolean : O[K] extends { multiple: true } ? string[] : string;
      },
      positionals,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<number> {
  const [command, ...args] = process.argv.slice(2);
  switch (command) {
    case 'run':
      return run(args);
    case 'list':
      return list();
    case 'check':
      return checkFile(args);
    case 'claims':
      return claims(args);
    case 'schema':
      console.log(JSON.stringify(scenarioSchema(), null, 2));
      return 0;
    case 'reference':
      return reference(args);
    case 'help':
    case '--help':
    case '-h':
      console.log(HELP);
      return 0;
    default:
      throw new UsageError(command === undefined ? HELP : `there is no command ${command}\n\n${HELP}`);
  }
}

// a reader that has seen enough (`| head`) is no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  process.exitCode = await main();
} catch (error) {
  const told = error instanceof UsageError || error instanceof CodeError;
  console.error(told ? error.message : error);
  process.exitCode = error instanceof UsageError ? 2 : 1;
} finally {
  pool.end();
  // what watches over code waits for the end
  if (runsCode()) process.disconnect();
}
