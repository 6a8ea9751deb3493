import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { descriptions } from '../../src/scenario/descriptions.ts';
import { addComponent } from '../../src/scenario/edit/add-component.ts';
import { addFault, spanAt } from '../../src/scenario/edit/add-fault.ts';
import { changeComponentId } from '../../src/scenario/edit/change-component-id.ts';
import { addChart, moveChart, removeChart } from '../../src/scenario/edit/charts.ts';
import { drawWire } from '../../src/scenario/edit/draw-wire.ts';
import { duplicateComponent } from '../../src/scenario/edit/duplicate-component.ts';
import { faultsOf } from '../../src/scenario/edit/faults-of.ts';
import { type Gesture, isRefused, type Refusal } from '../../src/scenario/edit/gesture.ts';
import { moveComponent } from '../../src/scenario/edit/move-component.ts';
import { emptyScenario, patterns } from '../../src/scenario/edit/patterns.ts';
import { removeComponent } from '../../src/scenario/edit/remove-component.ts';
import { removeWire } from '../../src/scenario/edit/remove-wire.ts';
import { renameComponent } from '../../src/scenario/edit/rename-component.ts';
import { withArmCopied } from '../../src/scenario/edit.ts';
import { decodeLink, encodeLink } from '../../src/scenario/link.ts';
import { allMetersOf } from '../../src/scenario/meters.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { armsOf, type Scenario } from '../../src/scenario/scenario.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { wiresOf } from '../../src/sim/param/wires.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated } from '../curated.ts';

const KINDS = descriptions.components.map(({ id }) => id);

/** Draws of a hand: each picks something of whatever there is. */
interface Hand {
  one<T>(of: readonly T[]): T | undefined;
  whole(below: number): number;
}

function handOf(draws: readonly number[]): Hand {
  let next = 0;
  const draw = () => draws[next++ % draws.length];
  return { one: (of) => of[draw() % of.length], whole: (below) => draw() % below };
}

const everyId = (scenario: Scenario) => [...new Set(armsOf(scenario).flatMap(({ id }) => Object.keys(planOf(scenario, id).components)))];
const where = (scenario: Scenario, hand: Hand) => hand.one(['all', 'all', ...armsOf(scenario).map(({ id }) => id)])!;

/** Whatever a hand can do to a document. */
const GESTURES: Readonly<Record<string, (scenario: Scenario, hand: Hand) => Gesture | Refusal | null>> = {
  add: (scenario, hand) =>
    addComponent(scenario, hand.one(KINDS)!, hand.one([null, { x: hand.whole(900), y: -hand.whole(300) }]), where(scenario, hand)),
  wire: (scenario, hand) => {
    const ids = everyId(scenario);
    return ids.length === 0 ? null : drawWire(scenario, hand.one(ids)!, hand.one(ids.toReversed())!, where(scenario, hand));
  },
  removeWire: (scenario, hand) => {
    const arm = hand.one(armsOf(scenario))!.id;
    const { components } = planOf(scenario, arm);
    const wires = Object.entries(components).flatMap(([id, { calls }]) => wiresOf(calls).map(({ name }) => [id, name] as const));
    const wire = hand.one(wires);
    return wire ? removeWire(scenario, wire[0], wire[1], hand.one(['all', arm])!) : null;
  },
  remove: (scenario, hand) => {
    const id = hand.one(everyId(scenario));
    return id ? removeComponent(scenario, id, where(scenario, hand)) : null;
  },
  rename: (scenario, hand) => {
    const id = hand.one(everyId(scenario));
    return id ? renameComponent(scenario, id, hand.one(['Checkout', 'The shop', ' ', id])!) : null;
  },
  changeId: (scenario, hand) => {
    const id = hand.one(everyId(scenario));
    return id ? changeComponentId(scenario, id, hand.one(['checkout', 'store', 'Not an id', 'a-1'])!) : null;
  },
  duplicate: (scenario, hand) => {
    const id = hand.one(everyId(scenario));
    return id ? duplicateComponent(scenario, id, where(scenario, hand)) : null;
  },
  move: (scenario, hand) => {
    const id = hand.one(everyId(scenario));
    return id ? moveComponent(scenario, id, hand.one([null, { x: hand.whole(1_000_000) - 500_000, y: 0.4 }])!) : null;
  },
  break: (scenario, hand) => {
    const arm = hand.one(armsOf(scenario))!.id;
    const { components } = planOf(scenario, arm);
    const id = hand.one(Object.keys(components));
    if (!id) return null;
    const wire = hand.one([undefined, ...wiresOf(components[id].calls).map(({ name }) => name)]);
    const fault = hand.one(faultsOf(components, id, wire));
    if (!fault) return null;
    const span = spanAt(scenario.duration, hand.whole(scenario.duration));
    return addFault(scenario, { component: id, wire, fault: fault.id, ...span, ...(hand.whole(2) ? { arms: [arm] } : {}) });
  },
  addChart: (scenario, hand) => {
    const meter = hand.one(allMetersOf(scenario));
    return meter ? addChart(scenario, meter.id) : null;
  },
  moveChart: (scenario, hand) => moveChart(scenario, hand.whole(6), hand.whole(6)),
  removeChart: (scenario, hand) => removeChart(scenario, hand.whole(6)),
  arm: (scenario, hand) => {
    const copy = withArmCopied(scenario, hand.one(armsOf(scenario))!.id);
    return copy && { scenario: copy.scenario, said: 'An arm.' };
  },
};

