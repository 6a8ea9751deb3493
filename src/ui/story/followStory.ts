import type { Scenario } from '../../scenario/scenario.ts';
import { useDocument } from '../store/document.ts';
import { type SessionState, useSession } from '../store/session.ts';
import { useAskFirst } from './askFirst.ts';
import { isAsked } from './isAsked.ts';
import { stepOf } from './place.ts';

/**
 * How many steps of the story have made their changes at a place: all before it, and its own as soon as nothing is asked any
 * more, as its text is about what comes of it. A challenge is about the scenario as it was.
 */
export function stepsMade(
  scenario: Scenario,
  { step = 0, revealed = [], challenge = null }: Partial<Pick<SessionState, 'step' | 'revealed' | 'challenge'>>,
): number {
  if (challenge === 'on') return 0;
  const own = stepOf(scenario, step);
  return useAskFirst.getState().askFirst && isAsked(scenario, step, revealed) ? own : own + 1;
}

let following = false;

/** Makes or takes back what the story changes, as it is at the place where its reader is now. @param withEdit as part of the edit before */
export function followStory(withEdit = false): void {
  const { scenario, tell } = useDocument.getState();
  following = true;
  tell(stepsMade(scenario, useSession.getState()), withEdit);
  following = false;
}

/** Whether what changes now is changed by the story. */
export const isFollowing = (): boolean => following;

/** Whoever is asked no more, or again, is at another place. */
export function keepFollowing(): void {
  useAskFirst.subscribe(() => followStory());
}
