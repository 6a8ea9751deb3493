import { type Wire, wiresOf } from '../../sim/param/wires.ts';
import type { ComponentDoc } from '../scenario.ts';
import type { Components } from '../setting.ts';
import { callsOf } from '../write.ts';
import { routineWith, routineWithout } from './routine-wires.ts';
import { inParams } from './wire-names.ts';

/** Components with one wire more; a routine of the caller’s own calls over it, and it has a name that no other has. */
export function withWire(components: Components, from: string, to: string): Components {
  const doc = components[from];
  const wires = wiresOf(doc.calls);
  const taken = new Set(wires.map(({ name }) => name));
  let name = to;
  for (let n = 2; taken.has(name); n++) name = `${to}-${n}`;
  const edited = { ...doc, calls: callsOf([...wires, { name, to, settings: {} }]) };
  return { ...components, [from]: doc.routine ? { ...edited, routine: routineWith(doc.routine, name) } : edited };
}

/** Components without some of a component’s wires, and without what names them. */
export function withoutWires(components: Components, from: string, goes: (wire: Wire) => boolean): Components {
  const doc = components[from];
  const wires = wiresOf(doc.calls);
  const gone = wires.filter(goes);
  if (gone.length === 0) return components;
  const left = wires.filter((wire) => !gone.includes(wire));
  const names = new Set(gone.map(({ name }) => name));
  const { calls, ...others } = inParams({ ...doc, calls: callsOf(left) }, (name) => (names.has(name) ? undefined : name));
  const edited = (left.length > 0 ? { ...others, calls } : others) as ComponentDoc;
  const routine = gone.reduce((steps, { name }) => steps && routineWithout(steps, name), doc.routine);
  return { ...components, [from]: routine ? { ...edited, routine } : edited };
}