/** What holds of every document that a hand can make. */
function lawful(scenario: Scenario, name: string): void {
  const document = documentOf(scenario);
  const read = readScenario(document);
  expect(documentOf(read), name).toEqual(document);
  for (const { id } of armsOf(scenario)) {
    const world = new World(planOf(scenario, id));
    world.run(2_000);
    expect([world.audit(), world.runaway], `${name}, ${id}`).toEqual([[], null]);
  }
}

/** Documents to begin with: with arms, changes, stories and claims too. */
const BEGINNINGS: readonly (readonly [name: string, scenario: () => Scenario | Promise<Scenario>])[] = [
  ['an empty one', emptyScenario],
  ...patterns.map(({ id, make }) => [id, make] as const),
  ...['checkout-survives', 'three-layers-of-retries', 'stale-is-better-than-down', 'the-noisy-tenant', 'the-poison-job'].map(
    (id) => [id, () => curated(id)] as const,
  ),
];

/** How often each gesture has been made. */
const made = new Map(Object.keys(GESTURES).map((kind) => [kind, 0]));

describe('whatever a hand does', () => {
  it.each(BEGINNINGS)('to %s: the document is legal, runs, is written and read, and travels', async (_, begin) => {
    const first = await begin();
    const gesture = fc.record({
      // most wires are refused: of these and of what they may lead to there are more
      kind: fc.constantFrom(...Object.keys(GESTURES), 'add', 'wire', 'wire', 'wire'),
      draws: fc.array(fc.nat(1_000_000), { minLength: 6, maxLength: 6 }),
    });
    fc.assert(
      fc.property(fc.array(gesture, { minLength: 8, maxLength: 14 }), (gestures) => {
        let scenario = first;
        const done: string[] = [];
        for (const { kind, draws } of gestures) {
          const before = JSON.stringify(scenario);
          const result = GESTURES[kind](scenario, handOf(draws));
          // pure: what was there before is there to go back to
          expect(JSON.stringify(scenario)).toBe(before);
          if (result === null) continue;
          expect(isRefused(result) ? result.why : result.said).toMatch(/^\S.*\.$/);
          if (isRefused(result)) continue;
          done.push(`${kind}: ${result.said}`);
          made.set(kind, made.get(kind)! + 1);
          scenario = result.scenario;
          lawful(scenario, done.join(' '));
        }
        const { scenario: travelled } = decodeLink(encodeLink({ scenario, origin: null } as never));
        expect(documentOf(travelled)).toEqual(documentOf(scenario));
      }),
      { numRuns: 6, seed: 7 },
    );
  });

  it('has been tried of each kind', () => {
    for (const [kind, count] of made) expect(count, kind).toBeGreaterThan(2);
  });
});
