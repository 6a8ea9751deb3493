import { expect } from 'vitest';
import { seedsFrom } from '../../src/experiment/statistics.ts';
import { service } from '../../src/sim/component/service/service.ts';
import type { Blueprint, ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { type Options, World } from '../../src/sim/world/world.ts';

/**
 * How sure a comparison is to pass when engine and theory agree: two-sided 99.999 %. There are some 400 of them, so an
 * engine without fault, on fresh seeds, would see one of them fail in one out of 250 runs of them all. The seeds are
 * always 1 to n: nothing is tuned.
 */
const CONFIDENCE = 0.99999;

/** A plan without its seed; the rest has defaults that suit a measurement. */
export interface Plan {
  /** [ms] */
  duration: number;
  bins?: number;
  components: Readonly<Record<string, ComponentPlan>>;
  changes?: Blueprint['changes'];
}

/** A plan with a seed, at its beginning. */
export function startOf({ duration, bins = 20, components, changes = [] }: Plan, seed: number, options?: Options): World {
  return new World({ seed, duration, bins, components, changes }, options);
}

/** Runs a plan with one seed to its end; the books must balance. */
export function run(plan: Plan, seed: number, options?: Options): World {
  const world = startOf(plan, seed, options);
  world.run();
  expect(world.runaway).toBeNull();
  expect(world.audit()).toEqual([]);
  return world;
}

/** Runs a plan with seeds 1 to n and gathers figures of each. */
export function replicate<F extends Record<string, number>>(
  n: number,
  plan: Plan,
  read: (world: World) => F,
  options?: (seed: number) => Options,
): { [K in keyof F]: number[] } {
  const gathered: Record<string, number[]> = {};
  for (const seed of seedsFrom(1, n)) {
    const world = run(plan, seed, options?.(seed));
    for (const [name, value] of Object.entries(read(world))) {
      gathered[name] ??= [];
      gathered[name].push(value);
    }
  }
  return gathered as { [K in keyof F]: number[] };
}

/**
 * A meter, as `component.meter`, over bins `from` to `to` − 1. Unless told the first bin is left out: the warm-up, a twentieth of the
 * run and at least ten times as long as the queue in question needs to forget that it was empty.
 */
export function over(world: World, id: string, from = 1, to = world.closedBins): number {
  const dot = id.indexOf('.');
  const recorder = world.recorders.find(({ component }) => component === id.slice(0, dot));
  const meter = recorder?.meters.findIndex(({ name }) => name === id.slice(dot + 1)) ?? -1;
  if (!recorder || meter < 0) throw new Error(`there is no meter ${id}`);
  return recorder.over(meter, from, to);
}

/** How often a fact happened in the whole run. */
export function total(world: World, component: string, fact: string): number {
  const recorder = world.recorders.find((candidate) => candidate.component === component);
  const count = recorder?.total(fact);
  if (count === undefined) throw new Error(`nobody reports ${component}.${fact}`);
  return count;
}

export interface Estimate {
  mean: number;
  /** Sample standard deviation. */
  deviation: number;
  /** Half the width of the confidence interval of the mean. */
  halfWidth: number;
}

/** Mean over independent runs with its confidence interval by Student's t. */
export function estimate(figures: readonly number[]): Estimate {
  const n = figures.length;
  const mean = figures.reduce((sum, x) => sum + x, 0) / n;
  const deviation = Math.sqrt(figures.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1));
  return { mean, deviation, halfWidth: (studentT(n - 1) * deviation) / Math.sqrt(n) };
}

/**
 * Figures less what a control explains of them (Lavenberg and Welch 1981): a figure of the same runs whose mean is known,
 * such as the utilisation. The mean stays what it is, its interval gets narrower, and fewer runs are needed to tell.
 */
