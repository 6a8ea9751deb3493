import lines from './synonyms.json' with { type: 'json' };
import { type FormedWord, formsIn } from './terms.ts';

/** What we call it, and the words by which people look for the same thing or for what it belongs to. */
export interface Synonym {
  ours: string;
  theirs: readonly string[];
}

const listed = (group: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(group).map(([ours, theirs]) => ({ ours, theirs, forms: formsIn(ours).map(({ form }) => form) }));

/** Of what stories say, and of the parts that a scenario is made of. */
export const synonyms = { story: listed(lines.story), parts: listed(lines.parts) };

export interface SynonymAt {
  synonym: Synonym;
  at: number;
  end: number;
}

/** Every place in a text, in whatever form of the words, where it says what others say otherwise. */
export function synonymsIn(text: string, group: keyof typeof synonyms): readonly SynonymAt[] {
  const words = formsIn(text);
  return words.flatMap(({ at }, i) =>
    synonyms[group].flatMap((synonym) => {
      const last: FormedWord | undefined = words[i + synonym.forms.length - 1];
      return last && synonym.forms.every((form, k) => words[i + k].form === form) ? [{ synonym, at, end: last.at + last.word.length }] : [];
    }),
  );
}

/** What else the words of a text are called, once for every time it says them. */
export function otherWords(text: string, group: keyof typeof synonyms): string {
  return synonymsIn(text, group)
    .flatMap(({ synonym }) => synonym.theirs)
    .join('. ');
}
