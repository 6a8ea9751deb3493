import { Button, Group, Radio } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconCheck, IconChevronDown, IconCircle, IconX } from '@tabler/icons-react';
import { judge, type Verdict } from '../../scenario/claims.ts';
import { withParam } from '../../scenario/edit.ts';
import type { ClaimDoc, Scenario, StepDoc } from '../../scenario/scenario.ts';
import { MenuButton } from '../menu/MenuButton.tsx';
import { results, useResults } from '../samples/results.ts';
import { figureOf } from '../samples/simulate.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { setAskFirst, useAskFirst } from './askFirst.ts';
import { goToStep, revealStep, useVeil } from './goToStep.ts';
import { inItsKind } from './inItsKind.ts';
import { Markdown, MarkdownLine } from './Markdown.tsx';
import classes from './Story.module.css';

/** The lesson: read, predict, change, look; and goals to reach. */
export function Story() {
  const scenario = useDocument((state) => state.scenario);
  const number = useSession((state) => state.step);
  const step = scenario.story[number];
  if (!step) {
    return (
      <div className={classes.story}>
        <h2 className={classes.title}>{scenario.title}</h2>
        <Markdown text={scenario.summary || 'This scenario has no story. Change anything on the right and see what happens.'} />
        <Goals scenario={scenario} />
      </div>
    );
  }
  return (
    <div className={classes.story}>
      <div className={classes.progress}>
        <Steps number={number} steps={scenario.story} />
      </div>
      <h2 className={classes.title}>{step.title}</h2>
      <Markdown text={step.text} />
      <div className={classes.foot}>
        {step.ask && <Question key={number} number={number} step={step} />}
        <Group gap={6} mt={8}>
          <Look number={number} step={step} />
          {number > 0 && (
            <Button variant="default" onClick={() => goToStep(number - 1)}>
              Back
            </Button>
          )}
          {number < scenario.story.length - 1 && (
            <Button variant="default" onClick={() => goToStep(number + 1)}>
              Next
            </Button>
          )}
        </Group>
      </div>
      <Goals scenario={scenario} />
    </div>
  );
}

/** Where the reader is, and the way to another step; steps side by side are too many for fingers, which get a menu. */
function Steps({ number, steps }: { number: number; steps: readonly StepDoc[] }) {
  const touched = useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false });
  const place = `Step ${number + 1} of ${steps.length}`;
  if (touched)
    return (
      <MenuButton
        label={`${place}: go to another`}
        icon={
          <>
            {place}
            <IconChevronDown size={14} />
          </>
        }
        className={classes.steps}
        position="bottom-start"
        entries={steps.map(({ title }, i) => ({ label: `${i + 1} · ${title}`, chosen: i === number, run: () => goToStep(i) }))}
      />
    );
  return (
    <>
      {place}
      <span className={classes.dots}>
        {steps.map((each, i) => (
          <button
            key={each.title}
            type="button"
            className={classes.dot}
            data-on={i <= number || undefined}
            aria-label={`Step ${i + 1}: ${each.title}`}
            aria-current={i === number ? 'step' : undefined}
            onClick={() => goToStep(i)}
          />
        ))}
      </span>
    </>
  );
}

