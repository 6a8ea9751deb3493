import type { ArmPlan } from './arm.ts';
import type { ComponentDoc } from './component-doc.ts';
import { type Components, withSettings } from './setting.ts';

/** A file that a run plays: arrivals or a workload of kind `recorded`. */
export interface RecordingNeed {
  /** What its workload is called: `shoppers.workload`. */
  path: string;
  name: string;
  /** How many accesses it holds. */
  length: number;
  /** SHA-256 of the file; empty while none has been chosen. */
  hash: string;
  /** What its columns are where somebody said so; empty where they tell. */
  columns: string;
}

/** The files that an arm plays at some time of its run, each once. */
export function recordingsIn({ components, changes }: Pick<ArmPlan, 'components' | 'changes'>): readonly RecordingNeed[] {
  const found = new Map<string, RecordingNeed>();
  const look = (id: string, doc: ComponentDoc) => {
    for (const [param, value] of Object.entries(doc)) {
      const { kind, name = '', length = 1, hash = '', columns = '' } = (value ?? {}) as Partial<RecordingNeed> & { kind?: unknown };
      if (kind === 'recorded' && !found.has(hash)) found.set(hash, { path: `${id}.${param}`, name, length, hash, columns });
    }
  };
  for (const [id, doc] of Object.entries(components)) look(id, doc);
  let now = components;
  for (const { set } of changes) {
    now = withSettings(now, set);
    for (const id of new Set(Object.keys(set).map((path) => path.split('.')[0]))) look(id, now[id]);
  }
  return [...found.values()];
}

/** Every parameter that plays the file with this hash, as `shoppers.arrival`. */
export function pathsOf(components: Components, hash: string): string[] {
  return Object.entries(components).flatMap(([id, doc]) =>
    Object.keys(doc).flatMap((param) => {
      const { kind, hash: played = '' } = recordedAt(components, `${id}.${param}`);
      return kind === 'recorded' && played === hash ? [`${id}.${param}`] : [];
    }),
  );
}

/** What a parameter of kind `recorded` says. */
export function recordedAt(components: Components, path: string): { kind?: unknown; hash?: string } {
  const [id, param] = path.split('.');
  return (components[id][param] ?? {}) as { kind?: unknown; hash?: string };
}
