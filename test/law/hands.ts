import fc from 'fast-check';
import { expect } from 'vitest';
import { planOf } from '../../src/scenario/arm.ts';
import { descriptions } from '../../src/scenario/descriptions.ts';
import { addComponent } from '../../src/scenario/edit/add-component.ts';
import { addFault, spanAt } from '../../src/scenario/edit/add-fault.ts';
import { changeComponentId } from '../../src/scenario/edit/change-component-id.ts';
import { addChart, drawChart, moveChart, removeChart } from '../../src/scenario/edit/charts.ts';
import { drawWire } from '../../src/scenario/edit/draw-wire.ts';
import { duplicateComponent } from '../../src/scenario/edit/duplicate-component.ts';
import { faultsOf } from '../../src/scenario/edit/faults-of.ts';
import type { Gesture, Refusal } from '../../src/scenario/edit/gesture.ts';
import { insertComponent } from '../../src/scenario/edit/insert-component.ts';
import { moveComponent } from '../../src/scenario/edit/move-component.ts';
import { emptyScenario, patterns } from '../../src/scenario/edit/patterns.ts';
import { canRedirect, redirectWire } from '../../src/scenario/edit/redirect-wire.ts';
import { removeComponent } from '../../src/scenario/edit/remove-component.ts';
import { removeWire } from '../../src/scenario/edit/remove-wire.ts';
import { renameComponent } from '../../src/scenario/edit/rename-component.ts';
import { withArmCopied } from '../../src/scenario/edit.ts';
import { allMetersOf } from '../../src/scenario/meters.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { armsOf, type Scenario } from '../../src/scenario/scenario.ts';
import { documentOf } from '../../src/scenario/write.ts';
import { wiresOf } from '../../src/sim/param/wires.ts';
import { World } from '../../src/sim/world/world.ts';
import { curated } from '../curated.ts';

const KINDS = descriptions.components.map(({ id }) => id);

/** Draws of a hand: each picks something of whatever there is. */
export interface Hand {
  one<T>(of: readonly T[]): T | undefined;
  whole(below: number): number;
}

export function handOf(draws: readonly number[]): Hand {
  let next = 0;
  const draw = () => draws[next++ % draws.length];
  return { one: (of) => of[draw() % of.length], whole: (below) => draw() % below };
}

const everyId = (scenario: Scenario) => [...new Set(armsOf(scenario).flatMap(({ id }) => Object.keys(planOf(scenario, id).components)))];
const where = (scenario: Scenario, hand: Hand) => hand.one(['all', 'all', ...armsOf(scenario).map(({ id }) => id)])!;

/** A wire of one of the arms. */
const oneWire = (scenario: Scenario, hand: Hand) => {
  const { components } = planOf(scenario, hand.one(armsOf(scenario))!.id);
  return hand.one(Object.entries(components).flatMap(([from, { calls }]) => wiresOf(calls).map(({ name }) => ({ from, wire: name }))));
};

/** Whatever a hand can do to a document. */
export const GESTURES: Readonly<Record<string, (scenario: Scenario, hand: Hand) => Gesture | Refusal | null>> = {
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
  redirect: (scenario, hand) => {
    const wire = oneWire(scenario, hand);
    if (!wire) return null;
    const end = hand.one(['callee', 'callee', 'caller'] as const)!;
    // most ends are refused: mostly it is one that fits
    const fitting = everyId(scenario).filter((at) => !('why' in canRedirect(scenario, { ...wire, end, at })));
    const at = hand.one(hand.whole(4) > 0 && fitting.length > 0 ? fitting : everyId(scenario))!;
    return redirectWire(scenario, { ...wire, end, at }, where(scenario, hand));
  },
  insert: (scenario, hand) => {
    const wire = oneWire(scenario, hand);
    return wire ? insertComponent(scenario, { ...wire, kind: hand.one(['gateway', 'service', ...KINDS])! }, where(scenario, hand)) : null;
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
  drawChart: (scenario, hand) =>
    drawChart(
      scenario,
      hand.whole(6),
      hand.one([{ height: 'tall' }, { height: 'normal' }, { height: 'small' }, { scale: 'log' }, { scale: 'linear' }])!,
    ),
  removeChart: (scenario, hand) => removeChart(scenario, hand.whole(6)),
  arm: (scenario, hand) => {
    const copy = withArmCopied(scenario, hand.one(armsOf(scenario))!.id);
    return copy && { scenario: copy.scenario, said: 'An arm.' };
  },
};

/** What holds of every document that a hand can make. */
export function lawful(scenario: Scenario, name: string): void {
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
export const BEGINNINGS: readonly (readonly [name: string, scenario: () => Scenario | Promise<Scenario>])[] = [
  ['an empty one', emptyScenario],
  ...patterns.map(({ id, make }) => [id, make] as const),
  ...['checkout-survives', 'three-layers-of-retries', 'stale-is-better-than-down', 'the-noisy-tenant', 'the-poison-job'].map(
    (id) => [id, () => curated(id)] as const,
  ),
];

/** A gesture and what it picks. Most wires are refused: of these and of what they may lead to there are more. */
export const gesture = fc.record({
  kind: fc.constantFrom(...Object.keys(GESTURES), 'add', 'wire', 'wire', 'wire'),
  draws: fc.array(fc.nat(1_000_000), { minLength: 6, maxLength: 6 }),
});
