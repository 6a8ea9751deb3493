import type { AnyPolicy } from './policy.ts';

/** What menus, sliders and charts need of a policy: everything but its code. */
export function descriptionOf({ id, title, summary, params, gauges }: AnyPolicy) {
  return {
    id,
    title,
    summary,
    params,
    gauges: Object.entries(gauges ?? {}).map(([name, gauge]) => ({ name, label: gauge.label, unit: gauge.unit })),
  };
}