/** Predict first; the answer comes with the look. */
function Question({ number, step }: { number: number; step: StepDoc }) {
  const guess = useSession((state) => state.guesses[number]);
  const revealed = useSession((state) => state.revealed.includes(number));
  const { ask } = step;
  if (!ask) return null;
  const right = guess === ask.answer;
  return (
    <div className={classes.ask}>
      <Radio.Group
        value={guess === undefined ? null : String(guess)}
        label={<MarkdownLine text={ask.question} />}
        classNames={{ label: classes.question }}
        onChange={(value) => useSession.getState().guess(number, Number(value))}
      >
        {ask.choices.map((choice, i) => (
          <Radio
            key={choice}
            size="xs"
            value={String(i)}
            label={<MarkdownLine text={choice} />}
            classNames={{ root: classes.choice, body: classes.choiceBody }}
            data-right={(revealed && i === ask.answer) || undefined}
            data-chosen={guess === i || undefined}
          />
        ))}
      </Radio.Group>
      {revealed && guess !== undefined && (
        <div className={classes.answer} role="status">
          {right ? (
            <IconCheck size={14} className={classes.right} aria-hidden="true" />
          ) : (
            <IconX size={14} className={classes.wrong} aria-hidden="true" />
          )}
          <div>
            <b>{right ? 'Yes.' : <MarkdownLine text={`Not so. The answer: ${ask.choices[ask.answer].replace(/\.$/, '')}.`} />}</b>
            {ask.why && <Markdown text={ask.why} />}
          </div>
        </div>
      )}
    </div>
  );
}

/** Makes the step's change, if it has one, and runs the picture from where it gets interesting. */
function Look({ number, step }: { number: number; step: StepDoc }) {
  const guess = useSession((state) => state.guesses[number]);
  const revealed = useSession((state) => state.revealed.includes(number));
  const askFirst = useAskFirst((state) => state.askFirst);
  if (!step.ask && !step.set && step.at === undefined) return null;
  const waiting = askFirst && step.ask !== undefined && guess === undefined && !revealed;
  return (
    <>
      {!askFirst && step.ask !== undefined && !revealed && (
        <p className={classes.hint}>
          <button type="button" className="text-button" onClick={() => setAskFirst(true)}>
            Ask me first
          </button>
        </p>
      )}
      {waiting && (
        <p className={classes.hint}>
          Choose, then run.{' '}
          <button type="button" className="text-button" onClick={() => revealStep(number)}>
            Show without a guess
          </button>
          {' · '}
          <button type="button" className="text-button" onClick={() => setAskFirst(false)}>
            Never ask first
          </button>
        </p>
      )}
      <Button
        disabled={waiting}
        onClick={() => {
          const { set } = step;
          if (set && !revealed) {
            useDocument
              .getState()
              .edit((scenario) =>
                Object.entries(set).reduce((done, [path, value]) => withParam(done, 'base', path, value, 'whole-run'), scenario),
              );
          }
          revealStep(number);
          playhead.seek(step.at ?? 0);
          playhead.play();
        }}
      >
        {set(step) ? (revealed ? 'Look again' : 'Change and look') : revealed ? 'Look again' : 'Run and look'}
      </Button>
    </>
  );
}

const set = (step: StepDoc): boolean => step.set !== undefined && Object.keys(step.set).length > 0;

const UNKNOWN: Verdict = { holds: false, found: Number.NaN, limit: Number.NaN };

/** Claims set to the reader, judged on every run. */
function Goals({ scenario }: { scenario: Scenario }) {
  useResults();
  const veiled = useVeil();
  if (scenario.goals.length === 0) return null;
  const judged = scenario.goals.map((goal) => ({ goal, verdict: veiled ? UNKNOWN : judge(goal, scenario.duration, figureOf) }));
  const reached = judged.filter(({ verdict }) => verdict.holds).length;
  return (
    <section className={classes.goals} aria-label="Goals">
      <h3>
        Goals
        <span>
          {reached} of {judged.length}
        </span>
      </h3>
      <ul>
        {judged.map(({ goal, verdict }) => (
          <li key={goal.text} data-reached={verdict.holds || undefined}>
            {verdict.holds ? <IconCheck size={13} aria-label="reached" /> : <IconCircle size={13} aria-label="not reached" />}
            <span>
              <MarkdownLine text={goal.text} />
              <small>{shown(goal, verdict)}</small>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function shown(goal: ClaimDoc, verdict: Verdict): string {
  if (Number.isNaN(verdict.found)) return '';
  const arm = goal.arm ?? 'base';
  const unit = results.of(arm)?.series.find(({ id }) => id === goal.meter)?.unit ?? '';
  return `now ${inItsKind(goal, verdict, unit)}`;
}
