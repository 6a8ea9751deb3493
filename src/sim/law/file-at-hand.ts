import type { Recording, Recordings } from '../structure/recording.ts';

/** Rows of a file, where nobody says how many. */
const USUAL = 50;

/** What a file of so many rows may hold, whatever it is called. */
function recordingOf(length: number): Recording {
  const keys = Int32Array.from({ length }, (_, i) => (i * 7) % Math.min(i + 1, 5));
  const operations = Uint8Array.from(keys, (key) => (key === 1 ? 1 : 0));
  return { keys, bytes: null, operations, times: Float64Array.from({ length }, (_, i) => i * 10_000) };
}

/**
 * A file at hand, whichever is asked for; and the parameters with one chosen, for a policy that plays one and was told of
 * none.
 */
export function withFile(params: object): { values: object; recordings: Recordings } {
  const { hash, length } = params as { hash?: string; length?: number };
  const isToBeChosen = hash === '';
  const values = isToBeChosen ? { ...params, hash: '0'.repeat(64), length: USUAL } : params;
  // what plays no file may mean something else by its length
  const recording = recordingOf(hash === undefined || isToBeChosen ? USUAL : (length ?? USUAL));
  return { values, recordings: { get: () => recording, has: () => true } as unknown as Recordings };
}
