import type { DurationParam, IntegerParam, NumberParam, RatioParam } from '../../sim/param/param.ts';

export type NumericParam = NumberParam | IntegerParam | RatioParam | DurationParam;

/** Positions a slider has. */
export const POSITIONS = 1_000;

/** Where the least value above 0 stands on a logarithmic slider that begins at 0. */
const FIRST = 20;

/** Between a parameter's values and the positions of its slider; values come out round. */
export interface SliderScale {
  toPosition(value: number): number;
  toValue(position: number): number;
}

export function sliderScale(param: NumericParam): SliderScale {
  const { min, max } = param;
  const whole = param.type === 'integer';
  const step = 'step' in param ? param.step : undefined;
  const snap = (value: number) => {
    const stepped = step ? Math.round(value / step) * step : whole ? Math.round(value) : value;
    return Math.min(max, Math.max(min, Number(stepped.toPrecision(12))));
  };
  if (param.type === 'ratio' || param.scale !== 'log') {
    const width = max - min;
    return {
      toPosition: (value) => ((value - min) / width) * POSITIONS,
      toValue: (position) => snap(round(min + (position / POSITIONS) * width, width / 200)),
    };
  }
  // a logarithm has no 0: it gets the first positions to itself
  const least = min > 0 ? min : (step ?? (whole || param.type === 'duration' ? 1 : max / 1e5));
  const start = min > 0 ? 0 : FIRST;
  const width = Math.log(max / least);
  return {
    toPosition: (value) => (value < least ? 0 : start + (Math.log(value / least) / width) * (POSITIONS - start)),
    toValue: (position) => {
      if (position < start) return position < start / 2 && min <= 0 ? min : least;
      const value = least * Math.exp(((position - start) / (POSITIONS - start)) * width);
      return snap(position >= POSITIONS ? max : Number(value.toPrecision(2)));
    },
  };
}

/** To a round number no coarser than `grain`. */
function round(value: number, grain: number): number {
  const power = 10 ** Math.floor(Math.log10(grain));
  const step = grain / power >= 5 ? 5 * power : grain / power >= 2 ? 2 * power : power;
  return Math.round(value / step) * step;
}

/** The next value up or down, as the arrow keys step in a text field. */
export function nudged(param: NumericParam, value: number, notches: number): number {
  const scale = sliderScale(param);
  const at = scale.toPosition(value);
  for (let distance = 1; distance <= POSITIONS; distance++) {
    const next = scale.toValue(Math.min(POSITIONS, Math.max(0, at + distance * Math.sign(notches))));
    if (notches > 0 ? next > value : next < value) return next;
  }
  return value;
}

export function unitOf(param: NumericParam): string {
  if (param.type === 'duration') return 'ms';
  if (param.type === 'ratio') return 'ratio';
  return param.unit ?? '';
}
