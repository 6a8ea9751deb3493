import { type Fault, fault } from './fault.ts';
import type { Page, Rect, TextLine } from './texts.ts';

/** Words of the document that nobody is to read: they name parts, not things. */
export interface Codes {
  /** Ids of components. */
  ids: readonly string[];
  /** Names that cannot be words: with a capital inside, as `maxAttempts`. */
  names: ReadonlySet<string>;
}

/** What is smaller cannot be read [px]. */
export const SMALLEST = 11;
/** What of a line's height letters take, about: lines that stand close touch with the rest. */
const LETTERS = { above: 0.22, below: 0.22 };
/** Less than this is no overlap [px]. */
const TOUCH = 1;

/** All that is wrong with what can be read. @param smallest size of letters [px] */
export function judgeTexts(page: Page, codes: Codes, smallest = SMALLEST): readonly Fault[] {
  const once = new Map<string, Fault>();
  for (const each of [
    ...overlapping(page.lines),
    ...acrossFrames(page),
    ...page.lines.flatMap(cut),
    ...page.lines.flatMap(covered),
    ...page.lines.flatMap((line) => small(line, smallest)),
    ...page.lines.flatMap((line) => coded(line, codes)),
  ])
    once.set(`${each.what} ${each.where}`, each);
  return [...once.values()];
}

const named = ({ where, text }: TextLine) => `${where} “${text.length > 60 ? `${text.slice(0, 59)}…` : text}”`;

const letters = ({ left, top, right, bottom }: Rect): Rect => ({
  left,
  right,
  top: top + (bottom - top) * LETTERS.above,
  bottom: bottom - (bottom - top) * LETTERS.below,
});

function* overlapping(lines: readonly TextLine[]): Generator<Fault> {
  const seen = lines.flatMap((line) => (line.seen && !line.coveredBy ? [{ line, box: letters(line.seen) }] : []));
  for (const [i, a] of seen.entries()) {
    for (const b of seen.slice(i + 1)) {
      if (a.line.node === b.line.node || a.line.layer !== b.line.layer) continue;
      const wide = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
      const high = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
      if (wide > TOUCH && high > TOUCH) yield fault('overlap', `${named(a.line)} and ${named(b.line)}`, `${px(wide)} × ${px(high)}`);
    }
  }
}

/** A text that stands half in a box of the topology. */
function* acrossFrames({ lines, frames }: Page): Generator<Fault> {
  for (const line of lines) {
    if (!line.seen || !line.where.startsWith('Components and wires')) continue;
    const { left, right, top, bottom } = letters(line.box);
    for (const frame of frames) {
      const meets = right > frame.left + TOUCH && left < frame.right - TOUCH && bottom > frame.top + TOUCH && top < frame.bottom - TOUCH;
      const inside = left >= frame.left && right <= frame.right && top >= frame.top && bottom <= frame.bottom;
      if (meets && !inside)
        yield fault('across a frame', named(line), px(Math.max(right - frame.right, frame.left - left, bottom - frame.bottom)));
    }
  }
}

function cut(line: TextLine): readonly Fault[] {
  if (line.cutBy === null || line.hasCue) return [];
  return [fault('cut without a cue', named(line), `by ${line.cutBy}`)];
}

function covered({ coveredBy, ...line }: TextLine): readonly Fault[] {
  if (coveredBy === null || coveredBy.startsWith('sticky ')) return [];
  return [fault('covered', named({ ...line, coveredBy }), `by ${coveredBy}`)];
}

function small(line: TextLine, smallest: number): readonly Fault[] {
  return line.seen && line.size < smallest - 0.01 ? [fault('too small', named(line), `${px(line.size)}, at least ${px(smallest)}`)] : [];
}

function coded(line: TextLine, { ids, names }: Codes): readonly Fault[] {
  const { text } = line;
  const found: string[] = [];
  if (/\*\*|`/.test(text)) found.push('markup');
  if (/(?:^|[\s(])(?:NaN|undefined|-?Infinity|\[object \w+\])(?:$|[\s).,;:%])/.test(text)) found.push('no figure');
  for (const id of ids) {
    if (new RegExp(`(?:^|[^\\w.-])${id}\\.[a-z]\\w+`).test(text)) found.push(`path of ${id}`);
    else if (/[A-Z\d-]/.test(id) && new RegExp(`(?:^|[^\\w.-])${id}(?![\\w.-])`).test(text)) found.push(`id ${id}`);
  }
  for (const [word] of text.matchAll(/(?<![\w./-])[a-z]+[A-Z]\w*(?![\w/-])/g)) if (names.has(word)) found.push(`name ${word}`);
  return found.map((what) => fault('code in a text', named(line), what));
}

const px = (value: number) => `${Number(value.toFixed(1))} px`;
