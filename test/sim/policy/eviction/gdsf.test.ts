import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Desk } from './desk.ts';

test('GDSF: a large key makes room for a small one, though it was used later', () => {
  // A takes 8 of 10 and ranks 1/8, the others 1
  const desk = new Desk({ kind: 'gdsf' }, 10, { sizes: [8, 1, 1] });
  desk.ask('BCAD');
  expect([desk.victims, desk.shelves]).toEqual(['A', ['BCD']]);
});

test('GDSF: times asked for make up for size, and so does cost', () => {
  const often = new Desk({ kind: 'gdsf' }, 10, { sizes: [8, 1, 1] });
  // nine eighths are more than one
  often.ask('AAAAAAAAABCD');
  expect(often.victims).toBe('B');
  const dear = new Desk({ kind: 'gdsf' }, 10, { sizes: [8, 1, 1], costs: [9] });
  dear.ask('ABCD');
  expect(dear.victims).toBe('B');
});

test('GDSF: whoever comes after an eviction starts from the rank of the victim', () => {
  const desk = new Desk({ kind: 'gdsf' }, 4, { sizes: [2, 2, 4, 1] });
  desk.ask('AB');
  expect([desk.mark('A'), desk.mark('B')]).toEqual([0.5, 0.5]);
  // both have to go for C: a half and a quarter
  desk.ask('C');
  expect([desk.victims, desk.mark('C')]).toEqual(['AB', 0.75]);
  desk.ask('CD');
  expect([desk.victims, desk.mark('D')]).toEqual(['ABC', 2]);
});

test('GDSF is LFU with dynamic ageing where all keys weigh and cost the same', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.constantFrom(...'ABCDEFGHIJKL'), { maxLength: 200, size: 'max' }),
      (capacity, letters) => {
        const [gdsf, aged] = ['gdsf', 'lfu-aged'].map((kind) => new Desk({ kind }, capacity));
        expect(gdsf.ask(letters.join(''))).toBe(aged.ask(letters.join('')));
        expect(gdsf.victims).toBe(aged.victims);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});
