import { seedsFrom } from '../../src/experiment/statistics.ts';
import { figuresOfArms } from '../../src/host/figures.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { judge } from '../../src/scenario/claims.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';

/** Seeds that no author has looked at: those of `npm test` are 1 to 30. */
export const FRESH = { first: 1_001, count: 30 } as const;

/** Claims that too few fresh seeds agree with, a line each. */
export function failingOnFresh(scenario: Scenario): readonly string[] {
  const seeds = seedsFrom(FRESH.first, FRESH.count);
  const held = scenario.claims.map(() => 0);
  const against = scenario.claims.map((): string[] => []);
  for (const seed of seeds) {
    const figure = figuresOfArms((arm) => {
      const world = new World({ ...planOf(scenario, arm), seed });
      world.run();
      return world;
    });
    scenario.claims.forEach((claim, i) => {
      const { holds, found, limit } = judge(claim, scenario.duration, figure);
      if (holds) held[i]++;
      else against[i].push(`seed ${seed}: ${found} against ${limit}`);
    });
  }
  return scenario.claims.flatMap(({ text, share = 1 }, i) =>
    held[i] / FRESH.count >= share ? [] : [`${held[i]} of ${FRESH.count}: ${text} (${against[i].slice(0, 3).join('; ')})`],
  );
}
