import { measuredIn, partsOf, provenanceOf } from '../../src/scenario/measured.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { agrees, writtenNumber } from '../../src/scenario/written-number.ts';
import { type Text, textsOf } from './texts.ts';

/** A number that nothing vouches for. */
export interface Unvouched {
  path: string;
  number: string;
  /** What stands around it. */
  context: string;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, days: 86_400_000, day: 86_400_000 };
/** Said of replies: names, not amounts. */
const STATUS: readonly number[] = [200, 400, 401, 403, 404, 408, 409, 429, 499, 500, 502, 503, 504];
/** So few can be counted in the sentence. */
const FEW = 3;

const NUMBER =
  /(?<![\p{L}\p{N}.,_#@§-])(\d+(?:,\d{3})*(?:\.\d+)?)(?![\p{L}_]|[.,]?\d|-\p{L})(?:[\s\u00a0\u202f]?(ms|s|min|h|days?|%|in (?:a hundred|\d+))(?![\p{L}]))?/gu;
/** Numbers with operators between them, and what they come to. */
const SUM = /(?:[\d(][\d,.()\s]*(?:[a-z%]+(?:\/s)?\s*)?[÷×·+−=^*/±–-]\s*)+[\d(][\d,.()]*(?:\s?(?:ms|s|min|h|%)(?![\p{L}]))?/gu;

/**
 * The numbers of a lesson that say nothing of where they are from and do not vouch for themselves: that are no parameter and
 * no moment of the scenario, and stand in no sum. A sum has to add up.
 */
export function unvouchedIn(scenario: Scenario): readonly Unvouched[] {
  const known = knownIn(scenario);
  return textsOf(scenario).flatMap((text) => (text.part === 'choice' ? [] : unvouchedOf(text, known)));
}

function unvouchedOf({ path, text }: Text, known: Known): readonly Unvouched[] {
  const blank = (from: string) => ' '.repeat(from.length);
  let rest = text.replace(/`[^`]*`/g, blank);
  for (const { start, end } of measuredIn(text)) rest = rest.slice(0, start) + blank(rest.slice(start, end)) + rest.slice(end);
  const wrong: Unvouched[] = [];
  rest = rest.replace(SUM, (sum) => {
    if (!addsUp(sum)) wrong.push({ path, number: sum.trim(), context: 'this does not add up' });
    return blank(sum);
  });
  for (const match of rest.matchAll(NUMBER)) {
    const [whole, digits, unit] = match;
    const value = Number(digits.replaceAll(',', ''));
    if (vouches(known, value, unit)) continue;
    wrong.push({
      path,
      number: whole,
      context: text.slice(Math.max(0, match.index - 40), match.index + whole.length + 30).replace(/\s+/g, ' '),
    });
  }
  return wrong;
}

function vouches(known: Known, value: number, unit: string | undefined): boolean {
  if (unit === undefined) return value <= FEW || STATUS.includes(value) || known.numbers.has(value);
  if (unit === '%') return value === 100 || near(known.numbers, value / 100);
  // the name of a percentile
  if (unit.startsWith('in ')) return value === 99 || value === 999;
  const ms = value * UNITS[unit];
  return near(known.numbers, ms) || near(known.moments, ms);
}

const near = (all: ReadonlySet<number>, value: number): boolean =>
  all.has(value) || [...all].some((each) => Math.abs(each - value) <= 1e-9 * Math.abs(value));

interface Known {
  /** Values of parameters. */
  numbers: ReadonlySet<number>;
  /** Moments at which something is set, is looked at or is claimed, and how far they lie apart [ms]. */
  moments: ReadonlySet<number>;
}

function knownIn(scenario: Scenario): Known {
  const numbers = new Set<number>();
  const gather = (value: unknown): void => {
    if (typeof value === 'number') numbers.add(value);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) gather(each);
  };
  const { components, changes, arms, story, claims, goals, keep, duration, seed } = scenario;
  // what a goal asks for is said in its words, and what a sum comes to may be said again
  gather([goals, keep].map((each) => each.map(({ than }) => than)));
  for (const { text } of textsOf(scenario))
    for (const [sum] of text.matchAll(SUM))
      gather(
        sum
          .split('=')
          .slice(1)
          .flatMap((side) => [comesTo(side), writtenNumber(side.trim())?.value]),
      );
  // what a run gives may be said again, too
  for (const { text } of textsOf(scenario))
    for (const { text: number, source } of measuredIn(text)) {
      const from = provenanceOf(source);
      gather([writtenNumber(number)?.value, typeof from !== 'string' && from.kind === 'seeds' ? from.last : undefined]);
    }
  gather([components, arms.map(({ set, changes }) => [set, changes]), changes, story.map(({ set }) => set), duration, seed]);
  const told = [...changes, ...arms.flatMap((arm) => arm.changes)];
  const changed = new Set([0, duration, ...told.flatMap(({ at, over = 0 }) => [at, at + over])]);
  const judged = [...claims, ...goals, ...keep].flatMap(({ from, to, than }) => [
    from,
    to,
    ...(typeof than === 'object' ? [than.from, than.to] : []),
  ]);
  const looked = story.flatMap(({ at, ask }) => [at, ask?.until]);
  const quoted = textsOf(scenario).flatMap(({ text }) =>
    measuredIn(text).flatMap(({ source }) => {
      const from = provenanceOf(source);
      return typeof from === 'string' ? [] : partsOf(from).flatMap((part) => [part.from, part.to, part.at]);
    }),
  );
  const moments = new Set([...changed, ...judged, ...looked, ...quoted].filter((each) => each !== undefined));
  for (const a of changed) for (const b of changed) if (b > a) moments.add(b - a);
  return { numbers, moments };
}

/** Whether the sides of every `=` in a sum come to the same, as precisely as they are written; a sum without one says nothing. */
function addsUp(sum: string): boolean {
  const sides = sum.split('=').map((side) => side.trim());
  if (sides.length < 2) return true;
  const values = sides.map(comesTo);
  const last = writtenNumber(sides.at(-1)!.replace(/[()]/g, ''));
  if (values.some(Number.isNaN) || !last) return true;
  return values
    .slice(0, -1)
    .every((value) =>
      [1, 60, 1 / 60, 1_000, 1 / 1_000, 3_600, 1 / 3_600, 100, 1 / 100].some((scale) =>
        agrees(
          last.kind === 'number'
            ? last
            : { ...last, value: comesTo(sides.at(-1)!), tolerance: last.tolerance * (comesTo(sides.at(-1)!) / last.value) },
          value * scale,
        ),
      ),
    );
}

/** A side of a sum without its units; NaN where it is more than numbers, brackets and the four operations. */
function comesTo(side: string): number {
  const bare = side
    .replace(/(?<=\d),(?=\d{3})/g, '')
    .replace(/(?:req|jobs|ops)?\/?[a-zµ]+%?|%/g, '')
    .replace(/÷/g, '/')
    .replace(/[×·]/g, '*')
    .replace(/[−–]/g, '-');
  return /^[\d\s.()+*/-]+$/.test(bare) ? new Sum(bare).value() : Number.NaN;
}

/** Reads sums by the usual order of operations. */
class Sum {
  private at = 0;
  private readonly tokens: readonly string[];

  constructor(text: string) {
    this.tokens = text.match(/\d+(?:\.\d+)?|[()+*/-]/g) ?? [];
  }

  value(): number {
    const value = this.terms();
    return this.at === this.tokens.length ? value : Number.NaN;
  }

  private terms(): number {
    let value = this.factors();
    while (this.tokens[this.at] === '+' || this.tokens[this.at] === '-')
      value += this.tokens[this.at++] === '+' ? this.factors() : -this.factors();
    return value;
  }

  private factors(): number {
    let value = this.one();
    while (this.tokens[this.at] === '*' || this.tokens[this.at] === '/')
      value = this.tokens[this.at++] === '*' ? value * this.one() : value / this.one();
    return value;
  }

  private one(): number {
    if (this.tokens[this.at] !== '(') return Number(this.tokens[this.at++] ?? Number.NaN);
    this.at++;
    const value = this.terms();
    this.at++;
    return value;
  }
}
