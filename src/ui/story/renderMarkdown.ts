import { micromark } from 'micromark';

import { type Measured, measuredIn, provenanceOf } from '../../scenario/measured.ts';
import { withTerms } from '../glossary/saidTerms.ts';
import { keepUnits } from './keepUnits.ts';

/** An image would be fetched from somewhere else. */
const NO_IMAGES = ['labelStartImage'];
/** What makes more than a line of text, and what would be followed where one only wants to choose. */
const NOT_INLINE = [
  ...NO_IMAGES,
  ...['blockQuote', 'codeFenced', 'codeIndented', 'definition', 'hardBreakEscape', 'headingAtx', 'htmlFlow', 'list'],
  ...['setextUnderline', 'thematicBreak', 'labelStartLink', 'autolink'],
];

/** Markdown as HTML, without any HTML of its own; a number with its source is a `span` with `data-source`. */
export function renderMarkdown(text: string): string {
  return withNumbers(text, block);
}

/**
 * The same, and the first mention of each of a few terms is a `span` that explains it, with its slug as `data-term`.
 * @param before what is read before it: terms are explained where they stand first
 */
export function renderExplained(text: string, before = ''): string {
  const known = new Set([...(before === '' ? '' : renderExplained(before)).matchAll(/ data-term="([^"]+)"/g)].map(([, slug]) => slug));
  return withNumbers(text, (bare) => withExplanations(block(bare), known));
}

const block = (text: string): string => asProse(micromark(text, { extensions: [{ disable: { null: NO_IMAGES } }] }));

/** Terms that are explained in a text and what stands before it: more are too much to look at. */
const MOST_TERMS = 3;

function withExplanations(html: string, known: Set<string>): string {
  let links = 0;
  return inProse(
    html,
    (prose) =>
      withTerms(prose, (slug, words) => {
        if (links > 0 || known.has(slug) || known.size >= MOST_TERMS) return null;
        known.add(slug);
        return `<span role="button" tabindex="0" data-term="${slug}">${words}</span>`;
      }),
    (tag) => {
      links += tag.startsWith('<a ') ? 1 : tag === '</a>' ? -1 : 0;
      return tag;
    },
  );
}

/** A line of markdown as HTML that stands within a line: emphasis, code, exponents and numbers with their source. */
export function renderInline(text: string): string {
  return withNumbers(text, inline);
}

function inline(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ').trim();
  return asProse(micromark(line, { extensions: [{ disable: { null: NOT_INLINE } }] }).replace(/^<p>|<\/p>$/g, ''));
}

/** Tags, and code as it is; what is in between is prose. */
const NO_PROSE = /(<code[^>]*>[\s\S]*?<\/code>|<[^>]*>)/;
/** `k^−0.9`, `e^(−t/(β δ))`: brackets around an exponent are for those who cannot raise it. */
const EXPONENT = /(?<=[\p{L}\p{N})])\^(?:\(((?:[^()]|\([^()]*\))+)\)|([−-]?[\p{L}\p{N}]+(?:[.,]\p{N}+)*))/gu;

/** HTML with what is prose in it made into something else. */
function inProse(html: string, change: (prose: string) => string, besides: (tag: string) => string = (tag) => tag): string {
  return html
    .split(NO_PROSE)
    .map((part) => (NO_PROSE.test(part) ? besides(part) : change(part)))
    .join('');
}

/** Exponents are raised, and figures keep their units. */
function asProse(html: string): string {
  return inProse(html, (prose) => keepUnits(prose).replace(EXPONENT, (_, within, bare) => `<sup>${within ?? bare}</sup>`));
}

/** Stand around a number’s place while the text about it is rendered: letters of private use, which no text keeps. */
const [OPENS, CLOSES] = ['\ue000', '\ue001'];
const PRIVATE = /[\ue000\ue001]/g;
const PLACE = /\ue000(\d+)\ue001/g;

/** Renders a text about its numbers: what stands behind their brackets is no markdown, and would be taken for some. */
function withNumbers(text: string, render: (bare: string) => string): string {
  const own = text.replace(PRIVATE, '\ufffd');
  const numbers: Measured[] = [];
  let [bare, done] = ['', 0];
  for (const number of measuredIn(own)) {
    // what cannot be read is left to markdown
    if (typeof provenanceOf(number.source) === 'string') continue;
    bare += `${own.slice(done, number.start)}${OPENS}${numbers.length}${CLOSES}`;
    done = number.end;
    numbers.push(number);
  }
  const html = render(bare + own.slice(done));
  if (numbers.length === 0) return html;
  return inProse(
    html,
    (prose) => prose.replace(PLACE, (_, i) => numberHtml(numbers[i])),
    (tag) => tag.replace(PLACE, (_, i) => escaped(`[${numbers[i].text}](${numbers[i].source})`)),
  );
}

function numberHtml({ text, source }: Measured): string {
  return source === 'given' ? inline(text) : `<span data-source="${escaped(source)}">${inline(text)}</span>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
