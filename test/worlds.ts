import { catalogue as componentKinds } from '../src/sim/component/index.ts';
import type { Blueprint, ComponentPlan, PlannedChange } from '../src/sim/world/blueprint.ts';
import { type Options, World } from '../src/sim/world/world.ts';

export interface Setting extends Options {
  seed?: number;
  /** [ms] */
  duration?: number;
  bins?: number;
  changes?: readonly PlannedChange[];
}

export type Components = Blueprint['components'];

/** A world that has not begun. */
export function worldOf(components: Components, { seed = 1, duration = 1_000, bins = 10, changes = [], ...options }: Setting = {}): World {
  return new World({ seed, duration, bins, components, changes }, options);
}

/** A world that has run to its end, with balanced books. */
export function played(components: Components, setting: Setting = {}): World {
  const world = worldOf(components, setting);
  world.run();
  const wrong = world.audit();
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
  return world;
}

/** A client that sends evenly, the first request after one gap; it has no timeout and does not retry. */
export function evenClient(rate: number, calls: string, rest: Partial<ComponentPlan> = {}): ComponentPlan {
  return { kind: 'client', arrival: { kind: 'constant', rate }, maxAttempts: 1, attemptTimeout: null, calls: [calls], ...rest };
}

/** A client all of whose requests are born at time 0, and none after; it has no timeout and does not retry. */
export function crowd(requests: number, calls: string, rest: Partial<ComponentPlan> = {}): ComponentPlan {
  return { kind: 'client', arrival: { kind: 'once', requests }, maxAttempts: 1, attemptTimeout: null, calls: [calls], ...rest };
}

/** A service whose work always takes the same time [ms]. */
export function steadyService(servers: number, time: number, rest: Partial<ComponentPlan> = {}): ComponentPlan {
  return { kind: 'service', servers, serviceTime: { kind: 'constant', value: time }, ...rest };
}

function meterOf(world: World, id: string) {
  const dot = id.indexOf('.');
  const recorder = world.recorders[world.ids.indexOf(id.slice(0, dot))];
  const meter = recorder.meters.findIndex(({ name }) => name === id.slice(dot + 1));
  if (meter < 0) throw new Error(`there is no meter ${id}`);
  return { recorder, meter };
}

/** A meter over bins `from` to `to` − 1, by default over the whole run. */
export function figure(world: World, id: string, from = 0, to = world.closedBins): number {
  const { recorder, meter } = meterOf(world, id);
  return recorder.over(meter, from, to);
}

/** A meter's samples, bin by bin. */
export function samples(world: World, id: string): number[] {
  const { recorder, meter } = meterOf(world, id);
  return Array.from({ length: world.closedBins }, (_, bin) => recorder.sample(meter, bin));
}

/** How often a fact happened, as `checkout.finished`. */
export function total(world: World, id: string): number {
  const dot = id.indexOf('.');
  const count = world.recorders[world.ids.indexOf(id.slice(0, dot))].total(id.slice(dot + 1));
  if (count === undefined) throw new Error(`there is no fact ${id}`);
  return count;
}

/** Everything that happened to one request, as `10 shoppers.sent`, times in ms; the world has to be traced. */
export function storyOf(world: World, request: number): string[] {
  const { trace } = world;
  if (!trace) throw new Error('the world keeps no stories');
  const lines: string[] = [];
  trace.times.forEach((at, i) => {
    if (trace.requests[i] !== request) return;
    const id = world.ids[trace.components[i]];
    // of kinds that only a test has the story says nothing
    const facts = componentKinds.find(({ id: kind }) => kind === world.blueprint.components[id].kind)?.facts;
    if (facts) lines.push(`${at / 1_000} ${id}.${facts[trace.facts[i]]}`);
  });
  return lines;
}

/** The first so many requests, for `trace`. */
export const firstRequests = (count: number): ReadonlySet<number> => new Set(Array.from({ length: count }, (_, i) => i));

/**
 * What becomes of a component's replicas while a world runs, line by line as `50 replicaEjected 0`, times in ms; to be
 * asked for before it runs.
 */
export function replicaStory(world: World, id: string): string[] {
  const recorder = world.recorders[world.ids.indexOf(id)];
  const { facts } = componentKinds.find(({ id: kind }) => kind === world.blueprint.components[id].kind)!;
  const lines: string[] = [];
  const tell = recorder.fact.bind(recorder);
  recorder.fact = (fact, request, subject) => {
    if (facts[fact].startsWith('replica')) lines.push(`${world.now} ${facts[fact]} ${subject}`);
    tell(fact, request, subject);
  };
  return lines;
}
