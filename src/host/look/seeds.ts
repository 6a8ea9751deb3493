import { thinned, thinning } from '../../experiment/thinned.ts';
import type { FigureRequest } from '../../scenario/claims.ts';
import { World } from '../../sim/world/world.ts';
import { WorldFigures } from '../figures.ts';
import { defineLook, planOf } from './contract.ts';

/** One meter of the same plan under many seeds: how much of a picture is luck. */
export interface Seeds {
  /** Runs that have ended; their rows are whole. */
  done: number;
  /** Width of a sample [ms], and how many a row has. */
  width: number;
  length: number;
  /** A row a run, in the order of the seeds; NaN where nothing was observed. */
  samples: Float64Array;
  /** What was asked for of each run, a row a run. */
  figures: Float64Array;
}

declare module './contract.ts' {
  interface Looks {
    /** `meter`: the one that is drawn; `figures`: what each run is judged by. */
    seeds: { args: { meter: string; seeds: readonly number[]; figures: readonly FigureRequest[] }; answer: Seeds };
  }
}

export const look = defineLook('seeds', async (question, desk) => {
  const plan = planOf(question);
  const { meter, seeds, figures } = question.args;
  const every = thinning(plan.bins);
  const length = Math.ceil(plan.bins / every);
  const samples = new Float64Array(seeds.length * length).fill(Number.NaN);
  const found = new Float64Array(seeds.length * figures.length).fill(Number.NaN);
  const width = (plan.duration / plan.bins) * every;
  const answer = (done: number): Seeds => ({ done, width, length, samples: samples.slice(), figures: found.slice() });
  for (const [run, seed] of seeds.entries()) {
    const world = new World({ ...plan, seed }, { recordings: desk.recordings });
    await desk.run(
      world,
      (done) => (run + done) / seeds.length,
      () => answer(run),
    );
    const figuresOf = new WorldFigures(world);
    samples.set(thinned(figuresOf.samples(meter), every), run * length);
    figures.forEach((figure, i) => {
      found[run * figures.length + i] = figuresOf.of(figure);
    });
    desk.tell(
      () => ({ doing: 'simulating', done: (run + 1) / seeds.length }),
      () => answer(run + 1),
    );
  }
  return answer(seeds.length);
});
