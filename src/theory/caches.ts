import { requireCount, requireNotNegative, requirePositive } from './domain.ts';

/** Shares of keys by Zipf’s law: the k-th of n comes up in proportion to k^−skew. */
export function zipfPopularity(n: number, skew: number): Float64Array {
  requireCount({ n });
  requireNotNegative({ skew });
  const shares = Float64Array.from({ length: n }, (_, k) => (k + 1) ** -skew);
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** A cache of keys that count alike, each asked for independently of all that was before. */
export interface IndependentReferences {
  /** Share of each key among all accesses; they sum to 1. */
  popularity: ArrayLike<number>;
  /** Keys that fit in; fewer than there are. */
  capacity: number;
}

export interface CharacteristicTime {
  /** How long a key stays that is not asked for again (LRU), or at all (FIFO, random) [accesses]. */
  characteristicTime: number;
  hitRatio: number;
}

/**
 * LRU by Che’s approximation: all keys stay for the same time t after their latest use, which is as long as it takes
 * until as many others were asked for as fit in: Σ 1 − e^(−p·t) = capacity. Mostly good to a hundredth of the hit ratio.
 * Source: Che, Tung and Wang, Hierarchical Web caching systems (IEEE JSAC 20(7), 2002); why it is so good: Fricker, Robert
 * and Roberts, A versatile and accurate approximation for LRU cache performance (ITC 2012).
 */
export function lruHitRatio(cache: IndependentReferences): CharacteristicTime {
  return approximation(cache, hitAfterAccess);
}

/**
 * The same for FIFO and random replacement, where a key stays for a time that its uses do not prolong, fixed or
 * exponential: Σ p·t / (1 + p·t) = capacity.
 * Source: Martina, Garetto and Leonardi, A unified approach to the performance analysis of caching systems (INFOCOM 2014).
 */
export function fifoHitRatio(cache: IndependentReferences): CharacteristicTime {
  return approximation(cache, hitAfterWrite);
}

function approximation({ popularity, capacity }: IndependentReferences, present: (rate: number, t: number) => number): CharacteristicTime {
  requirePositive({ capacity });
  if (capacity >= popularity.length)
    throw new RangeError(`capacity must be below the number of keys, ${popularity.length}, not ${capacity}`);
  const shares = Array.from(popularity);
  const held = (t: number) => shares.reduce((sum, share) => sum + present(share, t), 0);
  let [low, high] = [0, 1];
  while (held(high) < capacity) {
    low = high;
    high *= 2;
    if (high > 1e300) throw new RangeError(`no more than ${capacity} keys are ever asked for`);
  }
  for (let middle = (low + high) / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (held(middle) < capacity) low = middle;
    else high = middle;
  }
  return { characteristicTime: high, hitRatio: shares.reduce((sum, share) => sum + share * present(share, high), 0) };
}

/**
 * One key with Poisson accesses that expires so long after it was filled: λT / (1 + λT). One miss fills it, and λT hits
 * follow on average. The share of time it is there is the same.
 * Source: Jung, Berger and Balakrishnan, Modeling TTL-based Internet caches (INFOCOM 2003).
 * @param arrivalRate λ [1/s] @param lifetime T [s]
 */
export function hitAfterWrite(arrivalRate: number, lifetime: number): number {
  requireNotNegative({ arrivalRate, lifetime });
  const expected = arrivalRate * lifetime;
  return expected / (1 + expected);
}

/**
 * The same where every access puts expiry off: 1 − e^(−λT), the probability that the next comes in time.
 * @param arrivalRate λ [1/s] @param lifetime T [s]
 */
export function hitAfterAccess(arrivalRate: number, lifetime: number): number {
  requireNotNegative({ arrivalRate, lifetime });
  return -Math.expm1(-arrivalRate * lifetime);
}

/** Many keys in a cache without a bound that expire. */
export interface ExpiringKeys {
  popularity: ArrayLike<number>;
  /** Of all keys together [1/s]. */
  arrivalRate: number;
  /** [s] */
  lifetime: number;
}

export interface ExpiringFigures {
  hitAfterWrite: number;
  hitAfterAccess: number;
  /** Keys in the cache on average, where they expire after they were filled. */
  entriesAfterWrite: number;
}

/** Every key by itself, weighed by how often it is asked for. */
export function expiringKeys({ popularity, arrivalRate, lifetime }: ExpiringKeys): ExpiringFigures {
  const figures = { hitAfterWrite: 0, hitAfterAccess: 0, entriesAfterWrite: 0 };
  for (const share of Array.from(popularity)) {
    const present = hitAfterWrite(share * arrivalRate, lifetime);
    figures.hitAfterWrite += share * present;
    figures.hitAfterAccess += share * hitAfterAccess(share * arrivalRate, lifetime);
    figures.entriesAfterWrite += present;
  }
  return figures;
}

/** A key with Poisson accesses whose value takes time to come by. */
export interface Rebuilt {
  /** λ [1/s] */
  arrivalRate: number;
  /** R: how long it takes to come by the value [s]. */
  rebuild: number;
}

/**
 * Hit ratio of a key that expires T after its value has come, where accesses until then miss: λT / (λT + 1 + λR).
 * @param lifetime T [s]
 */
export function hitWithRebuild({ arrivalRate, rebuild }: Rebuilt, lifetime: number): number {
  requirePositive({ arrivalRate });
  requireNotNegative({ rebuild, lifetime });
  const hits = arrivalRate * lifetime;
  return hits / (hits + 1 + arrivalRate * rebuild);
}

/** How often a value is rebuilt per expiry if every miss does so: by the first, and by all who come until it is done. 1 + λR. */
export function stampede({ arrivalRate, rebuild }: Rebuilt): number {
  requireNotNegative({ arrivalRate, rebuild });
  return 1 + arrivalRate * rebuild;
}

/** An entry that may be rebuilt before it expires. */
export interface EarlyRefresh extends Rebuilt {
  /** β: how eager they are; 1 is the source’s advice. */
  eagerness: number;
  /** T, from one fill to expiry [s]. */
  lifetime: number;
}

export interface EarlyRefreshFigures {
  /** Probability that nobody was early. */
  expires: number;
  /** How long before expiry the first rebuild begins, on average; 0 where nobody is early [s]. */
  meanLead: number;
  /** Rebuilds per cycle: the first, and those that begin until it is done. */
  rebuilds: number;
}

/** Probability that an access so long before expiry rebuilds: e^(−s / (R·β)). @param left s [s] */
export function earlyRefreshRatio({ rebuild, eagerness }: Pick<EarlyRefresh, 'rebuild' | 'eagerness'>, left: number): number {
  requirePositive({ rebuild, eagerness });
  requireNotNegative({ left });
  return Math.exp(-left / (rebuild * eagerness));
}

const STEPS = 20_000;

/**
 * XFetch: probabilistic early refresh, without coalescing. With d = R·β, the chance that the first rebuild begins more
 * than s before expiry is 1 − exp(−λd·(e^(−s/d) − e^(−T/d))). Those who come until it is done may rebuild as well: where
 * λd is large that makes e^(1/β) rebuilds in all, however large λ is. Means are integrals over where the first begins,
 * worked out numerically.
 * Source: Vattani, Chierichetti and Lowenstein, Optimal probabilistic cache stampede prevention (VLDB 2015).
 */
export function earlyRefresh({ arrivalRate, rebuild, eagerness, lifetime }: EarlyRefresh): EarlyRefreshFigures {
  requirePositive({ arrivalRate, rebuild, eagerness, lifetime });
  const d = rebuild * eagerness;
  const rate = arrivalRate * d;
  const beyond = rate * Math.exp(-lifetime / d);
  const expires = Math.exp(beyond - rate);
  // rebuilds on top of a first one so long before expiry
  const further = (left: number) =>
    left >= rebuild
      ? rate * (Math.exp((rebuild - left) / d) - Math.exp(-left / d))
      : rate * -Math.expm1(-left / d) + arrivalRate * (rebuild - left);
  let meanLead = 0;
  let rebuilds = expires * stampede({ arrivalRate, rebuild });
  for (let i = 0; i < STEPS; i++) {
    // quantiles of where the first begins, given that it is early
    const quantile = (i + 0.5) / STEPS;
    const hazard = -Math.log1p(-quantile * (1 - expires));
    const left = Math.max(0, -d * Math.log((hazard + beyond) / rate));
    meanLead += ((1 - expires) * left) / STEPS;
    rebuilds += ((1 - expires) * (1 + further(left))) / STEPS;
  }
  return { expires, meanLead, rebuilds };
}