export function controlled(figures: readonly number[], control: readonly number[], known: number): number[] {
  const mean = estimate(figures).mean;
  const controlMean = estimate(control).mean;
  let together = 0;
  let alone = 0;
  figures.forEach((x, i) => {
    together += (x - mean) * (control[i] - controlMean);
    alone += (control[i] - controlMean) ** 2;
  });
  return figures.map((x, i) => x - (together / alone) * (control[i] - known));
}

/**
 * The theory must lie within the confidence interval of the mean, and the interval must be narrow enough to tell:
 * at most `within` of the value to either side. That is the power of the comparison: an engine whose figure is wrong by
 * `within` fails every other time, by 1.3 times as much in 9 of 10, by twice as much always. Runs are hardly longer than
 * it takes for the widest interval in question.
 */
export function expectTheory(figures: readonly number[], theory: number, within: number, what: string): void {
  const { mean, halfWidth } = estimate(figures);
  const said = `${what}: theory ${theory}, simulated ${mean} ± ${halfWidth} (${figures.length} runs)`;
  if (process.env.THEORY_REPORT) console.log(said);
  expect(halfWidth, `${said}: too wide to tell`).toBeLessThanOrEqual(within * Math.abs(theory));
  expect(Math.abs(mean - theory), said).toBeLessThanOrEqual(halfWidth);
}

const quantiles = new Map<number, number>();

/**
 * The two-sided quantile of Student's t at CONFIDENCE. With t = √ν·tan θ its density is proportional to cos^(ν − 1) θ,
 * which Simpson's rule integrates to more digits than are needed.
 */
function studentT(freedom: number): number {
  const known = quantiles.get(freedom);
  if (known !== undefined) return known;
  const area = (from: number, to: number) => {
    const steps = 4_000;
    const h = (to - from) / steps;
    let sum = 0;
    for (let i = 0; i <= steps; i++) sum += (i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2) * Math.cos(from + i * h) ** (freedom - 1);
    return (sum * h) / 3;
  };
  const half = area(0, Math.PI / 2);
  let low = 0;
  let high = Math.PI / 2;
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (area(middle, Math.PI / 2) / half > 1 - CONFIDENCE) low = middle;
    else high = middle;
  }
  const t = Math.sqrt(freedom) * Math.tan(low);
  quantiles.set(freedom, t);
  return t;
}

/** Response times [s] of the requests that were meant to be sent from `from` on [ms] and succeeded, ascending. Exact, not from buckets. */
export function responseTimes({ observed: { requests: log } }: World, from: number): Float64Array {
  if (!log) throw new Error('the world keeps no log');
  const times = new Float64Array(log.count);
  let n = 0;
  for (let request = 0; request < log.count; request++) {
    const { intended, finished, outcome } = log;
    if (intended[request] < from * 1_000 || Number.isNaN(finished[request]) || outcome[request] !== 0) continue;
    times[n++] = (finished[request] - intended[request]) / 1e6;
  }
  return times.subarray(0, n).sort();
}

/** Waiting times [s] at a service of the traced requests, ascending. Exact, not from buckets. */
export function waitingTimes(world: World, id: string): Float64Array {
  const { trace } = world;
  if (!trace) throw new Error('the world keeps no trace');
  expect(trace.full).toBe(false);
  const component = world.ids.indexOf(id);
  const arrivedFact = service.facts.indexOf('arrived');
  const startedFact = service.facts.indexOf('started');
  const arrived = new Map<number, number>();
  const waits: number[] = [];
  trace.times.forEach((time, i) => {
    if (trace.components[i] !== component) return;
    const call = trace.callNumbers[i];
    if (trace.facts[i] === arrivedFact) arrived.set(call, time);
    else if (trace.facts[i] === startedFact) waits.push((time - (arrived.get(call) as number)) / 1e6);
  });
  return Float64Array.from(waits).sort();
}

/** The q-quantile of ascending values by nearest rank. */
export function quantile(sorted: Float64Array, q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)];
}

/** Requests first, first + step, … below end: what to trace. */
export function every(step: number, first: number, end: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  for (let request = first; request < end; request += step) chosen.add(request);
  return chosen;
}
