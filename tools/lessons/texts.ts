import type { Scenario } from '../../src/scenario/scenario.ts';

/** A piece of what a lesson says. */
export interface Text {
  /** Where it stands in the document. */
  path: string;
  step: number;
  /** Before the gesture, in answer to a guess, folded, or the title. */
  part: 'text' | 'question' | 'choice' | 'because' | 'why' | 'fold';
  text: string;
}

/** All that the steps of a lesson say, but for their titles. */
export function textsOf({ story }: Scenario): readonly Text[] {
  return story.flatMap(({ text, ask, fold }, step): Text[] => {
    const at = `story[${step}]`;
    return [
      { path: `${at}.text`, step, part: 'text', text },
      ...(fold ? [{ path: `${at}.fold.text`, step, part: 'fold', text: fold.text } as const] : []),
      ...(ask
        ? [
            { path: `${at}.ask.question`, step, part: 'question', text: ask.question } as const,
            ...ask.choices.flatMap((choice, i): Text[] => [
              { path: `${at}.ask.choices[${i}].text`, step, part: 'choice', text: choice.text },
              ...(choice.because
                ? [{ path: `${at}.ask.choices[${i}].because`, step, part: 'because', text: choice.because } as const]
                : []),
            ]),
            ...(ask.why ? [{ path: `${at}.ask.why`, step, part: 'why', text: ask.why } as const] : []),
          ]
        : []),
    ];
  });
}
