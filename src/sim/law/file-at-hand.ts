import type { Recording, Recordings } from '../structure/recording.ts';

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
  const values = hash === '' ? { ...params, hash: '0'.repeat(64), length: 50 } : params;
  const recording = recordingOf(hash === '' ? 50 : (length ?? 50));
  return { values, recordings: { get: () => recording, has: () => true } as unknown as Recordings };
}
