import { World } from '../../sim/world/world.ts';
import { defineLook, planOf } from './contract.ts';

/** What a cache was asked for in a run, in order, in columns. */
export interface Accesses {
  /** When [ms]. */
  time: Float64Array;
  key: Int32Array;
  /** 1 for a hit, 0 for a miss. */
  hit: Uint8Array;
  /** There were more than are kept. */
  cut: boolean;
}

/** Accesses that are kept. */
const MOST = 300_000;

declare module './contract.ts' {
  interface Looks {
    accesses: { args: { component: string }; answer: Accesses };
  }
}

export const look = defineLook('accesses', async (question, desk) => {
  const world = new World(planOf(question), { observe: ['accesses'], recordings: desk.recordings });
  return accessesOf(await desk.run(world), question.args.component);
});

/** Packs what a cache of a world that kept its accesses was asked for. */
export function accessesOf({ observed: { accesses }, ids }: World, component: string, most = MOST): Accesses {
  if (!accesses) throw new Error('this world kept no accesses');
  const index = ids.indexOf(component);
  const rows: number[] = [];
  for (let row = 0; row < accesses.count && rows.length <= most; row++) if (accesses.component[row] === index) rows.push(row);
  const kept = rows.slice(0, most);
  return {
    time: Float64Array.from(kept, (row) => accesses.time[row] / 1_000),
    key: Int32Array.from(kept, (row) => accesses.key[row]),
    hit: Uint8Array.from(kept, (row) => accesses.answer[row]),
    cut: rows.length > most,
  };
}
