/** Which sliders of a scenario change no chart at either end: a control that does nothing teaches nothing. */
import { planOf } from '../../src/scenario/arm.ts';
import { componentOf, policyOf } from '../../src/scenario/descriptions.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { armsOf, type Scenario } from '../../src/scenario/scenario.ts';
import { effective } from '../../src/scenario/setting.ts';
import type { Param, ParamRecord } from '../../src/sim/param/param.ts';
import { calleesOf } from '../../src/sim/param/wires.ts';
import { World } from '../../src/sim/world/world.ts';
import { type NumericParam, POSITIONS, sliderScale } from '../../src/ui/param/sliderScale.ts';

/** A slider that the inspector shows without being asked for more. */
interface VisibleSlider {
  path: string;
  param: NumericParam;
  value: number;
}

/** Events at a time, between looks at the charts. */
const SLICE = 20_000;
/** A run that an end of a slider makes so much longer is not seen to its end [events]. */
const MOST_EVENTS = 3_000_000;
/** Figures of these can still change when their bin has closed. */
const LATE = new Set(['rate-by-arrival', 'reading']);

/** The sliders of which neither end changes a chart of an arm that the scenario shows when it is opened, by path. */
export function deadControls(scenario: Scenario): readonly string[] {
  const shown = scenario.story[0]?.arms ?? armsOf(scenario).map(({ id }) => id);
  const now = new Map(shown.map((arm) => [arm, chartsOf(scenario, arm)]));
  return slidersOf(scenario)
    .filter(({ path, param, value }) => {
      const scale = sliderScale(param, value > 0 ? value : null);
      const ends = [scale.toValue(0), scale.toValue(POSITIONS)].filter((end) => end !== value);
      return !ends.some((end) => {
        const edited = withParam(scenario, 'base', path, end, 'whole-run');
        return [...now].some(([arm, charts]) => differs(edited, arm, charts));
      });
    })
    .map(({ path }) => path);
}

/** The sliders that stand in the inspector before anybody asks for more. */
function slidersOf(scenario: Scenario): readonly VisibleSlider[] {
  return Object.entries(scenario.components).flatMap(([id, doc]) => {
    const calling = calleesOf(doc.calls).length > 0;
    const records = Object.entries(componentOf(doc.kind)?.params ?? {}).filter(([, { whenCalling }]) => calling || !whenCalling);
    return within(id, Object.fromEntries(records), doc);
  });
}

function within(path: string, records: ParamRecord, values: Readonly<Record<string, unknown>>): readonly VisibleSlider[] {
  return Object.entries(records).flatMap(([name, param]): readonly VisibleSlider[] => {
    const value = effective(param, values[name]);
    if (param.advanced && JSON.stringify(value) === JSON.stringify(param.default)) return [];
    const own = `${path}.${name}`;
    if (param.type === 'policy') {
      const policy = policyOf(param.seam, (value as { kind: string }).kind);
      return within(own, policy?.params ?? {}, value as Readonly<Record<string, unknown>>);
    }
    return isNumeric(param) && typeof value === 'number' ? [{ path: own, param, value }] : [];
  });
}

function isNumeric(param: Param): param is NumericParam {
  return param.type === 'number' || param.type === 'integer' || param.type === 'ratio' || param.type === 'duration';
}

/** What the charts of an arm draw, meter by meter. */
function chartsOf(scenario: Scenario, arm: string): ReadonlyMap<string, Float64Array> {
  const world = new World(planOf(scenario, arm));
  while (!world.run(SLICE));
  return samplesOf(world, scenario);
}

function samplesOf(world: World, scenario: Scenario, settled = false): ReadonlyMap<string, Float64Array> {
  const samples = new Map<string, Float64Array>();
  const watched = new Set(scenario.watch.map(({ meter }) => meter));
  for (const recorder of world.recorders) {
    recorder.meters.forEach(({ name, kind }, m) => {
      const id = `${recorder.component}.${name}`;
      if (!watched.has(id) || (settled && LATE.has(kind))) return;
      const row = new Float64Array(world.closedBins);
      recorder.write(m, 0, world.closedBins, row, 0);
      samples.set(id, row);
    });
  }
  return samples;
}

/** Whether an arm's charts look otherwise; found out no later than needed. */
function differs(scenario: Scenario, arm: string, charts: ReadonlyMap<string, Float64Array>): boolean {
  let world: World;
  try {
    world = new World(planOf(scenario, arm));
  } catch {
    // what cannot be built is at least told
    return true;
  }
  for (let ended = false, events = 0; !ended && events < MOST_EVENTS; events += SLICE) {
    ended = world.run(SLICE);
    for (const [meter, row] of samplesOf(world, scenario, !ended)) {
      const before = charts.get(meter);
      if (!before || row.some((sample, bin) => !Object.is(sample, before[bin]))) return true;
    }
  }
  return world.runaway !== null;
}
