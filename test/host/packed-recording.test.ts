import { describe, expect, test } from 'vitest';
import { packed, Unpacked, unpacked } from '../../src/host/packed-recording.ts';

describe('a packed recording', () => {
  const head = { name: 'a.csv', hash: 'aa', fileSize: 9, accesses: 3, distinct: 2, format: 'one key a line', skipped: 0 };
  const keys = Int32Array.of(0, 1, 0);

  test.each([
    { keys, bytes: null, operations: null },
    { keys, bytes: Float64Array.of(10, 20.5, 10), operations: null },
    { keys, bytes: null, operations: Uint8Array.of(0, 1, 0) },
    { keys, bytes: Float64Array.of(1, 2, 3), operations: Uint8Array.of(1, 1, 0) },
    { keys, bytes: null, operations: null, times: Float64Array.of(0, 1.5, 9), tenants: Int32Array.of(0, 1, 0), wholeSeconds: true },
    {
      keys,
      bytes: Float64Array.of(1, 2, 3),
      operations: Uint8Array.of(1, 1, 0),
      times: Float64Array.of(0, 0, 1e6),
      rows: Int32Array.of(2, 0, 1),
      tenants: Int32Array.of(4, 4, 0),
      priorities: Uint8Array.of(0, 255, 3),
    },
  ])('comes out as it went in: $bytes $operations', async (recording) => {
    expect(await unpacked({ ...head, ...packed(recording) })).toEqual(recording);
  });

  test('that was kept in part is refused', async () => {
    const { columns, ...rest } = packed({ keys, bytes: null, operations: null });
    await expect(unpacked({ ...head, ...rest, columns: columns.slice(0, 8) })).rejects.toThrow(
      'a.csv: what was kept of it has 8 bytes, not 12',
    );
  });

  test('is unpacked once, and forgotten when others are needed', async () => {
    const one = { ...head, ...packed({ keys, bytes: null, operations: null }) };
    const other = { ...one, hash: 'bb' };
    const at = new Unpacked();
    await at.take([one]);
    const first = at.all.get('aa');
    expect([at.has([one]), at.has([one, other])]).toEqual([true, false]);
    await at.take([one, other]);
    expect(at.all.get('aa')).toBe(first);
    await at.take([other]);
    expect([...at.all.keys()]).toEqual(['bb']);
  });
});
