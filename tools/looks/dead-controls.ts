/** Which sliders of a scenario change no chart at either end: a control that does nothing teaches nothing. */
import { peaksOf } from '../../src/host/result.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { componentOf, policyOf } from '../../src/scenario/descriptions.ts';
import { withParam } from '../../src/scenario/edit.ts';
import { whyIdle } from '../../src/scenario/idle.ts';
import { armsOf, type Scenario } from '../../src/scenario/scenario.ts';
import { effective } from '../../src/scenario/setting.ts';
import { watched } from '../../src/scenario/watched.ts';
import { matters } from '../../src/sim/param/matters.ts';
import type { Param, ParamRecord } from '../../src/sim/param/param.ts';
import { wiresOf } from '../../src/sim/param/wires.ts';
import { World } from '../../src/sim/world/world.ts';
import { aboutOf, leastOn, type NumericParam, POSITIONS, sliderScale } from '../../src/ui/param/sliderScale.ts';
import { formatQuantity } from '../../src/ui/quantity.ts';
import { type Lines, linesOf } from './lines.ts';

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
/** A run to its end: what the charts draw, and every meter over all of it. */
interface Run {
  charts: Lines;
  whole: ReadonlyMap<string, number>;
  peaks: Readonly<Record<string, number>>;
  events: number;
}

/** What is wrong with the sliders of a scenario, by path. */
interface Controls {
  /** Neither end changes a chart of an arm that the scenario shows when it is opened, and nothing says so. */
  dead: readonly string[];
  /** The page says that they do nothing, and they do. */
  denied: readonly string[];
  /** How many the page says of that they do nothing, rightly. */
  told: number;
}

export function controlsOf(scenario: Scenario): Controls {
  const shown = scenario.story[0]?.arms ?? armsOf(scenario).map(({ id }) => id);
  const now = shown.map((arm) => ({ arm, ...chartsOf(scenario, arm) }));
  const dead: string[] = [];
  const denied: string[] = [];
  let told = 0;
  for (const slider of slidersOf(scenario)) {
    const { path, param, value } = slider;
    const scale = sliderScale(param, aboutOf(param, value));
    const ends = [scale.toValue(0), scale.toValue(POSITIONS)].filter((end) => end !== value);
    const alive = ({ arm, charts, events }: (typeof now)[number]) =>
      ends.some((end) => differs(withParam(scenario, 'base', path, end, 'whole-run'), arm, charts, events));
    const [silent, idle] = [true, false].map((says) => now.filter((run) => (whyOf(scenario, run, slider) === null) === says));
    if (idle.some(alive)) denied.push(path);
    if (idle.length > 0) told++;
    else if (!silent.some(alive)) dead.push(path);
  }
  return { dead, denied, told };
}

/** What the page says of a slider that does nothing in a run. */
function whyOf(scenario: Scenario, { arm, whole, peaks }: Run & { arm: string }, { path, param, value }: VisibleSlider) {
  const charts = metersOn(scenario);
  const measured = {
    whole: (meter: string) => whole.get(meter) ?? Number.NaN,
    peak: (name: string) => peaks[name] ?? Number.NaN,
    hasChart: (meter: string) => charts.has(meter),
  };
  return whyIdle(planOf(scenario, arm), path, measured, leastOn(param, value), formatQuantity);
}

/** The sliders that stand in the inspector before anybody asks for more. */
function slidersOf(scenario: Scenario): readonly VisibleSlider[] {
  return Object.entries(scenario.components).flatMap(([id, doc]) => {
    const wires = wiresOf(doc.calls).length;
    const all = componentOf(doc.kind)?.params ?? {};
    const records = Object.entries(all).filter(
      ([, { whenCalling, severalWires, where }]) => wires >= (severalWires ? 2 : whenCalling ? 1 : 0) && matters(where, all, doc),
    );
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

/** An arm, run to its end. */
function chartsOf(scenario: Scenario, arm: string): Run {
  const world = new World(planOf(scenario, arm));
  while (!world.run(SLICE));
  const whole = world.recorders.flatMap((recorder) =>
    recorder.meters.map(({ name }, m) => [`${recorder.component}.${name}`, recorder.over(m, 0, world.closedBins)] as const),
  );
  return { charts: linesOf(world, metersOn(scenario)), whole: new Map(whole), peaks: peaksOf(world), events: world.simulation.handled };
}

/** The meters that have a chart. */
function metersOn(scenario: Scenario): ReadonlySet<string> {
  return new Set(watched(scenario).map(({ meter }) => meter));
}

/** Whether an arm's charts look otherwise; found out no later than needed. */
function differs(scenario: Scenario, arm: string, charts: Lines, before: number): boolean {
  let world: World;
  try {
    world = new World(planOf(scenario, arm));
  } catch {
    // what cannot be built is at least told
    return true;
  }
  const meters = metersOn(scenario);
  let ended = false;
  for (let events = 0; !ended && events < MOST_EVENTS; events += SLICE) {
    ended = world.run(SLICE);
    for (const [meter, row] of linesOf(world, meters, !ended)) {
      const now = charts.get(meter);
      if (!now || row.some((sample, bin) => !Object.is(sample, now[bin]))) return true;
    }
  }
  // one of so many more events is another run, though the end of its first bin is not seen
  return world.runaway !== null || (!ended && before < MOST_EVENTS / 2);
}
