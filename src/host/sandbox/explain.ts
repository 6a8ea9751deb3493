import type { ArmPlan } from '../../scenario/arm.ts';
import { PolicyError } from '../../sim/own-policy/policy-error.ts';
import { saidBy } from '../../sim/own-policy/thrown.ts';
import { type Options, World } from '../../sim/world/world.ts';
import type { Explained } from '../manner.ts';
import { type Locate, lineOfMethod, whereIn } from './where.ts';

/** What a run that went wrong in code of somebody's own says: the policy, the line, the moment and the request. */
export function explainIn(
  sources: Readonly<Record<string, string>>,
  locate: Locate,
): (error: unknown, world: World | null, plan: ArmPlan | null, recordings?: Options['recordings']) => Explained {
  return (error, world, plan, recordings) => {
    const problem = saidBy(error);
    const place = isPolicyError(error)
      ? { policy: error.policy, line: lineOfMethod(sources[error.policy] ?? '', error.method) }
      : whereIn(error, locate);
    if (!place) return { message: problem };
    const at = world ? world.now : null;
    const request = world && plan ? lastRequest(plan, world.simulation.handled, recordings) : null;
    const when =
      at === null
        ? ''
        : ` (at ${(at / 1_000).toLocaleString('en', { maximumFractionDigits: 6 })} s${request === null ? '' : `, request ${request.toLocaleString('en')}`})`;
    const where = place.line === null ? place.policy : `${place.policy}, line ${place.line}`;
    return { message: `${where}: ${problem}${when}`, place: { ...place, problem, at, request } };
  };
}

/** Code may throw what does not even say whether it is one. */
function isPolicyError(thrown: unknown): thrown is PolicyError {
  try {
    return thrown instanceof PolicyError;
  } catch {
    return false;
  }
}

/** The request that was dealt with last: looking never changes a run, so it is run again and watched. */
function lastRequest(plan: ArmPlan, handled: number, recordings: Options['recordings']): number | null {
  let last: number | null = null;
  const watching = {
    has(request: number) {
      last = request;
      return false;
    },
  };
  try {
    new World(plan, { trace: watching as unknown as ReadonlySet<number>, recordings }).run(handled);
  } catch {
    // where it went wrong before
  }
  return last === -1 ? null : last;
}
