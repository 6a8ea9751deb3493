import type { StepDescription, StepField } from './step.ts';
import { type Calls, type Carried, wiresOf } from './wires.ts';

/** What only some components do: they call others, hold leases, lend, or others keep connections to them. */
export type When = 'calling' | 'holding' | 'lending' | 'visited';

/** A step as a document writes it. */
type StepDoc = string | Readonly<Record<string, unknown>>;

/** A wire that a routine names: where, and what is to go over it. */
export interface NamedWire {
  wire: string;
  path: string;
  carries: Carried;
}

/** A field of a step that is there. */
interface NamedField {
  field: StepField;
  value: unknown;
  path: string;
  /** Whether its step names a lease. */
  isNamed: boolean;
}

/** Every field of a routine's steps that is there, with where it is. */
export function fieldsIn(routine: readonly StepDoc[], path: string, steps: readonly StepDescription[]): readonly NamedField[] {
  return routine.flatMap((step, i) => {
    if (typeof step === 'string') return [];
    const description = steps.find(({ id }) => Object.hasOwn(step, id));
    return Object.entries(description?.fields ?? {}).flatMap(([key, field]) => {
      const value = step[key];
      const here = `${path}[${i}].${key}`;
      if (value === undefined) return [];
      if (field.type === 'steps') return fieldsIn(value as readonly StepDoc[], here, steps);
      return [
        {
          field,
          value,
          path: here,
          isNamed: Object.entries(description!.fields).some(([name, { type }]) => type === 'lease' && Object.hasOwn(step, name)),
        },
      ];
    });
  });
}

/** Every wire that a routine names. */
export function wiresIn(routine: readonly StepDoc[], path: string, steps: readonly StepDescription[]): readonly NamedWire[] {
  return fieldsIn(routine, path, steps).flatMap(({ field, value, path: here }) => {
    if (field.type === 'wire') return [{ wire: value as string, path: here, carries: field.carries }];
    if (field.type !== 'wires') return [];
    return (value as readonly string[]).map((wire, i) => ({ wire, path: `${here}[${i}]`, carries: 'calls' as const }));
  });
}

/** Whether something only lends: its callers have no other use for it. */
export function onlyLends(takes: readonly Carried[]): boolean {
  return takes.includes('leases') && !takes.includes('calls');
}

/**
 * Who calls others, who asks for leases and who is asked, and to whom connections are kept, at time 0. A routine says who asks, and without one whoever is wired to what only lends
 * holds a lease of it for as long as the work takes.
 * @param takes what a component takes, and what it sends, by id
 */
export function borrowing(
  components: Readonly<Record<string, { calls?: Calls; routine?: readonly StepDoc[] }>>,
  takes: (id: string) => readonly Carried[],
  sends: (id: string) => readonly Carried[],
  steps: readonly StepDescription[],
): Readonly<Record<When, ReadonlySet<string>>> {
  const calling = new Set<string>();
  const holding = new Set<string>();
  const lending = new Set<string>();
  const visited = new Set<string>();
  for (const [id, { calls, routine }] of Object.entries(components)) {
    const wires = wiresOf(calls);
    if (wires.length > 0) calling.add(id);
    const named = routine && wiresIn(routine, '', steps).filter(({ carries }) => carries !== 'calls');
    for (const { name, to } of wires) {
      if (sends(id).includes('sessions')) visited.add(to);
      if (named ? !named.some(({ wire }) => wire === name) : !onlyLends(takes(to))) continue;
      holding.add(id);
      lending.add(to);
    }
  }
  return { calling, holding, lending, visited };
}
