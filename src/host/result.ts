import type { MeterKind } from '../scenario/descriptions.ts';
import type { Runaway, Warning, World } from '../sim/world/world.ts';

export interface SeriesHead {
  /** `component.meter` */
  id: string;
  label: string;
  unit: string;
  kind: MeterKind;
  /** A sample depends on what happens after its bin. */
  hindsight?: true;
}

/** One arm's samples, laid out to be handed over without copying. */
export interface ArmResult {
  arm: string;
  seed: number;
  bins: number;
  /** Width of a bin [ms]. */
  binWidth: number;
  /** Bins that are filled: all of them once the run has ended of itself. */
  closedBins: number;
  series: readonly SeriesHead[];
  /** Samples, series after series, `bins` each; NaN where nothing was observed or the run has not come. */
  samples: Float64Array;
  /** Per series: its figure over the whole run so far. */
  whole: Float64Array;
  /** The most there has been of something so far, by `component.peak`. */
  peaks: Readonly<Record<string, number>>;
  fingerprint: string;
  requests: number;
  events: number;
  finished: boolean;
  /** Why the run ended before its time, if it did. */
  runaway: Runaway | null;
  /** What is odd about the way it is set up. */
  warnings: readonly Warning[];
  /** Time the simulation has taken [ms]. */
  took: number;
  /** The figures that were asked for, in that order; empty until the run has ended. */
  figures: readonly number[];
}

/** What a world has measured so far. */
export function resultOf(world: World, arm: string, took: number): ArmResult {
  const { bins } = world.blueprint;
  const { closedBins } = world;
  const series: SeriesHead[] = [];
  for (const recorder of world.recorders) {
    for (const { name, label, unit, kind, hindsight } of recorder.meters)
      series.push({ id: `${recorder.component}.${name}`, label, unit, kind, ...(hindsight ? { hindsight } : {}) });
  }
  const samples = new Float64Array(series.length * bins).fill(Number.NaN);
  const whole = new Float64Array(series.length).fill(Number.NaN);
  let s = 0;
  for (const recorder of world.recorders) {
    for (let m = 0; m < recorder.meters.length; m++, s++) {
      recorder.write(m, 0, closedBins, samples, s * bins);
      if (closedBins > 0) whole[s] = recorder.over(m, 0, closedBins);
    }
  }
  return {
    arm,
    seed: world.blueprint.seed,
    bins,
    binWidth: world.binWidth,
    closedBins,
    series,
    samples,
    whole,
    peaks: peaksOf(world),
    fingerprint: world.fingerprintDigits(),
    requests: world.requestCount,
    events: world.simulation.handled,
    finished: world.finished,
    runaway: world.runaway,
    warnings: world.warnings(),
    took,
    figures: [],
  };
}

/** The most there has been of something in a world so far, by `component.peak`. */
export function peaksOf({ recorders }: World): Readonly<Record<string, number>> {
  return Object.fromEntries(
    recorders.flatMap((recorder) =>
      Object.entries(recorder.peaksNow()).map(([name, peak]) => [`${recorder.component}.${name}`, peak] as const),
    ),
  );
}
