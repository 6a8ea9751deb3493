import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import type { Param, ParamRecord } from '../../src/sim/param/param.ts';
import { calleesOf } from '../../src/sim/param/wires.ts';
import { seams } from '../../src/sim/policy/seams.ts';
import type { Blueprint, ComponentPlan, PlannedChange } from '../../src/sim/world/blueprint.ts';
import { mulberry } from '../mulberry.ts';

type Values = Record<string, unknown>;

/** When traffic stops and everything is mended [ms]. */
const MENDED_AT = 4_000;

const kindOf = ({ kind }: ComponentPlan) => componentKinds.find(({ id }) => id === kind)!;

/** Makes up worlds of every shape: clients, schedulers, services that call each other, caches, databases, job queues and workers, every policy, faults and changes in mid-run. */
export class Maker {
  private readonly random: () => number;

  constructor(seed: number) {
    this.random = mulberry(seed);
  }

  chance(ratio: number): boolean {
    return this.random() < ratio;
  }

  whole(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1));
  }

  one<T>(of: readonly T[]): T {
    return of[Math.floor(this.random() * of.length)];
  }

  /** A value that a parameter may have, now and then at its bounds. */
  value(param: Param): unknown {
    switch (param.type) {
      case 'number':
      case 'integer': {
        const wanted = this.one([param.default, param.default * (0.2 + 3 * this.random()), param.min, param.default + this.whole(-3, 3)]);
        const value = Math.min(param.max, Math.max(param.min, wanted));
        return param.type === 'integer' ? Math.round(value) : value;
      }
      case 'ratio':
        return Math.min(param.max, Math.max(param.min, this.one([param.default, this.random(), 0, 1])));
      case 'duration': {
        if (param.never !== undefined && this.chance(0.4)) return null;
        return Math.min(param.max, Math.max(param.min, this.one([20, 100, 37.5, 400, this.whole(1, 900)])));
      }
      case 'choice':
        return this.one(Object.keys(param.options));
      case 'flag':
        return this.chance(0.5);
      case 'text':
        return this.one([param.default, param.example]);
      case 'policy':
        return this.policy(param.seam);
      case 'list': {
        if (this.chance(0.5)) return param.default;
        // some of what there may be, in any order
        const left = param.item.type === 'choice' ? Object.keys(param.item.options) : [...param.default];
        const several: unknown[] = [];
        const count = this.whole(param.least, Math.min(param.most, left.length));
        while (several.length < count) several.push(...left.splice(this.whole(0, left.length - 1), 1));
        return several;
      }
    }
  }

  policy(seam: string): { kind: string } & Values {
    // what is recorded needs a file
    const policy = this.one(seams[seam].catalogue.filter(({ id }) => id !== 'recorded'));
    return { kind: policy.id, ...this.some(policy.params as ParamRecord, 0.5) };
  }

  private some(params: ParamRecord, ratio: number): Values {
    const values: Values = {};
    for (const [name, param] of Object.entries(params)) if (this.chance(ratio)) values[name] = this.value(param);
    return values;
  }

  /** A span of time that keeps a run short [ms]. */
  private shortTime(): { kind: string } & Values {
    return this.one([
      { kind: 'constant', value: this.one([0, 5, 20]) },
      { kind: 'exponential', mean: this.one([3, 20]) },
      { kind: 'bimodal', fast: 4, slow: 60, slowRatio: 0.1 },
      { kind: 'uniform', min: 0, max: 30 },
    ]);
  }

  /** A breaker that closes again within a short run. */
  private breaker(): Values {
    const breaker = this.policy('circuit-breaker');
    return breaker.kind === 'none' ? breaker : { ...breaker, openTime: this.one([50, 400]) };
  }

  private callerValues(): Values {
    return {
      ...(this.chance(0.7) ? { retryDelay: this.policy('retry-delay') } : {}),
      ...(this.chance(0.5) ? { retryBudget: this.policy('retry-budget') } : {}),
      ...(this.chance(0.5) ? { circuitBreaker: this.breaker() } : {}),
      ...(this.chance(0.2) ? { ownLimiter: this.policy('rate-limiter') } : {}),
      maxAttempts: this.one([1, 2, 3, 6]),
      attemptTimeout: this.one([null, 5, 40, 40, 200]),
      attemptTimerStarts: this.one(['send', 'service']),
      deadline: this.one([null, null, 60, 300]),
      deadlineTravels: this.chance(0.5),
      retryTimeouts: this.chance(0.8),
      retryRefused: this.chance(0.5),
      whenRejected: this.one(['gives-up', 'ignores', 'honours', 'honours-and-spreads']),
      lateAnswerRescues: this.chance(0.5),
      networkDelay: this.chance(0.6) ? { kind: 'constant', value: 0 } : this.shortTime(),
    };
  }

  private arrival(): Values {
    const rate = this.one([20, 60, 150]);
    return this.one<Values>([
      { kind: 'constant', rate },
      { kind: 'poisson', rate },
      { kind: 'ramp', from: 10, to: rate, length: 3_000 },
      { kind: 'spike', rate: rate / 2, factor: 4, start: 1_000, length: 500 },
      { kind: 'bursts', rate: rate / 2, burstRate: rate * 3, period: 700, length: 100, offset: 300 },
      { kind: 'closed-loop', users: this.one([3, 25]), thinkTime: this.shortThink(), together: this.chance(0.5) },
    ]);
  }

  private shortThink(): Values {
    return this.one<Values>([
      { kind: 'constant', value: 50 },
      { kind: 'exponential', mean: 50 },
    ]);
  }

  private routine(calls: readonly string[], depth = 0): unknown[] {
    const steps: unknown[] = [];
    for (let i = this.whole(1, 3); i > 0; i--) {
      const what = this.random();
      if (what < 0.3) steps.push('work');
      else if (what < 0.45) steps.push({ work: this.one([0, 0.5, 2]) });
      else if (what < 0.55) steps.push('answer');
      else if (what < 0.7 && calls.length > 0) steps.push({ call: this.one(calls) });
      else if (what < 0.85 && calls.length > 0) steps.push({ par: Array.from({ length: this.whole(1, 3) }, () => this.one(calls)) });
      else if (depth < 2)
        steps.push({
          branch: this.random(),
          then: this.routine(calls, depth + 1),
          ...(this.chance(0.5) ? { else: this.routine(calls, depth + 1) } : {}),
        });
      else steps.push('work');
    }
    return steps;
  }

  private service(calls: readonly string[]): ComponentPlan {
    return {
      kind: 'service',
      instances: this.one([1, 1, 2, 5]),
      servers: this.one([1, 2, 10]),
      serviceTime: this.shortTime(),
      serviceTimeDrawn: this.one(['attempt', 'request']),
      queueDiscipline: this.policy('queue-discipline'),
      loadShedding: this.chance(0.5)
        ? { kind: 'none' }
        : { kind: 'bounded-queue', capacity: this.one([0, 3, 50]), counts: this.one(['waiting', 'waiting-and-serving']) },
      whenCallerLeaves: this.one(['keep-working', 'drop-if-queued', 'cancel', 'cancel']),
      fault: this.chance(0.4) ? this.policy('fault') : { kind: 'none' },
      whileCalling: this.one(['holds-server', 'frees-server']),
      ...this.callerValues(),
      ...(calls.length > 0 ? { calls } : {}),
      ...(this.chance(0.5) ? { routine: this.routine(calls) as ComponentPlan['routine'] } : {}),
    };
  }

  private gateway(calls: readonly string[]): ComponentPlan {
    return {
      kind: 'gateway',
      limiter: this.policy('rate-limiter'),
      key: this.one(['everybody', 'tenant', 'client']),
      tells: this.one(['seconds', 'exactly', 'not']),
      nodes: this.one([1, 2, 5]),
      routing: this.one(['random', 'turn', 'key']),
      counters: this.one(['together', 'whole-each', 'part-each', 'synchronised', 'leased', 'store', 'get-then-set']),
      syncInterval: this.one([50, 300]),
      storeTime: this.one([0, 7, 60]),
      storeUp: this.chance(0.8),
      withoutStore: this.one(['open', 'closed', 'local']),
      clockSkew: this.one([0, 0, 200]),
      whenCallerLeaves: this.one(['keep-working', 'cancel']),
      ...this.callerValues(),
      calls,
    };
  }

  private database(): ComponentPlan {
    const service = this.service([]);
    const { routine: _, whileCalling: __, ...serving } = service;
    return {
      ...serving,
      kind: 'database',
      writeTime: this.shortTime(),
      contention: this.one([0, 0, 0.1]),
      coherency: this.one([0, 0, 0.01]),
      timePerKilobyte: this.one([0, 0, 2]),
      rows: this.one([0, 10, 100_000_000]),
    };
  }

  private cache(calls: readonly string[]): ComponentPlan {
    const { params } = kindOf({ kind: 'cache' });
    const own = Object.keys(params).filter((name) => !(name in this.callerValues()));
    return {
      kind: 'cache',
      ...this.some(Object.fromEntries(own.map((name) => [name, params[name]])), 0.4),
      ...this.tightCache(),
      ...this.callerValues(),
      calls,
    };
  }

  /** What makes a cache small and short-lived enough that something happens in a short run. */
  private tightCache(): Values {
    return {
      capacity: this.one([1, 5, 40, 20_000]),
      ttl: this.one([null, 30, 200, 1_000]),
      nodes: this.one([1, 1, 2, 5]),
      copies: this.one([1, 1, 3]),
      hotAbove: this.one([1, 10]),
      operationTime: this.one<Values>([{ kind: 'constant', value: 0 }, { kind: 'constant', value: 0.5 }, this.shortTime()]),
      nodeRate: this.one([0, 0, 300]),
      warmUpRate: this.one([0, 50]),
      flushDelay: this.one([0, 30, 500]),
      holderDies: this.one([0, 0, 0.3]),
      writes: this.one(['invalidate', 'invalidate-first', 'set', 'write-through', 'write-behind', 'write-around', 'versioned-keys']),
      restarts: this.whole(0, 3),
    };
  }

  /** Mostly of few keys, so that they are asked for again. */
  private workload(): Values {
    const workload = this.policy('workload');
    const { keys } = seams.workload.catalogue.find(({ id }) => id === workload.kind)!.params as ParamRecord;
    return keys?.type === 'integer' ? { ...workload, keys: this.one([1, 8, 60, 500]) } : workload;
  }

  /** What makes jobs run out of time, die and come back within a short run. */
  private tightQueue(): Values {
    return {
      visibilityTimeout: this.one([null, 30, 200, 200, 1_000]),
      delay: this.chance(0.7) ? { kind: 'constant', value: 0 } : this.shortTime(),
      capacity: this.one([10_000_000, 10_000_000, 3, 40]),
      mostLapses: this.one([0, 1, 1_000_000]),
      redriveRate: this.one([0.5, 50]),
    };
  }

  queue(calls: readonly string[]): ComponentPlan {
    return { kind: 'job-queue', ...this.some(kindOf({ kind: 'job-queue' }).params, 0.4), ...this.tightQueue(), calls };
  }

  private tightWorkers(): Values {
    return {
      instances: this.one([1, 2, 5]),
      concurrency: this.one([1, 3, 10]),
      processingTime: this.shortTime(),
      prefetch: this.one([0, 0, 2, 20]),
      pollInterval: this.one([0, 0, 20, 300]),
      effectAt: this.one([1, 1, 0.5, 0]),
      checkpoints: this.one([1, 1, 2, 10]),
      workerFault: this.workerFault(),
      restartTime: this.one([5, 50, 500]),
      grace: this.one([0, 20, 500, null]),
      startUpTime: this.one([0, 0, 200]),
      deploysAtOnce: this.one([1, 2, 1_000]),
    };
  }

  /** One that strikes now and then within a short run. */
  private workerFault(): Values {
    return this.one<Values>([
      { kind: 'none' },
      { kind: 'crash', ratio: this.one([0.02, 0.3]), when: this.one(['anywhere', 'before-effect', 'after-effect']) },
      { kind: 'mortal', lifetime: this.one([100, 900]) },
      { kind: 'pause', interval: this.one([100, 900]), length: this.one([20, 400]), lengths: this.one(['constant', 'exponential']) },
      { kind: 'poison', ratio: this.one([0.02, 0.2]), at: this.one([0, 0.5, 1]) },
    ]);
  }

  workers(calls: readonly string[]): ComponentPlan {
    const { params } = kindOf({ kind: 'workers' });
    const own = Object.keys(params).filter((name) => !(name in this.callerValues()));
    return {
      kind: 'workers',
      ...this.some(Object.fromEntries(own.map((name) => [name, params[name]])), 0.4),
      ...this.tightWorkers(),
      ...this.callerValues(),
      ...(calls.length > 0 ? { calls } : {}),
    };
  }

  private tightSchedule(): Values {
    return {
      interval: this.one([20, 100, 1_000]),
      entries: this.one([1, 4]),
      splay: this.one([0, 0, 500]),
      jitter: this.one([0, 0, 300]),
      replicas: this.one([1, 1, 3]),
    };
  }

  private scheduler(calls: string): ComponentPlan {
    const { params } = kindOf({ kind: 'scheduler' });
    const own = Object.keys(params).filter((name) => !(name in this.callerValues()));
    return {
      kind: 'scheduler',
      ...this.some(Object.fromEntries(own.map((name) => [name, params[name]])), 0.4),
      ...this.tightSchedule(),
      ...this.callerValues(),
      calls: [calls],
    };
  }

  /** Up to two queues before up to two workers, who may call some of the services; clients, a scheduler or services may enqueue. */
  private addJobs(components: Record<string, ComponentPlan>, services: readonly string[]): void {
    const queues = this.chance(0.4) ? ['queue1', 'queue2'] : ['queue1'];
    const crews = this.chance(0.4) ? ['workers1', 'workers2'] : ['workers1'];
    // whatever enqueues is called by nobody who works on jobs
    const enqueuer = services.find((id) => components[id].kind === 'service' && this.chance(0.4));
    const after = enqueuer === undefined ? services : services.slice(services.indexOf(enqueuer) + 1);
    if (enqueuer !== undefined) {
      const { routine: _, ...plan } = components[enqueuer];
      components[enqueuer] = { ...plan, calls: [...calleesOf(plan.calls), this.one(queues)] };
    }
    const clients = Object.keys(components).filter((id) => components[id].kind === 'client');
    for (const id of clients) if (this.chance(0.7)) components[id] = { ...components[id], calls: [this.one(queues)] };
    if (this.chance(0.4)) components.scheduler = this.scheduler(this.chance(0.7) ? this.one(queues) : this.one(services));
    // nobody works without a queue
    queues.forEach((id, i) => {
      components[id] = this.queue(this.chance(0.3) ? crews : [crews[Math.min(i, crews.length - 1)]]);
    });
    const reached = crews.filter((id) => queues.some((queue) => calleesOf(components[queue].calls).includes(id)));
    for (const id of reached) components[id] = this.workers(after.filter(() => this.chance(0.3)));
  }

  /**
   * Up to two clients before up to five services, caches, gateways and databases, each of which calls only later ones;
   * in every other world jobs besides.
   */
  components(): Record<string, ComponentPlan> {
    const services = Array.from({ length: this.whole(1, 5) }, (_, i) => `service${i}`);
    const components: Record<string, ComponentPlan> = {};
    for (let i = this.whole(1, 2); i > 0; i--)
      components[`client${i}`] = {
        kind: 'client',
        arrival: this.arrival(),
        instances: this.one([1, 3]),
        ...this.callerValues(),
        tenants: this.one([1, 1, 4]),
        cost: this.one([1, 1, 3]),
        priority: this.whole(0, 3),
        workload: this.workload(),
        writeRatio: this.one([0, 0.1, 0.5]),
        valueSize: this.one([1, 300, 1_000]),
        sizeSpread: this.one([0, 1]),
        calls: [this.one(services)],
      };
    services.forEach((id, i) => {
      const later = services.slice(i + 1).filter(() => this.chance(0.7));
      const what = this.random();
      if (later.length === 0) components[id] = what < 0.5 ? this.database() : this.service(later);
      else if (what < 0.2) components[id] = this.gateway([this.one(later)]);
      else if (what < 0.65) components[id] = this.cache([this.one(later)]);
      else components[id] = this.service(later);
    });
    if (this.chance(0.5)) this.addJobs(components, services);
    return components;
  }

  /** Changes of parameters and of whole policies, anywhere before MENDED_AT. */
  changes(components: Readonly<Record<string, ComponentPlan>>): PlannedChange[] {
    const changes: PlannedChange[] = [];
    const ids = Object.keys(components);
    // where there are jobs, what happens to them is what is looked at
    const ofJobs = ids.filter((each) => ['job-queue', 'workers', 'scheduler'].includes(components[each].kind));
    for (let i = this.whole(0, 12); i > 0; i--) {
      const id = this.one(ofJobs.length > 0 && this.chance(0.6) ? ofJobs : ids);
      const { params } = kindOf(components[id]);
      const name =
        components[id].kind === 'cache' && this.chance(0.4)
          ? this.one(['restarts', 'nodes', 'writes', 'eviction', 'capacity', 'locality', 'works', 'stampedeGuard'])
          : this.one(Object.keys(params).filter((each) => each !== 'arrival' || this.chance(0.3)));
      const param = params[name];
      const value = this.changedTo(components[id].kind, name, param);
      changes.push(this.change(`${id}.${name}`, param, value));
    }
    changes.push(...this.nestedChanges(components, changes));
    return changes.sort((a, b) => a.at - b.at);
  }

  private tight(kind: string): Values {
    switch (kind) {
      case 'cache':
        return this.tightCache();
      case 'job-queue':
        return this.tightQueue();
      case 'workers':
        return this.tightWorkers();
      case 'scheduler':
        return this.tightSchedule();
      default:
        return {};
    }
  }

  private changedTo(kind: string, name: string, param: Param): unknown {
    if (name === 'arrival') return this.arrival();
    if (name === 'workload') return this.workload();
    if (['serviceTime', 'writeTime', 'operationTime', 'networkDelay'].includes(name)) return this.shortTime();
    if (name === 'servers') return this.whole(1, 8);
    if (name === 'timePerKilobyte') return this.one([0, 2]);
    const tight = this.tight(kind);
    return name in tight ? tight[name] : this.value(param);
  }

  /** Changes of what is inside policies that no other change replaces. */
  private nestedChanges(components: Readonly<Record<string, ComponentPlan>>, others: readonly PlannedChange[]): PlannedChange[] {
    const changes: PlannedChange[] = [];
    for (const [id, component] of Object.entries(components)) {
      for (const [name, param] of Object.entries(kindOf(component).params)) {
        if (
          param.type !== 'policy' ||
          param.seam === 'distribution' ||
          !(name in component) ||
          others.some(({ set }) => `${id}.${name}` in set)
        )
          continue;
        const { kind } = component[name] as { kind: string };
        const inner = Object.entries(seams[param.seam].catalogue.find((policy) => policy.id === kind)!.params as ParamRecord);
        if (inner.length === 0 || this.chance(0.7)) continue;
        const [nested, record] = this.one(inner);
        changes.push(this.change(`${id}.${name}.${nested}`, record, this.value(record)));
      }
    }
    return changes;
  }

  /** At some time before MENDED_AT, now and then spread out. */
  private change(path: string, param: Param, value: unknown): PlannedChange {
    const at = this.whole(1, MENDED_AT - 1);
    const numeric = ['number', 'integer', 'ratio'].includes(param.type) || (param.type === 'duration' && param.never === undefined);
    return { at, set: { [path]: value }, ...(numeric && this.chance(0.3) ? { over: this.whole(1, MENDED_AT - at) } : {}) };
  }

  blueprint(seed: number, duration = 6_000): Blueprint {
    const components = this.components();
    return { seed, duration, bins: 60, components, changes: this.changes(components) };
  }
}

