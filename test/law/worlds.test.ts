import { describe, expect, test } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { OUTCOMES } from '../../src/sim/component/port.ts';
import type { Blueprint } from '../../src/sim/world/blueprint.ts';
import { type NodeContents, type RequestLog, World } from '../../src/sim/world/world.ts';
import { figure, firstRequests, total } from '../worlds.ts';
import { Maker, mended } from './random-world.ts';

const WORLDS = 150;

/** Gauges of what may be left behind, by kind of component. */
const QUEUES: Readonly<Record<string, readonly string[]>> = {
  client: ['inFlight'],
  service: ['waiting', 'working', 'away'],
  database: ['waiting', 'working', 'away'],
  gateway: ['inside', 'held'],
  cache: ['inside', 'waiting', 'rebuilding', 'dirty'],
};

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

const idsOf = ({ components }: Blueprint, kind: string) => Object.keys(components).filter((id) => components[id].kind === kind);

describe('whatever the components, policies, faults and changes', () => {
  test('the world is one that a scenario may describe', () => {
    everyWorld((blueprint, name) => {
      expect(() => readScenario({ format: 1, ...blueprint }), name).not.toThrow();
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

  test('looking changes nothing: the same facts with other bins, a log and stories', () => {
    everyWorld((blueprint, name, maker) => {
      const plain = new World(blueprint);
      plain.run();
      const watched = new World({ ...blueprint, bins: maker.whole(10, 200) }, { log: true, trace: firstRequests(maker.whole(1, 50)) });
      watched.run();
      expect(watched.fingerprintDigits(), name).toBe(plain.fingerprintDigits());
    });
  });

  test('meters and log agree: what arrived has succeeded, failed, or is open', () => {
    everyWorld((blueprint, name) => {
      const world = new World(blueprint, { log: true });
      world.run();
      const seconds = blueprint.duration / 1_000;
      const count = (meter: string) => Math.round(figure(world, meter) * seconds * 1e6) / 1e6;
      const log = world.log!;
      let logged = 0;
      for (const id of idsOf(blueprint, 'client')) {
        const number = world.ids.indexOf(id);
        const rows = sentBy(log, number);
        const ended = rows.filter((i) => !Number.isNaN(log.finished[i]));
        const succeeded = ended.filter((i) => OUTCOMES[log.outcome[i]] === 'ok');
        expect(count(`${id}.arrivals`), name).toBe(rows.length);
        expect(count(`${id}.goodput`), name).toBe(succeeded.length);
        expect(count(`${id}.failures`), name).toBe(ended.length - succeeded.length);
        expect(count(`${id}.goodputByArrival`), name).toBe(succeeded.length);
        expect(count(`${id}.failuresByArrival`), name).toBe(ended.length - succeeded.length);
        expect(world.recorders[number].standing('inFlight'), name).toBe(rows.length - ended.length);
        logged += rows.length;
      }
      // caches ask for some things themselves
      if (idsOf(blueprint, 'cache').length === 0) expect([log.count, world.requestCount], name).toEqual([logged, logged]);
      else expect(world.requestCount, name).toBeGreaterThanOrEqual(logged);
    });
  });

  test('time adds up: requests in flight × time = the time each was in flight', () => {
    everyWorld((blueprint, name) => {
      const world = new World(blueprint, { log: true });
      world.run();
      const log = world.log!;
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
      const most = (id: string, param: string, least: number) =>
        [blueprint.components[id][param], ...blueprint.changes.map(({ set }) => set[`${id}.${param}`])].reduce<number>(
          (max, value) => Math.max(max, (value as number | undefined) ?? least),
          least,
        );
      const services = [...idsOf(blueprint, 'service'), ...idsOf(blueprint, 'database')].map((id) => ({
        recorder: world.recorders[world.ids.indexOf(id)],
        servers: most(id, 'instances', 1) * most(id, 'servers', 1),
      }));
      while (!world.run(97)) {
        for (const { recorder, servers } of services) {
          const [waiting, working, away] = ['waiting', 'working', 'away'].map((gauge) => recorder.standing(gauge));
          expect(Math.min(waiting, working, away), `${name}, ${recorder.component}`).toBeGreaterThanOrEqual(0);
          expect(working, `${name}, ${recorder.component}`).toBeLessThanOrEqual(servers);
        }
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
          for (const gauge of ['inside', 'waiting', 'rebuilding', 'dirty'])
            expect(recorder.standing(gauge), `${name}, ${id}.${gauge}`).toBeGreaterThanOrEqual(0);
          expect(recorder.standing('waiting'), `${name}, ${id}`).toBeLessThanOrEqual(recorder.standing('inside'));
        }
      }
    });
  });

  test('once traffic has ended and everything is mended, it drains: nothing open, nothing queued, every server free', () => {
    everyWorld((blueprint, name) => {
      const world = new World(mended(blueprint, 600_000));
      world.run();
      expect([world.audit(), world.runaway], name).toEqual([[], null]);
      expect(world.open(), name).toEqual({ requests: 0, calls: 0, tasks: 0, effects: 0, operations: 0, own: 0 });
      for (const recorder of world.recorders) {
        for (const gauge of [...QUEUES[world.blueprint.components[recorder.component].kind], 'waitingToRetry'])
          expect(recorder.standing(gauge), `${name}, ${recorder.component}.${gauge}`).toBe(0);
      }
      // and every attempt that was sent arrived
      const sent = world.ids.reduce((sum, id) => sum + total(world, `${id}.sent`), 0);
      expect(
        ['service', 'gateway', 'cache', 'database']
          .flatMap((kind) => idsOf(blueprint, kind))
          .reduce((sum, id) => sum + total(world, `${id}.arrived`), 0),
        name,
      ).toBe(sent);
    });
  });
});
