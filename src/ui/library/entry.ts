import { withoutSources } from '../../scenario/measured.ts';
import type { Scenario } from '../../scenario/scenario.ts';

/** A scenario of the library, as its list shows it. */
export interface Entry {
  id: string;
  title: string;
  summary: string;
  topic: Scenario['topic'];
  level?: Scenario['level'];
  /** Steps of its story. */
  steps: number;
  /** How long it takes to be worked through. */
  minutes: number;
  /** It is a challenge as well. */
  challenge?: true;
  /** The report that it rebuilds. */
  found?: Scenario['found'];
}

/** Words a minute in a text that has to be understood. Source: Brysbaert, J. Mem. Lang. 109 (2019): 238 for what is easy. */
const WORDS = 200;
/** To watch a step's run, to make up one's mind about a question, and to reach the goals [min]. */
const LOOK = 1 / 3;
const GUESS = 1 / 2;
const GOALS = 2;

/** A scenario as it is written down. */
type Written = Pick<Scenario, 'title' | 'summary' | 'topic' | 'level' | 'story'> & Partial<Pick<Scenario, 'goals' | 'challenge' | 'found'>>;

export function entryOf(id: string, { title, summary, topic, level, story, goals = [], challenge, found }: Written): Entry {
  const asks = story.flatMap(({ ask }) => (ask ? [ask] : []));
  // of what is said to a guess one reads the one that it is said to
  const said = asks.flatMap(({ question, choices, answer, why = '' }) => [
    question,
    ...choices.map(({ text }) => text),
    choices[answer]?.because ?? '',
    why,
  ]);
  const texts = [...story.flatMap(({ text, fold }) => [text, fold?.text ?? '']), ...said];
  const words = withoutSources(texts.join(' ')).split(/\s+/).filter(Boolean).length;
  const minutes = words / WORDS + story.length * LOOK + asks.length * GUESS + (goals.length > 0 ? GOALS : 0);
  return {
    ...{ id, title, summary, topic, ...(level ? { level } : {}) },
    ...{ steps: story.length, minutes: Math.max(1, Math.round(minutes)) },
    ...(challenge ? { challenge: true } : {}),
    ...(found ? { found } : {}),
  };
}
