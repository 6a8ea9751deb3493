import type { Edge, Node } from '@xyflow/react';
import { planOf } from '../../scenario/arm.ts';
import { componentOf } from '../../scenario/descriptions.ts';
import { armsOf, type Scenario } from '../../scenario/scenario.ts';
import { titleIn } from '../../scenario/setting.ts';
import { wiresOf } from '../../sim/param/wires.ts';
import { layoutOf } from '../topology/layout.ts';
import classes from './Build.module.css';

/** Size of a box [px]. */
export const WIDTH = 184;
export const HEIGHT = 82;
/** From one column of boxes to the next, where they find their places themselves [px]. */
const COLUMN = WIDTH + 76;

export type PartNode = Node<{ arm: string }, 'part'>;
export type WireEdge = Edge<{ wire: string; ghost: boolean; opened: boolean }, 'wire'>;

/** Boxes of every arm; those that the one that is looked at does not have are drawn as ghosts. */
export function nodesOf(scenario: Scenario, arm: string, selected: string): PartNode[] {
  const here = planOf(scenario, arm).components;
  const all = { ...here };
  for (const { id } of armsOf(scenario)) for (const [each, doc] of Object.entries(planOf(scenario, id).components)) all[each] ??= doc;
  const columns = new Set(layoutOf(all, COLUMN * Object.keys(all).length).boxes.map(({ x }) => x)).size;
  const laidOut = layoutOf(all, COLUMN * columns);
  return laidOut.boxes.map(({ id, x, y }) => ({
    id,
    type: 'part',
    position: scenario.layout?.[id] ?? { x, y },
    data: { arm },
    selected: id === selected,
    width: WIDTH,
    height: HEIGHT,
    ariaLabel: `${all[id].title ?? id}, ${componentOf(all[id].kind)?.title ?? all[id].kind}`,
    className: Object.hasOwn(here, id) ? undefined : classes.ghost,
  }));
}

/** Wires of every arm, those of others as ghosts. */
export function edgesOf(scenario: Scenario, arm: string): WireEdge[] {
  const found = new Map<string, WireEdge>();
  const note = (id: string, ghost: boolean) => {
    const { components } = planOf(scenario, id);
    for (const [from, { calls }] of Object.entries(components))
      for (const { name, to } of wiresOf(calls)) {
        const key = `${from} ${name} ${to}`;
        if (!found.has(key))
          found.set(key, {
            id: key,
            type: 'wire',
            source: from,
            target: to,
            sourceHandle: 'out',
            targetHandle: 'in',
            data: { wire: name, ghost, opened: false },
            ariaLabel: `Wire from ${titleIn(components, from)} to ${titleIn(components, to)}`,
          });
      }
  };
  note(arm, false);
  for (const { id } of armsOf(scenario)) if (id !== arm) note(id, true);
  return [...found.values()];
}
