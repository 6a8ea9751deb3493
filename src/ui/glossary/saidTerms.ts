import { glossary, slugOf } from './glossary.ts';

/** Slugs of terms by how stories say them, in small letters. */
const bySaying = new Map(glossary.flatMap(({ term, said = [] }) => said.map((saying) => [saying.toLowerCase(), slugOf(term)] as const)));

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What is longer is tried first: `fencing token` is no token. */
const SAYINGS = [...bySaying.keys()].sort((a, b) => b.length - a.length).map(escaped);
const SAID = new RegExp(String.raw`(?<![\p{L}\p{N}-])(?:${SAYINGS.join('|')})(?![\p{L}\p{N}]|-[\p{L}\p{N}])`, 'giu');

/** A text with something in the place of each term that it says. @param explained slug and words → what stands there; null leaves them */
export function withTerms(text: string, explained: (slug: string, words: string) => string | null): string {
  return text.replace(SAID, (words) => explained(bySaying.get(words.toLowerCase())!, words) ?? words);
}
