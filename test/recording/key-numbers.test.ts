import { expect, test } from 'vitest';
import { KeyNumbers } from '../../src/recording/key-numbers.ts';

const encoder = new TextEncoder();
const spelt = new Uint8Array(100);

function numberOf(numbers: KeyNumbers, key: string): number {
  // not at the beginning of the bytes, and with something behind
  spelt.fill(55);
  return numbers.of(spelt, 3, 3 + encoder.encodeInto(key, spelt.subarray(3)).written);
}

test.each([
  ['user:%', (i: number) => `user:${i}`],
  ['zero-padded', (i: number) => String(i).padStart(12, '0')],
  ['hexadecimal', (i: number) => `0x${(i * 4_096).toString(16)}`],
  ['paths', (i: number) => `/static/${i % 100}/${Math.floor(i / 100) % 100}/img_${Math.floor(i / 10_000)}.png`],
  [
    'letters',
    (i: number) =>
      String.fromCharCode(97 + (i % 26), 97 + (Math.floor(i / 26) % 26), 97 + (Math.floor(i / 676) % 26), 65 + Math.floor(i / 17_576)),
  ],
  ['numbers in a row', (i: number) => String(i)],
  ['numbers far apart', (i: number) => String(i * 2_147_483_648)],
])('half a million keys that are much alike are told apart, and known again: %s', (_, keyOf) => {
  const numbers = new KeyNumbers();
  const distinct = 500_000;
  for (let i = 0; i < distinct; i++) if (numberOf(numbers, keyOf(i)) !== i) throw new Error(`${keyOf(i)} was taken for another`);
  for (let i = 0; i < distinct; i += 7) expect(numberOf(numbers, keyOf(i))).toBe(i);
  expect(numbers.count).toBe(distinct);
});

test('keys that differ only in zeros at their end, or in length, are different', () => {
  const numbers = new KeyNumbers();
  const keys = ['a', 'a\0', 'a\0\0', 'a\0\0\0', 'a\0\0\0\0', '\0', '\0\0', '0', '00', '000'];
  expect(keys.map((key) => numberOf(numbers, key))).toEqual(keys.map((_, i) => i));
});
