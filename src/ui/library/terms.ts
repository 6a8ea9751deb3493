/** Words that say nothing about what is looked for. */
const EMPTY = new Set(
  'a an and are as at be but by can do does for from have how i if in is it my no not of on or so than that the then there this to too was what when where which who why will with you'.split(
    ' ',
  ),
);

/** A run of letters and digits. */
const WORD = /[\p{L}\p{N}]+/gu;

export function wordsOf(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}

/** A word of a text, and where it begins. */
export interface FormedWord {
  word: string;
  form: string;
  at: number;
}

const formed = new Map<string, readonly FormedWord[]>();

/** The words of a text, which is remembered: there are not many texts, and they are looked through again and again. */
export function formsIn(text: string): readonly FormedWord[] {
  let words = formed.get(text);
  if (words === undefined) {
    words = Array.from(text.matchAll(WORD), ({ 0: word, index }) => ({ word, form: formOf(word), at: index }));
    formed.set(text, words);
  }
  return words;
}

/**
 * What the forms of a word have in common: "retries", "retried" and "retry" are one, "caching" and "cache" another. All
 * that counts is that texts and questions are treated alike, so it need not be a word.
 */
export function formOf(word: string): string {
  const lower = word.toLowerCase();
  if (lower.length < 4 || /\d/.test(lower)) return lower;
  return lower
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?<=..)(?<![sui])s$/, '')
    .replace(/(?<=.{4})(?:ing|ed|ers?)$/, '')
    .replace(/(?<=.{3})e$/, '')
    .replace(/(?<=..)([bdgmnp])\1$/, '$1');
}

/** The form by which a word is looked for; null for one that says nothing. */
export function termOf(word: string): string | null {
  const lower = word.toLowerCase();
  return EMPTY.has(lower) || (lower.length < 2 && !/\d/.test(lower)) ? null : formOf(lower);
}
