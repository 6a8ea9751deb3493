import { describe, expect, it } from 'vitest';
import { strainOf } from '../../src/ui/topology/strainOf.ts';

const STRAINS = [
  { meter: 'utilisation', from: 0.95, grows: 'queueLength', text: 'queue grows' },
  { meter: 'utilisation', from: 0.95, text: 'at its limit' },
  { meter: 'successRatio', below: 0.9, text: 'few succeed' },
];

/** Means of samples half a second wide, as runs have them. */
const meansOf =
  (series: Readonly<Record<string, readonly number[]>>) =>
  (meter: string, from: number, to: number): number => {
    const part = (series[meter] ?? []).slice(Math.max(0, Math.floor(from / 500)), Math.ceil(to / 500));
    return part.reduce((sum, sample) => sum + sample, 0) / part.length;
  };
const said = (series: Readonly<Record<string, readonly number[]>>, now = 4_000) =>
  strainOf(STRAINS, meansOf(series), now, 500)?.text ?? null;

const busy = Array.from({ length: 8 }, () => 0.98);

describe('what a box says of its strain', () => {
  it('is that its queue grows: four bins back against the four before', () => {
    // means 3 and 14: 14 > 1.1 × 3 + 1
    expect(said({ utilisation: busy, queueLength: [0, 2, 4, 6, 10, 12, 16, 18] })).toBe('queue grows');
    // means 20 and 22: 22 < 23
    expect(said({ utilisation: busy, queueLength: [20, 20, 20, 20, 22, 22, 22, 22] })).toBe('at its limit');
  });

  it('is nothing for one full bin, and nothing before anything is known', () => {
    expect(said({ utilisation: [0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 0.6, 1], queueLength: [0, 0, 0, 0, 0, 0, 0, 9] })).toBeNull();
    expect(said({})).toBeNull();
  });

  it('goes by the first that holds, also below a figure', () => {
    expect(said({ successRatio: [1, 1, 1, 1, 0.8, 0.9, 0.9, 0.9] })).toBe('few succeed');
    expect(said({ successRatio: [1, 1, 1, 1, 0.9, 0.9, 0.9, 0.95] })).toBeNull();
  });
});
