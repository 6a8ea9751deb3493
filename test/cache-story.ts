import { type Component, type ComponentDefinition, defineComponent, type Site } from '../src/sim/component/component.ts';
import { catalogue } from '../src/sim/component/index.ts';
import { Caller } from '../src/sim/flow/caller.ts';
import { callerFacts, callerGauges } from '../src/sim/flow/caller-meters.ts';
import { callerParams, callerScopes } from '../src/sim/flow/caller-params.ts';
import { type Origin, OUTCOMES } from '../src/sim/flow/port.ts';
import { ABSENT, NO_VALUE } from '../src/sim/flow/truth.ts';
import { READ, WRITE } from '../src/sim/policy/workload/contract.ts';
import type { ComponentPlan } from '../src/sim/world/blueprint.ts';
import type { World } from '../src/sim/world/world.ts';
import { type Components, firstRequests, played, type Setting } from './worlds.ts';

/** What somebody asks at a time [ms], from one of several processes, of so many bytes, at a cost: `20 r1`, `20.5 w1`, `20 r1@2`, `20 r1:500`, `20 r1$3`. */
export interface Ask {
  text: string;
  at: number;
  write: boolean;
  key: number;
  process: number;
  bytes: number;
  cost: number;
}

export interface Answer {
  /** Number of the request. */
  request: number;
  /** [ms] */
  at: number;
  outcome: string;
  value: number;
}

function parse(line: string): Ask {
  const match = line.match(/^([\d.]+) (([rw])(\d+)(?:@(\d+))?(?::(\d+))?(?:\$(\d+))?)$/);
  if (!match) throw new Error(`what is “${line}”?`);
  const [, at, text, operation, key, process = '0', bytes = '1', cost = '1'] = match;
  return {
    text,
    at: Number(at),
    write: operation === 'w',
    key: Number(key),
    process: Number(process),
    bytes: Number(bytes),
    cost: Number(cost),
  };
}

/** A client that asks exactly what it is told, when it is told, and remembers what it was answered. */
function script(asks: readonly Ask[], answers: Answer[]): ComponentDefinition {
  return defineComponent({
    id: 'script',
    title: 'Script',
    summary: 'Asks what it is told.',
    notes: [],
    params: callerParams({ maxAttempts: 1, attemptTimeout: null }),
    scopes: callerScopes,
    takes: [],
    sends: ['calls'],
    calls: { least: 1, most: 1 },
    routine: false,
    facts: [...callerFacts],
    gauges: callerGauges,
    histograms: [],
    meters: [],
    face: { line: '', shows: [] },
    balances: [],
    create: (site, params): Component => new Script(site, params, asks, answers),
  });
}

class Script implements Component, Origin {
  readonly caller: Caller;
  readonly origin = this;
  private readonly rows = new Map<number, number>();

  constructor(
    private readonly site: Site,
    params: ConstructorParameters<typeof Caller>[1],
    private readonly asks: readonly Ask[],
    private readonly answers: Answer[],
  ) {
    this.caller = new Caller(site, params, this);
  }

  start(): void {
    const { simulation } = this.site;
    const asked = this.site.event((subject) => this.ask(subject));
    for (const [i, { at }] of this.asks.entries()) simulation.schedule(Math.round(at * 1_000), asked, i);
  }

  private ask(subject: number): void {
    const { requests, simulation, index, grid } = this.site;
    const { key, write, process, bytes, cost } = this.asks[subject];
    const request = requests.begin(index, simulation.now, grid.bin, subject, 7);
    requests.key[request] = key;
    requests.operation[request] = write ? WRITE : READ;
    requests.bytes[request] = bytes;
    requests.cost[request] = cost;
    this.rows.set(request, subject);
    this.answers[subject] = { request: requests.number[request], at: Number.NaN, outcome: '', value: NO_VALUE };
    this.caller.go(this.caller.open(0, process, request, request, -1, subject, subject, 7));
  }

