import type { ArmPlan } from './arm.ts';

/** Parameters of a component that changes of a plan set, all or a part of them; `calls` where they set something of its wires. */
export function changedIn({ changes }: ArmPlan, id: string): ReadonlySet<string> {
  const paths = changes.flatMap(({ set }) => Object.keys(set)).map((path) => path.split('.'));
  return new Set(paths.filter(([component]) => component === id).map(([, name]) => name));
}
