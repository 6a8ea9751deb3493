import type { Spot } from '../field.ts';
import { LIMITS, type Scenario } from '../scenario.ts';

/** A document in which a component stands somewhere, on whole pixels and within reach; null: it finds its place by itself. */
export function withPlace(scenario: Scenario, id: string, place: Spot | null): Scenario {
  const { layout: { [id]: _, ...others } = {}, ...rest } = scenario;
  const layout = place ? { ...others, [id]: { x: held(place.x), y: held(place.y) } } : others;
  return Object.keys(layout).length > 0 ? { ...rest, layout } : rest;
}

function held(at: number): number {
  return Math.max(-LIMITS.away, Math.min(LIMITS.away, Math.round(at)));
}
