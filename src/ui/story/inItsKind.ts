import type { Verdict } from '../../scenario/claims.ts';
import type { ClaimDoc } from '../../scenario/scenario.ts';
import { formatQuantity } from '../quantity.ts';

/** What a claim was judged by, in the kind of quantity that it speaks of: a count, a share of another figure, or the meter's own. */
export function inItsKind({ stat, than }: Pick<ClaimDoc, 'stat' | 'than'>, { found, limit }: Verdict, unit: string): string {
  if (stat === 'sum' || stat === 'most') return formatQuantity(found, unit.replace(/\/s$/, ''));
  if (typeof than === 'object' && than.factor !== undefined && !than.plus) return formatQuantity((found * than.factor) / limit, 'ratio');
  return formatQuantity(found, unit);
}
