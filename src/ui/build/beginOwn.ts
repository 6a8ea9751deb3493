import type { Scenario } from '../../scenario/scenario.ts';
import { BASE } from '../../scenario/scenario.ts';
import { show } from '../address/show.ts';
import { useSession } from '../store/session.ts';

/** Opens a system of one's own, to build on; it is looked at where it has run for a while, so that boxes say how it goes. */
export function beginOwn(scenario: Scenario): void {
  show({ scenario, origin: null, at: Math.round(scenario.duration / 3) });
  useSession.getState().choose({ building: true, text: null, component: Object.keys(scenario.components)[0] ?? '', arm: BASE });
}

/** The same system without its lesson: what is asked, claimed and to be reached is about what it was. */
export function asOwn(scenario: Scenario): Scenario {
  const { id: _, level: __, fixed: ___, free: ____, challenge: _____, found: ______, ...rest } = scenario as Scenario & { id?: string };
  return { ...rest, title: `${scenario.title}, mine`, summary: '', story: [], claims: [], goals: [], keep: [] } as Scenario;
}
