import { figuresFor, judge, type Verdict } from '../../scenario/claims.ts';
import type { ClaimDoc, Scenario } from '../../scenario/scenario.ts';
import { results } from '../samples/results.ts';

export interface JudgedClaim {
  claim: ClaimDoc;
  /** null while its figures are not known. */
  verdict: Verdict | null;
}

/** What the last ended runs are to the goals of a lesson, and to what must not be given up for them. */
export interface JudgedLesson {
  goals: readonly JudgedClaim[];
  keep: readonly JudgedClaim[];
  /** Goals that are met. */
  met: number;
  /** What is not kept. */
  broken: readonly JudgedClaim[];
  /** All goals are met, and everything is kept. */
  passed: boolean;
}

export function judgedNow({ goals, keep, duration }: Scenario): JudgedLesson {
  const judged = (claim: ClaimDoc): JudgedClaim => {
    const isKnown = figuresFor([claim], duration).every((request) => results.figure(request) !== undefined);
    return { claim, verdict: isKnown ? judge(claim, duration, (request) => results.figure(request) ?? Number.NaN) : null };
  };
  const [reached, kept] = [goals.map(judged), keep.map(judged)];
  const met = reached.filter(({ verdict }) => verdict?.holds).length;
  return {
    goals: reached,
    keep: kept,
    met,
    broken: kept.filter(({ verdict }) => verdict?.holds === false),
    passed: goals.length > 0 && met === goals.length && kept.every(({ verdict }) => verdict?.holds),
  };
}
