import { type Cut, type Part, type Provenance, spanOf } from '../../scenario/measured.ts';
import type { NamedMeter } from '../../scenario/meters.ts';
import { formatClock, formatQuantity, formatSpan } from '../quantity.ts';

/** What words about a number need of its scenario. */
export interface Known extends Cut {
  meters: ReadonlyMap<string, Pick<NamedMeter, 'label' | 'owner' | 'unit'>>;
  /** Titles of the arms, by id. */
  arms: ReadonlyMap<string, string>;
}

type Operator = NonNullable<(Provenance & { kind: 'figure' })['by']>['operator'];
const OPERATORS: Readonly<Record<Operator, string>> = { '/': 'divided by', '*': 'times', '-': 'less', '+': 'plus' };
const RELATIONS = { '<': 'less than', '<=': 'at most', '>': 'more than', '>=': 'at least' } as const;

/** Where a number is from, in words: meter, span and arm. */
export function numberWords(from: Exclude<Provenance, { kind: 'given' }>, known: Known): string {
  const { part } = from;
  const place = placeOf(part, known);
  const what = whatOf(part, known);
  if (from.kind === 'figure') {
    if (!from.by) return `${what}, ${place}`;
    const { operator, part: by } = from.by;
    const words = OPERATORS[operator];
    if (typeof by === 'number') return `${what}, ${place}, ${words} ${by.toLocaleString('en')}`;
    const other = whatOf(by, known);
    return placeOf(by, known) === place
      ? `${what} ${words} ${other}, ${place}`
      : `${what}, ${place}, ${words} ${other}, ${placeOf(by, known)}`;
  }
  const limit = `${RELATIONS[from.is]} ${formatQuantity(from.than, known.meters.get(part.meter)?.unit ?? '')}`;
  if (from.kind === 'seeds') return `With so many of the seeds ${from.first} to ${from.last}: ${what}, ${place}, ${limit}`;
  return `${from.which === 'first' ? 'From when on' : 'Until when'}: ${what} ${limit}, ${place}`;
}

function whatOf({ meter, stat }: Part, { meters, duration, bins }: Known): string {
  const { label = meter, owner } = meters.get(meter) ?? {};
  const name = owner ? `${label} of ${owner}` : label;
  switch (stat) {
    case 'sum':
      return `${name} in all`;
    case 'max':
      return `The highest of ${name}`;
    case 'min':
      return `The lowest of ${name}`;
    case 'most':
      return `The most of ${name} in ${formatSpan(duration / bins)}`;
    default:
      return name;
  }
}

function placeOf(part: Part, { arms, ...cut }: Known): string {
  const arm = arms.size > 1 ? `, ${arms.has(part.arm) ? `“${arms.get(part.arm)}”` : `arm ${part.arm}`}` : '';
  return `${spanWords(part, cut)}${arm}`;
}

/** The span of a part: `0:20–0:28`, `at 1:50`, `the whole run`. */
function spanWords(part: Part, cut: Cut): string {
  if (part.at !== undefined) return `at ${clock(part.at)}`;
  const { from, to } = spanOf(part, cut);
  return windowWords(from, to, cut.duration);
}

/** A span of a run of this duration [ms]. */
export function windowWords(from: number, to: number, duration: number): string {
  return from <= 0 && to >= duration ? 'the whole run' : `${clock(from)}–${clock(to)}`;
}

const clock = (time: number): string => formatClock(time, time % 1_000 !== 0);
