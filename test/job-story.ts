import { type Component, type ComponentDefinition, defineComponent, type Site } from '../src/sim/component/component.ts';
import { facts as jobQueueFacts, gauges as jobQueueGauges } from '../src/sim/component/job-queue/job-queue-meters.ts';
import { facts as workerFacts } from '../src/sim/component/workers/worker-meters.ts';
import { Caller } from '../src/sim/flow/caller.ts';
import { callerFacts, callerGauges } from '../src/sim/flow/caller-meters.ts';
import { callerParams, callerScopes } from '../src/sim/flow/caller-params.ts';
import { type Origin, OUTCOMES } from '../src/sim/flow/port.ts';
import { DEATHS, DELIVERY_ENDS } from '../src/sim/observe/jobs.ts';
import type { ComponentPlan } from '../src/sim/world/blueprint.ts';
import type { World } from '../src/sim/world/world.ts';
import { type Components, played, type Setting, total } from './worlds.ts';

/** A wish at a time [ms]: `0 k1`, with a tenant, a class and a cost `0 k1 t2 p3 c5`, or by number the same request again: `5 =0`. */
interface Wish {
  at: number;
  key: number;
  tenant: number;
  class: number;
  cost: number;
  again: number | null;
}

function parse(line: string): Wish {
  const [at, ...words] = line.split(' ');
  const wish: Wish = { at: Number(at), key: 0, tenant: 0, class: 0, cost: 1, again: null };
  for (const word of words) {
    const value = Number(word.slice(1));
    if (Number.isNaN(value)) throw new Error(`what is “${line}”?`);
    if (word[0] === 'k') wish.key = value;
    else if (word[0] === 't') wish.tenant = value;
    else if (word[0] === 'p') wish.class = value;
    else if (word[0] === 'c') wish.cost = value;
    else if (word[0] === '=') wish.again = value;
    else throw new Error(`what is “${line}”?`);
  }
  return wish;
}

/** A client that enqueues exactly what it is told, when it is told, and hears what it was answered and what became of its jobs. */
function script(wishes: readonly Wish[], heard: string[]): ComponentDefinition {
  return defineComponent({
    id: 'script',
    title: 'Script',
    summary: 'Enqueues what it is told.',
    notes: [],
    params: callerParams({ maxAttempts: 1, attemptTimeout: null }),
    scopes: callerScopes,
    takes: [],
    sends: ['calls'],
    calls: { least: 1, most: 20 },
    routine: false,
    facts: [...callerFacts],
    gauges: callerGauges,
    histograms: [],
    meters: [],
    face: { line: '', shows: [] },
    balances: [],
    create: (site, params): Component => new Script(site, params, wishes, heard),
  });
}

class Script implements Component, Origin {
  readonly caller: Caller;
  readonly origin = this;
  private readonly rows = new Map<number, number>();

  constructor(
    private readonly site: Site,
    params: ConstructorParameters<typeof Caller>[1],
    private readonly wishes: readonly Wish[],
    private readonly heard: string[],
  ) {
    this.caller = new Caller(site, params, this);
  }

  start(): void {
    const { simulation } = this.site;
    const asked = this.site.event((subject) => this.ask(subject));
    for (const [i, { at }] of this.wishes.entries()) simulation.schedule(Math.round(at * 1_000), asked, i);
  }

  private ask(subject: number): void {
    const { requests, simulation, index, grid, wires } = this.site;
    const { key, tenant, class: rank, cost, again } = this.wishes[subject];
    let request = again === null ? -1 : ([...this.rows].find(([, wish]) => wish === again)?.[0] as number);
    if (again === null) {
      request = requests.begin(index, simulation.now, grid.bin, subject, 7);
      this.rows.set(request, subject);
      requests.key[request] = key;
      requests.tenant[request] = tenant;
      requests.class[request] = rank;
      requests.cost[request] = cost;
    } else requests.references[request]++;
    const wire = wires.length > 1 ? subject % wires.length : 0;
    this.caller.go(this.caller.open(wire, 0, request, request, -1, 1, subject, 7));
  }

  concluded(request: number, outcome: number): void {
    this.say(`wish ${this.rows.get(request)} ${OUTCOMES[outcome]}`);
    this.site.requests.letGo(request);
  }

  jobEnded(request: number, done: boolean): void {
    this.say(`wish ${this.rows.get(request)} ${done ? 'done' : 'not done'}`);
  }