  concluded(request: number, outcome: number): void {
    const { simulation, requests } = this.site;
    const answer = this.answers[this.rows.get(request) as number];
    Object.assign(answer, { at: simulation.now / 1_000, outcome: OUTCOMES[outcome], value: this.caller.lastValue });
    requests.letGo(request);
  }

  changed(): void {}
  duplicated(): void {}
}

/** What a line says of a call at the cache. */
const WORDS: Readonly<Record<string, string>> = {
  hit: 'hit',
  staleHit: 'stale',
  miss: 'miss',
  absentHit: 'remembered',
  guarded: 'guarded',
  joined: 'joined',
  servedOnError: 'on-error',
  bypassed: 'bypassed',
  wentBack: 'back',
  servedWrong: 'wrong',
};

export interface Told {
  world: World;
  /**
   * What became of every ask: `r1 20→30 miss v0`, when it was asked and answered [ms], what the cache said, and which
   * value it got. Values are numbered in the order in which they came to be; `none` is the news that there is no such key.
   */
  answers: string[];
  /** The same as figures. */
  figures: (Ask & { answer: Answer; said: readonly string[] })[];
}

/** A database that takes as long as it is told to read and to write [ms], for everybody at once. */
export function origin(read = 10, write = 10, rest: Partial<ComponentPlan> = {}): ComponentPlan {
  return {
    kind: 'database',
    servers: 1_000,
    serviceTime: { kind: 'constant', value: read },
    writeTime: { kind: 'constant', value: write },
    ...rest,
  };
}

/** A cache whose operations take no time. */
export function swiftCache(rest: Partial<ComponentPlan> = {}, calls = 'origin'): ComponentPlan {
  return { kind: 'cache', operationTime: { kind: 'constant', value: 0 }, capacity: 100, calls: [calls], ...rest };
}

export interface StorySetting extends Setting {
  /** Of the client: its timeouts and its network. */
  client?: Partial<ComponentPlan>;
  /** Instead of a database that reads and writes in 10 ms. */
  others?: Components;
}

/** Somebody asks the first of some components. */
export function asked(components: Components, asks: readonly string[], { client, ...setting }: Omit<StorySetting, 'others'> = {}): Told {
  const list = asks.map(parse);
  const answers: Answer[] = [];
  const [first] = Object.keys(components);
  const world = played(
    { client: { kind: 'script', calls: [first], ...client }, ...components },
    { trace: firstRequests(asks.length + 1_000), components: [script(list, answers)], ...setting },
  );
  const said = saidBy(world, first);
  const lines = list.map(({ text, at }, i) => {
    const { request, at: ended, outcome, value } = answers[i];
    const what = outcome === 'ok' ? (value === ABSENT ? 'none' : value === NO_VALUE ? '' : `v${value}`) : outcome;
    return [text, `${at}→${Number.isNaN(ended) ? '' : ended}`, ...(said.get(request) ?? []), what].filter((word) => word !== '').join(' ');
  });
  const figures = list.map((ask, i) => ({ ...ask, answer: answers[i], said: said.get(answers[i].request) ?? [] }));
  return { world, answers: lines, figures };
}

/** Somebody asks a cache, which stands before an `origin`. */
export function told(cache: Partial<ComponentPlan>, asks: readonly string[], { others, ...setting }: StorySetting = {}): Told {
  return asked({ cache: swiftCache(cache), ...(others ?? { origin: origin() }) }, asks, setting);
}

function saidBy({ trace, ids, blueprint }: World, id: string): Map<number, string[]> {
  const { facts } = catalogue.find(({ id: kind }) => kind === blueprint.components[id].kind)!;
  const said = new Map<number, string[]>();
  trace?.times.forEach((_, i) => {
    const word = WORDS[facts[trace.facts[i]]];
    if (ids[trace.components[i]] !== id || word === undefined) return;
    const { requests } = trace;
    const words = said.get(requests[i]) ?? [];
    words.push(word);
    said.set(requests[i], words);
  });
  return said;
}

/** What somebody was answered. */
export const answersOf = (...story: Parameters<typeof told>): string[] => told(...story).answers;
