import { describe, expect, test } from 'vitest';
import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import { calleesOf } from '../../src/sim/param/wires.ts';
import type { Blueprint, ComponentPlan, PlannedChange } from '../../src/sim/world/blueprint.ts';
import { World } from '../../src/sim/world/world.ts';
import { samples } from '../worlds.ts';
import { Maker } from './random-world.ts';

const WORLDS = 150;
/** After all changes of a random world [ms]. */
const CHANGED = 4_000;

const kindOf = ({ kind }: ComponentPlan) => componentKinds.find(({ id }) => id === kind)!;

/** Names of the parameters of a component that take a policy of a seam. */
const asking = (plan: ComponentPlan, seam: string) =>
  Object.entries(kindOf(plan).params).flatMap(([name, param]) => (param.type === 'policy' && param.seam === seam ? [name] : []));

/** Random worlds, in which besides whatever changes there are more of everything for a while, and then few again. */
function everyWorld(check: (blueprint: Blueprint, name: string) => void): void {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const maker = new Maker(seed);
    const blueprint = maker.blueprint(seed);
    const sizes = Object.entries(blueprint.components).flatMap(([id, plan]) =>
      'replicas' in kindOf(plan).params
        ? [
            { at: maker.whole(500, 1_500), set: { [`${id}.replicas`]: maker.whole(5, 9) } },
            { at: maker.whole(1_600, CHANGED - 1), set: { [`${id}.replicas`]: maker.whole(1, 3) } },
          ]
        : [],
    );
    const changes = [...blueprint.changes, ...sizes].sort((a, b) => a.at - b.at);
    check({ ...blueprint, changes }, `world ${seed}`);
  }
}

/** How the work of a component ends well, by whichever of these facts it has. */
const ENDS_WELL = ['finished', 'done'];
/** And what is open of it. */
const UNDER_WAY = ['working', 'away', 'reserved'];

/** Runs up to a time [ms]. */
function runTo(world: World, time: number): void {
  while (world.simulation.now < time * 1_000 && !world.run(1));
}

describe('whatever grows and shrinks in mid-run', () => {
  // on which replica somebody works cannot be seen from outside; but a fault strikes every replica that there is, so whoever
  // begins under it and ends well has begun on one that is gone. A routine may end well without any work, and so does what
  // is known by its key already
  test('nobody begins on a replica that is gone', () => {
    let seen = 0;
    everyWorld((blueprint, name) => {
      const keeping = (id: string, plan: ComponentPlan) =>
        plan.idempotencyKeys || blueprint.changes.some(({ set }) => set[`${id}.idempotencyKeys`]);
      const struck = Object.entries(blueprint.components).flatMap(([id, plan]) =>
        asking(plan, 'fault').length > 0 && !plan.routine && !keeping(id, plan) ? [id] : [],
      );
      const set = Object.fromEntries(
        struck.flatMap((id) =>
          asking(blueprint.components[id], 'fault').map((param) => [`${id}.${param}`, { kind: 'error-ratio', ratio: 1, decided: 'start' }]),
        ),
      );
      if (struck.length === 0) return;
      const world = new World({ ...blueprint, changes: [...blueprint.changes, { at: CHANGED, set }] });
      runTo(world, CHANGED + 0.001);
      const begun = struck.map((id) => {
        const recorder = world.recorders[world.ids.indexOf(id)];
        const facts = ENDS_WELL.filter((fact) => kindOf(blueprint.components[id]).facts.includes(fact));
        const endsWell = () => facts.reduce((sum, fact) => sum + recorder.total(fact)!, 0);
        const gauges = kindOf(blueprint.components[id]).gauges.map((gauge) => (typeof gauge === 'string' ? gauge : gauge.name));
        const open = UNDER_WAY.filter((gauge) => gauges.includes(gauge)).reduce((sum, gauge) => sum + recorder.standing(gauge), 0);
        return { id, endsWell, most: endsWell() + open };
      });
      world.run();
      for (const { id, endsWell, most } of begun) expect(endsWell(), `${name}, ${id}`).toBeLessThanOrEqual(most);
      seen += begun.length;
    });
    expect(seen).toBeGreaterThan(WORLDS / 2);
  });

  /** How long all work takes in the next law [ms]. */
  const WORK = 20;

  /** Work that takes just so long and calls nobody, and nothing but sizes changes it: what a replica that goes has begun ends soon. */
  function steady(blueprint: Blueprint, ids: readonly string[]): Blueprint {
    const components: Record<string, ComponentPlan> = { ...blueprint.components };
    const fixed = new Set<string>();
    for (const id of ids) {
      const plan = components[id];
      const values: Record<string, unknown> = { contention: 0, coherency: 0, timePerKilobyte: 0, servers: 1, concurrency: 1 };
      for (const name of asking(plan, 'distribution')) values[name] = { kind: 'constant', value: WORK };
      for (const seam of ['fault', 'worker-fault']) for (const name of asking(plan, seam)) values[name] = { kind: 'none' };
      const { params } = kindOf(plan);
      for (const [name, value] of Object.entries(values))
        if (name in params) {
          components[id] = { ...components[id], [name]: value };
          fixed.add(`${id}.${name}`);
        }
    }
    const changes = blueprint.changes.filter(({ set }) =>
      Object.keys(set).every((path) => ![...fixed].some((each) => path === each || path.startsWith(`${each}.`))),
    );
    return { ...blueprint, components, changes };
  }

  const ends = ({ at, over = 0 }: PlannedChange) => at + over;

  test('no more are busy than there are slots on replicas that are up or draining', () => {
    let seen = 0;
    everyWorld((blueprint, name) => {
      const ids = Object.entries(blueprint.components).flatMap(([id, plan]) =>
        kindOf(plan).meters.some((meter) => meter.name === 'utilisation') && calleesOf(plan.calls).length === 0 ? [id] : [],
      );
      if (ids.length === 0) return;
      const world = new World(steady(blueprint, ids));
      world.run();
      const width = blueprint.duration / blueprint.bins;
      for (const id of ids) {
        const own = blueprint.changes.filter(({ set }) => Object.keys(set).some((path) => path.startsWith(`${id}.`)));
        samples(world, `${id}.utilisation`).forEach((utilisation, bin) => {
          const [from, to] = [bin * width, (bin + 1) * width];
          // what was begun before a change may still be under way
          if (own.some((change) => change.at < to && ends(change) + 2 * WORK > from) || Number.isNaN(utilisation)) return;
          seen++;
          expect(utilisation, `${name}, ${id}, from ${from} ms`).toBeLessThanOrEqual(1 + 1e-9);
        });
      }
    });
    expect(seen).toBeGreaterThan(WORLDS);
  });
});
