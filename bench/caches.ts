import { Stream } from '../src/sim/kernel/chance.ts';
import { Zipf } from '../src/sim/kernel/zipf.ts';
import type { AnyEviction } from '../src/sim/policy/eviction/contract.ts';
import type { Chosen } from '../src/sim/policy/policy.ts';
import { seams } from '../src/sim/policy/seams.ts';
import type { AccessTrace } from '../src/sim/study/access-trace.ts';
import { Belady } from '../src/sim/study/belady.ts';
import { Replay } from '../src/sim/study/replay.ts';
import { resolve } from '../src/sim/world/values.ts';
import { bestOf, type Line, rate } from './line.ts';

const ACCESSES = 1_000_000;
const KEYS = 100_000;
const CAPACITY = 1_000;
const RUNS = 5;

/** What a policy should reach at least [M accesses/s]. */
const budgets: Readonly<Record<string, number>> = {
  lru: 30,
  sieve: 30,
  fifo: 30,
  clock: 30,
  none: 30,
  's3-fifo': 10,
  arc: 10,
  lfu: 10,
  lirs: 10,
  mru: 10,
  random: 10,
  slru: 10,
  'two-queue': 10,
};
/** Of those that keep a heap, a sketch or draw lots. */
const ANY_OTHER = 2;

function zipfTrace(): AccessTrace {
  const chance = new Stream(1, 'bench', 'keys');
  const zipf = new Zipf(KEYS, 1);
  const keys = new Int32Array(ACCESSES);
  for (let i = 0; i < ACCESSES; i++) keys[i] = zipf.rank(chance) - 1;
  return { keys, distinct: KEYS, sizes: null };
}

/** The LRU that most would write: a Map, whose order is that of the latest use [M accesses/s]. */
function mapLru({ keys }: AccessTrace): number {
  const ms = bestOf(RUNS, () => {
    const cache = new Map<number, true>();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (!cache.delete(key) && cache.size === CAPACITY) cache.delete(cache.keys().next().value!);
      cache.set(key, true);
    }
  });
  return ACCESSES / ms / 1_000;
}

/** Every policy on the same trace, in one process, as a study runs them. */
export function cacheLines(): Line[] {
  const trace = zipfTrace();
  const policies = seams.eviction.catalogue.map(({ id }) => ({
    id,
    chosen: resolve({ type: 'policy', label: '', help: '', seam: 'eviction', default: { kind: id } }, { kind: id }) as Chosen<AnyEviction>,
  }));
  const play = ({ policy, params }: Chosen<AnyEviction>) => new Replay(trace, CAPACITY, (room) => policy.start(params, room)).to(ACCESSES);
  // every call site has seen every policy before the first is timed
  for (const { chosen } of policies) play(chosen);
  const bare = mapLru(trace);
  const optimum = ACCESSES / bestOf(RUNS, () => new Replay(trace, CAPACITY, (room) => new Belady(trace, room)).to(ACCESSES)) / 1_000;
  return [
    ...policies.map(({ id, chosen }) =>
      rate(
        `eviction ${id}, Zipf 1, ${CAPACITY.toLocaleString('en')} of ${KEYS.toLocaleString('en')} keys`,
        ACCESSES / bestOf(RUNS, () => play(chosen)) / 1_000,
        'M accesses/s',
        budgets[id] ?? ANY_OTHER,
        'LRU on a Map',
        bare,
      ),
    ),
    rate('eviction optimum, the same', optimum, 'M accesses/s', ANY_OTHER, 'LRU on a Map', bare),
  ];
}
