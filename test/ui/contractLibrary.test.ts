import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fork, TEMPLATE } from '../../src/host/sandbox/fork.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import { CONTRACT_OPTIONS, contractLibrary } from '../../src/ui/editor/contractLibrary.ts';

const SIM = join(import.meta.dirname, '../../src/sim');

interface Diagnostic {
  start: number;
  messageText: string | { messageText: string };
}

/** The editor's own worker, as far as it is asked. */
interface Worker {
  getSyntacticDiagnostics(file: string): Promise<Diagnostic[]>;
  getSemanticDiagnostics(file: string): Promise<Diagnostic[]>;
  getQuickInfoAtPosition(file: string, position: number): Promise<{ documentation: { text: string }[] } | undefined>;
  getCompletionsAtPosition(file: string, position: number): Promise<{ entries: { name: string }[] } | undefined>;
}

/** What is written in the editor. */
let text = '';
let version = 0;
const FILE = 'file:///own/mine.ts';
const model = {
  uri: { toString: () => FILE, path: '/own/mine.ts' },
  get version() {
    return version;
  },
  getValue: () => text,
};

async function editorsWorker(): Promise<Worker> {
  const path = join(import.meta.dirname, '../../node_modules/monaco-editor/esm/vs/languages/features/typescript/tsWorker.js');
  const { create } = (await import(path)) as { create(context: object, data: object): Worker };
  const extraLibs = Object.fromEntries(contractLibrary.map((each) => [each.path, { content: each.text, version: 1 }]));
  return create({ getMirrorModels: () => [model] }, { compilerOptions: CONTRACT_OPTIONS, extraLibs });
}

const worker = await editorsWorker();

async function problems(source: string): Promise<string[]> {
  text = source;
  version++;
  const found = [...(await worker.getSyntacticDiagnostics(FILE)), ...(await worker.getSemanticDiagnostics(FILE))];
  return found.map(({ start, messageText }) => {
    const line = source.slice(0, start).split('\n').length;
    return `${line}: ${typeof messageText === 'string' ? messageText : messageText.messageText}`;
  });
}

const sourceOf = (path: string) => readFileSync(join(SIM, path), 'utf8');

describe('what the editor checks code of one’s own against', () => {
  // the longest of a seam uses most of its contract
  it.each(Object.entries(seams))('has all that a policy for %s and their template need', async (seam, { catalogue }) => {
    const sources = catalogue.map(({ id }) => fork(seam, sourceOf(`policy/${seam}/${id}.ts`), id, 'mine').source);
    const longest = sources.reduce((one, other) => (other.length > one.length ? other : one));
    expect(await problems(longest)).toEqual([]);
    expect(await problems(fork(seam, sourceOf(`own-policy/template/${seam}.ts`), TEMPLATE, 'mine').source)).toEqual([]);
  });

  const sieve = fork('eviction', sourceOf('policy/eviction/sieve.ts'), 'sieve', 'mine').source;

  it('finds what is wrong', async () => {
    const line = sieve.split('\n').findIndex((each) => each.includes('return HIT;')) + 1;
    expect(await problems(sieve.replace('return HIT;', "return 'HIT';"))).toEqual([
      `${line}: Type 'string' is not assignable to type 'number'.`,
    ]);
    expect(await problems(sieve.replace('params: {},', 'params: {}, gauges: {},'))).toEqual([
      expect.stringContaining("'gauges' does not exist in type"),
    ]);
    expect(await problems(sieve.replace('HIT;', 'document.title;'))).toEqual([expect.stringContaining("Cannot find name 'document'")]);
  });

  it('explains the contract, and completes what it has', async () => {
    text = sieve;
    version++;
    const info = await worker.getQuickInfoAtPosition(FILE, sieve.indexOf('room: Room') + 'room: R'.length);
    expect(info?.documentation.map((part) => part.text).join('')).toMatch(/^The cache a policy decides for/);
    const completed = await worker.getCompletionsAtPosition(FILE, sieve.indexOf('room.keys') + 'room.'.length);
    expect(completed?.entries.map(({ name }) => name)).toEqual(expect.arrayContaining(['capacity', 'keys']));
  });
});
