import { create } from 'zustand';
import { seedsFrom } from '../../experiment/statistics.ts';
import { meanOf } from '../../experiment/thinned.ts';
import type { Seeds } from '../../host/look/seeds.ts';
import { type FigureRequest, figuresFor, judge } from '../../scenario/claims.ts';
import { BASE, type ClaimDoc, type Scenario } from '../../scenario/scenario.ts';
import { extent } from '../plot/seriesPath.ts';

/** How many other runs tell luck from effect. */
export const RUNS = 30;

/** The meter whose chart shows what other seeds make of it; null for none. */
export const useLuck = create<{ meter: string | null }>()(() => ({ meter: null }));

/** Asks for one chart's luck, or takes it away. */
export function toggleLuck(meter: string): void {
  useLuck.setState((state) => ({ meter: state.meter === meter ? null : meter }));
}

/** So many seeds, the one on the screen left out. */
export function otherSeeds(seed: number): readonly number[] {
  return seedsFrom(1, RUNS + 1)
    .filter((each) => each !== seed)
    .slice(0, RUNS);
}

/** What is known about a chart in words and can be judged by one arm's runs alone: its claims, then its goals. */
export function judgedBy({ claims, goals, duration }: Scenario, arm: string, meter: string): ClaimDoc | null {
  const isOwn = (claim: ClaimDoc) =>
    (claim.arm ?? BASE) === arm && claim.meter === meter && figuresFor([claim], duration).every((figure) => figure.arm === arm);
  return [...claims, ...goals].find(isOwn) ?? null;
}

/** In how many of the runs that have ended a claim holds. */
export function countHolding(claim: ClaimDoc, duration: number, wanted: readonly FigureRequest[], { done, figures }: Seeds): number {
  let holding = 0;
  for (let run = 0; run < done; run++) {
    let next = run * wanted.length;
    if (judge(claim, duration, () => figures[next++]).holds) holding++;
  }
  return holding;
}

/** The mean of each row of the runs that have ended; NaN where nothing was observed. */
export function meansOf({ done, length, samples }: Seeds): readonly number[] {
  return Array.from({ length: done }, (_, run) => meanOf(samples.subarray(run * length, (run + 1) * length)));
}

/** The least and the largest of the means; null where nothing was observed. */
export function rangeOf(seeds: Seeds): { least: number; most: number } | null {
  const known = meansOf(seeds).filter((mean) => !Number.isNaN(mean));
  return known.length === 0 ? null : { least: Math.min(...known), most: Math.max(...known) };
}

/** This share of the runs stays within the axis: one that goes far beyond the others would press all of them flat. */
const WITHIN = 0.9;

/** How far an axis has to go for the runs that have ended: what most of them stay below. @param first bin that counts */
export function reachOf({ done, length, samples }: Seeds, first = 0): number {
  const tops = Array.from({ length: done }, (_, run) => extent(samples.subarray(run * length + first, (run + 1) * length)).most);
  return tops.sort((a, b) => a - b)[Math.ceil(WITHIN * done) - 1] ?? 0;
}
