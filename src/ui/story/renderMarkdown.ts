import { micromark } from 'micromark';
import { keepUnits } from './keepUnits.ts';

/** An image would be fetched from somewhere else. */
const NO_IMAGES = ['labelStartImage'];
/** What makes more than a line of text, and what would be followed where one only wants to choose. */
const NOT_INLINE = [
  ...NO_IMAGES,
  ...['blockQuote', 'codeFenced', 'codeIndented', 'definition', 'hardBreakEscape', 'headingAtx', 'htmlFlow', 'list'],
  ...['setextUnderline', 'thematicBreak', 'labelStartLink', 'autolink'],
];

/** Markdown as HTML, without any HTML of its own. */
export function renderMarkdown(text: string): string {
  return asProse(micromark(text, { extensions: [{ disable: { null: NO_IMAGES } }] }));
}

/** A line of markdown as HTML that stands within a line: emphasis, code and exponents. */
export function renderInline(text: string): string {
  const line = text.replace(/\s*\n\s*/g, ' ').trim();
  return asProse(micromark(line, { extensions: [{ disable: { null: NOT_INLINE } }] }).replace(/^<p>|<\/p>$/g, ''));
}

/** Tags, and code as it is; what is in between is prose. */
const NO_PROSE = /(<code>[\s\S]*?<\/code>|<[^>]*>)/;
/** `k^−0.9`, `e^(−t/(β δ))`: brackets around an exponent are for those who cannot raise it. */
const EXPONENT = /(?<=[\p{L}\p{N})])\^(?:\(((?:[^()]|\([^()]*\))+)\)|([−-]?[\p{L}\p{N}]+(?:[.,]\p{N}+)*))/gu;

/** Exponents are raised, and figures keep their units. */
function asProse(html: string): string {
  return html
    .split(NO_PROSE)
    .map((part) => (NO_PROSE.test(part) ? part : keepUnits(part).replace(EXPONENT, (_, within, bare) => `<sup>${within ?? bare}</sup>`)))
    .join('');
}
