import type { StepOfRoutine } from './component-doc.ts';
import { descriptions } from './descriptions.ts';

/** Every wire that a routine names, with where it does. */
export function wiresIn(routine: readonly StepOfRoutine[], path: string): readonly { wire: string; path: string }[] {
  return routine.flatMap((step, i) => {
    if (typeof step === 'string') return [];
    const description = descriptions.steps.find(({ id }) => Object.hasOwn(step, id));
    return Object.entries(description?.fields ?? {}).flatMap(([key, field]) => {
      const value = step[key];
      const here = `${path}[${i}].${key}`;
      if (value === undefined) return [];
      if (field.type === 'wire') return [{ wire: value as string, path: here }];
      if (field.type === 'wires') return (value as readonly string[]).map((wire, k) => ({ wire, path: `${here}[${k}]` }));
      return field.type === 'steps' ? wiresIn(value as readonly StepOfRoutine[], here) : [];
    });
  });
}
