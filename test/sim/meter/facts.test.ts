import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Facts } from '../../../src/sim/meter/facts.ts';

interface Fact {
  at: number;
  code: number;
  subject: number;
}

function digitsOf(facts: readonly Fact[]): string {
  const clock = new Float64Array(1);
  const told = new Facts(clock);
  const codes = [...new Set(facts.map(({ code }) => code))];
  told.enter(Int32Array.from(codes));
  const numbers = new Map(codes.map((code, number) => [code, number]));
  for (const { at, code, subject } of facts) {
    clock[0] = at;
    told.tell(numbers.get(code)!, subject);
  }
  return told.fingerprint();
}

const fact = fc.record({ at: fc.maxSafeNat(), code: fc.integer(), subject: fc.integer() });
const facts = fc.array(fact, { minLength: 1, maxLength: 30 });

/** How many of 64 bits differ. */
function bitsApart(a: string, b: string): number {
  return [...(BigInt(`0x${a}`) ^ BigInt(`0x${b}`)).toString(2)].filter((bit) => bit === '1').length;
}

describe('a fingerprint', () => {
  test('is what it has always been: links carry it', () => {
    const told: Fact[] = [
      { at: 0, code: 17, subject: 0 },
      { at: 70_000, code: -123_456_789, subject: ~3 },
      { at: 5_000_000_000, code: 2 ** 31 - 1, subject: 41 },
      { at: 2 ** 52 + 1, code: -(2 ** 31), subject: 2 ** 31 - 1 },
    ];
    expect([0, 1, 2, 3, 4].map((n) => digitsOf(told.slice(0, n)))).toEqual([
      '2545f4911b873593',
      '5dbaff6ce15b26fa',
      '6469b25d2b0920b6',
      '7218954fcaac353e',
      'ef4d1c33aeac2346',
    ]);
  });

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
    const clock = Float64Array.of(1);
    for (let subject = 0; subject < 100_000; subject++) {
      const facts = new Facts(clock);
      facts.enter(Int32Array.of(2));
      facts.tell(0, subject);
      seen.add(facts.fingerprint());
    }
    expect(seen.size).toBe(100_000);
  });
});

test('those of a component that comes later do not touch what has been counted', () => {
  const clock = new Float64Array(1);
  const facts = new Facts(clock);
  expect(facts.enter(Int32Array.of(5, 6))).toBe(0);
  clock[0] = 30;
  facts.tell(1, 0);
  facts.tell(1, 0);
  expect(facts.enter(Int32Array.of(7))).toBe(2);
  facts.tell(2, 0);
  expect([0, 1, 2].map((fact) => [facts.count(fact), facts.moment(fact)])).toEqual([
    [0, 0],
    [2, 60],
    [1, 30],
  ]);
});
