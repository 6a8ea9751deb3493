import { describe, expect, test } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import { OUTCOMES } from '../../src/sim/flow/port.ts';
import { catalogue } from '../../src/sim/observe/index.ts';
import { wiresIn } from '../../src/sim/param/borrowing.ts';
import { scalingParams } from '../../src/sim/policy/autoscaling/contract.ts';
import type { Step } from '../../src/sim/routine/routine.ts';
import { catalogue as routineSteps } from '../../src/sim/routine/step/index.ts';
import type { Blueprint } from '../../src/sim/world/blueprint.ts';
import { type NodeContents, type RequestLog, World } from '../../src/sim/world/world.ts';
import { figure, firstRequests, total } from '../worlds.ts';
import { Maker, mended, rolesIn } from './random-world.ts';

const WORLDS = 150;

/** Gauges of what may be left behind, by kind of component, where it is more or less than what its own balances have open. */
const QUEUES: Readonly<Record<string, readonly string[]>> = {
  // what is idle, or tried to be made for nobody, stays
  'connection-pool': ['inside', 'pending', 'inUse'],
  gateway: ['inside', 'held'],
  cache: ['inside', 'waiting', 'rebuilding', 'dirty'],
  'job-queue': ['staged', 'hidden', 'blocked', 'ready', 'inFlight'],
  workers: ['reserved', 'working', 'strays'],
  scheduler: ['running'],
};

/** Connections that nobody uses are open, or tried to be opened, when all is done. */
const KEPT_OPEN = ['connections', 'connecting'];

/** Numbers of the requests that a client has sent. */
function sentBy(log: RequestLog, client: number): number[] {
  return Array.from({ length: log.count }, (_, i) => i).filter((i) => log.client[i] === client && !Number.isNaN(log.intended[i]));
}

/** Calls with every random world, its number in the message of whatever fails. */
function everyWorld(check: (blueprint: Blueprint, name: string, maker: Maker) => void): void {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const maker = new Maker(seed);
    check(maker.blueprint(seed), `world ${seed}`, maker);
  }
}

/** The same of any kind, and replicas that are about to come up or stand still. */
function queuesOf(kind: string): readonly string[] {
  const { balances, gauges } = componentKinds.find(({ id }) => id === kind)!;
  const passing = ['starting', 'paused'].filter((gauge) => gauges.some(({ name }) => name === gauge));
  const open = balances.flatMap(({ open: gauges }) => gauges).filter((gauge) => !KEPT_OPEN.includes(gauge));
  return [...(QUEUES[kind] ?? open), ...passing];
}

const standing = ({ recorders, ids }: World, id: string, gauge: string) => recorders[ids.indexOf(id)].standing(gauge);

const hasEndlessLeases = ({ components, changes }: Blueprint) =>
  [
    ...Object.values(components).map(({ visibilityTimeout }) => visibilityTimeout),
    ...changes.flatMap(({ set }) =>
      Object.entries(set)
        .filter(([path]) => path.endsWith('.visibilityTimeout'))
        .map(([, value]) => value),
    ),
  ].includes(null);

const idsOf = ({ components }: Blueprint, kind: string) => Object.keys(components).filter((id) => components[id].kind === kind);

