import { expect, test } from 'vitest';
import { Desk } from './desk.ts';

/** Left after one use, used once, used more often, left after more. */
test('ARC: a key that comes back shows on which side room was lacking', () => {
  const desk = new Desk({ kind: 'arc' }, 3);
  desk.ask('ABAC');
  expect(desk.shelves).toEqual(['', 'BC', 'A', '']);
  desk.ask('D');
  expect(desk.shelves).toEqual(['b', 'CD', 'A', '']);
  // used once and remembered as such: no more than fit in
  desk.ask('E');
  expect(desk.shelves).toEqual(['c', 'DE', 'A', '']);
  // C should have stayed: the target for keys used once goes from 0 to 1
  desk.ask('C');
  expect(desk.shelves).toEqual(['d', 'E', 'AC', '']);
  // so E is safe now, and a key used more often has to go
  desk.ask('F');
  expect(desk.shelves).toEqual(['d', 'EF', 'C', 'a']);
  // which was wrong again: back to 0
  desk.ask('A');
  expect(desk.shelves).toEqual(['de', 'F', 'CA', '']);
  expect(desk.victims).toBe('BCDAE');
});

test('ARC: steps of the target are the larger, the more the other memory outweighs', () => {
  const desk = new Desk({ kind: 'arc' }, 4);
  const target = () => Number(/target (\d+)/.exec(desk.eviction.shelves()[1].title)![1]);
  desk.ask('AABBCCDD');
  expect(desk.shelves).toEqual(['', '', 'ABCD', '']);
  // with a target of 0 whatever is used once goes at once; A has left first
  desk.ask('EF');
  expect([desk.shelves, target()]).toEqual([['e', 'F', 'BCD', 'a'], 0]);
  // E should have stayed: now F is safe
  desk.ask('E');
  expect([desk.shelves, target()]).toEqual([['', 'F', 'CDE', 'ab'], 1]);
  desk.ask('GH');
  expect(desk.shelves).toEqual(['f', 'GH', 'DE', 'abc']);
  // three to one
  desk.ask('F');
  expect(target()).toBe(4);
});

test('ARC: a scan leaves keys used more than once where they are', () => {
  const desk = new Desk({ kind: 'arc' }, 4);
  desk.ask('AABB');
  desk.ask('CDEFGHIJKLMNOP');
  expect(desk.ask('AB')).toBe('++');
});

test('ARC: where the target is met to the key, it is the side of the one that comes back that gains', () => {
  const desk = new Desk({ kind: 'arc' }, 3);
  desk.ask('ABCBDAC');
  // A and C came back from the first memory: the target is 2
  expect(desk.shelves).toEqual(['', 'D', 'AC', 'b']);
  // and with B, from the second, 1, which is what there is
  desk.ask('B');
  expect([desk.victims, desk.shelves]).toEqual(['ACBD', ['d', '', 'ACB', '']]);
});

test('ARC: a key comes back as well where there is room', () => {
  const desk = new Desk({ kind: 'arc' }, 3);
  desk.ask('ABACD');
  desk.remove('C');
  expect(desk.shelves).toEqual(['b', 'D', 'A', '']);
  desk.ask('B');
  expect(desk.shelves).toEqual(['', 'D', 'AB', '']);
  expect(desk.eviction.shelves()[1].title).toContain('target 1');
});

test('ARC: when it shrinks, so do the memories', () => {
  const desk = new Desk({ kind: 'arc' }, 4);
  desk.ask('AABBCCDDEFEGH');
  expect(desk.shelves).toEqual(['f', 'GH', 'DE', 'abc']);
  desk.room.capacity = 2;
  desk.eviction.evict(-1);
  expect(desk.shelves).toEqual(['g', 'H', 'DE', '']);
  desk.eviction.evict(-1);
  expect(desk.shelves).toEqual(['', 'H', 'E', 'd']);
});

test('ARC: a key that came back and was removed has been used once again', () => {
  const desk = new Desk({ kind: 'arc' }, 3);
  desk.ask('ABACDB');
  expect(desk.shelves).toEqual(['c', 'D', 'AB', '']);
  desk.remove('B');
  desk.ask('B');
  expect(desk.shelves).toEqual(['c', 'DB', 'A', '']);
});

test('ARC: steps of the target are as large as the key', () => {
  // the first story in keys of 4 bytes: with C back E is safe, and A has to go
  const desk = new Desk({ kind: 'arc' }, 12, { sizes: [4, 4, 4, 4, 4, 4] });
  desk.ask('ABACDECF');
  expect([desk.victims, desk.shelves]).toEqual(['BCDA', ['d', 'EF', 'C', 'a']]);
  expect(desk.eviction.shelves()[1].title).toContain('target 4');
  desk.ask('A');
  expect(desk.eviction.shelves()[1].title).toContain('target 0');
});
