import { type NodeContents, World } from '../../sim/world/world.ts';
import { defineLook, planOf } from './contract.ts';

export type { NodeContents } from '../../sim/world/world.ts';

/** What a cache remembers at a moment of a run. */
export interface Contents {
  component: string;
  /** The moment [ms]. */
  at: number;
  nodes: NodeContents[];
}

/** Keys of one list that are shown. */
const MOST_KEYS = 4_000;
/** A run is moved along by such a share of it before messages are let in. */
const STRIDE = 0.02;

/** The run that is looked into, as far as it has been moved along. */
let kept: { run: string; world: World } | null = null;

declare module './contract.ts' {
  interface Looks {
    contents: { args: { component: string }; answer: Contents };
  }
}

/** Time goes forwards only: to go back is to begin again. */
export const look = defineLook('contents', async (question, desk) => {
  const { run, time, args } = question;
  const plan = planOf(question);
  if (kept?.run !== run || time < kept.world.now) kept = { run, world: new World(plan, { recordings: desk.recordings }) };
  const { world } = kept;
  const stride = plan.duration * STRIDE;
  while (world.now + stride < time && !world.finished) {
    world.runTo(world.now + stride);
    await desk.tick(() => ({ doing: 'simulating', done: world.now / time }));
  }
  world.runTo(time);
  return { component: args.component, at: time, nodes: world.contents(args.component, MOST_KEYS) };
});
