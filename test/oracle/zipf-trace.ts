/** Traces of independent draws by Zipf’s law, from whole numbers, + × ÷ and square roots alone: the same in every language. */
const traces = {
  A: { quarters: 4, seed: 1 },
  C: { quarters: 3, seed: 3 },
};

export type TraceName = keyof typeof traces;

const KEYS = 100_000;
const ACCESSES = 1_000_000;

/** xoshiro128**, its state filled by splitmix32: doubles of 53 bits, the upper 27 from the first of two draws. */
export function doubles(seed: number): () => number {
  let mixed = seed;
  const [a, b, c, d] = Array.from({ length: 4 }, () => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let word = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return word ^ (word >>> 15);
  });
  const state = Int32Array.of(a, b, c, d);
  const word = () => {
    const rotated = Math.imul(state[1], 5);
    const result = Math.imul((rotated << 7) | (rotated >>> 25), 9);
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = (state[3] << 11) | (state[3] >>> 21);
    return result >>> 0;
  };
  return () => {
    const upper = word() >>> 5;
    const lower = word() >>> 6;
    return (upper * 67_108_864 + lower) / 9_007_199_254_740_992;
  };
}

/** The keys of every access; key k comes up in proportion to (k + 1)^−(quarters / 4). */
export function zipfTrace(name: TraceName): Int32Array {
  const { quarters, seed } = traces[name];
  const upTo = new Float64Array(KEYS);
  let sum = 0;
  for (let rank = 1; rank <= KEYS; rank++) {
    const root = Math.sqrt(rank);
    sum += quarters === 4 ? 1 / rank : 1 / (root * Math.sqrt(root));
    upTo[rank - 1] = sum;
  }
  const unit = doubles(seed);
  return Int32Array.from({ length: ACCESSES }, () => {
    const place = unit() * sum;
    let low = 0;
    let high = KEYS - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (upTo[middle] > place) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
