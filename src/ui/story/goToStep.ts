import { readersArm } from '../../scenario/lesson.ts';
import { armsOf } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useProgress } from '../store/progress.ts';
import { useSession } from '../store/session.ts';
import { useAskFirst } from './askFirst.ts';
import { followStory } from './followStory.ts';
import { isAsked } from './isAsked.ts';
import { isForm, lastPlace, stepOf } from './place.ts';

/** Turns to a place of the story, with what is changed up to there, and shows the arms its step speaks of; edits go to one of them, the reader’s own where it is there. */
export function goToStep(number: number): void {
  const { scenario } = useDocument.getState();
  const step = Math.max(0, Math.min(lastPlace(scenario), number));
  const { step: before, revealed } = useSession.getState();
  const left = stepOf(scenario, before);
  // what asks nothing is settled by going on
  if (step !== before && scenario.story[left]?.ask === undefined) settle(left);
  const doc = scenario.story[stepOf(scenario, step)];
  const all = armsOf(scenario).map(({ id }) => id);
  // whoever has their own numbers compares all arms, once nothing is asked of some
  const shown = (isForm(scenario, step) && !isAsked(scenario, step, revealed) ? undefined : doc?.arms) ?? all;
  const { arm, choose } = useSession.getState();
  const own = readersArm(scenario);
  const looked = own !== null && doc?.arms?.includes(own) ? own : shown.includes(arm) ? arm : (shown[0] ?? arm);
  choose({ step, hidden: all.filter((id) => !shown.includes(id)), arm: looked });
  followStory();
}

/** Lifts the veil from a step's answer, and makes what the step changes. @param withEdit the edit before has done it */
export function revealStep(step: number, withEdit = false): void {
  useSession.getState().reveal(step);
  settle(step);
  followStory(withEdit);
}

/** Whoever touches what a question is about has seen enough of the question. */
export function revealIfAsked(): void {
  const { step, revealed, challenge } = useSession.getState();
  const { scenario } = useDocument.getState();
  if (challenge !== 'on' && isAsked(scenario, step, revealed)) revealStep(stepOf(scenario, step));
}

/** Notes how far a story of the library has been read. */
function settle(step: number): void {
  const { origin } = useDocument.getState();
  if (origin) useProgress.getState().settle(origin.id, step);
}

/** Whether the step asks for a guess that has not been made: what answers it is not to be seen. */
export function useVeil(): boolean {
  const step = useSession((state) => state.step);
  const revealed = useSession((state) => state.revealed);
  const asked = useDocument((state) => isAsked(state.scenario, step, revealed));
  const askFirst = useAskFirst((state) => state.askFirst);
  const isTask = useSession((state) => state.challenge === 'on');
  return askFirst && asked && !isTask;
}
