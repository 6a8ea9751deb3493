import { describe, expect, it } from 'vitest';
import { seedsFrom } from '../../src/experiment/statistics.ts';
import { WorldFigures } from '../../src/host/figures.ts';
import { planOf } from '../../src/scenario/arm.ts';
import { type FigureRequest, judge } from '../../src/scenario/claims.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated, curatedIds } from '../curated.ts';

/** Claims are checked over the seeds 1 to 30, whatever seed the scenario shows. */
const SEEDS = seedsFrom(1, 30);

/** How many seeds agree with each claim, and what the first that does not says. */
function agreement(scenario: Scenario): { agreed: number; against: string }[] {
  const found = scenario.claims.map(() => ({ agreed: 0, against: '' }));
  for (const seed of SEEDS) {
    const worlds = new Map<string, WorldFigures>();
    const figure = (request: FigureRequest) => {
      const known = worlds.get(request.arm) ?? new WorldFigures(ran(scenario, request.arm, seed));
      worlds.set(request.arm, known);
      return known.of(request);
    };
    scenario.claims.forEach((claim, i) => {
      const { holds, found: value, limit } = judge(claim, scenario.duration, figure);
      if (holds) found[i].agreed++;
      else if (found[i].against === '') found[i].against = `seed ${seed}: ${claim.meter} is ${value}, not ${claim.is} ${limit}`;
    });
  }
  return found;
}

function ran(scenario: Scenario, arm: string, seed: number): World {
  const world = new World({ ...planOf(scenario, arm), seed });
  world.run();
  expect(world.audit()).toEqual([]);
  return world;
}

/** How many files share the scenarios, so that they can run side by side. */
const PARTS = 4;

/** Holds every scenario of one part, from 0, to its claims. */
export function holdToClaims(part: number): void {
  describe.each(curatedIds.filter((_, i) => i % PARTS === part))('%s', holdOne);
}

async function holdOne(id: string): Promise<void> {
  const scenario = await curated(id);
  const results = agreement(scenario);

  it.each(scenario.claims.map((claim, i) => [claim.text, claim, results[i]] as const))('%s', (_text, claim, { agreed, against }) => {
    expect(agreed / SEEDS.length, against).toBeGreaterThanOrEqual(claim.share ?? 1);
  });

  it('has what the library and the page need of it', () => {
    expect(scenario.summary).toMatch(/\.$/);
    expect(scenario.claims.length).toBeGreaterThanOrEqual(3);
    expect(scenario.story.length).toBeGreaterThanOrEqual(3);
    expect(scenario.story.some(({ ask }) => ask !== undefined)).toBe(true);
    expect(scenario.watch.length).toBeGreaterThanOrEqual(4);
  });

  // one of them may be a condition that holds and has to go on holding
  it('sets goals that are not all reached yet', () => {
    const figures = new Map<string, WorldFigures>();
    const figure = (request: FigureRequest) => {
      const known = figures.get(request.arm) ?? new WorldFigures(ran(scenario, request.arm, scenario.seed));
      figures.set(request.arm, known);
      return known.of(request);
    };
    if (scenario.goals.length === 0) return;
    expect(scenario.goals.filter((goal) => !judge(goal, scenario.duration, figure).holds)).not.toEqual([]);
  });
}
