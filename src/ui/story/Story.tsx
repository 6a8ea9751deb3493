import { Button, Group } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { isMade, withStep } from '../../scenario/after-steps.ts';
import type { Scenario, StepDoc } from '../../scenario/scenario.ts';
import { asOwn, beginOwn } from '../build/beginOwn.ts';
import { Brief } from '../challenge/Brief.tsx';
import { takeChallenge } from '../challenge/challenge.ts';
import { Passed } from '../challenge/Passed.tsx';
import { MenuButton } from '../menu/MenuButton.tsx';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { setAskFirst, useAskFirst } from './askFirst.ts';
import { Fold } from './Fold.tsx';
import { Goals } from './Goals.tsx';
import { goToStep, revealStep, useVeil } from './goToStep.ts';
import { Markdown } from './Markdown.tsx';
import { isForm, stepOf } from './place.ts';
import { Question } from './Question.tsx';
import { Report } from './Report.tsx';
import classes from './Story.module.css';

/** Few open the form on their first visit. */
const YourNumbers = lazy(() => import('./YourNumbers.tsx'));

/** The lesson; while the scenario is a challenge, its task. */
export function Story() {
  const scenario = useDocument((state) => state.scenario);
  const challenge = useSession((state) => state.challenge);
  if (challenge === 'on') return <Brief scenario={scenario} />;
  return <Lesson scenario={scenario} isPassed={challenge === 'passed'} />;
}

/** Read, predict, change, look; and goals to reach. */
function Lesson({ scenario, isPassed }: { scenario: Scenario; isPassed: boolean }) {
  const place = useSession((state) => state.step);
  const form = isForm(scenario, place);
  const number = stepOf(scenario, place);
  const step = scenario.story[number];
  const veiled = useVeil();
  if (!step) {
    return (
      <div className={classes.story}>
        <h2 className={classes.title}>{scenario.title}</h2>
        <Markdown text={scenario.summary || 'This scenario has no story. Change anything on the right and see what happens.'} />
        {form ? <Form scenario={scenario} /> : !isPassed && <Goals scenario={scenario} />}
      </div>
    );
  }
  if (form) {
    return (
      <div className={classes.story}>
        <Progress scenario={scenario} place={place} />
        <Form scenario={scenario} />
      </div>
    );
  }
  return (
    <div className={classes.story}>
      {isPassed && <Passed />}
      <Progress scenario={scenario} place={number} />
      <h2 className={classes.title}>{step.title}</h2>
      <Markdown text={step.text} explainedAfter="" />
      {step.fold && <Fold key={number} {...step.fold} before={step.text} veiled={veiled} />}
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
          {number === scenario.story.length - 1 && scenario.yours && (
            <Button variant="default" onClick={() => goToStep(number + 1)}>
              With your numbers
            </Button>
          )}
        </Group>
      </div>
      <p className={classes.aside}>
        Your own system:{' '}
        {number < scenario.story.length - 1 && scenario.yours && (
          <>
            <button type="button" className="text-button" onClick={() => goToStep(scenario.story.length)}>
              with your numbers
            </button>
            {' · '}
          </>
        )}
        <button type="button" className="text-button" onClick={() => beginOwn(asOwn(scenario))}>
          make it mine
        </button>
      </p>
      {scenario.found && <Report {...scenario.found} className={classes.aside} />}
      {scenario.challenge && !isPassed && (
        <p className={classes.aside}>
          Without the lesson:{' '}
          <button type="button" className="text-button" onClick={takeChallenge}>
            take it as a challenge
          </button>
        </p>
      )}
      {!isPassed && <Goals scenario={scenario} />}
    </div>
  );
}

/** Where in the story one is, and the way to anywhere else in it; places side by side are too many for fingers, which get a menu. */
function Progress({ scenario, place }: { scenario: Scenario; place: number }) {
  const { story, yours } = scenario;
  const touched = useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false });
  const places = [...story.map(({ title }, i) => `Step ${i + 1}: ${title}`), ...(yours ? ['With your numbers'] : [])];
  const here = place < story.length ? `Step ${place + 1} of ${story.length}` : `After step ${story.length} of ${story.length}`;
  return (
    <div className={classes.progress}>
      {touched ? (
        <MenuButton
          label={`${here}: go to another`}
          icon={
            <>
              {here}
              <IconChevronDown size={14} />
            </>
          }
          className={classes.steps}
          position="bottom-start"
          entries={places.map((label, i) => ({ label, chosen: i === place, run: () => goToStep(i) }))}
        />
      ) : (
        <>
          {here}
          <span className={classes.dots}>
            {places.map((name, i) => (
              <button
                key={name}
                type="button"
                className={classes.dot}
                data-place={i}
                data-on={i <= place || undefined}
                data-form={i === story.length || undefined}
                aria-label={name}
                aria-current={i === place ? 'step' : undefined}
                onClick={() => goToStep(i)}
              />
            ))}
          </span>
        </>
      )}
    </div>
  );
}

/** The form comes when it is first opened, and the goals below it no sooner: they would move. */
function Form({ scenario }: { scenario: Scenario }) {
  return (
    <Suspense>
      <YourNumbers />
      <Goals scenario={scenario} withYours />
    </Suspense>
  );
}

/** Makes the step's change, if it has one, and runs the picture from where it gets interesting. */
function Look({ number, step }: { number: number; step: StepDoc }) {
  const guess = useSession((state) => state.guesses[number]);
  const revealed = useSession((state) => state.revealed.includes(number));
  const askFirst = useAskFirst((state) => state.askFirst);
  const made = useDocument(({ original, scenario }) => isMade(original, scenario, number));
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
      {askFirst && step.ask !== undefined && !revealed && (
        // it keeps its room once a guess is made: the button below is on the way of the pointer
        <p className={classes.hint} data-over={!waiting || undefined}>
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
          revealStep(number);
          makeChange(number);
          playhead.seek(step.at ?? 0);
          playhead.play();
        }}
      >
        {made ? (revealed ? 'Look again' : 'Run and look') : 'Change and look'}
      </Button>
    </>
  );
}

/** Also what the reader has set otherwise: that is what is pressed. */
function makeChange(number: number): void {
  const { scenario, original, edit } = useDocument.getState();
  if (!isMade(original, scenario, number)) edit(() => withStep(scenario, number));
}
