import { expect, test } from 'vitest';
import { HotKeys } from '../../../src/sim/component/cache/hot-keys.ts';

const SECOND = 1_000_000;

test('a key is hot that is asked for more often than so in this second or in the one before', () => {
  const keys = new HotKeys();
  const ask = (second: number, key = 7) => keys.ask(key, second * SECOND, 2);
  expect([ask(0), ask(0.5), ask(0.9)]).toEqual([false, false, true]);
  // of the second before it is still known; of the one before that not
  expect([ask(1), ask(2), ask(2.1)]).toEqual([true, false, false]);
  expect([ask(2.2), ask(4), ask(5)]).toEqual([true, false, false]);
  // each for itself, whatever its number
  expect([ask(5, 100_000), ask(5, 100_000), ask(5, 99_999), ask(5, 100_000), ask(6, 99_999), ask(6, 100_000)]).toEqual([
    false,
    false,
    false,
    true,
    false,
    true,
  ]);
});
