import { type Gesture, isRefused, type Refusal, type Where } from '../../scenario/edit/gesture.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { say } from '../notices.ts';
import { useDocument } from '../store/document.ts';
import { useSession } from '../store/session.ts';

/** What the notice of a gesture is about: the next one takes its place. */
const ABOUT = 'gesture';

/** Makes a gesture, one step of undo, and says what has happened or why it cannot be. Whether it was made. */
export function perform(make: (scenario: Scenario) => Gesture | Refusal, { quietly = false }: { quietly?: boolean } = {}): boolean {
  const { scenario, edit } = useDocument.getState();
  const made = make(scenario);
  if (isRefused(made)) {
    void say(made.why, 'error', ABOUT);
    return false;
  }
  edit(() => made.scenario);
  if (made.id !== undefined) useSession.getState().choose({ component: made.id });
  if (!quietly) void say(made.said, 'info', ABOUT);
  return true;
}

/** Where gestures go that change what there is: everywhere, or into the arm that is looked at alone. */
export function whereNow(): Where {
  const { onlyHere, arm } = useSession.getState();
  return onlyHere ? arm : 'all';
}
