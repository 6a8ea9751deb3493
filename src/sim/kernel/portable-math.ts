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
  return expOfSum(x, 0);
}

/** e to the x + rest, where the rest is less than the last place of x. */
function expOfSum(x: number, rest: number): number {
  if (!(x <= 709.782712893384)) return x > 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  if (x < -745.1332191019412) return 0;
  const k = Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH;
  const r = high - k * LN2_LOW + rest;
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

/** 2^27 + 1: multiplying by it and subtracting cuts a number into two halves whose products are exact (Dekker 1971). */
const SPLITTER = 134_217_729;

/**
 * x to the y, for x ≥ 0. An error in the last place of ln x would grow by the factor y, so ln x is worked out as a sum
 * of two doubles, the second of which holds what the first has no room for.
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (!(x > 0 && x < Number.POSITIVE_INFINITY && y < 1e20 && y > -1e20)) {
    if (x !== 0) return exp(y * ln(x));
    return y > 0 ? 0 : y < 0 ? Number.POSITIVE_INFINITY : Number.NaN;
  }
  let exponent = 0;
  if (x < 2.2250738585072014e-308) {
    x *= powersOfTwo[54 - LEAST_EXPONENT];
    exponent = -54;
  }
  float[0] = x;
  const shift = ((words[1] >>> 20) & 0x7ff) - 1023;
  exponent += shift;
  let m = shift === MOST_EXPONENT ? (x / 2) * powersOfTwo[1 - shift - LEAST_EXPONENT] : x * powersOfTwo[-shift - LEAST_EXPONENT];
  if (m > SQRT_2) {
    m *= 0.5;
    exponent++;
  }
  // s = (m − 1) / (m + 1); every value below is a sum of two doubles, its rest under the same name with Low
  const f = m - 1;
  const d = 1 + m;
  const part = d - 1;
  const dLow = 1 - (d - part) + (m - part);
  const s = f / d;
  let cut = SPLITTER * s;
  const sUp = cut - (cut - s);
  const sDown = s - sUp;
  cut = SPLITTER * d;
  let up = cut - (cut - d);
  let down = d - up;
  let product = s * d;
  let rest = sUp * up - product + sUp * down + sDown * up + sDown * down;
  const sLow = (f - product - rest - s * dLow) / d;
  // z = s²
  const z = s * s;
  const zLow = sUp * sUp - z + 2 * sUp * sDown + sDown * sDown + 2 * s * sLow;
  // ln m = 2s · (1 + u), u = z/3 + z²/5 + …
  const third = z / 3;
  cut = SPLITTER * third;
  up = cut - (cut - third);
  down = third - up;
  product = 3 * third;
  rest = 3 * up - product + 3 * down;
  const thirdLow = (z - product - rest + zLow) / 3;
  const further =
    z * z * (1 / 5 + z * (1 / 7 + z * (1 / 9 + z * (1 / 11 + z * (1 / 13 + z * (1 / 15 + z * (1 / 17 + z * (1 / 19 + z / 21))))))));
  const u = third + further;
  const uLow = third - u + further + thirdLow;
  cut = SPLITTER * u;
  up = cut - (cut - u);
  down = u - up;
  product = s * u;
  rest = sUp * up - product + sUp * down + sDown * up + sDown * down + s * uLow + sLow * u;
  const half = s + product;
  const halfLow = s - half + product + sLow + rest;
  // ln x
  const whole = exponent * LN2_HIGH;
  const sum = whole + 2 * half;
  const sumLow = whole - sum + 2 * half + 2 * halfLow + exponent * LN2_LOW;
  const log = sum + sumLow;
  const logLow = sum - log + sumLow;
  // y · ln x
  cut = SPLITTER * log;
  up = cut - (cut - log);
  down = log - up;
  cut = SPLITTER * y;
  const yUp = cut - (cut - y);
  const yDown = y - yUp;
  product = y * log;
  rest = yUp * up - product + yUp * down + yDown * up + yDown * down + y * logLow;
  return expOfSum(product, rest);
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
  if (x > 1) return 1 - 2 / (exp(2 * x) + 1);
  if (x < -1) return 2 / (exp(-2 * x) + 1) - 1;
  // Lambert's continued fraction: exp(2x) − 1 would lose what is small
  const z = x * x;
  return x / (1 + z / (3 + z / (5 + z / (7 + z / (9 + z / (11 + z / (13 + z / (15 + z / (17 + z / 19)))))))));
}
