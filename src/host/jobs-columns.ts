import type { World } from '../sim/world/world.ts';
import type { Book, Death, Jobs } from './jobs.ts';

/** Deliveries kept at the most. */
const MOST_DELIVERIES = 300_000;

/** Why a job was moved aside, by number. */
export const DEATH_CAUSES = ['failed too often', 'failed for good', 'received too often', 'lease ran out too often'] as const;

/** Packs what a world that kept its jobs has to tell of them. */
export function jobsOf(world: World, books: readonly Book[], most = MOST_DELIVERIES): Jobs {
  const { ids, wires, blueprint } = world;
  const { jobs } = world.observed;
  if (!jobs) throw new Error('this world did not keep its jobs');
  const count = Math.min(jobs.count, most);
  const fromOf = wires.map(({ from }) => ids.indexOf(from));
  const toOf = wires.map(({ to }) => ids.indexOf(to));
  const ms = (column: Float64Array) => Float64Array.from({ length: count }, (_, row) => column[row] / 1_000);
  return {
    deliveries: {
      queue: Uint8Array.from({ length: count }, (_, row) => fromOf[jobs.wire[row]]),
      workers: Uint8Array.from({ length: count }, (_, row) => toOf[jobs.wire[row]]),
      process: jobs.process.slice(0, count),
      job: jobs.job.slice(0, count),
      request: jobs.request.slice(0, count),
      key: jobs.key.slice(0, count),
      tenant: jobs.tenant.slice(0, count),
      receiveCount: jobs.receiveCount.slice(0, count),
      received: ms(jobs.receivedAt),
      started: ms(jobs.startedAt),
      effect: ms(jobs.effectAt),
      ended: ms(jobs.endedAt),
      leaseEnded: ms(jobs.leaseEndedAt),
      lapsed: jobs.lapsed.slice(0, count),
      end: jobs.end.slice(0, count),
    },
    books,
    deaths: deathsOf(jobs),
    components: ids,
    duration: blueprint.duration,
    cut: jobs.count > most,
  };
}

function deathsOf({ deaths, redriven }: NonNullable<World['observed']['jobs']>): readonly Death[] {
  /** The latest death of each job, while it has not been sent again. */
  const latest = new Map<number, Death>();
  const told = deaths.map(({ component, cause, at, ...death }) => ({
    ...death,
    queue: component,
    at: at / 1_000,
    cause: DEATH_CAUSES[cause],
    redriven: Number.POSITIVE_INFINITY,
  }));
  let next = 0;
  for (const { job, at } of redriven) {
    for (; next < told.length && told[next].at <= at / 1_000; next++) latest.set(told[next].job, told[next]);
    const death = latest.get(job);
    if (death) death.redriven = at / 1_000;
    latest.delete(job);
  }
  return told;
}
