import type { ArmPlan } from '../scenario/arm.ts';
import type { FigureRequest } from '../scenario/claims.ts';
import { type Options, World } from '../sim/world/world.ts';
import { WorldFigures } from './figures.ts';
import { type ArmResult, resultOf } from './result.ts';

export type Recordings = NonNullable<Options['recordings']>;

/** One run of a sweep. */
export interface RunOrder {
  arm: string;
  plan: ArmPlan;
  /** Figures wanted of it. */
  figures: readonly FigureRequest[];
  /** Whether its samples are wanted, or only what the whole run came to. */
  samples: boolean;
}

const NO_SAMPLES = new Float64Array(0);

/** Runs a plan to its end; books that do not balance are an error. */
export function play({ arm, plan, figures, samples }: RunOrder, recordings: Recordings, log = false): { world: World; result: ArmResult } {
  const started = performance.now();
  const world = new World(plan, { observe: log ? ['requests'] : [], recordings });
  world.run();
  return { world, result: resultOfRun({ arm, plan, figures, samples }, world, started) };
}

/** The same a slice at a time, with a look at what is going on before each. */
export async function playInSlices(
  order: RunOrder,
  recordings: Recordings,
  log: boolean,
  look: (world: World) => Promise<void>,
): Promise<{ world: World; result: ArmResult }> {
  const started = performance.now();
  const world = new World(order.plan, { observe: log ? ['requests'] : [], recordings });
  do await look(world);
  while (!world.run(SLICE));
  return { world, result: resultOfRun(order, world, started) };
}

/** Events between two looks. */
const SLICE = 2_000;

function resultOfRun({ arm, plan, figures, samples }: RunOrder, world: World, started: number): ArmResult {
  const whole = resultOf(world, arm, performance.now() - started);
  const wrong = world.audit();
  if (wrong.length > 0) throw new Error(`the books do not balance in arm ${arm}, seed ${plan.seed}:\n${wrong.join('\n')}`);
  const measured = new WorldFigures(world);
  return { ...whole, samples: samples ? whole.samples : NO_SAMPLES, figures: figures.map((request) => measured.of(request)) };
}
