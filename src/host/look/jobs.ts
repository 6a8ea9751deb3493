import { World } from '../../sim/world/world.ts';
import type { Jobs } from '../jobs.ts';
import { Books } from '../jobs-books.ts';
import { jobsOf } from '../jobs-columns.ts';
import { defineLook, planOf } from './contract.ts';

declare module './contract.ts' {
  interface Looks {
    jobs: { args: Record<string, never>; answer: Jobs };
  }
}

export const look = defineLook('jobs', async (question, desk) => {
  const books = new Books();
  const world = new World(planOf(question), { observe: ['jobs'], trace: books, recordings: desk.recordings });
  books.follow(world);
  await desk.run(world);
  return jobsOf(world, books.close());
});
