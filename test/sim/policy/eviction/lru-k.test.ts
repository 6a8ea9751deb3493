import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Desk } from './desk.ts';

test('LRU-2: one use alone does not count', () => {
  const desk = new Desk({ kind: 'lru-k' }, 2);
  desk.ask('AABC');
  // B was used later than A, but only once
  expect([desk.victims, desk.shelves]).toEqual(['B', ['A', 'C', 'b']]);
});

test('LRU-2: the uses of a key that has left are remembered', () => {
  const desk = new Desk({ kind: 'lru-k' }, 2);
  // B comes back for its second use, and C with its one has to go
  desk.ask('AABCB');
  expect(desk.victims).toBe('BC');
  // second to last uses: A's at 1 ms, B's at 3 ms
  desk.ask('D');
  expect(desk.victims).toBe('BCA');
  const forgetful = new Desk({ kind: 'lru-k', history: 0 }, 2);
  // to it B is as new as C was, and D comes when B has been used but once
  forgetful.ask('AABCBD');
  expect([forgetful.victims, forgetful.shelves[2]]).toEqual(['BCB', '']);
});

test('LRU-2: uses in one burst are one use', () => {
  const apart = new Desk({ kind: 'lru-k' }, 2);
  const burst = new Desk({ kind: 'lru-k', correlated: 5 }, 2);
  for (const desk of [apart, burst]) {
    desk.ask('AAB');
    desk.wait(20);
    desk.ask('C');
  }
  expect([apart.victims, burst.victims]).toEqual(['B', 'A']);
});

test('LRU-2: a burst counts from its end', () => {
  const desk = new Desk({ kind: 'lru-k', correlated: 5 }, 2);
  // A from 1 to 4 ms, B at 2 ms
  desk.ask('ABAA');
  desk.wait(20);
  desk.ask('AB');
  desk.wait(20);
  desk.ask('C');
  // the use before: A's at 4 ms, B's at 2 ms
  expect(desk.victims).toBe('B');
});

test('LRU-2: keys in the middle of a burst stay, if there is another', () => {
  const desk = new Desk({ kind: 'lru-k', correlated: 10 }, 2);
  desk.ask('AA');
  desk.wait(20);
  desk.ask('AB');
  // A has two uses, B but one: it is too fresh to go
  desk.ask('A');
  desk.wait(8);
  desk.ask('BC');
  expect(desk.victims).toBe('A');
});

test('LRU-2: a key that was forgotten begins anew', () => {
  const desk = new Desk({ kind: 'lru-k', history: 0 }, 2);
  desk.ask('AABBCA');
  expect(desk.victims).toBe('AC');
  desk.remove('B');
  // A and D have one use each, and A's is the older
  desk.ask('DE');
  expect(desk.victims).toBe('ACA');
});

test('LRU-K: which use counts may be changed on the way', () => {
  const desk = new Desk({ kind: 'lru-k', k: 1 }, 4);
  desk.ask('ABBCDE');
  // by the latest use B would be next
  expect([desk.victims, desk.shelves[0]]).toEqual(['A', 'BCD']);
  Object.assign(desk.params, { k: 2 });
  desk.ask('F');
  expect(desk.victims).toBe('AC');
});

test('LRU-1 is LRU', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.constantFrom(...'ABCDEFGHIJKL'), { maxLength: 200, size: 'max' }),
      (capacity, letters) => {
        const [lruK, lru] = [{ kind: 'lru-k', k: 1 }, { kind: 'lru' }].map((document) => new Desk(document, capacity));
        expect(lruK.ask(letters.join(''))).toBe(lru.ask(letters.join('')));
        expect(lruK.victims).toBe(lru.victims);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});
