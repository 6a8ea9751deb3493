import type { Item, Param } from '../sim/param/param.ts';
import { changedParams } from './changed-params.ts';
import { policyOf } from './descriptions.ts';
import type { Settings } from './scenario.ts';
import type { Components } from './setting.ts';

/** How figures are written. */
export interface Figures {
  /** With its unit; times are in ms, ratios 0 to 1. */
  quantity(value: number, unit: string): string;
  /** A moment of a run [ms]. */
  clock(time: number): string;
}

/** What a component is called on the page. */
export function titleOf(components: Components, id: string): string {
  return components[id]?.title ?? id;
}

/** Words that begin a sentence, as they stand within one: names such as API keep their letters. */
export function within(words: string): string {
  return words.replace(/^\p{Lu}(?=[\p{Ll} ])/u, (letter) => letter.toLowerCase());
}

/** `A, B and C` */
export function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** What a parameter is called; one of a policy's own says of which policy it is, unless that is in its name. */
export function nameOf(chain: readonly Param[], of: string): string {
  const inner = chain.map(({ label }) => within(label));
  const own = chain[chain.length - 1];
  if (chain.length > 1 && !(chain.length === 2 && sharesWord(own.label, chain[0].label)))
    return `${chain[0].label} of ${of}: ${inner.slice(1).join(', ')}`;
  return isPhrase(own) ? `${capital(of)}, ${within(own.label)}` : `${own.label} of ${of}`;
}

/** Most parameters are called by a noun; those that are not begin or end a sentence: `When a caller leaves`, `Polls every`. */
function isPhrase({ type, label }: Param): boolean {
  return (
    type === 'choice' ||
    type === 'flag' ||
    /\b(?:every|after|most|above|at|takes?|for|once|out|cold|error|revalidating|keys|die)$/.test(label)
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `Arrival rate` speaks of `Arrivals`. */
function sharesWord(a: string, b: string): boolean {
  const stems = (words: string) =>
    words
      .toLowerCase()
      .match(/\p{L}{5,}/gu)
      ?.map((word) => word.slice(0, 5)) ?? [];
  return stems(a).some((stem) => stems(b).includes(stem));
}

/** A parameter with what it was and what it is: `Arrival rate of shoppers 120 → 77 req/s`. */
export function turned(chain: readonly Param[], of: string, from: unknown, to: unknown, figures: Figures): string {
  const param = chain[chain.length - 1];
  const name = nameOf(chain, of);
  const runsOn = name.includes(': ') || (isFigure(param) && !isPhrase(param));
  return `${name}${runsOn ? ' ' : ': '}${values(param, from, to, figures)}`;
}

/** What a parameter was and what it is: `120 → 77 req/s`. */
export function values(param: Param, from: unknown, to: unknown, figures: Figures): string {
  const [before, after] = [valueIn(param, from, figures), valueIn(param, to, figures)];
  // figures that are rounded to the same
  if (before === after) return arrow(exact(param, from), exact(param, to));
  return isFigure(param) ? arrow(before, after) : `${before} → ${after}`;
}

/** From one figure to another; the same unit is said once. */
export function arrow(before: string, after: string): string {
  const [figure, unit] = before.split(THIN);
  return unit !== undefined && after.endsWith(THIN + unit) ? `${figure} → ${after}` : `${before} → ${after}`;
}

/** What stands between a figure and its unit. */
const THIN = '\u202f';

function isFigure({ type }: Param): boolean {
  return type === 'number' || type === 'integer' || type === 'ratio' || type === 'duration';
}

function exact(param: Param, value: unknown): string {
  const unit = param.type === 'duration' ? 'ms' : 'unit' in param ? param.unit : undefined;
  return `${typeof value === 'object' ? JSON.stringify(value) : String(value)}${unit ? THIN + unit : ''}`;
}

/** A value as its control shows it. */
export function valueIn(param: Param | Item, value: unknown, figures: Figures): string {
  switch (param.type) {
    case 'number':
    case 'integer':
      return figures.quantity(value as number, param.unit ?? '');
    case 'ratio':
      return figures.quantity(value as number, 'ratio');
    case 'duration':
      return value === null ? within(param.never ?? 'never') : figures.quantity(value as number, 'ms');
    case 'choice':
      return within((param.options[value as string] ?? '').split(/[.:] /)[0]);
    case 'flag':
      return value ? 'on' : 'off';
    case 'text':
      return value === '' ? 'nothing' : `“${value}”`;
    case 'list': {
      const values = value as readonly unknown[];
      if (values.length === 0) return 'none';
      return values.length > MOST_VALUES ? `${values.length} values` : values.map((each) => valueIn(param.item, each, figures)).join(', ');
    }
    case 'policy':
      return policyWords(param.seam, value as { kind: string }, figures);
  }
}

/** Longer lists are counted. */
const MOST_VALUES = 8;

/** An algorithm, and what of it is not at its default: `full jitter (cap 5 s)`. */
function policyWords(seam: string, value: { kind: string }, figures: Figures): string {
  const policy = policyOf(seam, value.kind);
  if (!policy) return value.kind;
  const own = changedParams(policy.params, {}, value as Settings).map(({ chain, to }) => {
    const labels = chain.map(({ label }) => within(label)).join(', ');
    return `${labels} ${valueIn(chain[chain.length - 1], to, figures)}`;
  });
  return within(policy.title) + (own.length > 0 ? ` (${own.join(', ')})` : '');
}
