import { componentOf } from '../../scenario/descriptions.ts';
import type { Components } from '../../scenario/setting.ts';
import type { View } from './view.ts';

/** Every view there is, in the order of their tabs: what stands in the folders; what they show is loaded when they are opened. */
export const views: readonly View[] = Object.values(import.meta.glob<View>('./*/view.ts', { eager: true, import: 'view' })).sort(
  (a, b) => a.place - b.place,
);

/** Whether there is something to look at in a scenario. */
export function isMet({ needs }: View, components: Components): boolean {
  return needs === undefined || Object.values(components).some(({ kind }) => componentOf(kind)?.roles?.includes(needs));
}
