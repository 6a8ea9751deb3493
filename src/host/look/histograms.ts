import { World } from '../../sim/world/world.ts';
import { WorldFigures } from '../figures.ts';
import { defineLook, planOf } from './contract.ts';

/** How many values of a measured time fell where, over a run: columns are spans of the run, rows ranges of values. */
export interface Histograms {
  /** Width of a column [ms]; the first begins at 0. */
  columnWidth: number;
  columns: number;
  /** Where rows begin and end [ms], ascending: one more than there are rows. */
  edges: Float64Array;
  /** Column after column, each from its lowest row to its highest. */
  counts: Uint32Array;
}

declare module './contract.ts' {
  interface Looks {
    /** `meter`: a quantile or the mean of what is wanted. null where it is made of no histogram, or nothing was observed. */
    histograms: { args: { meter: string }; answer: Histograms | null };
  }
}

/** Half as many columns as a line has points. */
const MOST_COLUMNS = 150;
/** Eight rows for each power of two. */
const BUCKETS_PER_ROW = 8;

/** Meters keep their histograms anyway: an ordinary run pays nothing, a look one more run. */
export const look = defineLook('histograms', async (question, desk) =>
  histogramsOf(await desk.run(new World(planOf(question), { recordings: desk.recordings })), question.args.meter),
);

/** The histograms of a meter of a world that has run. */
export function histogramsOf(world: World, meter: string): Histograms | null {
  const { bins } = world.blueprint;
  const perColumn = Math.ceil(bins / MOST_COLUMNS);
  const cells = new WorldFigures(world).histograms(meter)?.coarser(bins, perColumn, BUCKETS_PER_ROW);
  if (!cells) return null;
  return { ...cells, columnWidth: world.binWidth * perColumn, edges: cells.edges.map((micros) => micros / 1_000) };
}
