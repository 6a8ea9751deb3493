/**
 * What tests of chance compare with. Seeds are fixed, so a test either always passes or never does; a limit of 4.5
 * standard deviations is one that a right sampler misses once in 150,000 tries.
 */
export const LIMIT = 4.5;

/** How many standard deviations a count of n trials lies from what probability p lets expect. */
export function deviations(count: number, n: number, p: number): number {
  return (count - n * p) / Math.sqrt(n * p * (1 - p));
}

/** Pearson's χ² as standard deviations from what is usual (Wilson and Hilferty, 1931). */
export function chiSquareDeviations(observed: ArrayLike<number>, expected: (cell: number) => number): number {
  let chiSquare = 0;
  for (let cell = 0; cell < observed.length; cell++) chiSquare += (observed[cell] - expected(cell)) ** 2 / expected(cell);
  const spread = 2 / (9 * (observed.length - 1));
  return (Math.cbrt(chiSquare / (observed.length - 1)) - (1 - spread)) / Math.sqrt(spread);
}

/** The correlation of pairs, as standard deviations from 0. */
export function correlationDeviations(n: number, pair: (i: number) => readonly [number, number]): number {
  let [sumA, sumB, sumAA, sumBB, sumAB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [a, b] = pair(i);
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const covariance = sumAB / n - (sumA / n) * (sumB / n);
  return (covariance / Math.sqrt((sumAA / n - (sumA / n) ** 2) * (sumBB / n - (sumB / n) ** 2))) * Math.sqrt(n);
}

export interface Moments {
  mean: number;
  variance: number;
  /** Third and fourth moment about the mean, in standard deviations. */
  skewness: number;
  kurtosis: number;
}

export function moments(values: ArrayLike<number>): Moments {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const d = values[i] - mean;
    second += d * d;
    third += d * d * d;
    fourth += d * d * d * d;
  }
  const variance = second / n;
  return { mean, variance, skewness: third / n / variance ** 1.5, kurtosis: fourth / n / variance ** 2 };
}
