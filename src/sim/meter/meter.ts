/**
 * What a component lets be measured, as data over its facts, gauges and histograms. Named `component.meter`.
 * Units: rates per second, times in ms, ratios 0 to 1.
 */
interface Common {
  name: string;
  label: string;
  unit: string;
  /** One sentence for the reference page and the chart's summary. */
  help: string;
  /** Left out where the component does not do this: call others, hold leases, lend, have others keep connections to it. */
  when?: 'calling' | 'holding' | 'lending' | 'visited';
  /** Left out where these parameters of the component have other values: such as hold for a whole run. */
  where?: Readonly<Record<string, string>>;
  /** A sample depends on what happens after its bin: nobody could have read it then. */
  hindsight?: true;
}

/** Meters of what only some components do. */
export function metersWhen(when: NonNullable<Common['when']>, meters: readonly Meter[]): readonly Meter[] {
  return meters.map((meter) => ({ ...meter, when }));
}

/** How often facts happened per second, by the time they happened. */
export interface RateMeter extends Common {
  kind: 'rate';
  facts: readonly string[];
}

/** The same by arrival: in the bin in which the request was meant to be sent. */
export interface RateByArrivalMeter extends Common {
  kind: 'rate-by-arrival';
  hindsight: true;
  facts: readonly string[];
}

/** Counts ÷ counts. Over a span: the sum of the counts ÷ the sum of the counts, never a mean of ratios. */
export interface RatioMeter extends Common {
  kind: 'ratio';
  facts: readonly string[];
  of: readonly string[];
}

/** Gauges' mean over time, added up. */
export interface LevelMeter extends Common {
  kind: 'level';
  gauges: readonly string[];
}

/** The same ÷ another gauge's. */
export interface ShareMeter extends Common {
  kind: 'share';
  gauges: readonly string[];
  of: string;
}

/** A quantile of the values observed in a bin. */
export interface QuantileMeter extends Common {
  kind: 'quantile';
  histogram: string;
  quantile: number;
}

/** The mean of the values observed in a bin. */
export interface MeanMeter extends Common {
  kind: 'mean';
  histogram: string;
}

/** A number looked at once a bin, at its end: a policy's gauge, or what a component says of itself. It adds these itself. */
export interface ReadingMeter extends Common {
  kind: 'reading';
}

export type Meter = RateMeter | RateByArrivalMeter | RatioMeter | LevelMeter | ShareMeter | QuantileMeter | MeanMeter | ReadingMeter;

/** The quantiles that are kept of every histogram, ascending. */
export const QUANTILES: readonly number[] = [0.5, 0.9, 0.99, 0.999];
const QUANTILE_NAMES = ['p50', 'p90', 'p99', 'p999'];
const QUANTILE_WORDS = [
  'half of them took no longer',
  'nine in ten took no longer',
  '99 in 100 took no longer',
  '999 in 1,000 took no longer',
];

/** The meters of one histogram: its quantiles and its mean. */
export function timeMeters(histogram: string, label: string, help: string): Meter[] {
  const quantiles = QUANTILES.map((quantile, i): QuantileMeter => {
    const name = QUANTILE_NAMES[i];
    return {
      kind: 'quantile',
      name: `${histogram}.${name}`,
      label: `${label} ${name === 'p999' ? 'p99.9' : name}`,
      unit: 'ms',
      help: `${help}: ${QUANTILE_WORDS[i]}.`,
      histogram,
      quantile,
    };
  });
  return [
    ...quantiles,
    { kind: 'mean', name: `${histogram}.mean`, label: `${label}, mean`, unit: 'ms', help: `${help}: the mean.`, histogram },
  ];
}
