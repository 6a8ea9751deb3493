/** Samples of a row at the most: thin lines, many of them. */
const MOST_SAMPLES = 200;

/** How many neighbours of so many samples become one. */
export function thinning(samples: number): number {
  return Math.ceil(samples / MOST_SAMPLES);
}

/** The means of so many neighbours each, of those that there are. */
export function thinned(samples: Float64Array, every: number): Float64Array {
  if (every === 1) return samples;
  return Float64Array.from({ length: Math.ceil(samples.length / every) }, (_, i) => meanOf(samples.subarray(i * every, (i + 1) * every)));
}

/** The mean of the samples that are known; NaN where none is. */
export function meanOf(samples: Float64Array): number {
  const known = samples.filter((sample) => !Number.isNaN(sample));
  return known.length === 0 ? Number.NaN : known.reduce((a, b) => a + b) / known.length;
}
