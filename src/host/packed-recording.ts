import type { RecordingFile } from '../recording/read.ts';

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
  /** How many different keys there are. */
  distinct: number;
  /** What the file was recognised as. */
  format: string;
  /** Lines that could not be read. */
  skipped: number;
  hasBytes: boolean;
  hasOperations: boolean;
  columns: Blob;
}

/** The columns of a recording one after the other: keys, sizes and operations, the last two where there are any. */
export function packed({ keys, bytes, operations }: Recording): Pick<PackedRecording, 'hasBytes' | 'hasOperations' | 'columns'> {
  // sizes first: they need the strictest alignment
  const columns = [bytes, keys, operations].filter((column) => column !== null);
  return { hasBytes: bytes !== null, hasOperations: operations !== null, columns: new Blob(columns as BlobPart[]) };
}

export async function unpacked({ accesses, hasBytes, hasOperations, columns, name }: PackedRecording): Promise<Recording> {
  const expected = accesses * ((hasBytes ? 8 : 0) + 4 + (hasOperations ? 1 : 0));
  if (columns.size !== expected) throw new Error(`${name}: what was kept of it has ${columns.size} bytes, not ${expected}`);
  const buffer = await columns.arrayBuffer();
  let at = 0;
  const bytes = hasBytes ? new Float64Array(buffer, at, accesses) : null;
  at += hasBytes ? accesses * 8 : 0;
  const keys = new Int32Array(buffer, at, accesses);
  at += accesses * 4;
  return { keys, bytes, operations: hasOperations ? new Uint8Array(buffer, at, accesses) : null };
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
