import type { RecordingFile, Understood } from '../recording/read.ts';

export type { Role, Seen, Understood } from '../recording/read.ts';

type Recording = RecordingFile['recording'];

/**
 * A recording as it is handed from place to place and kept: what it is, and its columns in a blob, which the browser
 * holds where it likes. Handing it on copies nothing; a worker unpacks it when a run needs it.
 */
export interface PackedRecording {
  /** What the file was called. */
  name: string;
  /** SHA-256 of the file, hexadecimal. */
  hash: string;
  /** Size of the file [B]. */
  fileSize: number;
  accesses: number;
  /** How many different keys there are; 0 where none are known. */
  distinct: number;
  /** What the file was recognised as. */
  format: string;
  /** Blank lines and comments. */
  skipped: number;
  hasBytes: boolean;
  hasOperations: boolean;
  /** What one kept by an earlier version lacks it did not read. */
  hasTimes?: boolean;
  hasRows?: boolean;
  hasTenants?: boolean;
  hasPriorities?: boolean;
  wholeSeconds?: boolean;
  understood?: Understood;
  columns: Blob;
}

type Flag = 'hasBytes' | 'hasTimes' | 'hasRows' | 'hasTenants' | 'hasOperations' | 'hasPriorities';

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
type Kind = { new (buffer: ArrayBuffer, at: number, length: number): Column; BYTES_PER_ELEMENT: number };

/** The columns in the order in which they lie: those that need the strictest alignment first. `keys` are always there. */
const layout: readonly { name: Exclude<keyof Recording, 'wholeSeconds'>; flag: Flag | null; kind: Kind }[] = [
  { name: 'bytes', flag: 'hasBytes', kind: Float64Array },
  { name: 'times', flag: 'hasTimes', kind: Float64Array },
  { name: 'keys', flag: null, kind: Int32Array },
  { name: 'rows', flag: 'hasRows', kind: Int32Array },
  { name: 'tenants', flag: 'hasTenants', kind: Int32Array },
  { name: 'operations', flag: 'hasOperations', kind: Uint8Array },
  { name: 'priorities', flag: 'hasPriorities', kind: Uint8Array },
];

type Packed = Pick<PackedRecording, 'hasBytes' | 'hasOperations' | 'columns'> & Partial<PackedRecording>;

/** The columns of a recording one after the other. */
export function packed(recording: Recording): Packed {
  const there = layout.filter(({ name }) => recording[name] !== null && recording[name] !== undefined);
  const flags = there.flatMap(({ flag }) => (flag === null ? [] : [[flag, true] as const]));
  return {
    hasBytes: false,
    hasOperations: false,
    ...Object.fromEntries(flags),
    ...(recording.wholeSeconds ? { wholeSeconds: true } : {}),
    columns: new Blob(there.map(({ name }) => recording[name] as BlobPart)),
  };
}

export async function unpacked(recording: PackedRecording): Promise<Recording> {
  const { accesses, columns, name, wholeSeconds } = recording;
  const there = layout.filter(({ flag }) => flag === null || recording[flag] === true);
  const expected = there.reduce((sum, { kind }) => sum + kind.BYTES_PER_ELEMENT * accesses, 0);
  if (columns.size !== expected) throw new Error(`${name}: what was kept of it has ${columns.size} bytes, not ${expected}`);
  const buffer = await columns.arrayBuffer();
  let at = 0;
  const found = there.map(({ name: column, kind }) => {
    const from = at;
    at += kind.BYTES_PER_ELEMENT * accesses;
    return [column, new kind(buffer, from, accesses)];
  });
  return { bytes: null, operations: null, ...Object.fromEntries(found), ...(wholeSeconds ? { wholeSeconds } : {}) };
}

/** The recordings that a worker has unpacked. */
export class Unpacked {
  private held = new Map<string, Recording>();

  /** Whether all of these are at hand. */
  has(wanted: readonly PackedRecording[]): boolean {
    return wanted.every(({ hash }) => this.held.has(hash));
  }

  /** Unpacks what is not yet at hand of these, and forgets all others: each may take a hundred megabytes. */
  async take(wanted: readonly PackedRecording[]): Promise<void> {
    this.held = new Map([...this.held].filter(([hash]) => wanted.some((each) => each.hash === hash)));
    for (const each of wanted) if (!this.held.has(each.hash)) this.held.set(each.hash, await unpacked(each));
  }

  get all(): ReadonlyMap<string, Recording> {
    return this.held;
  }
}
