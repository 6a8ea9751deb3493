import '../../src/scenario/every-description.ts';
import { describe, expect, it } from 'vitest';
import { descriptions } from '../../src/scenario/descriptions.ts';
import type { Param } from '../../src/sim/param/param.ts';
import { aboutOf, type NumericParam, nudged, POSITIONS, sliderScale } from '../../src/ui/param/sliderScale.ts';

const rate: NumericParam = {
  type: 'number',
  label: 'Arrival rate',
  help: '',
  default: 100,
  min: 0,
  max: 100_000,
  scale: 'log',
  unit: 'req/s',
};

const isNumeric = (param: Param): param is NumericParam => ['number', 'integer', 'ratio', 'duration'].includes(param.type);
const every: NumericParam[] = [
  ...descriptions.components.flatMap(({ params }) => Object.values(params)),
  ...Object.values(descriptions.seams).flatMap(({ policies }) => policies.flatMap(({ params }) => Object.values(params))),
].filter(isNumeric);

describe('the slider of a logarithmic quantity', () => {
  it('gives the tipping range of the retry storm, 100 to 140 about 120 req/s, a third of its way', () => {
    const scale = sliderScale(rate, 120);
    const share = (scale.toPosition(140) - scale.toPosition(100)) / POSITIONS;
    expect(share).toBeGreaterThan(0.3);
    expect(share).toBeLessThan(0.36);
    expect(scale.toPosition(120)).toBeCloseTo(510, 6);
  });

  it('goes from a twentieth to ten times the value it is about, and to 0 where there is one', () => {
    const scale = sliderScale(rate, 120);
    expect([0, 20, POSITIONS].map((position) => scale.toValue(position))).toEqual([0, 6, 1_200]);
    // a report every five seconds
    expect(sliderScale(rate, 0.2).toPosition(0.2)).toBeCloseTo(510, 6);
    expect(sliderScale({ ...rate, min: 50, max: 600 }, 120).toValue(0)).toBe(50);
    expect(sliderScale({ ...rate, min: 50, max: 600 }, 120).toValue(POSITIONS)).toBe(600);
  });

  it('widens for a value that was typed', () => {
    const scale = sliderScale(rate, 120, { low: 120, high: 5_000 });
    expect(scale.toValue(POSITIONS)).toBe(5_000);
    expect(scale.toPosition(5_000)).toBe(POSITIONS);
  });

  it('goes on from 0, which has a place of its own: where it began there, and where it was drawn to its end', () => {
    for (const [about, high] of [
      [120, 120],
      [aboutOf(rate, 0), 0],
    ]) {
      const scale = sliderScale(rate, about, { low: 0, high });
      expect([scale.toPosition(0), scale.toValue(0)]).toEqual([0, 0]);
      for (const position of [20, 21, 500, 510, POSITIONS]) expect(scale.toValue(position)).toBeGreaterThan(0);
      expect(scale.toPosition(about)).toBeCloseTo(510, 6);
    }
  });

  it('moves in whole steps near the value, and in tenths of them where it is fine', () => {
    const scale = sliderScale(rate, 120);
    const [here, next] = [scale.toPosition(120), scale.toPosition(121)];
    expect(scale.toValue((here + next) / 2 + 0.1)).toBe(121);
    expect(scale.toValue(here + (next - here) / 4, true)).toBeCloseTo(120.3, 0);
    expect(Number.isInteger(scale.toValue(here + (next - here) / 4))).toBe(true);
  });
});

describe('every slider', () => {
  it('rises, has only values of its parameter, and finds each where it put it', () => {
    for (const param of every) {
      const about = typeof param.default === 'number' && param.default > 0 ? param.default : null;
      const scale = sliderScale(param, about);
      let last = Number.NEGATIVE_INFINITY;
      for (let position = 0; position <= POSITIONS; position += 5) {
        const value = scale.toValue(position);
        expect(value, param.label).toBeGreaterThanOrEqual(last);
        expect(value, param.label).toBeGreaterThanOrEqual(param.min);
        expect(value, param.label).toBeLessThanOrEqual(param.max);
        const [before, after] = [-10, 10].map((by) => scale.toValue(Math.min(POSITIONS, Math.max(0, position + by))));
        const found = scale.toValue(scale.toPosition(value));
        expect(found >= before && found <= after, `${param.label}: ${value} is found as ${found}`).toBe(true);
        last = value;
      }
    }
  });

  it('goes up and down by arrow keys through the same values', () => {
    expect([nudged(rate, 120, 1), nudged(rate, 120, -1), nudged(rate, 120, 1, true), nudged(rate, 120, -1, true)]).toEqual([
      130, 110, 121, 119,
    ]);
    expect([nudged(rate, 100, -1), nudged(rate, 99, 1), nudged(rate, 0, 1), nudged(rate, 0.2, 1)]).toEqual([99, 100, 1, 0.21]);
    for (const param of every) {
      const start = typeof param.default === 'number' ? param.default : param.min;
      const up = nudged(param, start, 1);
      if (start < param.max) expect(up, param.label).toBeGreaterThan(start);
      if (start > param.min) expect(nudged(param, start, -1), param.label).toBeLessThan(start);
    }
  });
});
