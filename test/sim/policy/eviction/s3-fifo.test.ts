import { expect, test } from 'vitest';
import { Desk } from './desk.ts';

test('S3-FIFO: small queue, main queue and ghosts', () => {
  // small 2, main 2, ghosts 3
  const desk = new Desk({ kind: 's3-fifo', small: 0.5 }, 4);
  desk.ask('ABCDE');
  expect(desk.shelves).toEqual(['BCDE', '', 'a']);
  // a ghost that is asked for enters the main queue
  desk.ask('A');
  expect(desk.shelves).toEqual(['CDE', 'A', 'b']);
  // C was asked for twice: it is promoted on its way out
  desk.ask('CCF');
  expect(desk.shelves).toEqual(['EF', 'AC', 'bd']);
  desk.ask('G');
  expect(desk.shelves).toEqual(['FG', 'AC', 'bde']);
  desk.ask('B');
  expect(desk.shelves).toEqual(['G', 'ACB', 'def']);
  // now the main queue is too long, and loses a key for good
  desk.ask('H');
  expect([desk.shelves, desk.victims]).toEqual([['GH', 'CB', 'def'], 'ABDEFA']);
});

test('S3-FIFO: what was asked for in the main queue goes round once more for each time, up to three', () => {
  const desk = new Desk({ kind: 's3-fifo', small: 0, ghost: 0 }, 2);
  // nothing may stay in the small queue: two uses and it is in the main one
  desk.ask('AAABBB');
  desk.ask('C');
  expect([desk.victims, desk.shelves]).toEqual(['A', ['C', 'B', '']]);
  desk.ask('BBBBB');
  expect(desk.mark('B')).toBe(3);
  desk.ask('CCDDDEEEFFF');
  expect([desk.victims, desk.mark('B')]).toEqual(['ACDE', 0]);
});

test('S3-FIFO: once is not enough to be promoted, unless it is told so', () => {
  const twice = new Desk({ kind: 's3-fifo', small: 0.5 }, 4);
  const once = new Desk({ kind: 's3-fifo', small: 0.5, threshold: 1 }, 4);
  for (const desk of [twice, once]) desk.ask('ABCDAE');
  expect([twice.victims, once.victims]).toEqual(['A', 'B']);
});

test('S3-FIFO: has no ghosts where there is no room for them', () => {
  const desk = new Desk({ kind: 's3-fifo', ghost: 0 }, 4);
  desk.ask('ABCDEFA');
  expect(desk.shelves).toEqual(['DEFA', '', '']);
});

test('S3-FIFO: a ghost that came back and was removed starts in the small queue', () => {
  const desk = new Desk({ kind: 's3-fifo', small: 0.5 }, 4);
  desk.ask('ABCDEA');
  expect(desk.shelves).toEqual(['CDE', 'A', 'b']);
  desk.remove('A');
  desk.ask('A');
  expect(desk.shelves).toEqual(['CDEA', '', 'b']);
});
