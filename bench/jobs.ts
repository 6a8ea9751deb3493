import type { Blueprint } from '../src/sim/world/blueprint.ts';
import { World } from '../src/sim/world/world.ts';
import { bestOf, cost, type Line } from './line.ts';

/** Jobs at 90 % of what workers can do, all deliveries by the book: leases, accounts, acknowledgements when done. */
const JOBS: Blueprint = {
  seed: 1,
  duration: 1_000_000,
  bins: 600,
  components: {
    shop: { kind: 'client', arrival: { kind: 'poisson', rate: 1_000 }, calls: ['queue'] },
    queue: { kind: 'job-queue', calls: ['workers'] },
    workers: { kind: 'workers', replicas: 10, concurrency: 10, processingTime: { kind: 'exponential', mean: 90 } },
  },
  changes: [],
};

/** The same work asked for by calls. */
const REQUESTS: Blueprint = {
  ...JOBS,
  components: {
    shop: { kind: 'client', arrival: { kind: 'poisson', rate: 1_000 }, calls: ['service'] },
    service: { kind: 'service', servers: 100, serviceTime: { kind: 'exponential', mean: 90 } },
  },
};

/** A day of jobs of ten minutes: as cheap as its events. */
const LONG_JOBS: Blueprint = {
  seed: 1,
  duration: 86_400_000,
  bins: 600,
  components: {
    shop: { kind: 'client', arrival: { kind: 'poisson', rate: 0.1 }, calls: ['queue'] },
    queue: { kind: 'job-queue', visibilityTimeout: 60_000, calls: ['workers'] },
    workers: { kind: 'workers', replicas: 10, concurrency: 10, heartbeat: 30_000, processingTime: { kind: 'constant', value: 600_000 } },
  },
  changes: [],
};

/** Runs a blueprint; its events. */
function events(blueprint: Blueprint): number {
  const world = new World(blueprint);
  world.run();
  return world.simulation.handled;
}

export function jobLines(): Line[] {
  let many = 0;
  let few = 0;
  const million = bestOf(4, () => {
    many = events(JOBS);
  });
  const requests = bestOf(3, () => events(REQUESTS));
  const day = bestOf(5, () => {
    few = events(LONG_JOBS);
  });
  return [
    cost('1,000,000 jobs, client → queue → workers', million, 'ms', 1_000, 'as many requests to a service', requests),
    cost(
      'a day of 10-minute jobs with heartbeats, per 1,000 events',
      (day / few) * 1_000,
      'ms',
      1,
      'per 1,000 events of the million jobs',
      (million / many) * 1_000,
    ),
  ];
}
