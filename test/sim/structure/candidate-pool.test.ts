import { expect, test } from 'vitest';
import { CandidatePool } from '../../../src/sim/structure/candidate-pool.ts';

function poolOf(places: number, candidates: readonly (readonly [key: number, score: number])[]): CandidatePool {
  const pool = new CandidatePool(places);
  for (const [key, score] of candidates) {
    pool.score[0] = score;
    pool.offer(key);
  }
  return pool;
}

test('keeps the best of those it was offered, and gives the best back first', () => {
  const pool = poolOf(3, [
    [1, 10],
    [2, 30],
    [3, 20],
    [4, 5],
    [5, 25],
    [6, 40],
  ]);
  expect(pool.toArray()).toEqual([6, 2, 5]);
  expect([pool.take(), pool.take(), pool.size]).toEqual([6, 2, 1]);
});

test('of equal scores it gives back the one that came first, and a full pool does not take one that equals its least', () => {
  expect(
    poolOf(3, [
      [1, 7],
      [2, 7],
      [3, 7],
      [4, 7],
    ]).toArray(),
  ).toEqual([1, 2, 3]);
});

test('knows a key twice, and drops it twice', () => {
  const pool = poolOf(4, [
    [1, 1],
    [2, 2],
    [1, 3],
    [3, 4],
  ]);
  expect(pool.toArray()).toEqual([3, 1, 2, 1]);
  pool.drop(1);
  expect([pool.toArray(), pool.size]).toEqual([[3, 2], 2]);
  expect([pool.take(), pool.take(), pool.take()]).toEqual([3, 2, -1]);
});
