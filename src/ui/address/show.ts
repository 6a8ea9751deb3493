import { withStoryMoved } from '../../scenario/after-steps.ts';
import { BASE } from '../../scenario/scenario.ts';
import { challengeLook } from '../challenge/challenge.ts';
import { useLanding } from '../landing/landing.ts';
import { forgetRuns } from '../samples/simulate.ts';
import { type Opened, useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { type SessionState, useSession } from '../store/session.ts';
import { stepsMade } from '../story/followStory.ts';
import { goToStep } from '../story/goToStep.ts';
import { stepOf } from '../story/place.ts';
import { shelve } from './shelf.ts';

/** A scenario that is to be put on the screen, and how. */
export interface Opening extends Opened {
  /** How many steps of its story have made their changes in it; if absent as many as have at its place. */
  told?: number;
  /** Where the playhead stands [ms]; where the step looks if absent. */
  at?: number;
  /** What the reader had chosen; the rest is as at a first opening. */
  session?: Partial<SessionState>;
  /** It plays by itself, if things may move. */
  play?: boolean;
}

/** Puts a scenario on the screen and starts it, in place of the one that was there. */
export function show(opening: Opening): void {
  const { original = opening.scenario, at, session = {}, play = false } = opening;
  const { step = 0, arm, hidden, ...chosen } = session;
  const told = stepsMade(opening.scenario, session);
  const scenario = withStoryMoved(original, opening.scenario, opening.told ?? told, told);
  // what is left is kept for whoever comes back to it
  shelve();
  useLanding.setState({ shown: false });
  forgetRuns();
  useDocument.getState().open({ ...opening, scenario, original, told });
  playhead.pause();
  // a run that plays by itself starts early enough to show how it comes to the first question
  const moves = play && !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
  playhead.begin(scenario.duration, at ?? (moves ? 0 : (scenario.story[stepOf(scenario, step)]?.at ?? 0)));
  const { begin, choose } = useSession.getState();
  begin(Object.keys(scenario.components)[0] ?? '', BASE);
  choose(chosen);
  goToStep(step);
  if (chosen.challenge === 'on') choose(challengeLook(scenario));
  if (hidden) choose({ hidden });
  if (arm !== undefined) choose({ arm });
  if (moves) playhead.play();
}
