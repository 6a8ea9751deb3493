import { type Allocations, ARRAYS } from './allocations.ts';
import { FORBIDDEN, standIn } from './forbidden.ts';

/** Names that code sees in place of what there is: what is forbidden, and arrays that are counted. */
export const HIDDEN: readonly string[] = [...FORBIDDEN, ...Object.keys(ARRAYS)];

/** What code sees behind them, in their order. */
export function behind(allocations: Allocations): readonly unknown[] {
  const counting = allocations.counting();
  return HIDDEN.map((name) => counting[name] ?? standIn(name));
}
