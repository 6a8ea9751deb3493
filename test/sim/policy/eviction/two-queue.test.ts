import { expect, test } from 'vitest';
import { Desk } from './desk.ts';

test('2Q: on trial, remembered, and back for good', () => {
  // at least 1 on trial, 2 remembered
  const desk = new Desk({ kind: 'two-queue' }, 4);
  desk.ask('ABCDE');
  expect(desk.shelves).toEqual(['BCDE', 'a', '']);
  // a hit during the trial does not help
  expect(desk.ask('BF')).toBe('+-');
  expect(desk.shelves).toEqual(['CDEF', 'ab', '']);
  desk.ask('A');
  expect(desk.shelves).toEqual(['DEF', 'bc', 'A']);
  desk.ask('G');
  expect(desk.shelves).toEqual(['EFG', 'cd', 'A']);
  // with no more than its share left on trial, the main list has to make room
  desk.ask('CDE');
  expect([desk.shelves, desk.victims]).toEqual([['G', 'f', 'CDE'], 'ABCDEFA']);
});

test('2Q: those who came back are an LRU, and are not remembered when they leave', () => {
  const desk = new Desk({ kind: 'two-queue' }, 4);
  desk.ask('ABCDEFAB');
  expect(desk.shelves).toEqual(['EF', 'cd', 'AB']);
  expect(desk.ask('CAD')).toBe('-+-');
  expect([desk.victims.at(-1), desk.shelves]).toEqual(['B', ['F', 'e', 'CAD']]);
});

test('2Q: remembers nobody where there is no room for it', () => {
  const desk = new Desk({ kind: 'two-queue', out: 0 }, 4);
  desk.ask('ABCDEFA');
  expect(desk.shelves).toEqual(['DEFA', '', '']);
  // 2 of 4 bytes, and B has 3
  const sized = new Desk({ kind: 'two-queue' }, 4, { sizes: [2, 3, 4] });
  sized.ask('ABC');
  expect([sized.victims, sized.shelves]).toEqual(['AB', ['C', 'a', '']]);
});

test('2Q: a key that came back for good and was removed is on trial again', () => {
  const desk = new Desk({ kind: 'two-queue' }, 4);
  desk.ask('ABCDEA');
  expect(desk.shelves).toEqual(['CDE', 'b', 'A']);
  desk.remove('A');
  desk.ask('A');
  expect(desk.shelves).toEqual(['CDEA', 'b', '']);
});
