import type { ArmPlan } from '../scenario/arm.ts';
import { type Options, World } from '../sim/world/world.ts';
import { resultOf } from './result.ts';

/** Runs of every plan, and how long each of them is [requests, events]: some 96,000 requests in all. */
const RUNS = 12;
const REQUESTS = 8_000;
const EVENTS = 100_000;
/** Events between two looks at the messages: what is not yet compiled takes fifty times as long. */
const SLICE = 1_000;

/**
 * Short runs of the very plans that are about to be asked for, with other seeds, thrown away: what the runtime compiles
 * now, with the shapes that these plans bring, no real run waits for. Runs of another shape, however many, do not help.
 */
export function* warmUpRuns(plans: readonly ArmPlan[], recordings: Options['recordings']): Generator<void> {
  const shortened = [...plans];
  for (let run = 0; run < RUNS; run++) {
    for (const [i, plan] of shortened.entries()) {
      try {
        const world = new World({ ...plan, seed: plan.seed + 1 + run }, { recordings });
        while (!world.run(SLICE) && world.requestCount < REQUESTS && world.simulation.handled < EVENTS) yield;
        resultOf(world, '', 0);
        if (run === 0 && !world.finished) shortened[i] = within(plan, Math.max(1, world.now));
      } catch {
        // what is wrong with a plan its real run will say
      }
      yield;
    }
  }
}

/** The same in so much time [ms], its changes as far apart as that allows. */
function within(plan: ArmPlan, duration: number): ArmPlan {
  const part = duration / plan.duration;
  const changes = plan.changes.map(({ at, over, ...change }) => ({ ...change, at: at * part, ...(over ? { over: over * part } : {}) }));
  return { ...plan, duration, changes };
}
