import { transform } from 'sucrase/dist/index.js';
import { parse } from 'sucrase/dist/parser/index.js';
import { formatTokenType } from 'sucrase/dist/parser/tokenizer/types.js';
import type { OwnPolicies } from '../../scenario/own-policies.ts';
import type { PolicyDoc } from '../../scenario/scenario.ts';
import { CodeError, type CodeProblem } from './code-error.ts';

/** A policy of a document as a realm runs it. */
export interface CompiledPolicy {
  id: string;
  seam: string;
  /** The body of a function of `IMPORT`; as many lines as the source, each what that line became. */
  code: string;
  /** What is odd about it: it runs all the same. */
  warnings: readonly CodeProblem[];
}

/** What imports become calls of. */
export const IMPORT = '$import';

/** What a policy may import. */
const IMPORTABLE = /^#goodput\/[\w-]+$/;

/** Functions of Math that engines compute differently, in the last bit at least. */
const NOT_PORTABLE = new Set(
  'acos acosh asin asinh atan atan2 atanh cbrt cos cosh exp expm1 hypot log log10 log1p log2 pow sin sinh tan tanh'.split(' '),
);

interface Word {
  /** What it is, as the parser calls it: its text for punctuation and keywords, `name`, `string`. */
  type: string;
  text: string;
  start: number;
  end: number;
}

