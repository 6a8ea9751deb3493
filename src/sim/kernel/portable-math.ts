/**
 * ln, exp, pow and tanh from + − × ÷ and one look at the exponent bits: the same bits in every JavaScript engine.
 * `Math.log` and friends differ in the last place between Chromium, Node, Firefox and WebKit, which would give
 * every browser its own fingerprint. Within 2 units in the last place of the true value.
 */
const float = new Float64Array(1);
/** The two halves of `float`, low word first: every engine we run on is little-endian. */
const words = new Int32Array(float.buffer);

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const LOG2_E = Math.LOG2E;
const SQRT_2 = Math.SQRT2;

const LEAST_EXPONENT = -1074;
const MOST_EXPONENT = 1023;
/** 2^e for e from −1074 to 1023: multiplying by an entry is exact, and quicker than writing exponent bits. */
const powersOfTwo = new Float64Array(MOST_EXPONENT - LEAST_EXPONENT + 1);
powersOfTwo[-LEAST_EXPONENT] = 1;
for (let e = 1; e <= MOST_EXPONENT; e++) powersOfTwo[e - LEAST_EXPONENT] = powersOfTwo[e - 1 - LEAST_EXPONENT] * 2;
for (let e = -1; e >= LEAST_EXPONENT; e--) powersOfTwo[e - LEAST_EXPONENT] = powersOfTwo[e + 1 - LEAST_EXPONENT] / 2;

/** Natural logarithm. NaN below 0, −Infinity at 0. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  let exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= powersOfTwo[54 - LEAST_EXPONENT];
    exponent = -54;
  }
  float[0] = x;
  const shift = ((words[1] >>> 20) & 0x7ff) - 1023;
  exponent += shift;
  let mantissa = shift === MOST_EXPONENT ? (x / 2) * powersOfTwo[1 - shift - LEAST_EXPONENT] : x * powersOfTwo[-shift - LEAST_EXPONENT];
  if (mantissa > SQRT_2) {
    mantissa *= 0.5;
    exponent++;
  }
  // ln m = 2 artanh(s), s = (m − 1) / (m + 1), |s| < 0.1716
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const series =
    z *
    (1 / 3 + z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z / 21)))))))));
  return exponent * LN2_HIGH + (2 * s + (2 * s * series + exponent * LN2_LOW));
}

/** e to the x. */
export function exp(x: number): number {
  if (!(x < 709.782712893384)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH;
  const r = high - k * LN2_LOW;
  const tail =
    r *
    (1 / 2 +
      r *
        (1 / 6 +
          r *
            (1 / 24 +
              r *
                (1 / 120 +
                  r *
                    (1 / 720 +
                      r *
                        (1 / 5040 +
                          r *
                            (1 / 40320 +
                              r * (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600 + r / 6227020800)))))))))));
  const value = 1 + (r + r * tail);
  if (k > MOST_EXPONENT) return value * 2 * powersOfTwo[k - 1 - LEAST_EXPONENT];
  if (k < -1022) return value * powersOfTwo[k + 54 - LEAST_EXPONENT] * powersOfTwo[-54 - LEAST_EXPONENT];
  return value * powersOfTwo[k - LEAST_EXPONENT];
}

/** x to the y, for x ≥ 0. */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (x === 0) return y > 0 ? 0 : Number.POSITIVE_INFINITY;
  return exp(y * ln(x));
}

/** x to a whole power ≥ 0, by repeated multiplication: exact while the result is a whole number below 2^53. */
export function wholePow(x: number, n: number): number {
  let result = 1;
  for (let i = 0; i < n && result !== Number.POSITIVE_INFINITY; i++) result *= x;
  return result;
}

/** Hyperbolic tangent. */
export function tanh(x: number): number {
  if (x > 20) return 1;
  if (x < -20) return -1;
  const doubled = exp(2 * x);
  return (doubled - 1) / (doubled + 1);
}
