import { type Renames, renamed } from './renames.ts';

/** The format this version writes. */
export const FORMAT = 2;

type Raw = Readonly<Record<string, unknown>>;

/** One of several that do the same work is a replica, whatever the component; what outlives its lease is late. */
const FORMAT_2: Renames = {
  params: {
    client: { instances: 'replicas' },
    service: { instances: 'replicas' },
    database: { instances: 'replicas' },
    gateway: { nodes: 'replicas' },
    cache: { nodes: 'replicas', nodeRate: 'replicaRate' },
    workers: { instances: 'replicas' },
  },
  meters: {
    cache: { busiestNode: 'busiestReplica' },
    workers: { processes: 'replicas', strays: 'late' },
  },
};

/** What parameters of a kind were called in earlier formats: old name → name. */
export function formerNames(kind: string): Readonly<Record<string, string>> {
  return Object.hasOwn(FORMAT_2.params, kind) ? FORMAT_2.params[kind] : {};
}

/** Step n turns a document of format n into one of format n + 1. Pure, and never changed once released. */
const steps: Readonly<Record<number, (document: Raw) => Raw>> = {
  1: (document) => renamed(document, FORMAT_2),
};

/**
 * Brings a document of an older format up to date; null when it is newer than this version, or not a format at all.
 * @param to the format to bring it to, at most the last that there is a step to
 */
export function migrate(document: Raw, to: number = FORMAT): Raw | null {
  const { format } = document;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1 || format > to) return null;
  let current = document;
  for (let n = format; n < to; n++) current = { ...steps[n](current), format: n + 1 };
  return current;
}