/** Compiles all policies of a document; throws a CodeError with what is wrong in any of them. */
export function compileAll(policies: OwnPolicies): readonly CompiledPolicy[] {
  const problems: CodeProblem[] = [];
  const compiled = Object.entries(policies).flatMap(([id, policy]) => {
    try {
      return compile(id, policy);
    } catch (error) {
      if (!(error instanceof CodeError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new CodeError(problems);
  return compiled;
}

/** Types taken out, imports made calls of the realm's registry. Throws a CodeError that says where and what. */
export function compile(id: string, { seam, source }: PolicyDoc): CompiledPolicy {
  const problems: CodeProblem[] = [];
  const report = (line: number | null, message: string) => problems.push({ policy: id, line, message });
  // what is imported only as a type is gone afterwards, and yet has to be there
  for (const { specifier, at } of importsIn(wordsOf(id, source, true)))
    if (!IMPORTABLE.test(specifier))
      report(
        lineOf(source, at),
        `${JSON.stringify(specifier)} cannot be imported: a policy imports from '#goodput/${seam}', or another seam as that, and from nowhere else`,
      );
  if (problems.length > 0) throw new CodeError(problems);
  const script = attempt(id, () => transform(source, { transforms: ['typescript'], disableESTransforms: true }).code);
  const code = new Rewriting(id, script).code();
  return { id, seam, code, warnings: oddities(id, script) };
}

function attempt<T>(id: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const place = /\((\d+):\d+\)\s*$/.exec(message);
    const said = message.replace(/\s*\(\d+:\d+\)\s*$/, '').replace(/^Error transforming[^:]*:\s*/, '');
    throw new CodeError([{ policy: id, line: place ? Number(place[1]) : null, message: said }]);
  }
}

function wordsOf(id: string, source: string, typescript: boolean): Word[] {
  return attempt(id, () =>
    parse(source, false, typescript, false).tokens.map(({ type, start, end }) => ({
      type: formatTokenType(type),
      text: source.slice(start, end),
      start,
      end,
    })),
  );
}

const lineOf = (source: string, at: number) => source.slice(0, at).split('\n').length;

/** Every module that is named, with where. */
function importsIn(words: readonly Word[]): { specifier: string; at: number }[] {
  const found: { specifier: string; at: number }[] = [];
  words.forEach((word, i) => {
    if (word.type === 'string' && ['from', 'import'].includes(words[i - 1]?.text) && words[i - 2]?.type !== '.')
      found.push({ specifier: word.text.slice(1, -1), at: word.start });
  });
  return found;
}

function oddities(policy: string, script: string): CodeProblem[] {
  const words = wordsOf(policy, script, false);
  const found: CodeProblem[] = [];
  words.forEach(({ type, text, start }, i) => {
    const isOfMath = words[i - 1]?.type === '.' && words[i - 2]?.text === 'Math' && words[i - 3]?.type !== '.';
    if (isOfMath && NOT_PORTABLE.has(text))
      found.push({
        policy,
        line: lineOf(script, start),
        message: `Math.${text} differs from browser to browser in its last digits, and so will the run: use ln, exp or pow of the contract, or sqrt`,
      });
    if (type === '**' || text === '**=')
      found.push({
        policy,
        line: lineOf(script, start),
        message: '** differs from browser to browser in its last digits, and so will the run: multiply, or use pow of the contract',
      });
  });
  return found;
}

/** Makes the body of a function of a module: imports become constants, exports what they export. */
class Rewriting {
  private readonly words: readonly Word[];
  private readonly cuts: { from: number; to: number; by: string }[] = [];

  constructor(
    private readonly id: string,
    private readonly script: string,
  ) {
    this.words = wordsOf(id, script, false);
  }

  code(): string {
    for (let i = 0; i < this.words.length; i++) {
      const { type } = this.words[i];
      if (this.words[i - 1]?.type === '.' || this.words[i - 1]?.type === '?.') continue;
      if (type === 'import') this.import(i);
      else if (type === 'export') this.export(i);
    }
    let code = this.script;
    // a statement keeps its lines
    for (const { from, to, by } of this.cuts.sort((a, b) => b.from - a.from))
      code = code.slice(0, from) + by + code.slice(from, to).replace(/[^\n]/g, '') + code.slice(to);
    return code;
  }

  private fail(i: number, message: string): never {
    throw new CodeError([{ policy: this.id, line: lineOf(this.script, this.words[i].start), message }]);
  }

  private import(first: number): void {
    const next = this.words[first + 1];
    if (next?.type === '(') this.fail(first, 'import() is not there: only import lines are, at the top');
    if (next?.type === '.') this.fail(first, 'import.meta is not there');
    const end = this.words.findIndex((word, i) => i > first && word.type === 'string');
    if (end < 0) this.fail(first, 'an import line ends with what is imported from');
    const module = `${IMPORT}(${this.words[end].text})`;
    const names = this.words.slice(first + 1, end);
    let by = `${module};`;
    if (names[0]?.text === '*') by = `const ${names[2].text} = ${module};`;
    else if (names[0]?.type === '{') {
      const inner = names.slice(
        1,
        names.findIndex(({ type }) => type === '}'),
      );
      const list = inner.map(({ text }) => (text === 'as' ? ':' : text)).join(' ');
      by = `const { ${list} } = ${module};`;
    } else if (names.length > 0) this.fail(first, 'contracts have no default: expected import { … } from …');
    const semicolon = this.words[end + 1]?.type === ';';
    this.cuts.push({ from: this.words[first].start, to: this.words[semicolon ? end + 1 : end].end, by });
  }

  private export(first: number): void {
    const next = this.words[first + 1];
    const cut = (to: number, by = '') => this.cuts.push({ from: this.words[first].start, to, by });
    if (next?.text === '*') this.fail(first, 'nobody imports a policy: it exports nothing of others');
    if (next?.type === '{') {
      const end = this.words.findIndex((word, i) => i > first && word.type === '}');
      if (this.words[end + 1]?.text === 'from') this.fail(first, 'nobody imports a policy: it exports nothing of others');
      cut(this.words[end].end, ';');
    } else if (next?.type === 'default') {
      const what = this.words[first + 2];
      const isNamed =
        ['function', 'class', 'async'].includes(what?.type ?? '') &&
        this.words.slice(first + 3, first + 5).some(({ type }) => type === 'name');
      // an expression by itself may look like a block
      cut(next.end, isNamed ? '' : 'void ');
    } else cut(next?.start ?? this.words[first].end);
  }
}
