import { type Calls, type Wire, type WireDoc, wiresOf } from '../../sim/param/wires.ts';
import { planOf } from '../arm.ts';
import { isId } from '../check.ts';
import type { StepOfRoutine } from '../component-doc.ts';
import { document } from '../document.ts';
import type { Field } from '../field.ts';
import { armsOf, type ComponentDoc, type Scenario, type Settings } from '../scenario.ts';
import { type Components, targetOf } from '../setting.ts';
import { callsOf } from '../write.ts';
import type { Gesture, Refusal } from './gesture.ts';
import { routineRenamed } from './routine-wires.ts';
import { transformed } from './transformed.ts';
import { inParams, inValue, type Renaming } from './wire-names.ts';
import { nameIn } from './words.ts';

/**
 * Gives a component another id, wherever it is named: wires and routines, arms, changes, charts, story, numbers of prose,
 * claims, goals, places. What it leaves to chance is drawn by its id, so a run comes out otherwise as with another seed.
 */
export function changeComponentId(scenario: Scenario, from: string, to: string): Gesture | Refusal {
  if (!isId(to)) return { why: 'An id is a lower-case letter, then letters, digits or hyphens, 40 at most.' };
  const plans = armsOf(scenario).map(({ id }) => planOf(scenario, id).components);
  if (!plans.some((components) => Object.hasOwn(components, from))) return { why: 'There is no such component.' };
  if (from === to) return { scenario, said: `${from} keeps its id.`, id: to };
  if (plans.some((components) => Object.hasOwn(components, to))) return { why: `Something else has the id ${to}.` };
  const change = new IdChange(plans, from, to);
  const made = transformed(document, scenario, (field, value) => change.inField(field, value)) as Scenario;
  return { scenario: made, said: `The id of ${nameIn(scenario, from)} is ${to} now.`, id: to };
}

class IdChange {
  /** Those whose wires to it bear its name: their names change with it. Others may keep the name, or have the new one already. */
  private readonly callers: ReadonlySet<string>;
  private readonly renaming: Renaming = (wire) => (wire === this.from ? this.to : wire);

  constructor(
    private readonly plans: readonly Components[],
    private readonly from: string,
    private readonly to: string,
  ) {
    const follows = ({ name, to: callee }: Wire) => (name === from ? callee === from : name !== to);
    const everyone = new Set(plans.flatMap((components) => Object.keys(components)));
    this.callers = new Set([...everyone].filter((id) => plans.every((components) => wiresOf(components[id]?.calls).every(follows))));
  }

  inField(field: Field, value: unknown): unknown {
    switch (field.type) {
      case 'components':
        return this.byId(value as Components, (doc, id) => this.inComponent(doc, id));
      case 'places':
      case 'acts':
        return this.byId(value as Settings, (each) => each);
      case 'settings':
        return Object.fromEntries(Object.entries(value as Settings).map(([path, own]) => [this.inPath(path), this.inSetting(path, own)]));
      case 'meter':
      case 'parameter':
        return this.inPath(value as string);
      case 'text':
        return (value as string).replaceAll(`](${this.from}.`, `](${this.to}.`);
      default:
        return value;
    }
  }

  private byId<T>(record: Readonly<Record<string, T>>, edit: (value: T, id: string) => T): Readonly<Record<string, T>> {
    return Object.fromEntries(Object.entries(record).map(([id, value]) => [this.inId(id), edit(value, id)]));
  }

  private inId(id: string): string {
    return id === this.from ? this.to : id;
  }

  private inPath(path: string): string {
    const [id, part, wire, ...rest] = path.split('.');
    if (part !== 'calls' || wire === undefined) return [this.inId(id), ...path.split('.').slice(1)].join('.');
    return [this.inId(id), part, this.inName(wire, id), ...rest].join('.');
  }

  /** The name of a wire of a component. */
  private inName(wire: string, id: string): string {
    return this.callers.has(id) ? this.inId(wire) : wire;
  }

  private inSetting(path: string, value: unknown): unknown {
    const [id, part, wire, ...rest] = path.split('.');
    if (value === null) return value;
    if (part === undefined) return this.inComponent(value as ComponentDoc, id);
    if (part === 'calls' && wire === undefined) return this.inCalls(value as Calls, id);
    if (part === 'calls' && rest.length === 0) return this.inWire(value as WireDoc, wire, id);
    if (!this.callers.has(id)) return value;
    if (part === 'routine') return routineRenamed(value as readonly StepOfRoutine[], this.from, this.to);
    const target = this.plans.map((components) => targetOf(components, path)).find(({ kind }) => kind === 'param');
    return target?.kind === 'param' ? inValue(target.param, value, this.renaming) : value;
  }

  private inComponent(doc: ComponentDoc, id: string): ComponentDoc {
    const { calls, routine } = doc;
    const named = this.callers.has(id) ? inParams(doc, this.renaming) : doc;
    return {
      ...named,
      ...(calls ? { calls: this.inCalls(named.calls ?? calls, id) } : {}),
      ...(routine && this.callers.has(id) ? { routine: routineRenamed(routine, this.from, this.to) } : {}),
    };
  }

  private inCalls(calls: Calls, id: string): Calls {
    return callsOf(wiresOf(calls).map((wire) => ({ ...wire, name: this.inName(wire.name, id), to: this.inId(wire.to) })));
  }

  private inWire(doc: WireDoc, name: string, id: string): WireDoc {
    const { to = name, ...settings } = doc;
    return this.inName(name, id) === this.inId(to) ? settings : { to: this.inId(to), ...settings };
  }
}
