import { fieldsIn } from '../../sim/param/borrowing.ts';
import { isNeeded, type StepDescription, type StepField } from '../../sim/param/step.ts';
import type { StepOfRoutine } from '../component-doc.ts';
import { descriptions } from '../descriptions.ts';

type Routine = readonly StepOfRoutine[];

/** What becomes of a part of a step; undefined: it is left out, and the step with it where it is nothing without. */
type Edit = (field: StepField, value: unknown) => unknown;

/** A routine that calls over a further wire, before its last answer. */
export function routineWith(routine: Routine, wire: string): Routine {
  const at = routine.lastIndexOf('answer');
  return at < 0 ? [...routine, { call: wire }] : [...routine.slice(0, at), { call: wire }, ...routine.slice(at)];
}

/** A routine without a wire: its steps go, and what they alone gave a name. */
export function routineWithout(routine: Routine, wire: string): Routine {
  const cut = edited(routine, ({ type }, value) => {
    if (type === 'wire') return value === wire ? undefined : value;
    if (type !== 'wires') return value;
    const left = (value as readonly string[]).filter((name) => name !== wire);
    return left.length > 0 ? left : undefined;
  });
  // a lease is known by the name that a step gives it, or else by that of its wire
  const given = new Set(
    fieldsIn(cut, '', descriptions.steps).flatMap(({ field, value, isNamed }) =>
      (field.type === 'lease' ? field.gives : field.type === 'wire' && field.carries === 'leases' && !isNamed) ? [value] : [],
    ),
  );
  return edited(cut, (field, value) => (field.type === 'lease' && !field.gives && !given.has(value) ? undefined : value));
}

/** A routine in which a wire, and the lease that is known by it, have another name. */
export function routineRenamed(routine: Routine, from: string, to: string): Routine {
  const renamed = (value: unknown) => (value === from ? to : value);
  return edited(routine, ({ type }, value) => {
    if (type === 'wire' || type === 'lease') return renamed(value);
    return type === 'wires' ? (value as readonly string[]).map(renamed) : value;
  });
}

function edited(routine: Routine, edit: Edit): Routine {
  return routine.flatMap((step): Routine => {
    if (typeof step === 'string') return [step];
    const description = descriptions.steps.find(({ id }) => Object.hasOwn(step, id));
    if (!description) return [step];
    const made = editedStep(step, description, edit);
    return made === undefined ? [] : [made];
  });
}

function editedStep(
  step: Readonly<Record<string, unknown>>,
  description: StepDescription,
  edit: Edit,
): Readonly<Record<string, unknown>> | undefined {
  const made: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(step)) {
    const field = description.fields[key];
    const own = field?.type === 'steps' ? edited(value as Routine, edit) : field ? edit(field, value) : value;
    if (own !== undefined) made[key] = own;
    else if (isNeeded(description, key, field)) return undefined;
  }
  return made;
}