describe('whatever the components, policies, faults and changes', () => {
  test('the world is one that a scenario may describe', () => {
    everyWorld((blueprint, name) => {
      expect(() => readScenario({ format: 2, ...blueprint }), name).not.toThrow();
    });
  });

  test('the books balance at any moment, and slicing changes nothing', () => {
    everyWorld((blueprint, name, maker) => {
      const whole = new World(blueprint);
      whole.run();
      expect([whole.audit(), whole.runaway], name).toEqual([[], null]);
      const sliced = new World(blueprint);
      const most = maker.one([1, 50, 1_000]) * Math.ceil(whole.simulation.handled / 200);
      while (!sliced.run(maker.whole(1, most))) expect(sliced.audit(), name).toEqual([]);
      expect(sliced.fingerprintDigits(), name).toBe(whole.fingerprintDigits());
      expect(sliced.simulation.handled, name).toBe(whole.simulation.handled);
    });
  });

  test('looking changes nothing: the same facts with other bins, every observer and stories', () => {
    const observers = catalogue.map(({ id }) => id);
    const kept = new Map(observers.map((id) => [id, 0]));
    everyWorld((blueprint, name, maker) => {
      const plain = new World(blueprint);
      plain.run();
      expect(Object.values(plain.observed), name).toEqual(observers.map(() => null));
      const watched = new World(
        { ...blueprint, bins: maker.whole(10, 200) },
        { observe: observers, trace: firstRequests(maker.whole(1, 50)) },
      );
      watched.run();
      expect(watched.fingerprintDigits(), name).toBe(plain.fingerprintDigits());
      for (const id of observers) kept.set(id, kept.get(id)! + watched.observed[id]!.count);
    });
    // and there was something to see for each of them
    for (const [id, count] of kept) expect(count, id).toBeGreaterThan(0);
  });

  test('meters and log agree: what arrived has succeeded, failed, or is open', () => {
    everyWorld((blueprint, name) => {
      const world = new World(blueprint, { observe: ['requests'] });
      world.run();
      const seconds = blueprint.duration / 1_000;
      const count = (meter: string) => Math.round(figure(world, meter) * seconds * 1e6) / 1e6;
      const log = world.observed.requests!;
      let logged = 0;
      for (const id of idsOf(blueprint, 'client')) {
        const number = world.ids.indexOf(id);
        const rows = sentBy(log, number);
        const ended = rows.filter((i) => !Number.isNaN(log.finished[i]));
        const succeeded = ended.filter((i) => OUTCOMES[log.outcome[i]] === 'ok');
        const degraded = ended.filter((i) => OUTCOMES[log.outcome[i]] === 'degraded');
        const failed = ended.length - succeeded.length - degraded.length;
        expect(count(`${id}.arrivals`), name).toBe(rows.length);
        expect(count(`${id}.goodput`), name).toBe(succeeded.length);
        expect(count(`${id}.degraded`), name).toBe(degraded.length);
        expect(count(`${id}.failures`), name).toBe(failed);
        expect(count(`${id}.goodputByArrival`), name).toBe(succeeded.length);
        expect(count(`${id}.failuresByArrival`), name).toBe(failed);
        expect(world.recorders[number].standing('inFlight'), name).toBe(rows.length - ended.length);
        logged += rows.length;
      }
      // caches ask for some things themselves, and schedulers for all
      if (idsOf(blueprint, 'cache').length + idsOf(blueprint, 'scheduler').length === 0)
        expect([log.count, world.requestCount], name).toEqual([logged, logged]);
      else expect(world.requestCount, name).toBeGreaterThanOrEqual(logged);
    });
  });

  test('time adds up: requests in flight × time = the time each was in flight', () => {
    everyWorld((blueprint, name) => {
      const world = new World(blueprint, { observe: ['requests'] });
      world.run();
      const log = world.observed.requests!;
      for (const id of idsOf(blueprint, 'client')) {
        let spent = 0;
        for (const i of sentBy(log, world.ids.indexOf(id)))
          spent += (Number.isNaN(log.finished[i]) ? blueprint.duration * 1_000 : log.finished[i]) - log.intended[i];
        expect(figure(world, `${id}.inFlight`), name).toBeCloseTo(spent / (blueprint.duration * 1_000), 9);
      }
    });
  });

  test('no more tasks work than there have ever been servers, and nobody waits fewer than zero times', () => {
    everyWorld((blueprint, name) => {
      const world = new World(blueprint);
      const borrows = Object.values(blueprint.components).some(({ routine = [] }) =>
        wiresIn(routine as Step[], '', routineSteps).some(({ carries }) => carries !== 'calls'),
      );
      const most = (id: string, param: string) => {
        const usual = componentKinds.find(({ id: kind }) => kind === blueprint.components[id].kind)!.params[param].default;
        const values = [blueprint.components[id][param] ?? usual, ...blueprint.changes.map(({ set }) => set[`${id}.${param}`] ?? 0)];
        return Math.max(...(values as number[]));
      };
      // as many replicas as an autoscaler may ever have wanted
      const scaled = (id: string) => {
        const policies = [blueprint.components[id].autoscaling, ...blueprint.changes.map(({ set }) => set[`${id}.autoscaling`])];
        const limits = policies.map((policy) => ({ kind: 'none', most: scalingParams.most.default, ...(policy ?? {}) }));
        const nested = blueprint.changes.map(({ set }) => (set[`${id}.autoscaling.most`] ?? 0) as number);
        return Math.max(...limits.map(({ kind, most: limit }) => (kind === 'none' ? 0 : limit)), ...nested);
      };
      const services = [...idsOf(blueprint, 'service'), ...idsOf(blueprint, 'database')].map((id) => ({
        recorder: world.recorders[world.ids.indexOf(id)],
        servers: Math.max(most(id, 'replicas'), scaled(id)) * most(id, 'servers'),
      }));
      while (!world.run(97)) {
        for (const { recorder, servers } of services) {
          const [waiting, working, away] = ['waiting', 'working', 'away'].map((gauge) => recorder.standing(gauge));
          expect(Math.min(waiting, working, away), `${name}, ${recorder.component}`).toBeGreaterThanOrEqual(0);
          expect(working, `${name}, ${recorder.component}`).toBeLessThanOrEqual(servers);
          const [up, starting, paused] = ['up', 'starting', 'paused'].map((gauge) => recorder.standing(gauge));
          expect(Math.min(up - paused, starting, paused), `${name}, ${recorder.component}`).toBeGreaterThanOrEqual(0);
        }
        for (const id of idsOf(blueprint, 'workers')) {
          for (const gauge of ['reserved', 'working', 'slots', 'up', 'starting', 'paused', 'strays'])
            expect(standing(world, id, gauge), `${name}, ${id}.${gauge}`).toBeGreaterThanOrEqual(0);
          expect(standing(world, id, 'strays'), name).toBeLessThanOrEqual(standing(world, id, 'working'));
          expect(standing(world, id, 'paused'), name).toBeLessThanOrEqual(standing(world, id, 'up'));
        }
        for (const id of idsOf(blueprint, 'gateway')) {
          for (const gauge of ['inside', 'held', 'up', 'starting', 'paused'])
            expect(standing(world, id, gauge), `${name}, ${id}.${gauge}`).toBeGreaterThanOrEqual(0);
          expect(standing(world, id, 'held'), name).toBeLessThanOrEqual(standing(world, id, 'inside'));
          expect(standing(world, id, 'paused'), name).toBeLessThanOrEqual(standing(world, id, 'up'));
          // who dies takes all with it; fewer replicas finish what they have
          if (standing(world, id, 'up') === 0 && !blueprint.changes.some(({ set }) => `${id}.replicas` in set))
            expect(standing(world, id, 'inside'), `${name}, ${id}`).toBe(0);
        }
        if (borrows) continue;
        // one lease at most for each job in flight
        const inFlight = idsOf(blueprint, 'job-queue').reduce((sum, id) => sum + standing(world, id, 'inFlight'), 0);
        expect(world.open().leases, name).toBeLessThanOrEqual(inFlight);
      }
    });
  });

  test('a cache holds what it says it holds, and no more than it has room for', () => {
    everyWorld((blueprint, name) => {
      const caches = idsOf(blueprint, 'cache');
      if (caches.length === 0) return;
      const world = new World(blueprint);
      for (let ended = false; !ended; ) {
        ended = world.run(499);
        for (const id of caches) {
          const recorder = world.recorders[world.ids.indexOf(id)];
          const nodes = world.contents(id, 100_000);
          const sum = (of: (node: NodeContents) => number) => nodes.reduce((total, node) => total + of(node), 0);
          expect(
            sum(({ keys }) => keys.length),
            `${name}, ${id}`,
          ).toBe(recorder.standing('held'));
          expect(
            sum(({ used }) => used),
            `${name}, ${id}`,
          ).toBe(recorder.standing('used'));
          for (const { keys, shelves, used, capacity, inBytes } of nodes) {
            expect(used, `${name}, ${id}`).toBeLessThanOrEqual(capacity);
            if (!inBytes) expect(keys.length, `${name}, ${id}`).toBe(used);
            const kept = shelves.flatMap((shelf) => (shelf.ghost ? [] : shelf.keys)).sort((a, b) => a - b);
            expect(kept, `${name}, ${id}`).toEqual([...keys]);
          }
          if (recorder.standing('up') === 0)
            expect([recorder.standing('held'), recorder.standing('dirty')], `${name}, ${id}`).toEqual([0, 0]);
          expect(recorder.standing('paused'), `${name}, ${id}`).toBeLessThanOrEqual(recorder.standing('up'));
          for (const gauge of ['inside', 'waiting', 'rebuilding', 'dirty', 'paused', 'starting'])
            expect(recorder.standing(gauge), `${name}, ${id}.${gauge}`).toBeGreaterThanOrEqual(0);
          expect(recorder.standing('waiting'), `${name}, ${id}`).toBeLessThanOrEqual(recorder.standing('inside'));
        }
      }
    });
  });

  test('once traffic has ended and everything is mended, it drains: nothing open, nothing queued, every server free', () => {
    everyWorld((blueprint, name) => {
      const ran = (duration: number) => {
        const world = new World(mended(blueprint, duration));
        world.run();
        return world;
      };
      // who holds a job under a lease that never ends, and dies, holds it for ever
      const endless = hasEndlessLeases(blueprint);
      let world = ran(600_000);
      // many jobs for few workers take longer, and so does work that was begun beside a thousand others
      if (!endless && world.open().operations + world.open().tasks > 0) world = ran(3_600_000);
      expect([world.audit(), world.runaway], name).toEqual([[], null]);
      if (endless) return;
      // a dead letter is kept, and the request that wished for it
      const dead = idsOf(blueprint, 'job-queue').reduce((sum, id) => sum + standing(world, id, 'dead'), 0);
      // a run waits as long as its scheduler is off
      const waiting = idsOf(blueprint, 'scheduler').reduce((sum, id) => sum + standing(world, id, 'waiting'), 0);
      const { requests, effects, accounts, ...open } = world.open();
      expect(open, name).toEqual({ calls: 0, tasks: 0, abouts: 0, operations: 0, items: dead, leases: 0, own: waiting });
      if (dead === 0) expect([requests, effects, accounts], name).toEqual([waiting, 0, 0]);
      else {
        expect(requests, name).toBeLessThanOrEqual(dead + waiting);
        expect(accounts, name).toBeLessThanOrEqual(2 * dead);
      }
      const takers = world.ids.filter((id) => rolesIn(blueprint, id).takes.includes('calls'));
      const callers = world.ids.filter((id) => rolesIn(blueprint, id).sends.includes('calls'));
      for (const { component } of world.recorders) {
        const { kind } = blueprint.components[component];
        for (const gauge of [...queuesOf(kind), ...(callers.includes(component) ? ['waitingToRetry', 'waitingForLimit'] : [])])
          expect(standing(world, component, gauge), `${name}, ${component}.${gauge}`).toBe(0);
      }
      // and every attempt that was sent arrived
      const sum = (ids: readonly string[], fact: string) => ids.reduce((so, id) => so + total(world, `${id}.${fact}`), 0);
      expect(sum(takers, 'arrived'), name).toBe(sum(callers, 'sent'));
      // of every wish that was accepted it is known what became of it
      for (const id of idsOf(blueprint, 'job-queue')) {
        const [expected, ...became] = ['expected', 'once', 'repeated', 'missing'].map((gauge) => standing(world, id, gauge));
        expect(
          became.reduce((all, some) => all + some),
          `${name}, ${id}`,
        ).toBe(expected);
      }
    });
  });
});
