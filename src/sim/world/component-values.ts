import type { ParamRecord } from '../param/param.ts';
import { wiresOf } from '../param/wires.ts';
import type { AnyPolicy, Chosen } from '../policy/policy.ts';
import type { ComponentPlan, PlannedChange } from './blueprint.ts';
import { type Place, placeOf, resolve, resolveParams } from './values.ts';

type Values = Record<string, unknown>;
type Policy = Chosen<AnyPolicy, Values>;

/** A wire that sets something for itself alone, at some time in the run. */
interface Apart {
  values: Values;
  /** What it sets itself; in all else it follows its component. */
  readonly sets: Set<string>;
}

/** What a component and its wires read: a wire has its component's values but for what it sets for itself alone. */
export class ComponentValues {
  readonly own: Values;
  private readonly apart = new Map<string, Apart>();

  /** @param changes the world's: a wire that one of them sets is apart from the start */
  constructor(
    private readonly records: ParamRecord,
    plan: ComponentPlan,
    id: string,
    changes: readonly PlannedChange[],
  ) {
    const { kind, title: _title, calls: _calls, routine: _routine, ...values } = plan;
    for (const name of Object.keys(values))
      if (!Object.hasOwn(records, name)) throw new RangeError(`${id}: a component of kind ${kind} has no parameter ${name}`);
    this.own = resolveParams(records, plan);
    const paths = changes.flatMap(({ set }) => Object.keys(set));
    for (const { name, settings } of wiresOf(plan.calls)) {
      const names = Object.keys(settings);
      if (names.length === 0 && !paths.some((path) => path.startsWith(`${id}.calls.${name}.`))) continue;
      const values = { ...this.own };
      for (const setting of names) values[setting] = resolve(records[setting], settings[setting]);
      this.apart.set(name, { values, sets: new Set(names) });
    }
  }

  /** What a wire reads, by its name: the component's own where it never sets anything itself. */
  ofWire(name: string): Values {
    return this.apart.get(name)?.values ?? this.own;
  }

  /** Where a path leads, to be set: a policy that a wire only inherits becomes its own first. */
  placeOf(path: readonly string[]): Place {
    if (path[0] !== 'calls') return placeOf(this.records, this.own, path);
    const [, name, ...rest] = path;
    const wire = this.apart.get(name);
    if (!wire) throw new Error(`there is no wire ${name} that sets anything itself`);
    const [setting] = rest;
    if (!wire.sets.has(setting) && rest.length > 1) wire.values[setting] = copied(wire.values[setting] as Policy);
    wire.sets.add(setting);
    return placeOf(this.records, wire.values, rest);
  }

  /** Sets a value; the wires that do not set it themselves follow. */
  assign({ values, name }: Place, value: unknown): void {
    values[name] = value;
    if (values !== this.own) return;
    for (const wire of this.apart.values()) if (!wire.sets.has(name)) wire.values[name] = value;
  }
}

/** A policy with values of its own, all the way in. */
function copied({ policy, params }: Policy): Policy {
  const records = policy.params as ParamRecord;
  const own = { ...params };
  for (const [name, { type }] of Object.entries(records)) if (type === 'policy') own[name] = copied(params[name] as Policy);
  return { policy, params: own };
}