  duplicated(request: number): void {
    this.say(`wish ${this.rows.get(request)} again`);
  }

  private say(what: string): void {
    this.heard.push(`${this.site.simulation.now / 1_000} ${what}`);
  }

  changed(): void {}
}

export interface Worked {
  world: World;
  /**
   * Every delivery, in order: `j0 p1 #2 5·6·16 done, effect 16, lease 16`: the job, its process, how often it had been
   * received, when it was received, begun and ended for its worker [ms] and how, when its side effect took place, and when
   * its lease ended; `out` after it if by running out.
   */
  deliveries: string[];
  /** Dead letters: `20 j0 received too often`. */
  deaths: string[];
  /** What the client heard: `0 wish 0 ok`, `10 wish 0 done`, `20 wish 0 again` for a side effect too many. */
  heard: string[];
  /** Facts of the queue and of the workers that have happened, by name. */
  queue: Record<string, number>;
  workers: Record<string, number>;
  /** Gauges of the queue that are not 0 at the end. */
  standing: Record<string, number>;
}

/** A queue whose jobs go to `workers`; leases of 100 ms, retries after 50 ms. */
export function jobQueue(rest: Partial<ComponentPlan> = {}): ComponentPlan {
  return {
    kind: 'job-queue',
    visibilityTimeout: 100,
    retryDelay: { kind: 'constant', delay: 50 },
    calls: ['workers'],
    ...rest,
  };
}

/** One process that works on one job at a time, 10 ms for each of cost 1. */
export function workersOf(rest: Partial<ComponentPlan> = {}): ComponentPlan {
  return { kind: 'workers', replicas: 1, concurrency: 1, processingTime: { kind: 'constant', value: 10 }, restartTime: 20, ...rest };
}

function notZero(names: readonly string[], of: (name: string) => number): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, of(name)] as const).filter(([, value]) => value !== 0));
}

export interface JobSetting extends Setting {
  /** Besides or instead of the queue `queue` and the workers `workers`. */
  others?: Components;
  /** What the client enqueues in, each wish in the next; by default `queue`. */
  into?: readonly string[];
  client?: Partial<ComponentPlan>;
}

/** Somebody enqueues jobs, and workers work on them. */
export function worked(
  queue: Partial<ComponentPlan>,
  workers: Partial<ComponentPlan>,
  wishes: readonly string[],
  { others = {}, into = ['queue'], client, ...setting }: JobSetting = {},
): Worked {
  const heard: string[] = [];
  const world = played(
    { client: { kind: 'script', calls: into, ...client }, queue: jobQueue(queue), workers: workersOf(workers), ...others },
    { observe: ['jobs'], components: [script(wishes.map(parse), heard)], ...setting },
  );
  const facts = (id: string, names: readonly string[]) => notZero(names, (fact) => total(world, `${id}.${fact}`));
  return {
    world,
    deliveries: deliveriesOf(world),
    deaths: (world.observed.jobs?.deaths ?? []).map(({ at, job, cause }) => `${at / 1_000} j${job} ${DEATHS[cause]}`),
    heard,
    queue: facts('queue', jobQueueFacts),
    workers: facts('workers', workerFacts),
    standing: notZero(
      jobQueueGauges.map(({ name }) => name),
      (gauge) => world.recorders[world.ids.indexOf('queue')].standing(gauge),
    ),
  };
}

function deliveriesOf({ observed: { jobs } }: World): string[] {
  if (!jobs) throw new Error('the world keeps no log of jobs');
  const ms = (time: number) => (Number.isNaN(time) ? '–' : String(time / 1_000));
  return Array.from({ length: jobs.count }, (_, i) => {
    const times = [jobs.receivedAt[i], jobs.startedAt[i], jobs.endedAt[i]].map(ms).join('·');
    const effect = Number.isNaN(jobs.effectAt[i]) ? '' : `, effect ${ms(jobs.effectAt[i])}`;
    const lease = `, lease ${ms(jobs.leaseEndedAt[i])}${jobs.lapsed[i] === 1 ? ' out' : ''}`;
    return `j${jobs.job[i]} p${jobs.process[i]} #${jobs.receiveCount[i]} ${times} ${DELIVERY_ENDS[jobs.end[i]]}${effect}${lease}`;
  });
}
