import type { ClaimDoc } from '../../scenario/scenario.ts';

/** The unit of what a claim speaks of: a count, a share of another figure or so many times as much, or its meter’s own quantity. */
export function kindOf({ stat, than }: Pick<ClaimDoc, 'stat' | 'than'>, unit: string): string {
  if (typeof than === 'object' && than.factor !== undefined && !than.plus) return than.factor > 1 ? '×' : 'ratio';
  return stat === 'sum' || stat === 'most' ? unit.replace(/^1?\/s$|\/s$/, '') : unit;
}
