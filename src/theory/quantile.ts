import { requireRatio } from './domain.ts';

const STEPS = 200;

/**
 * The least t ≥ 0 with P(T > t) ≤ 1 − q, by doubling and bisection.
 * @param tail P(T > t), falling in t to 0 @param q 0 to 1, 1 excluded @param scale where to begin to look, in the unit of t
 */
export function quantileOf(tail: (t: number) => number, q: number, scale: number): number {
  requireRatio({ q });
  const rest = 1 - q;
  if (!(rest > 0)) throw new RangeError('q must be below 1');
  if (tail(0) <= rest) return 0;
  let high = scale;
  while (tail(high) > rest) high *= 2;
  let low = 0;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (tail(middle) > rest) low = middle;
    else high = middle;
  }
  return high;
}
