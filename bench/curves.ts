import { Stream } from '../src/sim/kernel/chance.ts';
import { Zipf } from '../src/sim/kernel/zipf.ts';
import { type AccessTrace, numbered } from '../src/sim/study/access-trace.ts';
import { type Contender, CurveStudy, capacitiesFor } from '../src/sim/study/curves.ts';
import { resolve } from '../src/sim/world/values.ts';
import { cost, type Line } from './line.ts';

const ACCESSES = 10_000_000;
const KEYS = 1_000_000;
const SIZES = 10;
const POLICIES = ['sieve', 's3-fifo', 'clock', 'arc', 'lfu', 'fifo'];

function zipfTrace(): AccessTrace {
  const ranks = new Zipf(KEYS, 0.9);
  const chance = new Stream(1, 'bench', 'keys');
  return numbered(Int32Array.from({ length: ACCESSES }, () => ranks.rank(chance)));
}

/** Seconds that one contender takes at these capacities. */
function seconds(trace: AccessTrace, contender: Contender, capacities: Float64Array): number {
  const study = new CurveStudy(trace, [contender], capacities);
  const started = performance.now();
  for (const _ of study.run());
  return (performance.now() - started) / 1_000;
}

/**
 * Miss-ratio curves of seven policies and the optimum over a million keys, on one thread. LRU is measured whole, in its
 * one pass; of the others' nine replays (at the tenth size nobody has anything to decide) three are, spread evenly.
 */
export function curveLines(): Line[] {
  const trace = zipfTrace();
  const capacities = capacitiesFor(trace, SIZES);
  const some = Float64Array.of(capacities[0], capacities[4], capacities[8]);
  const lru = seconds(trace, contenderOf('lru'), capacities);
  const others = [...POLICIES.map(contenderOf), { id: 'optimum', decides: null }];
  const took = others.reduce((sum, contender) => sum + seconds(trace, contender, some), 0) * 3;
  const name = 'miss-ratio curves, 10 M accesses × 8 policies × 10 sizes (from 4)';
  return [cost(name, lru + took, 's', 60, 'LRU, all sizes in one pass', lru)];
}

function contenderOf(kind: string): Contender {
  const decides = resolve({ type: 'policy', label: '', help: '', seam: 'eviction', default: { kind } }, { kind }) as Contender['decides'];
  return { id: kind, decides };
}
