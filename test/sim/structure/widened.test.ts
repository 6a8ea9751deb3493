import { expect, test } from 'vitest';
import { reaching, widened } from '../../../src/sim/structure/widened.ts';

test('a wider column has the same in front, and 0 behind', () => {
  expect(widened(Int32Array.of(3, 5), 4)).toEqual(Int32Array.of(3, 5, 0, 0));
});

test('a column that reaches an index is the same one', () => {
  const column = Float64Array.of(1, 2);
  expect(reaching(column, 1)).toBe(column);
});

test('one that does not is doubled until it does, with what is asked for behind', () => {
  expect(reaching(Int32Array.of(3, 5), 4, -1)).toEqual(Int32Array.of(3, 5, -1, -1, -1, -1, -1, -1));
  expect(reaching(Uint8Array.of(1), 1)).toEqual(Uint8Array.of(1, 0));
});
