import { planOf } from '../arm.ts';
import { componentOf } from '../descriptions.ts';
import { allMetersOf } from '../meters.ts';
import { armsOf, LIMITS, type Scenario, type WatchDoc } from '../scenario.ts';
import { watched } from '../watched.ts';
import { within } from '../wording.ts';
import type { Gesture, Refusal } from './gesture.ts';
import { nameIn } from './words.ts';

// Charts are counted from 0 as they are drawn: the usual ones too where a scenario names none. A gesture names them all.

/** How a chart is drawn. */
export type ChartLook = Pick<WatchDoc, 'scale' | 'mark' | 'height'>;

const NO_CHART = 'There is no such chart.';

/** A chart of a meter, below the others. */
export function addChart(scenario: Scenario, meter: string): Gesture | Refusal {
  const known = allMetersOf(scenario).find(({ id }) => id === meter);
  if (!known) return { why: `There is no meter ${meter}.` };
  const charts = watched(scenario);
  if (charts.some((chart) => chart.meter === meter)) return { why: `${inFull(scenario, meter)} is charted already.` };
  if (charts.length >= LIMITS.watch) return { why: `There are ${LIMITS.watch} charts, as many as a scenario can have.` };
  return { scenario: withCharts(scenario, [...charts, { meter }]), said: `Added a chart: ${inFull(scenario, meter)}.` };
}

/** Puts a chart in the place of another. @param to from 0; what is beyond the ends is the end */
export function moveChart(scenario: Scenario, index: number, to: number): Gesture {
  const charts = watched(scenario);
  const chart = charts[index];
  if (!chart) return { scenario, said: NO_CHART };
  const others = charts.filter((_, i) => i !== index);
  const at = Math.max(0, Math.min(others.length, to));
  const name = inFull(scenario, chart.meter);
  if (at === index) return { scenario, said: `${name} is chart ${at + 1} of ${charts.length}.` };
  return { scenario: withCharts(scenario, others.toSpliced(at, 0, chart)), said: `${name} is chart ${at + 1} of ${charts.length} now.` };
}

/** Draws a chart otherwise: on another axis, with other marks, higher or lower. */
export function drawChart(scenario: Scenario, index: number, look: ChartLook): Gesture {
  const charts = watched(scenario);
  const chart = charts[index];
  if (!chart) return { scenario, said: NO_CHART };
  // what is usual goes without saying
  const { height = 'normal', mark = 'line', ...rest } = { ...chart, ...look };
  const drawn: WatchDoc = { ...rest, ...(mark === 'line' ? {} : { mark }), ...(height === 'normal' ? {} : { height }) };
  return {
    scenario: withCharts(scenario, charts.toSpliced(index, 1, drawn)),
    said: `${inFull(scenario, chart.meter)} is drawn ${wordsFor(drawn)}.`,
  };
}

/** Takes a chart away; a gauge of an algorithm of the document's own is noted down, since it would be charted by itself. */
export function removeChart(scenario: Scenario, index: number): Gesture | Refusal {
  const charts = watched(scenario);
  const chart = charts[index];
  if (!chart) return { scenario, said: NO_CHART };
  if (charts.length === 1) return { why: 'It is the last chart: add another one first.' };
  return {
    scenario: withCharts(
      scenario,
      charts.filter((_, i) => i !== index),
    ),
    said: `Removed a chart: ${inFull(scenario, chart.meter)}.`,
  };
}

/** A document that names its charts, and what it had besides that would be charted by itself. */
function withCharts(scenario: Scenario, watch: readonly WatchDoc[]): Scenario {
  const { uncharted: before = [], ...rest } = scenario;
  const own = new Set(allMetersOf(scenario).flatMap(({ id, own }) => (own ? [id] : [])));
  const gone = watched(scenario).flatMap(({ meter }) => (own.has(meter) ? [meter] : []));
  const charted = new Set(watch.map(({ meter }) => meter));
  const uncharted = [...new Set([...before, ...gone])].filter((meter) => !charted.has(meter)).slice(0, LIMITS.watch);
  return { ...rest, watch, ...(uncharted.length > 0 ? { uncharted } : {}) };
}

function wordsFor({ scale = 'linear', mark = 'line', height = 'normal' }: ChartLook): string {
  const axis = scale === 'log' ? 'on a logarithmic axis' : 'on a linear axis';
  const marks = mark === 'heat-map' ? 'as a heat map' : 'as lines';
  return `${marks}, ${axis}, ${{ small: 'small', normal: 'at the usual height', tall: 'tall' }[height]}`;
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
