import { Stream } from '../src/sim/kernel/chance.ts';
import type { Recordings, Wish } from '../src/sim/policy/workload/contract.ts';
import { UNDECIDED } from '../src/sim/policy/workload/contract.ts';
import { chosen } from './chosen.ts';

/** A workload as its client uses it, from what a scenario would say. */
export class Wishes {
  readonly policy;
  readonly params: Record<string, unknown>;
  private readonly state: object;
  private readonly chance: Stream;
  /** [ms] */
  now = 0;

  constructor(document: { kind: string; [param: string]: unknown }, seed = 1, recordings: Recordings = new Map()) {
    const { policy, params } = chosen('workload', document);
    this.policy = policy;
    this.params = params as Record<string, unknown>;
    this.chance = new Stream(seed, 'shoppers', 'keys');
    this.state = policy.start(params, recordings);
  }

  next(): Wish {
    const wish = { key: 0, operation: UNDECIDED, bytes: 0 };
    this.policy.next(this.state, this.params, this.now * 1_000, this.chance, wish);
    return wish;
  }

  /** The keys of so many requests, all now or so far apart [ms]. */
  keys(count: number, apart = 0): number[] {
    return Array.from({ length: count }, () => {
      const { key } = this.next();
      this.now += apart;
      return key;
    });
  }

  get bound(): number {
    return this.policy.bound(this.params);
  }

  /** The next word of its stream: the same for two of one seed that have drawn equally often. */
  word(): number {
    return this.chance.word();
  }
}

/** How often each key from 0 to n − 1 comes up. */
export function counted(keys: readonly number[], n: number): number[] {
  const counts = Array<number>(n).fill(0);
  for (const key of keys) counts[key]++;
  return counts;
}

/** The exact share of every rank by Zipf's law. */
export function zipfShares(n: number, skew: number): number[] {
  const weights = Array.from({ length: n }, (_, i) => (i + 1) ** -skew);
  const total = weights.reduceRight((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
