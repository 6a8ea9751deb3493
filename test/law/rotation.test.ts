import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import { OwnLines } from '../../src/sim/component/serving/own-lines.ts';
import { Rotation } from '../../src/sim/component/serving/rotation.ts';
import type { RotationParams } from '../../src/sim/component/serving/rotation-params.ts';
import type { Blueprint, ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { World } from '../../src/sim/world/world.ts';
import { Maker, mended } from './random-world.ts';

const WORLDS = 200;

const kindOf = ({ kind }: ComponentPlan) => componentKinds.find(({ id }) => id === kind)!;
const isServing = (plan: ComponentPlan) => 'ejection' in kindOf(plan).params;

/** Random worlds, in which replicas have queues of their own, and what a balancer finds out about them is at random, too. */
function everyWorld(check: (blueprint: Blueprint, name: string) => void, worlds = WORLDS): void {
  for (let seed = 1; seed <= worlds; seed++) {
    const maker = new Maker(seed);
    const blueprint = maker.blueprint(seed);
    // in a world without a balancer there is nothing to be seen
    if (!Object.values(blueprint.components).some(isServing)) continue;
    const components = Object.fromEntries(
      Object.entries(blueprint.components).map(([id, plan]) => {
        if (!isServing(plan)) return [id, plan];
        const balanced = Object.entries(kindOf(plan).params).filter(
          ([name, { where }]) => where?.queues === 'own' && name !== 'ejection' && !(name in plan),
        );
        const values = Object.fromEntries(
          balanced.flatMap(([name, param]) => (maker.chance(0.7) ? [[name, maker.value(param, { name })]] : [])),
        );
        // in most worlds all would go well, or nobody would look
        const failing = { kind: 'error-ratio', ratio: maker.one([0.3, 0.8, 1]), share: maker.one([0.2, 0.5, 0.8]) };
        const begun = { fault: failing, ejection: ejecting(maker, plan) };
        return [id, { ...begun, ...plan, queues: 'own', replicas: maker.whole(2, 9), ...values }];
      }),
    );
    check({ ...blueprint, components }, `world ${seed}`);
  }
}

/** Somebody is ejected by some rule or other: in most worlds all would go well, or nobody would look. */
function ejecting(maker: Maker, plan: ComponentPlan): unknown {
  const param = kindOf(plan).params.ejection;
  for (;;) {
    const ejection = maker.value(param, { name: 'ejection' }) as { kind: string };
    // a share that leaves room for several
    if (ejection.kind !== 'none') return maker.chance(0.5) ? { ...ejection, mostShare: 1 } : ejection;
  }
}

/** What a balancer has inside. */
type Inside = {
  readonly site: { readonly id: string };
  readonly params: RotationParams;
  readonly checks: { readonly on: boolean; isFit(replica: number): boolean };
};

const inside = (rotation: Rotation) => rotation as unknown as Inside;

/** What is told of a balancer, kept by the facts alone. */
interface Book {
  rotation: Rotation;
  /** How many wait at the balancer. */
  waiting(): number;
  /** Since when those that are ejected are [ms], and how often each has been. */
  ejected: Map<number, number>;
  times: Map<number, number>;
}

describe('a balancer and its replicas, whatever happens', () => {
  const { choose } = OwnLines.prototype;
  const { bringUpToDate } = OwnLines.prototype;
  const { bringUpToDate: knowOthers } = Rotation.prototype;
  let books = new Map<string, Book>();
  let sent: (book: Book, replica: number) => void = () => {};

  beforeAll(() => {
    OwnLines.prototype.bringUpToDate = function () {
      const { rotation } = this;
      const { id } = inside(rotation).site;
      if (!books.has(id)) books.set(id, { rotation, waiting: () => this.atBalancer.length, ejected: new Map(), times: new Map() });
      bringUpToDate.call(this);
    };
    Rotation.prototype.bringUpToDate = function () {
      knowOthers.call(this);
      const { ejected, times } = books.get(inside(this).site.id)!;
      for (const known of [ejected, times]) for (const replica of known.keys()) if (!this.members.includes(replica)) known.delete(replica);
    };
    OwnLines.prototype.choose = function (call) {
      const replica = choose.call(this, call);
      const book = books.get(inside(this.rotation).site.id)!;
      if (replica >= 0) sent(book, replica);
      return replica;
    };
  });

  afterAll(() => {
    OwnLines.prototype.choose = choose;
    OwnLines.prototype.bringUpToDate = bringUpToDate;
    Rotation.prototype.bringUpToDate = knowOthers;
  });

  /** A world whose books are kept. */
  function watched(blueprint: Blueprint, told: (world: World, book: Book, fact: string, replica: number) => void = () => {}): World {
    books = new Map();
    const world = new World(blueprint);
    for (const recorder of world.recorders) {
      const { facts } = kindOf(blueprint.components[recorder.component]);
      const tell = recorder.fact.bind(recorder);
      recorder.fact = (fact, request, subject) => {
        tell(fact, request, subject);
        const book = books.get(recorder.component);
        if (!book || !['replicaEjected', 'replicaReturned'].includes(facts[fact])) return;
        if (facts[fact] === 'replicaEjected') {
          book.times.set(subject, (book.times.get(subject) ?? 0) + 1);
          told(world, book, facts[fact], subject);
          book.ejected.set(subject, world.now);
        } else {
          told(world, book, facts[fact], subject);
          book.ejected.delete(subject);
        }
      };
    }
    return world;
  }

  test('the books balance at any moment, and the gauges say what is so', () => {
    everyWorld((blueprint, name) => {
      const world = watched(blueprint);
      for (let ended = false; !ended; ) {
        ended = world.run(499);
        expect(world.audit(), name).toEqual([]);
        for (const [id, { rotation, ejected }] of books) {
          const recorder = world.recorders[world.ids.indexOf(id)];
          expect([recorder.standing('ejected'), recorder.standing('inRotation')], `${name}, ${id}`).toEqual([
            ejected.size,
            rotation.list.length,
          ]);
        }
      }
    });
  });

  test('never are more ejected than the share allows, and nobody twice', () => {
    const most = new Map<number, number>();
    everyWorld((blueprint, name) => {
      watched(blueprint, (_world, { rotation, ejected }, fact, replica) => {
        if (fact !== 'replicaEjected') return;
        const { mostShare = 0 } = inside(rotation).params.ejection.params;
        expect(rotation.members, name).toContain(replica);
        expect(ejected.has(replica), name).toBe(false);
        expect(ejected.size + 1, name).toBeLessThanOrEqual(Math.max(1, mostShare * rotation.members.length + 1e-9));
        most.set(ejected.size + 1, (most.get(ejected.size + 1) ?? 0) + 1);
      }).run();
    });
    // and there was something to allow
    expect(most.get(1) ?? 0).toBeGreaterThan(100);
    expect(most.get(3) ?? 0).toBeGreaterThan(20);
  });

  test('nobody is sent to a replica out of rotation, but in a panic', () => {
    const seen = { fit: 0, panic: 0 };
    everyWorld((blueprint, name) => {
      sent = ({ rotation, ejected }, replica) => {
        const { params, checks } = inside(rotation);
        const { members } = rotation;
        const isFit = (each: number) => checks.isFit(each) && !ejected.has(each);
        const fit = members.filter(isFit).length;
        const isPanic = fit < params.panicThreshold * members.length - 1e-9;
        expect(members, name).toContain(replica);
        if (isPanic) seen.panic++;
        else expect(isFit(replica), `${name}: ${replica}, with ${fit} of ${members.length}`).toBe(true);
        if (fit < members.length) seen.fit++;
      };
      watched(blueprint).run();
      sent = () => {};
    });
    expect(seen.panic).toBeGreaterThan(1_000);
    expect(seen.fit - seen.panic).toBeGreaterThan(1_000);
  });

  test('an ejection lasts as many times the base time as in a row, and no longer than until the next look', () => {
    let judged = 0;
    everyWorld((blueprint, name) => {
      const changing = new Set(
        blueprint.changes.flatMap(({ set }) =>
          Object.keys(set).flatMap((path) => (path.includes('.ejection') ? [path.split('.')[0]] : [])),
        ),
      );
      watched(blueprint, (world, { rotation, ejected, times }, fact, replica) => {
        const { params, site } = inside(rotation);
        if (fact !== 'replicaReturned' || changing.has(site.id)) return;
        const { interval = 0, baseTime = 0, mostTime = 0 } = params.ejection.params;
        const lasted = (world.now - ejected.get(replica)!) * 1_000;
        judged++;
        expect(lasted, name).toBeGreaterThanOrEqual(Math.min(baseTime, mostTime));
        expect(lasted, name).toBeLessThanOrEqual(Math.min(baseTime * times.get(replica)!, mostTime) + interval);
      }).run();
    });
    expect(judged).toBeGreaterThan(300);
  });

  test('once everything is mended nobody waits at the balancer any more, and all that are up are in rotation', () => {
    let seen = 0;
    everyWorld((blueprint, name) => {
      const world = watched(mended(blueprint, 50_000));
      world.run();
      expect([world.audit(), world.runaway], name).toEqual([[], null]);
      for (const [id, { rotation, waiting, ejected }] of books) {
        seen++;
        expect([waiting(), ejected.size], `${name}, ${id}`).toEqual([0, 0]);
        expect(rotation.list, `${name}, ${id}`).toEqual(rotation.members);
        expect(rotation.list.length, `${name}, ${id}`).toBe(world.recorders[world.ids.indexOf(id)].standing('up'));
      }
    }, WORLDS / 2);
    expect(seen).toBeGreaterThan(WORLDS / 2);
  });
});
