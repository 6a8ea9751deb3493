import type { Balancer } from '../policy/balancer/contract.ts';
import { type Eviction, type EvictionPolicy, HIT, MISS, NEWCOMER, type Room } from '../policy/eviction/contract.ts';
import { type JobScheduling, NOTHING } from '../policy/job-scheduling/contract.ts';
import type { OutlierEjection } from '../policy/outlier-ejection/contract.ts';
import type { Placement } from '../policy/placement/contract.ts';
import type { Gauge } from '../policy/policy.ts';
import { droppedAs, type QueueDiscipline } from '../policy/queue-discipline/contract.ts';
import type { Enqueueing, TransactionalEnqueue } from '../policy/transactional-enqueue/contract.ts';
import type { Wish, Workload } from '../policy/workload/contract.ts';
import { isSound, SPAN } from './answer.ts';
import type { SeamId } from './methods.ts';
import { PolicyError } from './policy-error.ts';
import { StoredKeys } from './stored-keys.ts';

/** State of a policy with what its guard has to remember beside it. */
interface Beside<State> {
  state: State;
  /** Who waits; or the nodes that keys may live on. */
  there: StoredKeys;
}

/** Keys are numbered within 31 bits. */
const MOST_KEYS = 2_147_483_648;

type Gauges = { gauges?: Readonly<Record<string, Gauge<object, object>>> };

/** The gauges of a policy whose state stands in another. */
function gaugesOf(policy: object): Gauges {
  const { gauges } = policy as Gauges;
  if (!gauges) return {};
  const read = ([name, gauge]: [string, Gauge<object, object>]) => [
    name,
    { ...gauge, read: (beside: object, params: object, now: number) => gauge.read((beside as Beside<object>).state, params, now) },
  ];
  return { gauges: Object.fromEntries(Object.entries(gauges).map((each) => read(each as never))) };
}

/** What answers have to do with what was told before, by seam. */
export const special: Partial<Record<SeamId, (policy: string, held: never) => object>> = {
  balancer: (policy, held: Balancer) => ({
    ...held,
    choose(state: object, params: object, inFlight: Int32Array, replicas: number, chance: never) {
      const chosen = held.choose(state, params, inFlight, replicas, chance);
      if (chosen >= replicas) throw new PolicyError(policy, 'choose', chosen, `the number of one of ${replicas} replicas, from 0`);
      return chosen;
    },
  }),
  eviction: (policy, held: EvictionPolicy) => ({
    ...held,
    start: (params: object, room: Room) => new GuardedEviction(policy, held.start(params, room), room),
  }),
  'job-scheduling': (policy, held: JobScheduling) => ({
    ...held,
    ...gaugesOf(held),
    start: (params: object): Beside<object> => ({ state: held.start(params), there: new StoredKeys(64) }),
    put({ state, there }: Beside<object>, params: object, job: number, jobs: never, returns: boolean) {
      held.put(state, params, job, jobs, returns);
      there.add(job);
    },
    take({ state, there }: Beside<object>, params: object, jobs: never, process: number, processes: number, chance: never) {
      const job = held.take(state, params, jobs, process, processes, chance);
      if (job !== NOTHING && !there.take(job)) throw new PolicyError(policy, 'take', job, 'a job that waits, or NOTHING');
      return job;
    },
    leave({ state, there }: Beside<object>, params: object, job: number, jobs: never) {
      held.leave(state, params, job, jobs);
      there.take(job);
    },
  }),
  'outlier-ejection': (policy, held: OutlierEjection) => ({
    ...held,
    look(state: object, params: object, replicas: readonly number[]) {
      const outliers = held.look(state, params, replicas);
      if (!Array.isArray(outliers) || !outliers.every((each, i) => replicas.includes(each) && (i === 0 || each > outliers[i - 1])))
        throw new PolicyError(policy, 'look', outliers, 'replicas of those it was given, ascending');
      return outliers;
    },
  }),
  placement: (policy, held: Placement) => ({
    ...held,
    start(params: object, nodes: readonly number[]): Beside<object> {
      const there = new StoredKeys(64);
      for (const node of nodes) there.add(node);
      return { state: held.start(params, nodes), there };
    },
    place({ state, there }: Beside<object>, params: object, key: number, load: Float64Array) {
      const node = held.place(state, params, key, load);
      if (!there.has(node)) throw new PolicyError(policy, 'place', node, 'the number of a node that keys may live on');
      return node;
    },
  }),
  'queue-discipline': (policy, held: QueueDiscipline) => ({
    ...held,
    start: (params: object): Beside<object> => ({ state: held.start(params), there: new StoredKeys(64) }),
    put({ state, there }: Beside<object>, params: object, entry: number, now: number, waiter: never) {
      held.put(state, params, entry, now, waiter);
      there.add(entry);
    },
    take({ state, there }: Beside<object>, params: object, now: number) {
      const taken = held.take(state, params, now);
      const entry = taken < NOTHING ? droppedAs(taken) : taken;
      if (taken !== NOTHING && !there.take(entry))
        throw new PolicyError(policy, 'take', taken, 'an entry that waits, NOTHING, or one that is dropped as droppedAs says it');
      return taken;
    },
    leave({ state, there }: Beside<object>, params: object, entry: number) {
      held.leave(state, params, entry);
      there.take(entry);
    },
  }),
  'transactional-enqueue': (policy, held: TransactionalEnqueue) => ({
    ...held,
    plan(params: object, now: number, chance: never, into: Enqueueing) {
      held.plan(params, now, chance, into);
      for (const name of ['enqueuedAfter', 'recordedAfter'] as const)
        if (!isSound(SPAN, into[name])) throw new PolicyError(policy, 'plan', into[name], `whole µs from 0, or NEVER, in ${name}`);
      if (typeof into.twice !== 'boolean') throw new PolicyError(policy, 'plan', into.twice, 'true or false in twice');
    },
  }),
  workload: (policy, held: Workload) => ({
    ...held,
    next(state: object, params: object, now: number, chance: never, wish: Wish) {
      held.next(state, params, now, chance, wish);
      const { key, operation, bytes } = wish;
      if (!(Number.isSafeInteger(key) && key >= 0 && key < MOST_KEYS))
        throw new PolicyError(policy, 'next', key, 'a whole number from 0 in key');
      if (!(operation === -1 || operation === 0 || operation === 1))
        throw new PolicyError(policy, 'next', operation, 'READ, WRITE or UNDECIDED in operation');
      if (!(bytes >= 0 && bytes < Number.POSITIVE_INFINITY)) throw new PolicyError(policy, 'next', bytes, 'a number from 0 in bytes');
    },
  }),
};

