import { BASE, type ClaimDoc, type Relation, type Statistic } from './scenario.ts';

/** A figure of one arm of one seed: a meter over a span [ms]. */
export interface FigureRequest {
  arm: string;
  meter: string;
  from: number;
  to: number;
  stat: Statistic;
}

/** Gives a figure in the meter's unit; NaN where nothing was observed. */
export type Figure = (request: FigureRequest) => number;

export interface Verdict {
  holds: boolean;
  /** The figure the claim is about, and the one it is held against, in the meter's unit. */
  found: number;
  limit: number;
}

/** Judges a claim. A figure that does not exist (nothing observed) holds nothing. */
export function judge(claim: ClaimDoc, duration: number, figure: Figure): Verdict {
  const { arm = BASE, meter, from = 0, to = duration, stat, than } = claim;
  const found = figure({ arm, meter, from, to, stat });
  const limit =
    typeof than === 'number'
      ? than
      : figure({
          arm: than.arm ?? arm,
          meter: than.meter ?? meter,
          from: than.from ?? from,
          to: than.to ?? to,
          stat: than.stat ?? stat,
        }) *
          (than.factor ?? 1) +
        (than.plus ?? 0);
  return { holds: compare(found, claim.is, limit), found, limit };
}

/** The figures that judging these claims will ask for. */
export function figuresFor(claims: readonly ClaimDoc[], duration: number): readonly FigureRequest[] {
  const requests: FigureRequest[] = [];
  for (const claim of claims) {
    judge(claim, duration, (request) => {
      requests.push(request);
      return Number.NaN;
    });
  }
  return requests;
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
