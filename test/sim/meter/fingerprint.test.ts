import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fingerprint, mixFact } from '../../../src/sim/meter/fingerprint.ts';

interface Fact {
  at: number;
  code: number;
  subject: number;
}

function digitsOf(facts: readonly Fact[]): string {
  const fingerprint = new Fingerprint();
  for (const { at, code, subject } of facts) {
    fingerprint.at(at);
    mixFact(fingerprint.cells, code, subject);
  }
  return fingerprint.digits();
}

const fact = fc.record({ at: fc.maxSafeNat(), code: fc.integer(), subject: fc.integer() });
const facts = fc.array(fact, { minLength: 1, maxLength: 30 });

/** How many of 64 bits differ. */
function bitsApart(a: string, b: string): number {
  return [...(BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2)].filter((bit) => bit === '1').length;
}

describe('a fingerprint', () => {
  test('is 16 hexadecimal digits, the same for the same facts', () => {
    fc.assert(
      fc.property(facts, (list) => {
        expect(digitsOf(list)).toMatch(/^[0-9a-f]{16}$/);
        expect(digitsOf(list)).toBe(digitsOf(list));
      }),
      { seed: 1 },
    );
  });

  test('changes with any bit of code and subject, and with any of the 53 of the time', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (list, where) => {
        const i = where % list.length;
        const before = digitsOf(list);
        const changed = (change: Partial<Fact>) => digitsOf(list.with(i, { ...list[i], ...change }));
        for (let bit = 0; bit < 32; bit++) {
          expect(changed({ code: list[i].code ^ (1 << bit) }), `bit ${bit} of the code`).not.toBe(before);
          expect(changed({ subject: list[i].subject ^ (1 << bit) }), `bit ${bit} of the subject`).not.toBe(before);
        }
        for (let bit = 0; bit < 53; bit++) {
          const at = Number(BigInt(list[i].at) ^ (1n << BigInt(bit)));
          expect(changed({ at }), `bit ${bit} of the time`).not.toBe(before);
        }
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  test('changes when two different facts change places, or one is missing or doubled', () => {
    fc.assert(
      fc.property(facts, fact, fact, facts, (before, a, b, after) => {
        fc.pre(JSON.stringify(a) !== JSON.stringify(b));
        const told = digitsOf([...before, a, b, ...after]);
        expect(digitsOf([...before, b, a, ...after])).not.toBe(told);
        expect(digitsOf([...before, b, ...after])).not.toBe(told);
        expect(digitsOf([...before, a, a, b, ...after])).not.toBe(told);
      }),
      { seed: 3 },
    );
  });

  test('spreads a difference over all its bits: about half of them, some facts later', () => {
    let apart = 0;
    const trials = 400;
    for (let i = 0; i < trials; i++) {
      const later = Array.from({ length: 20 }, (_, k) => ({ at: 1_000 * k, code: 77, subject: k }));
      apart += bitsApart(digitsOf([{ at: 5, code: 1, subject: i }, ...later]), digitsOf([{ at: 5, code: 1, subject: i + 1 }, ...later]));
    }
    // 32 of 64 with a standard error of 4/√400 = 0.2
    expect(Math.abs(apart / trials - 32)).toBeLessThan(1);
  });

  test('tells 100,000 runs that differ in one number apart', () => {
    const seen = new Set<string>();
    for (let subject = 0; subject < 100_000; subject++) seen.add(digitsOf([{ at: 1, code: 2, subject }]));
    expect(seen.size).toBe(100_000);
  });
});