/** Keeps the book of which keys are in the cache, and holds a policy to it. */
class GuardedEviction implements Eviction {
  readonly letGo: Eviction['letGo'];
  private readonly stored: StoredKeys;
  /** The key of the latest look-up. */
  private asked = NOTHING;
  private accesses = 0;

  constructor(
    private readonly policy: string,
    private readonly inner: Eviction,
    room: Room,
  ) {
    this.stored = new StoredKeys(room.keys);
    for (const name of ['lookUp', 'evict', 'admit', 'remove', 'widen', 'shelves'] as const)
      if (typeof inner[name] !== 'function') throw new PolicyError(policy, 'start', inner, `an object with a function ${name}`);
    if (inner.letGo) this.letGo = () => this.letGoOf(inner.letGo!());
  }

  lookUp(key: number): number {
    this.accesses++;
    this.asked = key;
    const found = this.inner.lookUp(key);
    const stored = this.stored.has(key);
    if (found !== (stored ? HIT : MISS))
      throw this.wrong('lookUp', found, stored ? `HIT: key ${key} is in the cache` : `MISS: key ${key} is not in the cache`);
    return found;
  }

  evict(incoming: number): number {
    const victim = this.inner.evict(incoming);
    if (victim === NEWCOMER && incoming >= 0) return victim;
    if (!this.stored.take(victim)) throw this.wrong('evict', victim, `a key that is in the cache${incoming >= 0 ? ', or NEWCOMER' : ''}`);
    return victim;
  }

  private letGoOf(victim: number): number {
    if (victim !== NOTHING && (victim === this.asked || !this.stored.take(victim)))
      throw this.wrong('letGo', victim, 'a key that is in the cache and was not asked for, or NOTHING');
    return victim;
  }

  admit(key: number): void {
    this.inner.admit(key);
    this.stored.add(key);
  }

  remove(key: number): void {
    this.inner.remove(key);
    this.stored.take(key);
  }

  widen(): void {
    this.inner.widen();
  }

  shelves() {
    return this.inner.shelves();
  }

  private wrong(method: string, found: unknown, expected: string): PolicyError {
    return new PolicyError(this.policy, method, found, `${expected} (access ${this.accesses.toLocaleString('en')})`);
  }
}
