import { wiresOf } from '../param/wires.ts';
import type { ComponentPlan, PlannedChange } from './blueprint.ts';

/** The wires of a component that a fallback of its names, at some time in the run: unless a routine says so, its ordinary work does not use them. */
export function standInWires(plan: ComponentPlan, id: string, changes: readonly PlannedChange[]): ReadonlySet<string> {
  const later = changes.flatMap(({ set }) => Object.entries(set)).filter(([path]) => path.startsWith(`${id}.`));
  const fallbacks = [
    plan.fallback,
    ...wiresOf(plan.calls).map(({ settings }) => settings.fallback),
    ...later.filter(([path]) => path.endsWith('.fallback')).map(([, value]) => value),
  ];
  const named = [
    ...fallbacks.map((fallback) => (fallback as { wire?: unknown } | undefined)?.wire),
    ...later.filter(([path]) => path.endsWith('.fallback.wire')).map(([, value]) => value),
  ];
  return new Set(named.filter((name) => typeof name === 'string'));
}
