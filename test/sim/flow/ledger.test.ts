import { describe, expect, test } from 'vitest';
import { Ledger } from '../../../src/sim/flow/ledger.ts';

type Made = Ledger & Record<string, unknown>;
type Kind = new (...others: object[]) => Made;

const files = import.meta.glob<Record<string, unknown>>('../../../src/sim/{flow,component,routine,replica}/**/*.ts', { eager: true });
/** Every ledger there is, by name. */
const kinds = new Map<string, Kind>();
for (const exported of Object.values(files))
  for (const [name, value] of Object.entries(exported))
    if (typeof value === 'function' && value.prototype instanceof Ledger) kinds.set(name, value as unknown as Kind);

const columnsOf = (ledger: Made) =>
  Object.entries(ledger).filter((entry): entry is [string, Int32Array | Float64Array] => ArrayBuffer.isView(entry[1]));

describe('every ledger', () => {
  test('is found', () => {
    expect(kinds.size).toBeGreaterThan(10);
  });

  test.each([...kinds])('%s has room for more rows than it began with, in every column, and loses none', (_name, Kind) => {
    // those that others belong to tell them how many rows there are
    const other = { reach: () => {} };
    const ledger = new Kind(...Array.from({ length: Kind.length }, () => other));
    const { capacity } = ledger as unknown as { capacity: number };
    const take = () => ledger.rows.take();
    const columns = columnsOf(ledger).filter(([, { length }]) => length === capacity);
    expect(columns.length).toBeGreaterThan(0);
    const rows = new Set(Array.from({ length: capacity }, take));
    columns.forEach(([, column], i) => {
      for (let row = 0; row < capacity; row++) column[row] = i + row;
    });
    for (let i = 0; i < capacity; i++) rows.add(take());
    expect(rows).toEqual(new Set(Array.from({ length: 2 * capacity }, (_, row) => row)));
    columns.forEach(([name], i) => {
      const column = ledger[name] as Int32Array | Float64Array;
      expect(column, name).toHaveLength(2 * capacity);
      expect(
        column.slice(0, capacity).every((value, row) => value === i + row),
        name,
      ).toBe(true);
    });
  });
});
