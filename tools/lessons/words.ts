import { withoutSources } from '../../src/scenario/measured.ts';
import type { Scenario, StepDoc } from '../../src/scenario/scenario.ts';

/** Words before the gesture: text, question and choices; in answer to a guess; and folded, once a lesson. */
export const MOST = { before: 80, after: 60, folded: 120, folds: 1, numbers: 3 } as const;

export const wordsIn = (text: string): number =>
  withoutSources(text)
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;

/** What is said too long, a line each. */
export function tooLong({ story }: Scenario): readonly string[] {
  const folds = story.filter(({ fold }) => fold).length;
  return [
    ...story.flatMap((step, i) => tooLongIn(step).map((line) => `step ${i + 1}, ${step.title}: ${line}`)),
    ...(folds > MOST.folds ? [`${folds} folds, at most ${MOST.folds} a lesson`] : []),
  ];
}

function tooLongIn({ text, ask, fold }: StepDoc): readonly string[] {
  const before = wordsIn([text, ask?.question ?? '', ...(ask?.choices ?? []).map(({ text }) => text)].join(' '));
  const said = (ask?.choices ?? []).map(({ because = '' }, i) => [`choice ${i + 1}`, wordsIn(`${because} ${ask?.why ?? ''}`)] as const);
  const folded = wordsIn(fold?.text ?? '');
  const numbers = numbersIn(`${text} ${ask?.question ?? ''}`);
  return [
    ...(before > MOST.before ? [`${before} words before the gesture, at most ${MOST.before}`] : []),
    ...said
      .filter(([, words]) => words > MOST.after)
      .map(([choice, words]) => `${words} words in answer to ${choice}, at most ${MOST.after}`),
    ...(folded > MOST.folded ? [`${folded} words folded, at most ${MOST.folded}`] : []),
    ...(ask && numbers > MOST.numbers ? [`${numbers} numbers before the question, at most ${MOST.numbers}`] : []),
  ];
}

/** Numbers in digits; a name such as S3-FIFO or p99 has none. */
const numbersIn = (text: string): number => (withoutSources(text).match(WHOLE_NUMBER) ?? []).length;

const NUMBER_WORDS = 'none one two three four five six seven eight nine ten eleven twelve twice half'.split(' ');
const WHOLE_NUMBER = /(?<![\p{L}\p{N}.,_-])\d+(?:[,.]\d+)*(?![\p{L}_])/gu;

function numbersOf(text: string): ReadonlySet<string> {
  const words =
    withoutSources(text)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  return new Set([...(withoutSources(text).match(WHOLE_NUMBER) ?? []), ...words.filter((word) => NUMBER_WORDS.includes(word))]);
}

/** What the summary, which is read before the lesson, says of the answer to its first question: a number that only the right choice has. */
export function givenAway({ summary, story }: Scenario): readonly string[] {
  const first = story.findIndex(({ ask }) => ask);
  const ask = story[first]?.ask;
  if (!ask) return [];
  const told = [
    ...story.slice(0, first + 1).map(({ text }) => text),
    ask.question,
    ...ask.choices.flatMap(({ text }, i) => (i === ask.answer ? [] : [text])),
  ];
  const known = numbersOf(told.join(' '));
  const said = numbersOf(summary);
  return [...numbersOf(ask.choices[ask.answer].text)]
    .filter((number) => said.has(number) && !known.has(number))
    .map((number) => `the summary gives the answer of the first question away: ${number}`);
}
