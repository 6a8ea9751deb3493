import { Stream } from '../src/sim/kernel/chance.ts';
import { Zipf } from '../src/sim/kernel/zipf.ts';
import { type AccessTrace, numbered } from '../src/sim/study/access-trace.ts';
import { type Contender, CurveStudy, capacitiesFor } from '../src/sim/study/curves.ts';
import { resolve } from '../src/sim/world/values.ts';
import { judged, type Line } from './line.ts';

const ACCESSES = 10_000_000;
const KEYS = 1_000_000;
const SIZES = 10;
const POLICIES = ['sieve', 's3-fifo', 'clock', 'arc', 'lfu', 'fifo'];

function zipfTrace(): AccessTrace {
  const ranks = new Zipf(KEYS, 0.9);
  const chance = new Stream(1, 'bench', 'keys');
  return numbered(Int32Array.from({ length: ACCESSES }, () => ranks.rank(chance)));
}

/** Seconds that contenders take at these capacities; the first picture alone, or all without one. */
function seconds(trace: AccessTrace, contenders: readonly Contender[], capacities: Float64Array, firstPicture: boolean): number {
  const study = new CurveStudy(trace, contenders, capacities, firstPicture ? 0 : Number.POSITIVE_INFINITY);
  const started = performance.now();
  for (const _ of study.run()) if (firstPicture && isDrawn(study)) break;
  return (performance.now() - started) / 1_000;
}

/** Whether every line has what a sample says of it. */
const isDrawn = ({ curves }: CurveStudy) => curves.every(({ id, error }) => id === 'lru' || error.some((each) => each > 0));

/**
 * Miss-ratio curves of seven policies and the optimum over a million keys, on one thread. LRU is measured whole, in its
 * one pass; of the others' nine replays (at the tenth size nobody has anything to decide) three are, spread evenly. The
 * first picture is measured whole.
 */
export function curveLines(): Line[] {
  const trace = zipfTrace();
  const capacities = capacitiesFor(trace, SIZES);
  const some = Float64Array.of(capacities[0], capacities[4], capacities[8]);
  const lru = seconds(trace, [contenderOf('lru')], capacities, false);
  const others = [...POLICIES.map(contenderOf), { id: 'optimum', decides: null }];
  const exact = lru + others.reduce((sum, contender) => sum + seconds(trace, [contender], some, false), 0) * 3;
  const first = seconds(trace, [contenderOf('lru'), ...others], capacities, true);
  return [
    judged('miss-ratio curves, 10 M accesses × 8 policies × 10 sizes', exact, 's', '≤', 22, 'LRU at all sizes in one pass', lru),
    judged('their first picture, on a sample of the keys', first, 's', '≤', 0.15, 'the exact curves', exact),
  ];
}

function contenderOf(kind: string): Contender {
  const decides = resolve({ type: 'policy', label: '', help: '', seam: 'eviction', default: { kind } }, { kind }) as Contender['decides'];
  return { id: kind, decides };
}
