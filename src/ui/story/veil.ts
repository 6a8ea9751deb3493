import { planOf } from '../../scenario/arm.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { REPAIRED, useLanding } from '../landing/landing.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';
import { useAskFirst } from './askFirst.ts';
import { followStory, isFollowing } from './followStory.ts';
import { isAsked } from './isAsked.ts';
import { stepOf } from './place.ts';

/** What of the runs may be seen while a question is open: what happens before this moment [ms]. */
export interface Veil {
  until: number;
}

/**
 * The veil at a place whose question is open, as the scenario has it. Where it says nothing: what happens before the step's
 * moment may be seen where something is still to change after it; where nothing is, the runs show from their beginning what
 * is asked, and nothing of them may be seen.
 */
export function veilOf(scenario: Scenario, place: number): Veil | null {
  const doc = scenario.story[stepOf(scenario, place)];
  if (doc?.ask === undefined) return null;
  const { at = 0 } = doc;
  if (doc.ask.until !== undefined) return { until: Math.min(at, doc.ask.until) };
  const shown = doc.arms ?? armsOf(scenario).map(({ id }) => id);
  const changes = shown.some((arm) => planOf(scenario, arm).changes.some((change) => change.at >= at));
  return { until: changes ? at : 0 };
}

/** The veil over the picture now; null while there is none. */
function present(): Veil | null {
  const { step, revealed, challenge } = useSession.getState();
  const { scenario } = useDocument.getState();
  const landing = useLanding.getState();
  if (landing.shown) return landing.asks ? { until: REPAIRED } : null;
  // a challenge asks for something else
  if (challenge === 'on') return null;
  if (!useAskFirst.getState().askFirst || !isAsked(scenario, step, revealed)) return null;
  return veilOf(scenario, step);
}

/** Keeps what is seen of runs, and how far the playhead goes, behind the veil from now on. */
export function keepVeil(): void {
  const keep = () => {
    const veil = present();
    results.setVeil(veil);
    playhead.setLimit(veil?.until ?? null);
  };
  keep();
  useDocument.subscribe((state, before) => state.scenario !== before.scenario && keep());
  useSession.subscribe(
    (state, before) => (state.step !== before.step || state.revealed !== before.revealed || state.challenge !== before.challenge) && keep(),
  );
  useLanding.subscribe(keep);
  useAskFirst.subscribe(keep);
}

/** The step that an edit has settled, and the document before the edit: undoing it asks again. */
let settled: { step: number; before: Scenario } | null = null;

/** Whoever changes something while a question is open wants to see what it does; who takes that back is asked again. */
export function keepAsking(reveal: (step: number) => void): void {
  useDocument.subscribe((now, before) => {
    if (now.visit !== before.visit) settled = null;
    else if (now.scenario === before.scenario) return;
    else if (settled !== null && now.scenario === settled.before) {
      const { step } = settled;
      settled = null;
      const { revealed, choose } = useSession.getState();
      choose({ revealed: revealed.filter((each) => each !== step) });
      followStory();
    } else if (isFollowing()) return;
    else if (now.edited && present() !== null) {
      const step = stepOf(now.scenario, useSession.getState().step);
      settled = { step, before: before.scenario };
      reveal(step);
    }
  });
}
