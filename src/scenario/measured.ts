import type { Figure } from './claims.ts';
import type { Relation, Statistic } from './scenario.ts';

/**
 * Numbers in prose that a run gives, written with where they are from:
 * `[12,700](shoppers.attempts@base sum 20s..28s)`. The meter comes first, with its arm (the base if none is named); then what
 * of it (`value` if nothing), and the span (the whole run if none).
 *
 * | written | means |
 * |---|---|
 * | `db.utilization@jitter 20s..28s` | the meter over a span; `20s..`, `..28s`, `at 110s` (the bin at that moment) |
 * | `… sum …`, `max`, `min`, `most` | as in claims |
 * | `a.b 0s..20s / c.d@arm` | one figure and another, or a number: `/`, `*`, `-`, `+` |
 * | `first a.b > 100 20s..` | when the meter first is so, in the span; `last`: until when |
 * | `seeds 1..60 a.b@arm 60s.. < 10` | with how many seeds it is so |
 * | `given` | not from a run: from a source, or an example |
 */
export interface Measured {
  /** Where it stands in the text, brackets and all: [first, end). */
  start: number;
  end: number;
  /** The number as it is written, with whatever stands in the brackets beside it. */
  text: string;
  source: string;
}

const BRACKETED = /\[([^\][\n]+)\]\(((?!https?:|mailto:|#)[^()\n]+)\)/g;

/** The numbers of a text that say where they are from. */
export function measuredIn(text: string): readonly Measured[] {
  return [...text.matchAll(BRACKETED)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    text: match[1],
    source: match[2].trim(),
  }));
}

/** A text whose sources are made others; null for a number that is a plain one from then on. */
export function withSources(text: string, change: (source: string) => string | null): string {
  return text.replace(BRACKETED, (whole, words: string, source: string) => {
    const made = change(source);
    return made === source ? whole : made === null ? words : `[${words}](${made})`;
  });
}

/** A text as it reads, without where its numbers are from. */
export const withoutSources = (text: string): string => text.replace(BRACKETED, '$1');

export interface Part {
  arm: string;
  meter: string;
  stat: Statistic;
  from?: number;
  to?: number;
  /** In place of a span: the bin at this moment [ms]. */
  at?: number;
}

type Operator = '/' | '*' | '-' | '+';

/** Where a number is from. */
export type Provenance =
  | { kind: 'given' }
  | { kind: 'figure'; part: Part; by?: { operator: Operator; part: Part | number } }
  | { kind: 'moment'; which: 'first' | 'last'; part: Part; is: Relation; than: number }
  | { kind: 'seeds'; first: number; last: number; part: Part; is: Relation; than: number };

const STATISTICS: readonly string[] = ['value', 'mean', 'max', 'min', 'sum', 'most'] satisfies Statistic[];
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const TIME = String.raw`(\d+(?:\.\d+)?)(ms|s|min|h|d)`;
const PART = new RegExp(
  String.raw`^([\w-]+(?:\.[\w-]+)+)(?:@([\w-]+))?(?:\s+(${STATISTICS.join('|')}))?(?:\s+(?:at\s+(?<at>${TIME})|(?<from>${TIME})?\.\.(?<to>${TIME})?))?$`,
);
const CONDITION = /^(.+?)\s+(<=|>=|<|>)\s*(-?\d+(?:\.\d+)?)(?:\s+(\S.*))?$/;

/** Reads where a number is from; a text says what is wrong with it. */
export function provenanceOf(source: string): Provenance | string {
  if (source === 'given') return { kind: 'given' };
  const seeds = /^seeds\s+(\d+)\.\.(\d+)\s+(.+)$/.exec(source);
  if (seeds) {
    const held = conditionOf(seeds[3]);
    return typeof held === 'string' ? held : { kind: 'seeds', first: Number(seeds[1]), last: Number(seeds[2]), ...held };
  }
  const moment = /^(first|last)\s+(.+)$/.exec(source);
  if (moment) {
    const held = conditionOf(moment[2]);
    return typeof held === 'string' ? held : { kind: 'moment', which: moment[1] as 'first' | 'last', ...held };
  }
  const [, left = source, operator, right = ''] = /^(.+?)\s+([/*+-])\s+(.+)$/.exec(source) ?? [];
  const part = partOf(left);
  if (typeof part === 'string' || operator === undefined) return typeof part === 'string' ? part : { kind: 'figure', part };
  const other = /^\d+(\.\d+)?$/.test(right) ? Number(right) : partOf(right);
  return typeof other === 'string' ? other : { kind: 'figure', part, by: { operator: operator as Operator, part: other } };
}

function conditionOf(text: string): { part: Part; is: Relation; than: number } | string {
  const held = CONDITION.exec(text);
  if (!held) return `${text}: a meter, what it is compared with, and a span, as "shoppers.goodput > 100 20s.."`;
  const part = partOf(held[4] ? `${held[1]} ${held[4]}` : held[1]);
  return typeof part === 'string' ? part : { part, is: held[2] as Relation, than: Number(held[3]) };
}

function partOf(text: string): Part | string {
  const read = PART.exec(text.trim());
  if (!read) return `${text}: a meter with its arm, what of it, and a span, as "shoppers.attempts@base sum 20s..28s"`;
  const [, meter, arm = 'base', stat = 'value'] = read;
  const { at, from, to } = read.groups!;
  const time = (each: string | undefined) => (each === undefined ? undefined : timeOf(each));
  return { arm, meter, stat: stat as Statistic, from: time(from), to: time(to), at: time(at) };
}

function timeOf(text: string): number {
  const [, number, unit] = new RegExp(`^${TIME}$`).exec(text)!;
  return Number(number) * UNITS[unit];
}

/** The figures that a number is made of. */
export function partsOf(from: Provenance): readonly Part[] {
  if (from.kind === 'given') return [];
  const by = from.kind === 'figure' && from.by ? from.by.part : null;
  return by !== null && typeof by === 'object' ? [from.part, by] : [from.part];
}

/** How the run is cut: bins of so long, so many [ms]. */
export interface Cut {
  duration: number;
  bins: number;
}

/** The span that a part is about [ms]. */
export function spanOf({ from = 0, to, at }: Part, { duration, bins }: Cut): { from: number; to: number } {
  if (at === undefined) return { from, to: to ?? duration };
  const width = duration / bins;
  const first = Math.min(bins - 1, Math.floor(at / width + 1e-9));
  return { from: first * width, to: (first + 1) * width };
}

/** What the run gives: in the meter's unit, ms for a moment. NaN where nothing was observed, and for what one run cannot tell. */
export function measure(from: Provenance, cut: Cut, figure: Figure): number {
  const of = (part: Part) => figure({ arm: part.arm, meter: part.meter, stat: part.stat, ...spanOf(part, cut) });
  switch (from.kind) {
    case 'figure': {
      const left = of(from.part);
      if (!from.by) return left;
      const right = typeof from.by.part === 'number' ? from.by.part : of(from.by.part);
      return { '/': left / right, '*': left * right, '-': left - right, '+': left + right }[from.by.operator];
    }
    case 'moment':
      return momentOf(from, cut, figure);
    default:
      return Number.NaN;
  }
}

function momentOf({ which, part, is, than }: Provenance & { kind: 'moment' }, cut: Cut, figure: Figure): number {
  const width = cut.duration / cut.bins;
  const span = spanOf(part, cut);
  const first = Math.ceil(span.from / width - 1e-9);
  const end = Math.ceil(span.to / width - 1e-9);
  for (let i = 0; i < end - first; i++) {
    const bin = which === 'first' ? first + i : end - 1 - i;
    const found = figure({ arm: part.arm, meter: part.meter, stat: part.stat, from: bin * width, to: (bin + 1) * width });
    if (holds(found, is, than)) return (which === 'first' ? bin : bin + 1) * width;
  }
  return Number.NaN;
}

export function holds(a: number, is: Relation, b: number): boolean {
  return is === '<' ? a < b : is === '<=' ? a <= b : is === '>' ? a > b : a >= b;
}

/** The unit of what `measure` gives; the meter's own, but for moments, quotients and counts. */
export function unitOf(from: Provenance, unitOfMeter: (meter: string) => string): string {
  if (from.kind === 'moment') return 'ms';
  if (from.kind === 'seeds') return 'seeds';
  if (from.kind === 'given') return '';
  const { part, by } = from;
  const own = unitOfMeter(part.meter);
  const counted = part.stat === 'sum' || part.stat === 'most' ? own.replace(/\/s$/, '') : own;
  return by?.operator === '/' && typeof by.part === 'object' ? 'ratio' : counted;
}
