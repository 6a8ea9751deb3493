import { niceAbove } from '../quantity.ts';
import type { Domain } from './scale.ts';

/** Where a linear axis ends: a round number above the largest value, and no smaller than asked for. */
export function linearDomain(largest: number, unit: string, atLeast = 0): Domain {
  const span = Math.max(atLeast, largest * 1.02);
  if (unit === 'ms' && span >= MINUTE) {
    const step = timeStep(span, 5);
    return { low: 0, high: Math.ceil(span / step) * step };
  }
  if (unit === 'ratio' && largest <= 1) {
    // a share of more than half is seen against the whole
    const above = niceAbove(largest * 1.02);
    return { low: 0, high: Math.max(atLeast, above > 0.5 ? 1 : above) };
  }
  return { low: 0, high: niceAbove(Math.max(atLeast, largest * 1.02)) };
}

/** Where a logarithmic axis begins and ends: 1, 3 or 10 times a power of ten around what is shown. */
export function logDomain(smallest: number, largest: number): Domain {
  if (!(largest > 0)) return { low: 1, high: 10 };
  const low = smallest > 0 ? smallest : largest / 1_000;
  // four powers of ten are enough to compare in; less than that share of the largest is drawn at the bottom
  const high = stepAbove(largest);
  return { low: stepBelow(Math.min(high / 100, Math.max(low, largest / 1e4))), high };
}

function stepBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return value >= 3 * power * (1 - 1e-9) ? 3 * power : power;
}

function stepAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  if (value <= power * (1 + 1e-9)) return power;
  return value <= 3 * power * (1 + 1e-9) ? 3 * power : 10 * power;
}

export function linearTicks({ low, high }: Domain, most: number, unit = ''): number[] {
  if (unit === 'ms' && high >= MINUTE) return timeTicks(high, most);
  const step =
    [1, 2, 2.5, 5, 10].map((s) => s * 10 ** Math.floor(Math.log10((high - low) / most))).find((s) => (high - low) / s <= most) ??
    high - low;
  const ticks: number[] = [];
  for (let tick = low; tick <= high * (1 + 1e-9); tick += step) ticks.push(Number(tick.toPrecision(12)));
  return ticks;
}

export function logTicks({ low, high }: Domain, most: number, unit = ''): number[] {
  if (unit === 'ms' && high > MINUTE) return logTimeTicks({ low, high }, most);
  const all: number[] = [];
  for (let tick = low; tick <= high * 1.001; tick = stepAbove(tick * 1.5)) all.push(Number(tick.toPrecision(12)));
  if (all.length <= most) return all;
  const decades = all.filter((tick) => Math.abs(Math.log10(tick) - Math.round(Math.log10(tick))) < 1e-6);
  const every = Math.ceil(decades.length / most);
  return decades.length >= 2 ? decades.filter((_, i) => i % every === 0) : [low, high];
}

/** Two labels above each other are no nearer than this [px]. */
const LABEL = 13;

/** Ticks of a logarithmic axis that may begin at 0, on so many pixels. */
export function logTicksWithZero(domain: Domain, most: number, unit: string, length: number): number[] {
  const ticks = logTicks(domain, most, unit);
  const { low, high, zero } = domain;
  if (!zero) return ticks;
  const above = (tick: number) => (Math.log1p(tick / low) / Math.log1p(high / low)) * length;
  return [0, ...ticks.filter((tick) => above(tick) >= LABEL)];
}

const MINUTE = 60_000;
/** Spans that read well on a logarithmic axis, each some ten times the one before [ms]. */
const LOG_SPANS = [
  1e-3,
  1e-2,
  0.1,
  1,
  10,
  100,
  1_000,
  10_000,
  MINUTE,
  10 * MINUTE,
  60 * MINUTE,
  600 * MINUTE,
  6_000 * MINUTE,
  60_000 * MINUTE,
];

/** Beyond a minute powers of ten make odd times: 16.7 min. */
function logTimeTicks({ low, high }: Domain, most: number): number[] {
  const ticks = LOG_SPANS.filter((span) => span >= low * (1 - 1e-9) && span <= high * (1 + 1e-9));
  const every = Math.ceil(ticks.length / most);
  return ticks.length >= 2 ? ticks.filter((_, i) => i % every === 0) : [low, high];
}

const TIME_STEPS = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000,
  3_600_000, 7_200_000, 10_800_000, 21_600_000, 43_200_000, 86_400_000, 172_800_000, 432_000_000, 864_000_000,
];

function timeStep(duration: number, most: number): number {
  return TIME_STEPS.find((candidate) => duration / candidate <= most) ?? duration;
}

/** Round moments of a run [ms]. */
export function timeTicks(duration: number, most: number): number[] {
  const step = timeStep(duration, most);
  const ticks: number[] = [];
  for (let tick = 0; tick <= duration + 1e-6; tick += step) ticks.push(tick);
  return ticks;
}

/** Round moments between two others [ms]. */
export function timeTicksBetween(from: number, to: number, most: number): number[] {
  const [first = 0, second = to - from] = timeTicks(to - from, most);
  const step = second - first;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}
