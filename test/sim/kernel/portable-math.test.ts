import { describe, expect, test } from 'vitest';
import { exp, ln, pow, tanh, wholePow } from '../../../src/sim/kernel/portable-math.ts';
import { mulberry } from '../../mulberry.ts';

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** Steps from one double to another: 1 is the next in line. */
function steps(from: number, to: number): number {
  if (Object.is(from, to) || from === to) return 0;
  const place = (x: number) => {
    double[0] = x;
    return bits[0] < 0n ? -(bits[0] & 0x7fff_ffff_ffff_ffffn) : bits[0];
  };
  const difference = place(from) - place(to);
  return Number(difference < 0n ? -difference : difference);
}

function fromBits(high: number, low: number): number {
  bits[0] = BigInt.asIntN(64, (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));
  return double[0];
}

/** A positive double of any size, subnormal ones included. */
function anyDouble(random: () => number): number {
  return fromBits(Math.floor(random() * 0x7ff00000), Math.floor(random() * 2 ** 32));
}

/**
 * The true values, by integers alone: numbers are counted in units of 2^-PLACES.
 */
const PLACES = 320n;
const ONE = 1n << PLACES;

/** A double as whole number × 2^exponent, exactly. */
function exactly(x: number): { whole: bigint; exponent: number } {
  double[0] = x;
  const raw = bits[0];
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xf_ffff_ffff_ffffn;
  const whole = biased === 0 ? fraction : fraction | (1n << 52n);
  return { whole: raw < 0n ? -whole : whole, exponent: Math.max(1, biased) - 1075 };
}

const inUnits = ({ whole, exponent }: { whole: bigint; exponent: number }): bigint => {
  const shift = PLACES + BigInt(exponent);
  return shift >= 0n ? whole << shift : whole >> -shift;
};

const times = (a: bigint, b: bigint) => (a * b) >> PLACES;
const over = (a: bigint, b: bigint) => (a << PLACES) / b;

/** 2 artanh(s) = ln((1 + s) / (1 − s)). */
function twiceArtanh(s: bigint): bigint {
  const square = times(s, s);
  let term = s;
  let sum = 0n;
  for (let n = 1n; term !== 0n; n += 2n) {
    sum += term / n;
    term = times(term, square);
    if (term === -1n) break;
  }
  return 2n * sum;
}
const LN_2 = twiceArtanh(ONE / 3n);

function trueLn(x: number): bigint {
  const { whole, exponent } = exactly(x);
  const length = whole.toString(2).length;
  const mantissa = (whole << PLACES) >> BigInt(length - 1);
  return BigInt(exponent + length - 1) * LN_2 + twiceArtanh(over(mantissa - ONE, mantissa + ONE));
}

/** e to the x as mantissa × 2^power. */
function trueExp(x: bigint): { mantissa: bigint; power: number } {
  let power = x / LN_2;
  if (x < 0n) power -= 1n;
  const rest = x - power * LN_2;
  let term = ONE;
  let sum = 0n;
  for (let n = 1n; term > 0n; n++) {
    sum += term;
    term = times(term, rest) / n;
  }
  return { mantissa: sum, power: Number(power) };
}

/** How far a double is from mantissa × 2^power, in units in the last place of the double. */
function offBy(found: number, mantissa: bigint, power = 0): number {
  const { whole, exponent } = exactly(found);
  const shift = PLACES - BigInt(power) + BigInt(exponent);
  // both sides in units of 2^(power − PLACES), a thousandth of the last place kept
  const had = shift >= 0n ? whole << shift : whole >> -shift;
  const unit = shift >= 0n ? 1n << shift : 1n;
  const difference = had > mantissa ? had - mantissa : mantissa - had;
  return Number((difference * 1_000n) / unit) / 1_000;
}

function worst(count: number, seed: number, measure: (random: () => number) => number): number {
  const random = mulberry(seed);
  let most = 0;
  for (let i = 0; i < count; i++) most = Math.max(most, measure(random));
  return most;
}

