import { challengeArm } from '../../scenario/lesson.ts';
import type { Looking } from '../../scenario/looking.ts';
import { armsOf, BASE, type Scenario } from '../../scenario/scenario.ts';
import type { SessionState } from '../store/session.ts';
import { isAsked } from '../story/isAsked.ts';
import { lastPlace, stepOf } from '../story/place.ts';

/** What the reader has chosen to see, as far as it travels in links. */
export type Chosen = Pick<SessionState, 'step' | 'arm' | 'hidden' | 'component' | 'drawer' | 'request' | 'revealed'> &
  Partial<Pick<SessionState, 'challenge'>>;

/** How a scenario is looked at, for a link; what whoever opens it has anyway is left out. */
export function lookingOf(scenario: Scenario, chosen: Chosen): Omit<Looking, 'playhead' | 'fingerprint'> {
  const { step, arm, hidden, component, drawer, request, revealed, challenge } = chosen;
  const shown = idsOf(scenario).filter((id) => !hidden.includes(id));
  const isTask = challenge === 'on';
  const veiled = !isTask && isAsked(scenario, step, revealed);
  return {
    arm,
    ...(step > 0 ? { step } : {}),
    ...(shown.length === 0 || isUsual(shown, scenario, step, arm, isTask) ? {} : { shown }),
    ...(component === '' || component === firstOf(scenario) ? {} : { component }),
    ...(drawer === null ? {} : { view: drawer }),
    ...(request === null ? {} : { request }),
    ...(isTask ? { challenge: true as const } : {}),
    // nothing of what the question hides
    ...(veiled ? { veil: [] } : {}),
  };
}

/** What is chosen for whoever opens a link. */
export function chosenBy(looking: Looking, scenario: Scenario, views: readonly string[]): Chosen {
  const { component = firstOf(scenario), request = null, view, veil, arm, challenge } = looking;
  const step = Math.max(0, Math.min(looking.step ?? 0, lastPlace(scenario)));
  const isTask = challenge === true && scenario.challenge !== undefined;
  const shown = looking.shown ?? usual(scenario, step, arm, isTask);
  return {
    step,
    // a link that does not say may follow an arm that its step does not show
    arm: looking.shown || shown.includes(arm) ? arm : shown[0],
    hidden: idsOf(scenario).filter((id) => !shown.includes(id)),
    component,
    drawer: view !== undefined && views.includes(view) ? view : null,
    request,
    // a moment is sent to be seen, whatever its step asks, unless it was sent veiled
    revealed: veil === undefined && !isTask ? [stepOf(scenario, step)] : [],
    ...(isTask ? { challenge: 'on' as const } : {}),
  };
}

/**
 * The arms that are drawn if a link does not say which: those of the step, or all at the form and where it follows another than
 * the base; of a challenge the one that is worked on.
 */
function usual(scenario: Scenario, step: number, arm: string, isTask: boolean): readonly string[] {
  if (isTask) return [challengeArm(scenario)];
  const all = idsOf(scenario);
  const told = arm === BASE ? scenario.story[step]?.arms : undefined;
  return told ? all.filter((id) => told.includes(id)) : all;
}

function isUsual(shown: readonly string[], scenario: Scenario, step: number, arm: string, isTask: boolean): boolean {
  return shown.includes(arm) && shown.join() === usual(scenario, step, arm, isTask).join();
}

const idsOf = (scenario: Scenario) => armsOf(scenario).map(({ id }) => id);
const firstOf = ({ components }: Scenario) => Object.keys(components)[0] ?? '';
