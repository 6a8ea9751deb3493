import { pow } from '../kernel/portable-math.ts';
import type { AnyEviction, Room } from '../policy/eviction/contract.ts';
import type { Chosen } from '../policy/policy.ts';
import type { AccessTrace } from './access-trace.ts';
import { Belady } from './belady.ts';
import { type Misses, Replay } from './replay.ts';
import { StackDistances } from './stack-distances.ts';

/** What has a line of its own: an algorithm with its parameters, or null for the optimum. */
export interface Contender {
  id: string;
  decides: Chosen<AnyEviction> | null;
}

/** Miss ratios of one contender, by the number of the capacity; NaN while not known. */
export interface Curve {
  id: string;
  /** Share of the accesses, 0 to 1. */
  missRatio: Float64Array;
  /** Share of the bytes asked for. */
  byteMissRatio: Float64Array;
}

/** How far a study has come, in accesses replayed. */
export interface Progress {
  done: number;
  total: number;
}

/** Accesses replayed between two looks at anything else: a few ms. */
const SLICE = 100_000;

/** What a trace's keys take together: their number, or their bytes. */
export function footprint({ distinct, sizes }: AccessTrace): number {
  return sizes === null ? distinct : sizes.reduce((sum, size) => sum + size, 0);
}

/** The smallest capacity of a curve, as a share of what all keys take. */
const LEAST_SHARE = 0.001;

/**
 * So many capacities at the most, whole and ascending, evenly on a logarithmic scale from a thousandth of what all keys
 * take up to all of it.
 */
export function capacitiesFor(trace: AccessTrace, count = 13): Float64Array {
  const all = footprint(trace);
  const capacities = Array.from({ length: count }, (_, i) => Math.round(all * pow(LEAST_SHARE, 1 - i / (count - 1))));
  return Float64Array.from(new Set(capacities.map((capacity) => Math.max(1, capacity))));
}

/**
 * Miss-ratio curves: every contender at every capacity on the same trace. Yields how far it has come; `curves` fills
 * meanwhile. LRU takes one pass for all capacities, the others one replay each.
 */
export class CurveStudy {
  readonly curves: readonly Curve[];
  /** Accesses replayed so far, and in all. */
  readonly progress: Progress;
  private readonly passes: Pass[] = [];
  /** Accesses in the trace. */
  private readonly length: number;

  /** @param capacities keys, or bytes where the trace has sizes; ascending */
  constructor(trace: AccessTrace, contenders: readonly Contender[], capacities: Float64Array) {
    const unknown = () => new Float64Array(capacities.length).fill(Number.NaN);
    this.curves = contenders.map(({ id }) => ({ id, missRatio: unknown(), byteMissRatio: unknown() }));
    const all = footprint(trace);
    const exactFrom = StackDistances.exactFrom(trace);
    const stacked: { curve: Curve; at: number }[] = [];
    contenders.forEach(({ decides }, i) => {
      const curve = this.curves[i];
      capacities.forEach((capacity, at) => {
        // with room for all keys nobody has anything to decide: everyone does what LRU does
        if (capacity >= all || (decides?.policy.id === 'lru' && capacity >= exactFrom)) stacked.push({ curve, at });
        else this.passes.push(replayOf(trace, decides, capacity, curve, at));
      });
    });
    if (stacked.length > 0)
      this.passes.unshift(() => {
        const stack = new StackDistances(trace, capacities);
        const ended = () => {
          for (const { curve, at } of stacked) note(curve, at, stack.missesAt(at));
        };
        return { pass: stack, ended };
      });
    this.progress = { done: 0, total: this.passes.length * trace.keys.length };
    this.length = trace.keys.length;
  }

  /** @param slice accesses between two yields */
  *run(slice = SLICE): Generator<Progress> {
    const { length, progress } = this;
    for (const begin of this.passes) {
      const { pass, ended } = begin();
      for (let end = 0; end < length; ) {
        progress.done -= end;
        end = Math.min(length, end + slice);
        pass.to(end);
        progress.done += end;
        if (end === length) ended();
        yield progress;
      }
    }
  }
}

/** One way through the whole trace: begun when its turn comes, since it may take much memory. */
type Pass = () => { pass: { to(end: number): void }; ended(): void };

function replayOf(trace: AccessTrace, decides: Contender['decides'], capacity: number, curve: Curve, at: number): Pass {
  return () => {
    const start = (room: Room) => (decides ? decides.policy.start(decides.params, room) : new Belady(trace, room, true));
    const pass = new Replay(trace, capacity, start);
    return { pass, ended: () => note(curve, at, pass.result) };
  };
}

function note({ missRatio, byteMissRatio }: Curve, at: number, { accesses, misses, bytes, bytesMissed }: Misses): void {
  missRatio[at] = misses / accesses;
  byteMissRatio[at] = bytesMissed / bytes;
}
