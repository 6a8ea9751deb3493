import { type AccessTrace, numbered } from '../sim/study/access-trace.ts';
import type { World } from '../sim/world/world.ts';

/** What a cache of a world that kept its accesses was asked for. */
export function traceOfCache({ observed: { accesses }, ids }: World, cache: string): AccessTrace {
  if (!accesses) throw new Error('this world kept no accesses');
  const component = ids.indexOf(cache);
  const keys = new Int32Array(accesses.count);
  const bytes = new Float64Array(accesses.count);
  let length = 0;
  for (let row = 0; row < accesses.count; row++) {
    if (accesses.component[row] !== component) continue;
    keys[length] = accesses.key[row];
    bytes[length++] = accesses.bytes[row];
  }
  const trace = numbered(keys, length);
  return { ...trace, sizes: sizesOf(trace, bytes) };
}

/**
 * The size of every key [B], from those of the accesses: that of its first one, since a replay knows one size a key; at
 * the least 1. Null where none is known.
 */
export function sizesOf({ keys, distinct }: Pick<AccessTrace, 'keys' | 'distinct'>, bytes: Float64Array | null): Float64Array | null {
  if (bytes === null) return null;
  const sizes = new Float64Array(distinct);
  let known = false;
  for (let i = 0; i < keys.length; i++) {
    if (sizes[keys[i]] !== 0) continue;
    if (bytes[i] > 0) known = true;
    sizes[keys[i]] = Math.max(1, Math.round(bytes[i]));
  }
  return known ? sizes : null;
}

/** Whether two traces ask for the same keys of the same sizes in the same order. */
export function sameAccesses(a: AccessTrace, b: AccessTrace): boolean {
  return sameNumbers(a.keys, b.keys) && sameNumbers(a.sizes ?? NONE, b.sizes ?? NONE);
}

const NONE = new Float64Array(0);

function sameNumbers(a: Int32Array | Float64Array, b: Int32Array | Float64Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
