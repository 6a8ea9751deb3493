import { expect, test } from 'vitest';
import { CountMinSketch } from '../../../src/sim/structure/count-min-sketch.ts';
import { mulberry } from '../../mulberry.ts';

const NEVER = Number.POSITIVE_INFINITY;

test('counts up to 15', () => {
  const sketch = new CountMinSketch();
  sketch.fit(10);
  expect(sketch.estimate(3)).toBe(0);
  for (let times = 1; times <= 20; times++) {
    sketch.count(3, NEVER);
    expect(sketch.estimate(3)).toBe(Math.min(times, 15));
  }
});

test('halves all counters after so many uses, and half of them count on', () => {
  const sketch = new CountMinSketch();
  sketch.fit(1_000);
  const count = (key: number, times: number) => {
    for (let i = 0; i < times; i++) sketch.count(key, 12);
  };
  count(1, 8);
  count(2, 3);
  expect([sketch.estimate(1), sketch.estimate(2)]).toEqual([8, 3]);
  // the twelfth: 8 → 4, 4 → 2, and 6 of 12 have been counted
  count(2, 1);
  expect([sketch.estimate(1), sketch.estimate(2)]).toEqual([4, 2]);
  count(1, 5);
  expect(sketch.estimate(1)).toBe(9);
  count(1, 1);
  expect([sketch.estimate(1), sketch.estimate(2)]).toEqual([5, 1]);
});

test('what is lost in halving does not count on', () => {
  const sketch = new CountMinSketch();
  sketch.fit(1_000);
  for (const key of [1, 2, 3]) sketch.count(key, 3);
  expect([1, 2, 3].map((key) => sketch.estimate(key))).toEqual([0, 0, 0]);
  // so it takes three more to the next time, not two
  sketch.count(1, 3);
  sketch.count(1, 3);
  expect(sketch.estimate(1)).toBe(2);
  sketch.count(1, 3);
  expect(sketch.estimate(1)).toBe(1);
});

test('never says too little, and hardly ever too much while no more keys come than were expected', () => {
  const KEYS = 5_000;
  const sketch = new CountMinSketch();
  sketch.fit(KEYS);
  const random = mulberry(1);
  const times = Array.from({ length: KEYS }, () => Math.floor(random() ** 4 * 12));
  times.forEach((n, key) => {
    for (let i = 0; i < n; i++) sketch.count(key, NEVER);
  });
  const over = times.map((n, key) => sketch.estimate(key) - n);
  expect(Math.min(...over)).toBe(0);
  // four rows of 32,768 places, each of which about 2,500 keys have used: (2,500 / 32,768)^4 of the keys, one in 30,000
  expect(over.filter((error) => error > 0).length).toBeLessThan(5);
});

test('one that is large enough remembers when it is fitted, one that grows forgets', () => {
  const sketch = new CountMinSketch();
  sketch.fit(100);
  sketch.count(7, NEVER);
  sketch.fit(20);
  expect(sketch.estimate(7)).toBe(1);
  sketch.fit(10_000);
  expect(sketch.estimate(7)).toBe(0);
});
