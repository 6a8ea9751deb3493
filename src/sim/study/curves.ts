import { pow } from '../kernel/portable-math.ts';
import type { AnyEviction, Room } from '../policy/eviction/contract.ts';
import type { Chosen } from '../policy/policy.ts';
import type { AccessTrace } from './access-trace.ts';
import { Belady } from './belady.ts';
import { Estimate, type Estimated } from './estimate.ts';
import { type Misses, Replay, type ReplayOptions } from './replay.ts';
import { sampleOf } from './sample.ts';
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
  /** How far off both may be: 0 where they are exact, so much in 99 of 100 cases where they are of a sample; NaN while not known. */
  error: Float64Array;
  byteError: Float64Array;
}

/** Whether all of a curve is known for certain. */
export function isExact({ error }: Curve): boolean {
  return error.every((each) => each === 0);
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

/** A sample has one key in so many: of many keys fewer are enough. */
const ONE_IN = 4;
const ONE_IN_OF_MANY = 8;
const MANY_KEYS = 500_000;
/** Fewer accesses to replay than this are replayed at once: a second or so. */
const SAMPLED_FROM = 10_000_000;
/** What is less certain than this says nothing: it stays unknown until it is exact. */
const LARGEST_ERROR = 0.05;

/** So few keys have every number of them as a capacity: Belady's anomaly lies between two neighbours. */
const FEW_KEYS = 64;

/**
 * So many capacities at the most, whole and ascending, evenly on a logarithmic scale from a thousandth of what all keys
 * take up to all of it; every one there is where there are few, and a contender is through all of them in no time.
 */
export function capacitiesFor(trace: AccessTrace, count = 13): Float64Array {
  const { keys, distinct, sizes } = trace;
  if (sizes === null && distinct <= FEW_KEYS && distinct * keys.length < SAMPLED_FROM)
    return Float64Array.from({ length: Math.max(1, distinct) }, (_, i) => i + 1);
  const all = footprint(trace);
  const capacities = Array.from({ length: count }, (_, i) => Math.round(all * pow(LEAST_SHARE, 1 - i / (count - 1))));
  return Float64Array.from(new Set(capacities.map((capacity) => Math.max(1, capacity))));
}

/** Whether a policy may let go of keys though there is room, as segments of fixed shares do. */
function letsGoAtHits(trace: AccessTrace, decides: NonNullable<Contender['decides']>): boolean {
  return replayOf({ ...trace, keys: trace.keys.subarray(0, 0) }, decides, 1).eviction.letGo !== undefined;
}

/**
 * Miss-ratio curves: every contender at every capacity on the same trace. Yields how far it has come; `curves` fills
 * meanwhile. LRU takes one pass for all capacities, the others one replay each.
 *
 * Where that takes long, a sample comes first: the accesses to a quarter of the keys (of many an eighth), chosen by hash,
 * through caches of a quarter of the capacity. Misses are divided by a quarter of all accesses, not by those that the
 * sample happens to have: a key that is asked for most is in it or not, and hits nearly always. Exact values replace the sample's, point by point.
 *
 * Sources: Waldspurger, Park, Garthwaite and Ahmad, "Efficient MRC construction with SHARDS", FAST 2015 (SHARDS-adj is
 * the division); Waldspurger, Saemundsson, Ahmad and Park, "Cache modeling and optimization using miniature simulations",
 * USENIX ATC 2017 (policies without a stack). The error: see `Estimate`.
 */
export class CurveStudy {
  readonly curves: readonly Curve[];
  /** Accesses replayed so far, and in all. */
  readonly progress: Progress;
  /** What is not exact is of a sample that has one key in so many. */
  readonly oneIn: number;
  private readonly passes: Pass[] = [];
  /** Bytes asked for; accesses where keys have no sizes. */
  private readonly bytes: number;

  /**
   * @param capacities keys, or bytes where the trace has sizes; ascending
   * @param sampledFrom how many accesses there must be to replay that a sample comes first
   * @param oneIn that has one key in so many
   */
  constructor(
    private readonly trace: AccessTrace,
    contenders: readonly Contender[],
    private readonly capacities: Float64Array,
    sampledFrom = SAMPLED_FROM,
    oneIn = trace.distinct < MANY_KEYS ? ONE_IN : ONE_IN_OF_MANY,
  ) {
    this.oneIn = oneIn;
    const unknown = () => new Float64Array(capacities.length).fill(Number.NaN);
    this.curves = contenders.map(({ id }) => ({
      id,
      missRatio: unknown(),
      byteMissRatio: unknown(),
      error: unknown(),
      byteError: unknown(),
    }));
    const all = footprint(trace);
    const { keys, sizes } = trace;
    this.bytes = sizes === null ? keys.length : keys.reduce((sum, key) => sum + sizes[key], 0);
    const exactFrom = StackDistances.exactFrom(trace);
    const stacked: { curve: Curve; at: number }[] = [];
    const replayed = contenders.map(({ decides }, i) => {
      const curve = this.curves[i];
      const places: number[] = [];
      const evictsWhenFull = decides === null || !letsGoAtHits(trace, decides);
      capacities.forEach((capacity, at) => {
        // with room for all keys who evicts only for room has nothing to decide, and does what LRU does
        if ((capacity >= all && evictsWhenFull) || (decides?.policy.id === 'lru' && capacity >= exactFrom)) stacked.push({ curve, at });
        else places.push(at);
      });
      return { curve, decides, places };
    });
    if (stacked.length > 0) this.passes.push(this.stackOf(stacked));
    const replays = replayed.reduce((sum, { places }) => sum + places.length, 0);
    if (replays * keys.length >= sampledFrom) {
      const sample = sampleOf(trace, oneIn);
      for (const { curve, decides, places } of replayed) this.sampled(sample, curve, decides, places);
    }
    for (const { curve, decides, places } of replayed) for (const at of places) this.passes.push(this.exact(curve, decides, at));
    this.progress = { done: 0, total: this.passes.reduce((sum, { length }) => sum + length, 0) };
  }

  /** @param slice accesses between two yields */
  *run(slice = SLICE): Generator<Progress> {
    const { progress } = this;
    for (const { length, begin } of this.passes) {
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

  private stackOf(points: readonly { curve: Curve; at: number }[]): Pass {
    const { trace, capacities } = this;
    const begin = () => {
      const pass = new StackDistances(trace, capacities);
      const ended = () => {
        for (const { curve, at } of points) note(curve, at, pass.missesAt(at));
      };
      return { pass, ended };
    };
    return { length: trace.keys.length, begin };
  }

  private exact(curve: Curve, decides: Contender['decides'], at: number): Pass {
    const { trace, capacities } = this;
    const begin = () => {
      const pass = replayOf(trace, decides, capacities[at]);
      return { pass, ended: () => note(curve, at, pass.result) };
    };
    return { length: trace.keys.length, begin };
  }

  /** One contender through the sample: what it comes to is noted when all its capacities are through. */
  private sampled(sample: AccessTrace, curve: Curve, decides: Contender['decides'], places: readonly number[]): void {
    const { capacities, oneIn } = this;
    const misses = new Estimate(sample, oneIn, this.trace.keys.length, capacities, curve.missRatio, false);
    const bytesMissed = new Estimate(sample, oneIn, this.bytes, capacities, curve.byteMissRatio, true);
    places.forEach((at, i) => {
      const begin = () => {
        const capacity = Math.max(1, Math.round(capacities[at] / oneIn));
        const pass = replayOf(sample, decides, capacity, { pace: oneIn * 1_000, counts: true });
        const ended = () => {
          misses.add(at, pass);
          // without sizes both are the same
          if (sample.sizes !== null) bytesMissed.add(at, pass);
          if (i < places.length - 1) return;
          const ofMisses = misses.estimated();
          show(ofMisses, curve.missRatio, curve.error);
          show(sample.sizes === null ? ofMisses : bytesMissed.estimated(), curve.byteMissRatio, curve.byteError);
        };
        return { pass, ended };
      };
      this.passes.push({ length: sample.keys.length, begin });
    });
  }
}

/** Puts in what is certain enough. */
function show({ values, errors }: Estimated, ratios: Float64Array, ratioErrors: Float64Array): void {
  errors.forEach((error, at) => {
    if (!(error <= LARGEST_ERROR)) return;
    ratios[at] = values[at];
    ratioErrors[at] = error;
  });
}

/** One way through a trace: begun when its turn comes, since it may take much memory. */
interface Pass {
  /** Accesses. */
  length: number;
  begin(): { pass: { to(end: number): void }; ended(): void };
}

function replayOf(trace: AccessTrace, decides: Contender['decides'], capacity: number, options?: ReplayOptions): Replay {
  const start = (room: Room) => (decides ? decides.policy.start(decides.params, room) : new Belady(trace, room, true));
  return new Replay(trace, capacity, start, undefined, options);
}

function note(curve: Curve, at: number, { accesses, misses, bytes, bytesMissed }: Misses): void {
  curve.missRatio[at] = misses / accesses;
  curve.byteMissRatio[at] = bytesMissed / bytes;
  curve.error[at] = 0;
  curve.byteError[at] = 0;
}
