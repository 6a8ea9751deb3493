import { planOf } from '../arm.ts';
import { componentOf } from '../descriptions.ts';
import { allMetersOf } from '../meters.ts';
import { armsOf, LIMITS, type Scenario } from '../scenario.ts';
import { within } from '../wording.ts';
import type { Gesture, Refusal } from './gesture.ts';
import { nameIn } from './words.ts';

/** A chart of a meter, below the others. */
export function addChart(scenario: Scenario, meter: string): Gesture | Refusal {
  const known = allMetersOf(scenario).find(({ id }) => id === meter);
  if (!known) return { why: `There is no meter ${meter}.` };
  if (scenario.watch.some((chart) => chart.meter === meter)) return { why: `${inFull(scenario, meter)} is charted already.` };
  if (scenario.watch.length >= LIMITS.watch) return { why: `There are ${LIMITS.watch} charts, as many as a scenario can have.` };
  return { scenario: { ...scenario, watch: [...scenario.watch, { meter }] }, said: `Added a chart: ${inFull(scenario, meter)}.` };
}

/** Puts a chart in the place of another. @param index @param to from 0; what is beyond the ends is the end */
export function moveChart(scenario: Scenario, index: number, to: number): Gesture {
  const chart = scenario.watch[index];
  if (!chart) return { scenario, said: 'There is no such chart.' };
  const others = scenario.watch.filter((_, i) => i !== index);
  const at = Math.max(0, Math.min(others.length, to));
  return { scenario: { ...scenario, watch: others.toSpliced(at, 0, chart) }, said: `Moved a chart: ${inFull(scenario, chart.meter)}.` };
}

export function removeChart(scenario: Scenario, index: number): Gesture {
  const chart = scenario.watch[index];
  if (!chart) return { scenario, said: 'There is no such chart.' };
  return {
    scenario: { ...scenario, watch: scenario.watch.filter((_, i) => i !== index) },
    said: `Removed a chart: ${inFull(scenario, chart.meter)}.`,
  };
}

/**
 * The charts that say most of a component, below those that there are, while there is room. Where a scenario names none the
 * usual ones are drawn, and one that has other components already is left at that.
 * @param before as it was without the component
 */
export function withChartsOf(scenario: Scenario, id: string, before: Scenario): Scenario {
  const isNew = before.watch.length === 0 && Object.keys(before.components).length === 0;
  if (before.watch.length === 0 && !isNew) return scenario;
  const kind =
    armsOf(scenario)
      .map((arm) => planOf(scenario, arm.id).components[id]?.kind)
      .find(Boolean) ?? '';
  const there = new Set(allMetersOf(scenario).map((meter) => meter.id));
  const fresh = (componentOf(kind)?.charts ?? [])
    .map((name) => `${id}.${name}`)
    .filter((meter) => there.has(meter) && !scenario.watch.some((chart) => chart.meter === meter));
  return { ...scenario, watch: [...scenario.watch, ...fresh.map((meter) => ({ meter }))].slice(0, LIMITS.watch) };
}

/** `Goodput of Clients` */
function inFull(scenario: Scenario, meter: string): string {
  const known = allMetersOf(scenario).find(({ id }) => id === meter);
  return known ? `${known.label} of ${nameIn(scenario, known.component)}` : within(meter);
}
