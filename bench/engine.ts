import { resultOf } from '../src/host/result.ts';
import { World } from '../src/sim/world/world.ts';
import { CALM, retrying } from './blueprints.ts';
import { firstRuns, inTurn } from './in-turn.ts';
import { judged, type Line } from './line.ts';

/** When a worker that runs this could show its first picture [ms]. */
function firstPicture(): number {
  const started = performance.now();
  const world = new World(retrying(1_000_000, CALM));
  while (!world.run(20_000) && performance.now() - started < 30);
  resultOf(world, 'base', 0);
  return performance.now() - started;
}

/** What runs cost, against the same written by hand and against each other. */
export async function engineLines(): Promise<Line[]> {
  const short = await inTurn(
    [
      'M/M/c',
      'M/M/c by hand, recorded',
      'M/M/c by hand',
      'calm',
      'as many customers by hand',
      'straightforward, calm',
      'collapse',
      'straightforward, collapse',
      'chain',
      'chain with a pool',
      '20 connections each',
      'a connection each',
    ],
    { rounds: 6, threads: 2 },
  );
  const long = await inTurn(['calm', 'million', 'jobs', 'requests'], { rounds: 3, threads: 2 });
  const first = await firstRuns(['first run, warm', 'first run', 'straightforward, first run'], 6);
  const picture = Math.min(...Array.from({ length: 6 }, firstPicture));
  const chain = '100,000 requests, client → limiter → cache → database';
  return [
    judged(
      'M/M/c, c = 16, ρ 0.8, 200,000 customers',
      short['M/M/c'],
      'ms',
      '≤',
      1.6,
      'by hand with all that we record',
      short['M/M/c by hand, recorded'],
    ),
    judged('the same', short['M/M/c'], 'ms', '≤', 3.3, 'by hand without meters', short['M/M/c by hand']),
    judged(
      '100,000 requests, client with retries → service, calm',
      short.calm,
      'ms',
      '≤',
      4,
      'as many customers by hand without meters',
      short['as many customers by hand'],
    ),
    judged('the same in a collapse, 864,000 events', short.collapse, 'ms', '≤', 4.5, 'calm', short.calm),
    judged(chain, short.chain, 'ms', '≤', 2.8, 'calm', short.calm),
    judged(chain.replace('cache', 'cache → pool'), short['chain with a pool'], 'ms', '≤', 1.5, 'without the pool', short.chain),
    judged('100 replicas × 20 idle connections', short['20 connections each'], 'ms', '≤', 1.05, '100 × 1', short['a connection each']),
    judged('1,000,000 requests', long.million, 'ms', '≤', 1, 'ten calm runs', 10 * long.calm),
    judged('first picture of it', picture, 'ms', '≤', 0.03, 'the whole', long.million),
    judged('1,000,000 jobs', long.jobs, 'ms', '≤', 2, 'as many requests to a service', long.requests),
    judged('a straightforward engine, calm', short['straightforward, calm'], 'ms', '≥', 2, 'ours', short.calm),
    judged('a straightforward engine, collapse', short['straightforward, collapse'], 'ms', '≥', 2.5, 'ours', short.collapse),
    judged(
      'a straightforward engine, first run of a thread',
      first['straightforward, first run'],
      'ms',
      '≥',
      2.5,
      'ours after its own warm-up',
      first['first run, warm'],
    ),
    judged('the same', first['straightforward, first run'], 'ms', '≥', 0.9, 'ours without a warm-up', first['first run']),
  ];
}
