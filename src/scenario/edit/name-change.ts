import { type Calls, type WireDoc, wiresOf } from '../../sim/param/wires.ts';
import type { StepOfRoutine } from '../component-doc.ts';
import { document } from '../document.ts';
import type { Field } from '../field.ts';
import { provenanceOf, withSources } from '../measured.ts';
import type { ComponentDoc, Scenario, Settings } from '../scenario.ts';
import { type Components, targetOf } from '../setting.ts';
import { callsOf } from '../write.ts';
import { routineRenamed } from './routine-wires.ts';
import { transformed } from './transformed.ts';
import { inParams, inValue, type Renaming } from './wire-names.ts';

/** What is to be called otherwise. */
interface Change {
  from: string;
  to: string;
  /** Components whose wire of the old name has the new one. */
  callers: ReadonlySet<string>;
  /** Whether the component of the old id has the new one. */
  ofId: boolean;
}

/** A document with another name for a component or for wires, wherever they are named. @param plans the components of every arm */
export function withNameChanged(scenario: Scenario, plans: readonly Components[], change: Change): Scenario {
  const made = new NameChange(plans, change);
  return transformed(document, scenario, (field, value) => made.inField(field, value)) as Scenario;
}

class NameChange {
  private readonly renaming: Renaming = (wire) => (wire === this.change.from ? this.change.to : wire);

  constructor(
    private readonly plans: readonly Components[],
    private readonly change: Change,
  ) {}

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
        return withSources(value as string, (source) => this.inSource(source));
      default:
        return value;
    }
  }

  /** Where a number of prose is from: meters stand at its beginning and after spaces. */
  private inSource(source: string): string {
    if (typeof provenanceOf(source) === 'string') return source;
    return source.replace(/(?<=^|\s)[\w-]+(?=\.)/g, (id) => this.inId(id));
  }

  private byId<T>(record: Readonly<Record<string, T>>, edit: (value: T, id: string) => T): Readonly<Record<string, T>> {
    return Object.fromEntries(Object.entries(record).map(([id, value]) => [this.inId(id), edit(value, id)]));
  }

  private inId(id: string): string {
    const { from, to, ofId } = this.change;
    return ofId && id === from ? to : id;
  }

  private inPath(path: string): string {
    const [id, part, wire, ...rest] = path.split('.');
    if (part !== 'calls' || wire === undefined) return [this.inId(id), ...path.split('.').slice(1)].join('.');
    return [this.inId(id), part, this.inName(wire, id), ...rest].join('.');
  }

  /** The name of a wire of a component. */
  private inName(wire: string, id: string): string {
    const { from, to, callers } = this.change;
    return callers.has(id) && wire === from ? to : wire;
  }

  private inSetting(path: string, value: unknown): unknown {
    const [id, part, wire, ...rest] = path.split('.');
    const { from, to, callers } = this.change;
    if (value === null) return value;
    if (part === undefined) return this.inComponent(value as ComponentDoc, id);
    if (part === 'calls' && wire === undefined) return this.inCalls(value as Calls, id);
    if (part === 'calls' && rest.length === 0) return this.inWire(value as WireDoc, wire, id);
    if (!callers.has(id)) return value;
    if (part === 'routine') return routineRenamed(value as readonly StepOfRoutine[], from, to);
    const target = this.plans.map((components) => targetOf(components, path)).find(({ kind }) => kind === 'param');
    return target?.kind === 'param' ? inValue(target.param, value, this.renaming) : value;
  }

  private inComponent(doc: ComponentDoc, id: string): ComponentDoc {
    const { calls, routine } = doc;
    const { from, to, callers } = this.change;
    const named = callers.has(id) ? inParams(doc, this.renaming) : doc;
    return {
      ...named,
      ...(calls ? { calls: this.inCalls(named.calls ?? calls, id) } : {}),
      ...(routine && callers.has(id) ? { routine: routineRenamed(routine, from, to) } : {}),
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
