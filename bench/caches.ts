import { Stream } from '../src/sim/kernel/chance.ts';
import { Zipf } from '../src/sim/kernel/zipf.ts';
import type { AnyEviction } from '../src/sim/policy/eviction/contract.ts';
import type { Chosen } from '../src/sim/policy/policy.ts';
import { seams } from '../src/sim/policy/seams.ts';
import type { AccessTrace } from '../src/sim/study/access-trace.ts';
import { Replay } from '../src/sim/study/replay.ts';
import { resolve } from '../src/sim/world/values.ts';
import { bestInTurn, judged, type Line } from './line.ts';

const ACCESSES = 1_000_000;
const KEYS = 100_000;
const CAPACITY = 1_000;
const RUNS = 5;

/** What a policy should reach at least, as a multiple of LRU on a Map. */
const budgets: Readonly<Record<string, number>> = { lru: 4.5, sieve: 4.5, fifo: 4.5, clock: 4.5, 's3-fifo': 2.5, arc: 2.5, lfu: 2.5 };

function zipfTrace(): AccessTrace {
  const chance = new Stream(1, 'bench', 'keys');
  const zipf = new Zipf(KEYS, 1);
  const keys = new Int32Array(ACCESSES);
  for (let i = 0; i < ACCESSES; i++) keys[i] = zipf.rank(chance) - 1;
  return { keys, distinct: KEYS, sizes: null };
}

/** The LRU that most would write: a Map, whose order is that of the latest use. */
function mapLru({ keys }: AccessTrace): void {
  const cache = new Map<number, true>();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (!cache.delete(key) && cache.size === CAPACITY) cache.delete(cache.keys().next().value!);
    cache.set(key, true);
  }
}

/** Policies on the same trace, in one process that has run all of them, as a study does. */
export function cacheLines(): Line[] {
  const trace = zipfTrace();
  const policies = seams.eviction.catalogue.map(({ id }) => ({
    id,
    chosen: resolve({ type: 'policy', label: '', help: '', seam: 'eviction', default: { kind: id } }, { kind: id }) as Chosen<AnyEviction>,
  }));
  const play = ({ policy, params }: Chosen<AnyEviction>) => new Replay(trace, CAPACITY, (room) => policy.start(params, room)).to(ACCESSES);
  // every call site has seen every policy before the first is timed
  for (const { chosen } of policies) play(chosen);
  const measured = policies.filter(({ id }) => budgets[id] !== undefined);
  const [bare, ...took] = bestInTurn(
    RUNS,
    () => mapLru(trace),
    ...measured.map(
      ({ chosen }) =>
        () =>
          play(chosen),
    ),
  );
  const rate = (ms: number) => ACCESSES / ms / 1_000;
  return measured.map(({ id }, i) =>
    judged(
      `eviction ${id}, Zipf 1, ${CAPACITY.toLocaleString('en')} of ${KEYS.toLocaleString('en')} keys`,
      rate(took[i]),
      'M accesses/s',
      '≥',
      budgets[id],
      'LRU on a Map',
      rate(bare),
    ),
  );
}
