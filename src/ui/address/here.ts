import type { Shared } from '../../scenario/link.ts';
import { armsOf, BASE, type Scenario } from '../../scenario/scenario.ts';
import { results } from '../samples/results.ts';
import { useDocument } from '../store/document.ts';
import { playhead } from '../store/playhead.ts';
import { useSession } from '../store/session.ts';

/** What a link to the screen as it is carries; what whoever opens it would have anyway is left out. */
export function here(): Shared {
  const { scenario, origin } = useDocument.getState();
  const { arm, hidden, step, component, drawer, request, revealed } = useSession.getState();
  const shown = armsOf(scenario).flatMap(({ id }) => (hidden.includes(id) ? [] : [id]));
  const veiled = scenario.story[step]?.ask !== undefined && !revealed.includes(step);
  return {
    scenario,
    origin,
    playhead: playhead.now,
    arm,
    fingerprint: fingerprintOf(arm),
    ...(step > 0 ? { step } : {}),
    ...(shown.length === 0 || shown.join() === usual(scenario, step, arm).join() ? {} : { shown }),
    ...(component === '' || component === Object.keys(scenario.components)[0] ? {} : { component }),
    ...(drawer === null ? {} : { view: drawer }),
    ...(request === null ? {} : { request }),
    // nothing of what the question hides
    ...(veiled ? { veil: [] } : {}),
  };
}

/** The arms that whoever opens a link sees if it does not say: those of the step, all for one that follows another arm. */
function usual(scenario: Scenario, step: number, arm: string): readonly string[] {
  const all = armsOf(scenario).map(({ id }) => id);
  const told = scenario.story[step]?.arms ?? all;
  return arm === BASE ? (told.includes(BASE) ? all.filter((id) => told.includes(id)) : []) : all;
}

/** What this engine makes of an arm, once that is settled; empty before. */
function fingerprintOf(arm: string): string {
  const result = results.of(arm);
  return result?.finished && !result.runaway && !results.busy ? result.fingerprint : '';
}
