import { warmUpRuns } from '../src/host/warm-up.ts';
import type { Blueprint } from '../src/sim/world/blueprint.ts';
import { World } from '../src/sim/world/world.ts';
import { CALM, CHAIN, COLLAPSE, JOBS, mmc, POOLED_CHAIN, pooledReplicas, RATE, REQUESTS, retrying } from './blueprints.ts';
import { mmcByHand } from './mmc-by-hand.ts';
import { StraightforwardEngine } from './straightforward.ts';

/** Events between two yields: about a millisecond. */
const SLICE = 2_000;

/** Something to be run, cut into slices that are the same every time. */
export interface Course {
  run(): Generator<void>;
  /** What goes before the first run. */
  warmUp?(): void;
}

function world(blueprint: Blueprint): Course {
  return {
    *run() {
      const it = new World(blueprint);
      while (!it.run(SLICE)) yield;
    },
  };
}

function straightforward(requests: number, servers: number): Course {
  return {
    *run() {
      const it = new StraightforwardEngine({
        seed: 1,
        rate: RATE,
        requests,
        servers,
        service: 100,
        timeout: 1_000,
        delay: 100,
        maxAttempts: 4,
      });
      while (!it.run(SLICE)) yield;
    },
  };
}

const FIRST = 20_000;

export const courses = {
  'M/M/c': world(mmc(200_000)),
  'M/M/c by hand, recorded': { run: () => mmcByHand(200_000, true) },
  'M/M/c by hand': { run: () => mmcByHand(200_000, false) },
  calm: world(retrying(100_000, CALM)),
  'as many customers by hand': { run: () => mmcByHand(100_000, false) },
  'straightforward, calm': straightforward(100_000, CALM),
  collapse: world(retrying(100_000, COLLAPSE)),
  'straightforward, collapse': straightforward(100_000, COLLAPSE),
  chain: world(CHAIN),
  'chain with a pool': world(POOLED_CHAIN),
  '20 connections each': world(pooledReplicas(20)),
  'a connection each': world(pooledReplicas(1)),
  million: world(retrying(1_000_000, CALM)),
  jobs: world(JOBS),
  requests: world(REQUESTS),
  'first run': world(retrying(FIRST, CALM)),
  'first run, warm': {
    ...world(retrying(FIRST, CALM)),
    warmUp() {
      for (const _ of warmUpRuns([retrying(FIRST, CALM)], new Map()));
    },
  },
  'straightforward, first run': straightforward(FIRST, CALM),
} satisfies Record<string, Course>;

export type CourseName = keyof typeof courses;