describe('within 2 units in the last place of the true value, worked out with integers of 320 bits', () => {
  test('ln of any double, near 1, and of subnormal ones', () => {
    const lnOff = (x: number) => offBy(ln(x), trueLn(x));
    expect(worst(1_500, 1, (random) => lnOff(anyDouble(random)))).toBeLessThanOrEqual(2);
    expect(worst(1_500, 2, (random) => lnOff(0.5 + 1.5 * random()))).toBeLessThanOrEqual(2);
    expect(worst(1_000, 3, (random) => lnOff(1 + (random() - 0.5) * 1e-4))).toBeLessThanOrEqual(2);
    expect(worst(500, 4, (random) => lnOff(fromBits(Math.floor(random() * 0x100000), Math.floor(random() * 2 ** 32))))).toBeLessThanOrEqual(
      2,
    );
  });

  test('exp wherever it is finite and not 0', () => {
    const expOff = (x: number) => {
      const { mantissa, power } = trueExp(inUnits(exactly(x)));
      return offBy(exp(x), mantissa, power);
    };
    expect(worst(1_500, 5, (random) => expOff(-745 + random() * 1454))).toBeLessThanOrEqual(2);
    expect(worst(1_500, 6, (random) => expOff((random() - 0.5) * 4))).toBeLessThanOrEqual(2);
    expect(worst(500, 7, (random) => expOff(-745 + random() * 37))).toBeLessThanOrEqual(2);
  });

  test('pow, however large the exponent', () => {
    const powOff = (x: number, y: number) => {
      const { mantissa, power } = trueExp(times(inUnits(exactly(y)), trueLn(x)));
      const found = pow(x, y);
      return found === 0 || found === Number.POSITIVE_INFINITY ? 0 : offBy(found, mantissa, power);
    };
    expect(worst(1_000, 8, (random) => powOff(random() * 10, random() * 5))).toBeLessThanOrEqual(2);
    expect(worst(1_000, 9, (random) => powOff(anyDouble(random), (random() - 0.5) * 2))).toBeLessThanOrEqual(2);
    expect(worst(1_000, 10, (random) => powOff(0.5 + random(), (random() - 0.5) * 2_000))).toBeLessThanOrEqual(2);
    expect(worst(500, 11, (random) => powOff(1 + (random() - 0.5) * 1e-9, (random() - 0.5) * 1e11))).toBeLessThanOrEqual(2);
  });

  test('tanh, small arguments included', () => {
    const tanhOff = (x: number) => {
      const { mantissa, power } = trueExp(2n * inUnits(exactly(x)));
      const square = power >= 0 ? mantissa << BigInt(power) : mantissa >> BigInt(-power);
      return offBy(tanh(x), over(square - ONE, square + ONE));
    };
    expect(worst(1_500, 12, (random) => tanhOff((random() - 0.5) * 2.2))).toBeLessThanOrEqual(2);
    expect(worst(1_500, 13, (random) => tanhOff((random() - 0.5) * 44))).toBeLessThanOrEqual(2);
    expect(worst(500, 14, (random) => tanhOff((random() - 0.5) * 1e-6))).toBeLessThanOrEqual(2);
  });
});

describe('within 2 steps of what this engine computes', () => {
  test('ln of 200,000 doubles of every size', () => {
    expect(
      worst(200_000, 21, (random) => {
        const x = anyDouble(random);
        return steps(ln(x), Math.log(x));
      }),
    ).toBeLessThanOrEqual(2);
  });

  test('exp of 200,000 arguments', () => {
    expect(
      worst(200_000, 22, (random) => {
        const x = -745 + random() * 1454;
        return steps(exp(x), Math.exp(x));
      }),
    ).toBeLessThanOrEqual(2);
  });

  test('pow of 200,000 pairs', () => {
    expect(
      worst(200_000, 23, (random) => {
        const x = random() < 0.5 ? random() * 100 : anyDouble(random);
        const y = (random() - 0.5) * 20;
        return steps(pow(x, y), x ** y);
      }),
    ).toBeLessThanOrEqual(2);
  });
});

