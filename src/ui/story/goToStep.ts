import { armsOf } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { useProgress } from '../store/progress.ts';
import { useSession } from '../store/session.ts';
import { useAskFirst } from './askFirst.ts';
import { isAsked } from './isAsked.ts';

/** Turns to a step of the story and shows the arms it speaks of; edits go to one of them. */
export function goToStep(number: number): void {
  const { scenario } = useDocument.getState();
  const step = Math.max(0, Math.min(scenario.story.length - 1, number));
  const { step: before } = useSession.getState();
  // what asks nothing is settled by going on
  if (step !== before && scenario.story[before]?.ask === undefined) settle(before);
  const doc = scenario.story[step];
  const all = armsOf(scenario).map(({ id }) => id);
  const shown = doc?.arms ?? all;
  const { arm, choose } = useSession.getState();
  choose({ step, hidden: all.filter((id) => !shown.includes(id)), ...(shown.includes(arm) ? {} : { arm: shown[0] ?? arm }) });
}

/** Lifts the veil from a step's answer. */
export function revealStep(step: number): void {
  useSession.getState().reveal(step);
  settle(step);
}

/** Whoever touches what a question is about has seen enough of the question. */
export function revealIfAsked(): void {
  const { step, revealed } = useSession.getState();
  if (isAsked(useDocument.getState().scenario, step, revealed)) revealStep(step);
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
  return askFirst && asked;
}
