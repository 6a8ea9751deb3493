import { type ArmPlan, planOf } from '../../src/scenario/arm.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';

/** What a run draws, a sample a bin, meter by meter. */
export type Lines = ReadonlyMap<string, Float64Array>;

/** Figures of these can still change when their bin has closed. */
const LATE = new Set(['rate-by-arrival', 'reading']);

/** What a world has measured so far. @param settled leaves out what can still change */
export function linesOf(world: World, meters: ReadonlySet<string>, settled = false): Lines {
  const lines = new Map<string, Float64Array>();
  for (const recorder of world.recorders) {
    recorder.meters.forEach(({ name, kind }, m) => {
      const id = `${recorder.component}.${name}`;
      if (!meters.has(id) || (settled && LATE.has(kind))) return;
      const row = new Float64Array(world.closedBins);
      recorder.write(m, 0, world.closedBins, row, 0);
      lines.set(id, row);
    });
  }
  return lines;
}

/** The lines of arms over their whole runs; who asks again for a run that has been gets it at once. */
export class Runs {
  private readonly known = new Map<string, Lines>();

  constructor(private readonly meters: ReadonlySet<string>) {}

  of(scenario: Scenario, arm: string): Lines {
    const plan = planOf(scenario, arm);
    const key = JSON.stringify(plan);
    const lines = this.known.get(key) ?? this.run(plan);
    this.known.set(key, lines);
    return lines;
  }

  private run(plan: ArmPlan): Lines {
    const world = new World(plan);
    world.run();
    return linesOf(world, this.meters);
  }
}
