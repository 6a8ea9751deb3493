import type { Param, ParamRecord } from '../sim/param/param.ts';
import { policyOf } from './descriptions.ts';
import { same } from './same.ts';
import type { Settings } from './scenario.ts';
import { effective } from './setting.ts';

/** A parameter with two values, under the policies that it is a part of. */
export interface ChangedParam {
  /** The policies that hold it, the outermost first, and then itself. */
  chain: readonly Param[];
  /** What they are called in documents, with dots between: `fault.ratio`. */
  path: string;
  from: unknown;
  to: unknown;
}

/**
 * The parameters whose values differ; what is left out is at its default. A policy of another kind differs as a whole.
 * @param within the policies that the records are of
 * @param under what stands in front of their paths, with a dot at its end
 */
export function changedParams(
  records: ParamRecord,
  before: Settings,
  after: Settings,
  within: readonly Param[] = [],
  under = '',
): ChangedParam[] {
  return Object.entries(records).flatMap(([name, param]) => {
    if (before[name] === after[name]) return [];
    const [from, to] = [effective(param, before[name]), effective(param, after[name])];
    if (same(from, to)) return [];
    const chain = [...within, param];
    const path = under + name;
    const inner = param.type === 'policy' && kindOf(from) === kindOf(to) ? policyOf(param.seam, kindOf(to))?.params : undefined;
    return inner ? changedParams(inner, from as Settings, to as Settings, chain, `${path}.`) : [{ chain, path, from, to }];
  });
}

function kindOf(policy: unknown): string {
  return (policy as { kind: string }).kind;
}
