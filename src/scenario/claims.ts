import { BASE, type ClaimDoc, type Relation, type Statistic } from './scenario.ts';

/** What claims are judged by: the figures of one arm of one seed. */
export interface Figures {
  /** A meter over a span [ms] as a whole: counts over the span, means over time, quantiles of all values together. */
  over(meter: string, from: number, to: number): number;
  /** A meter's samples over a span [ms]; NaN where nothing was observed. */
  samples(meter: string, from: number, to: number): ArrayLike<number>;
}

export interface Verdict {
  holds: boolean;
  /** The figure the claim is about, and the one it is held against, in the meter's unit. */
  found: number;
  limit: number;
}

/** Judges a claim; `figuresOf` gives an arm's figures. A figure that does not exist (nothing observed) holds nothing. */
export function judge(claim: ClaimDoc, duration: number, figuresOf: (arm: string) => Figures): Verdict {
  const span = { from: claim.from ?? 0, to: claim.to ?? duration };
  const found = figure(figuresOf(claim.arm ?? BASE), claim.meter, span.from, span.to, claim.stat);
  const limit = limitOf(claim, span, figuresOf);
  return { holds: compare(found, claim.is, limit), found, limit };
}

function limitOf(claim: ClaimDoc, span: { from: number; to: number }, figuresOf: (arm: string) => Figures): number {
  const { than } = claim;
  if (typeof than === 'number') return than;
  const other = figure(
    figuresOf(than.arm ?? claim.arm ?? BASE),
    than.meter ?? claim.meter,
    than.from ?? span.from,
    than.to ?? span.to,
    than.stat ?? claim.stat,
  );
  return other * (than.factor ?? 1) + (than.plus ?? 0);
}

function figure(figures: Figures, meter: string, from: number, to: number, stat: Statistic): number {
  if (stat === 'value' || stat === 'mean') return figures.over(meter, from, to);
  const samples = figures.samples(meter, from, to);
  let best = Number.NaN;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i];
    if (Number.isNaN(sample)) continue;
    if (Number.isNaN(best) || (stat === 'max' ? sample > best : sample < best)) best = sample;
  }
  return best;
}

function compare(a: number, relation: Relation, b: number): boolean {
  switch (relation) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}
