import { expect, test } from 'vitest';
import { flowsAt, LEAST_CROSSING } from '../../src/ui/topology/flights.ts';

test('a wire shows dots while one can follow them, and how much flows once a crossing takes less than a tenth of a second', () => {
  // a run of 70 s in 20 s, and one of a day
  expect(flowsAt(LEAST_CROSSING, 70 / 20)).toBe(false);
  expect(flowsAt(LEAST_CROSSING, 86_400 / 20)).toBe(true);
  expect([flowsAt(1_500, 15), flowsAt(1_500, 15.01)]).toEqual([false, true]);
});
