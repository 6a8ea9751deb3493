import { Radio } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import type { AskDoc, StepDoc } from '../../scenario/scenario.ts';
import { useSession } from '../store/session.ts';
import { letterOf } from './guesses.ts';
import { Markdown, MarkdownLine } from './Markdown.tsx';
import classes from './Story.module.css';

/** Predict first; the answer comes with the look. */
export function Question({ number, step }: { number: number; step: StepDoc }) {
  const guess = useSession((state) => state.guesses[number]);
  const revealed = useSession((state) => state.revealed.includes(number));
  const { ask } = step;
  if (!ask) return null;
  return (
    <div className={classes.ask}>
      <Radio.Group
        value={guess === undefined ? null : String(guess)}
        label={<MarkdownLine text={ask.question} points />}
        classNames={{ label: classes.question }}
        onChange={(value) => useSession.getState().guess(number, Number(value))}
      >
        {ask.choices.map((choice, i) => (
          <Radio
            key={choice.text}
            size="xs"
            value={String(i)}
            label={
              <>
                {ask.lines && (
                  <b className={classes.letter} aria-hidden="true">
                    {letterOf(i)}
                  </b>
                )}
                <MarkdownLine text={choice.text} />
              </>
            }
            classNames={{ root: classes.choice, body: classes.choiceBody }}
            data-right={(revealed && i === ask.answer) || undefined}
            data-chosen={guess === i || undefined}
          />
        ))}
      </Radio.Group>
      {revealed && guess !== undefined && <Replies key={guess} ask={ask} guess={guess} />}
    </div>
  );
}

/** What is said to the guess that was made; what would have been said to the others is a click away. */
function Replies({ ask, guess }: { ask: AskDoc; guess: number }) {
  const [all, setAll] = useState(false);
  const { choices, answer, why } = ask;
  const right = guess === answer;
  const others = choices.filter(({ because }, i) => because && i !== guess && i !== answer);
  return (
    <div className={classes.answer} role="status">
      {right ? (
        <IconCheck size={14} className={classes.right} aria-hidden="true" />
      ) : (
        <IconX size={14} className={classes.wrong} aria-hidden="true" />
      )}
      <div>
        <b>{right ? 'Yes.' : <MarkdownLine text={`Not so. The answer: ${choices[answer].text.replace(/\.$/, '')}.`} />}</b>
        {choices[answer].because && <Markdown text={choices[answer].because} />}
        {!right && choices[guess].because && <Reply name="Your guess" {...choices[guess]} />}
        {why && <Markdown text={why} />}
        {others.length > 0 && (
          <button type="button" className="text-button" aria-expanded={all} onClick={() => setAll(!all)}>
            {others.length === 1 ? 'The other answer' : 'The other answers'}
          </button>
        )}
        {all && others.map((choice) => <Reply key={choice.text} {...choice} />)}
      </div>
    </div>
  );
}

function Reply({ name, text, because = '' }: { name?: string; text: string; because?: string }) {
  return (
    <div className={classes.reply}>
      <b>
        {name && `${name}: `}
        <MarkdownLine text={text} />
      </b>
      <Markdown text={because} />
    </div>
  );
}