/** The same world, where nobody sends from MENDED_AT on and nothing is wrong any more. */
export function mended(blueprint: Blueprint, duration: number): Blueprint {
  const set: Record<string, unknown> = {};
  const all = Object.entries(blueprint.components);
  // what is written behind, and a job, is tried until somebody waits for it long enough
  const triesOn = all.some(([, { kind }]) => kind === 'cache' || kind === 'workers');
  for (const [id, { kind }] of all) {
    if (kind === 'job-queue') {
      const lasting = {
        visibilityTimeout: 10_000,
        whenJobFails: 'retry-delay',
        retryDelay: { kind: 'constant' },
        lateAcknowledgement: 'deletes',
        redrive: false,
        // one after the other would take too long
        orderKept: 'not',
        uniqueness: { kind: 'none' },
      };
      for (const [name, value] of Object.entries(lasting)) set[`${id}.${name}`] = value;
      continue;
    }
    set[`${id}.ownLimiter`] = { kind: 'none' };
    if (triesOn) Object.assign(set, { [`${id}.attemptTimeout`]: null, [`${id}.deadline`]: null });
    if (kind === 'database') Object.assign(set, { [`${id}.contention`]: 0, [`${id}.coherency`]: 0 });
    if (kind === 'client') set[`${id}.arrival`] = { kind: 'constant', rate: 0 };
    else if (kind === 'scheduler') set[`${id}.enabled`] = false;
    else if (kind === 'workers') {
      const healthy = { workerFault: { kind: 'none' }, limiter: { kind: 'none' }, autoscaling: { kind: 'none' } };
      Object.assign(
        set,
        Object.fromEntries(Object.entries({ ...healthy, enabled: true, instances: 3 }).map(([name, value]) => [`${id}.${name}`, value])),
      );
      Object.assign(set, { [`${id}.whenLeaseEnds`]: 'goes-on', [`${id}.fault`]: { kind: 'none' } });
    } else if (kind === 'gateway') Object.assign(set, { [`${id}.limiter`]: { kind: 'none' }, [`${id}.storeUp`]: true });
    else if (kind !== 'cache') set[`${id}.fault`] = { kind: 'none' };
  }
  return { ...blueprint, duration, changes: [...blueprint.changes, { at: MENDED_AT, set }] };
}
