import { availableParallelism } from 'node:os';
import { nodeThreads } from '../src/host/node-threads.ts';
import type { RunOrder } from '../src/host/play.ts';
import { RunPool } from '../src/host/run-pool.ts';
import { ofSweep } from './blueprints.ts';
import { judged, type Line, missing } from './line.ts';

const RUNS = 400;
const ROUNDS = 3;
const THREADS = 2;

const orders = Array.from({ length: RUNS }, (_, i): RunOrder => ({ arm: 'base', plan: ofSweep(i + 1), figures: [], samples: false }));

async function sweep(pool: RunPool): Promise<number> {
  const started = performance.now();
  for await (const _ of pool.sweep(orders));
  return performance.now() - started;
}

/** A sweep on two threads and the same in one, in turn, both warm. */
export async function sweepLines(): Promise<Line[]> {
  const name = `sweep of ${RUNS} runs × 10,000 requests, two threads`;
  if (availableParallelism() < THREADS) return [missing(name, 'ms', '≤', 0.65, 'this machine has one processor')];
  const [many, one] = [new RunPool(nodeThreads(THREADS)), new RunPool(nodeThreads(1))];
  await many.warmUp([ofSweep(1)]);
  let both = Number.POSITIVE_INFINITY;
  let alone = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    both = Math.min(both, await sweep(many));
    alone = Math.min(alone, await sweep(one));
  }
  many.end();
  return [judged(name, both, 'ms', '≤', 0.65, `${RUNS} warm runs in one thread`, alone)];
}
