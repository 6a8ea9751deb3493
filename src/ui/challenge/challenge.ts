import { withGiven } from '../../scenario/given.ts';
import { challengeArm } from '../../scenario/lesson.ts';
import { sameScenario } from '../../scenario/same-scenario.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { say } from '../notices.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { type SessionState, useSession } from '../store/session.ts';
import { followStory } from '../story/followStory.ts';
import { goToStep } from '../story/goToStep.ts';
import { judgedNow } from '../story/judged.ts';

/** What is seen of a challenge: the lesson is folded away, and with it the arms that are its own. */
export function challengeLook(scenario: Scenario): Partial<SessionState> {
  const arm = challengeArm(scenario);
  const hidden = armsOf(scenario).flatMap(({ id }) => (id === arm ? [] : [id]));
  return { challenge: 'on', step: 0, arm, hidden };
}

/** Folds the lesson away; the task begins with the scenario as it was. */
export function takeChallenge(): void {
  const { scenario } = useDocument.getState();
  useSession.getState().choose({ ...challengeLook(scenario), hints: 0, text: null, building: false });
  followStory();
  const { edited, restore } = useDocument.getState();
  if (edited) restore();
  toTheStory();
}

/** The lesson, which is about the scenario as it was. */
export function giveUp(): void {
  const { edited, restore } = useDocument.getState();
  useSession.getState().choose({ challenge: null });
  if (edited) {
    restore();
    say('The lesson is about the system as it was: your changes are taken back. Undo brings them back.');
  }
  goToStep(0);
  toTheStory();
}

/** What was pressed is gone: whoever goes on by keys begins with what took its place. */
function toTheStory(): void {
  document.querySelector<HTMLElement>('[aria-label="Story"]')?.focus();
}

/** How many gestures it took from the original to what is there now, those left out that were taken back. */
export function changesTaken(past: readonly Scenario[], original: Scenario): number {
  return past.length - past.findLastIndex((each) => each === original || sameScenario(each, original));
}

/** Opens the lesson once the task is done: all is reached and kept, in runs that have ended, and the hand has let go. */
export function keepChallenge(): void {
  const look = () => {
    const { challenge, choose, reveal } = useSession.getState();
    const { scenario, original, edited, gesture } = useDocument.getState();
    if (challenge !== 'on' || !edited || gesture !== null || results.busy) return;
    if (!judgedNow(scenario).passed || withGiven(original, scenario) !== scenario) return;
    choose({ challenge: 'passed' });
    // whoever is done has seen what the first step asks for
    reveal(0);
    followStory();
  };
  results.subscribeSlowly(look);
  useDocument.subscribe((state, before) => state.gesture !== before.gesture && look());
}
