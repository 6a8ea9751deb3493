import '../../src/scenario/every-description.ts';
import '../../src/sim/world/every-kind.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { complete } from '../../src/scenario/complete.ts';
import { armsOf } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';

/**
 * Runs every arm of a document in whatever engine this is and returns their fingerprints, as text.
 * @param events how many of each arm are run @param whole an arm that is run to its end all the same
 */
export function fingerprintsOf(document: string, events: number, whole: string | null): string {
  const scenario = complete(JSON.parse(document));
  const found = armsOf(scenario).map(({ id }) => {
    const world = new World(planOf(scenario, id));
    world.run(id === whole ? Number.POSITIVE_INFINITY : events);
    return [id, world.fingerprintDigits()];
  });
  return JSON.stringify(Object.fromEntries(found));
}
