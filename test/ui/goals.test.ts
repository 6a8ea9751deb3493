import { expect, it } from 'vitest';
import { inItsKind } from '../../src/ui/story/inItsKind.ts';

it('a goal says a count of a count, a share of a share, and its meter’s figure of anything else', () => {
  const judged = (found: number, limit: number) => ({ holds: false, found, limit });
  // fewer than 60 failures: 4,464 of them, whatever rate that is
  expect(inItsKind({ stat: 'sum', than: 60 }, judged(4_464, 60), 'req/s')).toBe('4,464\u202freq');
  // at least 95 % of 120 req/s, which are 114: 69.48 of 120 are 57.9 %
  expect(inItsKind({ stat: 'value', than: { meter: 'shoppers.arrivals', factor: 0.95 } }, judged(69.48, 114), 'req/s')).toBe('57.9\u202f%');
  expect(inItsKind({ stat: 'max', than: 1_500 }, judged(3_740, 1_500), 'req/s')).toBe('3,740\u202freq/s');
  expect(inItsKind({ stat: 'value', than: 0.85 }, judged(0.42, 0.85), 'ratio')).toBe('42\u202f%');
});
