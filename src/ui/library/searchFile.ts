import MiniSearch, { type AsPlainObject, type Options } from 'minisearch';
import type { Scenario } from '../../scenario/scenario.ts';
import { answersOf, type KindTexts, kindTextsOf, type Texts, textsOf } from './searchable.ts';
import { otherWords } from './synonyms.ts';
import { termOf, wordsOf } from './terms.ts';

/** Where a word may be, and how much it says about a scenario that it is there. */
export const WEIGHTS = {
  title: 8,
  summary: 4,
  topic: 2,
  policies: 2,
  story: 1,
  meters: 1,
  answers: 0.5,
  /** Other words for those of title and summary, and of the story. */
  titleToo: 3,
  storyToo: 0.6,
  /** Of the kinds of its components. */
  products: 0.6,
  parts: 0.4,
  controls: 0.2,
} as const;

type Indexed = { id: string } & Partial<Record<keyof typeof WEIGHTS, string>>;

export const SEARCH: Options<Indexed> = {
  fields: Object.keys(WEIGHTS),
  tokenize: (text) => [...wordsOf(text)],
  processTerm: termOf,
};

/** What stands for all scenarios that have a component of a kind. */
export const nameOfKind = (kind: string) => `:${kind}`;

/** All that searching needs: loaded when somebody opens the library. */
export interface SearchFile {
  index: AsPlainObject;
  texts: Readonly<Record<string, Texts>>;
  kinds: Readonly<Record<string, KindTexts>>;
}

export function searchFileOf(scenarios: ReadonlyMap<string, Scenario>): SearchFile {
  const index = new MiniSearch<Indexed>(SEARCH);
  const texts = Object.fromEntries(Array.from(scenarios, ([id, scenario]) => [id, textsOf(scenario)]));
  for (const [id, scenario] of scenarios) {
    const { title, summary, topic } = scenario;
    const { policies, meters } = texts[id];
    const story = texts[id].story.map((step) => `${step.title}. ${step.text}`).join(' ');
    index.add({
      id,
      title,
      summary,
      topic,
      story,
      policies: policies.join('. '),
      meters: meters.join('. '),
      answers: answersOf(scenario),
      titleToo: otherWords(`${title}. ${summary}`, 'story'),
      storyToo: otherWords([story, ...policies].join('. '), 'story'),
    });
  }
  const named = [...new Set(Object.values(texts).flatMap((each) => each.kinds))];
  const kinds = Object.fromEntries(named.map((kind) => [kind, kindTextsOf(kind)]));
  for (const [kind, { title, controls, products }] of Object.entries(kinds))
    index.add({
      id: nameOfKind(kind),
      parts: `${title}. ${otherWords(title, 'parts')}`,
      controls: controls.join('. '),
      products: products.join('. '),
    });
  return { index: index.toJSON(), texts, kinds };
}
