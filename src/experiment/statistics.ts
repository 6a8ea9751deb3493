/** Mean, spread and confidence of figures from independent runs. */
export interface Summary {
  count: number;
  mean: number;
  /** Sample standard deviation. */
  deviation: number;
  /** Half the width of the 99 % confidence interval of the mean (Student's t). */
  halfWidth: number;
}

export function summarise(figures: readonly number[]): Summary {
  const count = figures.length;
  const mean = figures.reduce((sum, x) => sum + x, 0) / count;
  const deviation = count > 1 ? Math.sqrt(figures.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (count - 1)) : 0;
  return {
    count,
    mean,
    deviation,
    halfWidth: count > 1 ? (studentT99(count - 1) * deviation) / Math.sqrt(count) : Number.POSITIVE_INFINITY,
  };
}

/** 99.5 % quantile of Student's t: tabled for few degrees of freedom, then by Cornish and Fisher's expansion. */
function studentT99(freedom: number): number {
  const table = [63.657, 9.925, 5.841, 4.604, 4.032, 3.707, 3.499, 3.355, 3.25, 3.169];
  if (freedom <= table.length) return table[freedom - 1];
  const z = 2.5758293035489;
  const z3 = z ** 3;
  const z5 = z ** 5;
  const third = (3 * z ** 7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * freedom ** 3);
  return z + (z3 + z) / (4 * freedom) + (5 * z5 + 16 * z3 + 3 * z) / (96 * freedom ** 2) + third;
}

/** The seeds of n runs that begin with this one. */
export function seedsFrom(seed: number, n: number): readonly number[] {
  return Array.from({ length: n }, (_, i) => seed + i);
}
