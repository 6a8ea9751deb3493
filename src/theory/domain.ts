/**
 * Where a closed form holds. Every form checks its input with these and throws a RangeError that names the quantity,
 * so nothing here ever answers with the NaN or the negative wait of an unstable queue.
 */
export function requirePositive(quantities: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(quantities))
    if (!(value > 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`${name} must be above 0 and finite, not ${value}`);
}

export function requireNotNegative(quantities: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(quantities))
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new RangeError(`${name} must be at least 0 and finite, not ${value}`);
}

export function requireRatio(quantities: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(quantities))
    if (!(value >= 0 && value <= 1)) throw new RangeError(`${name} must lie from 0 to 1, not ${value}`);
}

/** Whole numbers from `least` on. */
export function requireCount(quantities: Readonly<Record<string, number>>, least = 1): void {
  for (const [name, value] of Object.entries(quantities))
    if (!(Number.isSafeInteger(value) && value >= least))
      throw new RangeError(`${name} must be a whole number from ${least} on, not ${value}`);
}

/** A queue without bound or abandonment has a steady state only below utilisation 1. */
export function requireStable(utilisation: number): void {
  if (!(utilisation < 1)) throw new RangeError(`no steady state: utilisation is ${utilisation}, and must be below 1`);
}
