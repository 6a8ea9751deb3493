import type { ComponentDefinition } from '../component/component.ts';
import type { AnyPolicy } from '../policy/policy.ts';
import type { Blueprint } from './blueprint.ts';
import { firstComponents, firstSeams } from './first-kinds.ts';

export type Seams = Readonly<Record<string, { catalogue: readonly AnyPolicy[] }>>;

/** What worlds can be made of: at first what a first visit shows, everything once `every-kind.ts` is loaded. */
export const kinds: { components: readonly ComponentDefinition[]; seams: Seams } = { components: firstComponents, seams: firstSeams };

/** Adds what there is besides. */
export function registerKinds(components: readonly ComponentDefinition[], seams: Seams): void {
  kinds.components = components;
  kinds.seams = seams;
}

/** Whether all that a world needs is known. */
export function areKnown({ components }: Pick<Blueprint, 'components'>): boolean {
  return Object.values(components).every(({ kind }) => kinds.components.some(({ id }) => id === kind));
}