describe('at the edges', () => {
  test('ln: −∞ at 0, ∞ at ∞, no number below 0', () => {
    expect([ln(0), ln(-0), ln(1), ln(Number.POSITIVE_INFINITY)]).toEqual([-Infinity, -Infinity, 0, Infinity]);
    expect([ln(-1), ln(-Infinity), ln(Number.NaN)]).toEqual([NaN, NaN, NaN]);
    expect(ln(Number.MIN_VALUE)).toBe(-744.4400719213812);
    expect(ln(Number.MAX_VALUE)).toBe(709.782712893384);
  });

  test('exp: 0 and ∞ beyond what a double can hold, and finite up to there', () => {
    expect([exp(0), exp(-0), exp(-Infinity), exp(Infinity), exp(-746), exp(710)]).toEqual([1, 1, 0, Infinity, 0, Infinity]);
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(709.782712893384)).toBeLessThan(Infinity);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(-745.1332191019411)).toBe(Number.MIN_VALUE);
    expect(exp(-745.14)).toBe(0);
  });

  test('pow', () => {
    expect([pow(5, 0), pow(0, 0), pow(Number.NaN, 0)]).toEqual([1, 1, 1]);
    expect([pow(0, 2), pow(0, -2), pow(1, 1e300), pow(Infinity, 0.5), pow(Infinity, -0.5)]).toEqual([0, Infinity, 1, Infinity, 0]);
    expect([pow(2, Infinity), pow(0.5, Infinity), pow(2, -Infinity)]).toEqual([Infinity, 0, 0]);
    expect([pow(2, 1024), pow(2, -1080), pow(10, 1e30), pow(10, -1e30)]).toEqual([Infinity, 0, Infinity, 0]);
    expect([pow(Number.NaN, 1), pow(2, Number.NaN), pow(0, Number.NaN)]).toEqual([NaN, NaN, NaN]);
  });

  test('tanh: odd, −1 to 1', () => {
    expect([tanh(0), tanh(-0), tanh(Infinity), tanh(-Infinity)]).toEqual([0, -0, 1, -1]);
    expect(tanh(Number.NaN)).toBeNaN();
    for (const x of [1e-300, 1e-9, 0.3, 1, 1.0001, 5, 19.9]) expect(tanh(-x)).toBe(-tanh(x));
    expect(tanh(1e-300)).toBe(1e-300);
  });
});

describe('exactly', () => {
  test('ln of a power of two is the nearest double to so many ln 2', () => {
    for (let k = -1074; k <= 1023; k++) expect(Math.abs(ln(2 ** k) - k * Math.LN2)).toBeLessThanOrEqual(Math.abs(k * Math.LN2) * 2 ** -52);
    expect([ln(2), ln(4), ln(0.5), ln(1024)]).toEqual([Math.LN2, 2 * Math.LN2, -Math.LN2, 10 * Math.LN2]);
  });

  test('2 to every whole power from −1074 to 1023', () => {
    for (let k = -1074; k <= 1023; k++) if (pow(2, k) !== 2 ** k) expect([k, pow(2, k)]).toEqual([k, 2 ** k]);
  });

  test('whole powers and roots that are whole', () => {
    expect([pow(10, 3), pow(3, 4), pow(7, 2), pow(4, 0.5), pow(27, 1 / 3), pow(1e6, 0.5)]).toEqual([1000, 81, 49, 2, 3, 1000]);
  });

  test('wholePow multiplies: 1 for the power 0, ∞ rather than a loop when it overflows', () => {
    expect([wholePow(3, 0), wholePow(2, 10), wholePow(1.5, 3), wholePow(10, 22), wholePow(2, 1e9)]).toEqual([
      1,
      1024,
      3.375,
      1e22,
      Infinity,
    ]);
  });
});
