/** What somebody has recorded, row by row, in the order of the file. */
export interface Recording {
  /** Numbered in order of first appearance, from 0; all 0 where no keys were recorded. */
  keys: Int32Array;
  /** Size of the value of each row [B]; null where it was not recorded. */
  bytes: Float64Array | null;
  /** READ or WRITE of each row; null where it was not recorded. */
  operations: Uint8Array | null;
  /** When requests came, ascending, from the first on [µs]; absent where that was not recorded. */
  times?: Float64Array;
  /** Row of each of `times`; absent where rows are in order of time. */
  rows?: Int32Array;
  /** Times were recorded in whole seconds. */
  wholeSeconds?: boolean;
  /** Whose request each row was, numbered in order of first appearance, from 0; absent where it was not recorded. */
  tenants?: Int32Array;
  /** Class of importance of each row, 0 the most important, or NO_PRIORITY; absent where it was not recorded. */
  priorities?: Uint8Array;
}

/** A row whose class was not recorded. */
export const NO_PRIORITY = 255;

/** The files that a run has at hand, by hash. */
export type Recordings = ReadonlyMap<string, Recording>;

/** The row of a file that a request stands in. */
export interface Replayed {
  readonly recording: Recording;
  readonly row: number;
}

/** How a scenario names a file. */
export interface RecordingName {
  name: string;
  length: number;
  hash: string;
}

/** The file that is meant; an Error that says which where it is not at hand. */
export function findRecording({ name, length, hash }: RecordingName, recordings: Recordings, seam: 'workload' | 'arrivals'): Recording {
  const [is, needs, was] = seam === 'workload' ? ['is', 'needs', 'was'] : ['are', 'need', 'were'];
  if (hash === '') throw new Error(`the ${seam} ${is} recorded, but no file has been chosen`);
  const recording = recordings.get(hash);
  const file = `${name === '' ? 'a file' : name} (${length} accesses, SHA-256 ${hash.slice(0, 12)}…)`;
  if (!recording) throw new Error(`the ${seam} ${needs} a recording that is not at hand: ${file}`);
  if (recording.keys.length !== length)
    throw new Error(`${file} has ${recording.keys.length} accesses: the ${seam} ${was} set up for another file`);
  return recording;
}
