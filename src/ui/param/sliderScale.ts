import type { DurationParam, IntegerParam, NumberParam, Param, RatioParam } from '../../sim/param/param.ts';

export type NumericParam = NumberParam | IntegerParam | RatioParam | DurationParam;

export const isNumeric = ({ type }: { type: Param['type'] }): boolean =>
  type === 'number' || type === 'integer' || type === 'ratio' || type === 'duration';

/** Positions a slider has. */
export const POSITIONS = 1_000;
/** Positions that a finger can tell apart. */
const APART = 4;
/** Where the least value above 0 stands on a logarithmic slider that begins at 0. */
const FIRST = 20;

/** A logarithmic slider reaches from a twentieth of the value that it is about to ten times it: too little of something shows sooner than too much. */
const REACH = { down: 20, up: 10 };
/** Near that value half a slider is worth e^CALM, and more towards the ends: what is near matters most. */
const CALM = 0.5;
const STEEP = 5;
/** Values of a logarithmic quantity are no closer than this [share of the value]. */
const CLOSEST = 0.01;

/** Between a parameter's values and the positions of its slider; values come out round, and ten times less so where it is fine. */
export interface SliderScale {
  toPosition(value: number): number;
  toValue(position: number, fine?: boolean): number;
}

/** Values that a slider covers. */
export interface Span {
  low: number;
  high: number;
}

/** What a logarithmic slider about a value covers: its surroundings, and whatever else it has been set to but 0, which has its own place. */
export function spanAround(param: NumericParam, about: number, { low, high }: Span): Span {
  const down = about / REACH.down;
  return {
    low: Math.max(floorOf(param), low > 0 ? Math.min(down, low) : down),
    high: Math.min(param.max, Math.max(about * REACH.up, high)),
  };
}

/** A slider of all values; of a logarithmic quantity rather of those about the value that its scenario began with. */
export function sliderScale(param: NumericParam, about: number | null = null, seen: Span | null = null): SliderScale {
  if (!isLogarithmic(param)) return evenScale(param);
  if (about !== null && about > 0 && about >= floorOf(param)) {
    const { low, high } = spanAround(param, about, seen ?? { low: about, high: about });
    return logScale(param, low, about, high);
  }
  const least = leastOf(param);
  return logScale(param, least, Math.sqrt(least * param.max), param.max);
}

/** The least value that the control of a parameter reaches, about the value that its scenario began with; NaN for what is no number. */
export function leastOn(param: Param, original: unknown): number {
  if (param.type !== 'number' && param.type !== 'integer' && param.type !== 'ratio' && param.type !== 'duration') return Number.NaN;
  return sliderScale(param, aboutOf(param, original)).toValue(0);
}

/** What the slider of a parameter is about: the value that its scenario began with, or what a limit starts with. */
export function aboutOf(param: NumericParam, original: unknown): number {
  return typeof original === 'number' && original > 0 ? original : usualOf(param);
}

/** What a limit starts with when it is switched on. */
export function usualOf(param: NumericParam): number {
  return typeof param.default === 'number' ? param.default : Math.min(param.max, Math.max(param.min, 1_000));
}

function evenScale(param: NumericParam): SliderScale {
  const { min, max } = param;
  const width = max - min;
  return {
    toPosition: (value) => ((value - min) / width) * POSITIONS,
    toValue: (position, fine = false) =>
      snapped(param, round(min + (position / POSITIONS) * width, roundStep((width * APART) / POSITIONS / (fine ? 10 : 1)))),
  };
}

function logScale(param: NumericParam, low: number, middle: number, high: number): SliderScale {
  // a logarithm has no 0: it gets the first positions to itself
  const start = param.min > 0 ? 0 : FIRST;
  const [below, above] = [new Side(Math.log(middle / low)), new Side(Math.log(high / middle))];
  const centre = start + ((POSITIONS - start) * below.weight) / (below.weight + above.weight);
  const [left, right] = [centre - start, POSITIONS - centre];
  return {
    toPosition(value) {
      if (value < low) return value <= 0 ? 0 : start;
      const log = Math.log(value / middle);
      return log < 0 ? centre - below.part(-log) * left : centre + above.part(log) * right;
    },
    toValue(position, fine = false) {
      if (position < start) return position < start / 2 ? param.min : low;
      if (position >= POSITIONS) return snapped(param, high);
      if (position === start) return snapped(param, low);
      const [side, part, room] =
        position < centre ? [below, (centre - position) / left, left] : [above, (position - centre) / right, right];
      const value = middle * Math.exp(position < centre ? -side.log(part) : side.log(part));
      const grain = value * Math.max(CLOSEST, (side.slope(part) * APART) / room);
      // from 20 on a fraction is of no use
      const step = roundStep((value >= 20 ? Math.max(1, grain) : grain) / (fine ? 10 : 1));
      return snapped(param, Math.min(high, Math.max(low, round(value, step))));
    },
  };
}

/** One side of a logarithmic slider, from its middle (part 0) to its end (part 1): a·p + (reach − a)·p⁵. */
class Side {
  private readonly calm: number;
  constructor(private readonly reach: number) {
    this.calm = Math.min(CALM, reach);
  }
  /** How much of the slider it needs: a side that reaches nowhere none. */
  get weight(): number {
    return this.calm / CALM;
  }
  log(part: number): number {
    return this.calm * part + (this.reach - this.calm) * part ** STEEP;
  }
  slope(part: number): number {
    return this.calm + STEEP * (this.reach - this.calm) * part ** (STEEP - 1);
  }
  /** The inverse of `log`, by halving. */
  part(log: number): number {
    if (log >= this.reach) return 1;
    let [low, high] = [0, 1];
    for (let i = 0; i < 40; i++) {
      const half = (low + high) / 2;
      if (this.log(half) < log) low = half;
      else high = half;
    }
    return low;
  }
}

/** The next value up or down, as the arrow keys go: two digits of a logarithmic quantity, three where it is fine. */
export function nudged(param: NumericParam, value: number, notches: number, fine = false): number {
  const up = notches > 0;
  if (isLogarithmic(param)) {
    const floor = floorOf(param);
    if (value <= 0 || (up && value < floor)) return up ? leastOf(param) : param.min;
    if (!up && value <= floor) return param.min;
    // below a power of ten the steps are those of the smaller one
    const power = Math.floor(Math.log10(up ? value * (1 + 1e-12) : value * (1 - 1e-9)));
    return neighbour(param, value, up, 10 ** (power - (fine ? 2 : 1)));
  }
  return neighbour(param, value, up, roundStep((param.max - param.min) / (fine ? 2_000 : 200)));
}

function neighbour(param: NumericParam, value: number, up: boolean, step: number): number {
  const least = ('step' in param ? param.step : undefined) ?? (param.type === 'integer' ? 1 : 0);
  const by = Math.max(step, least);
  const notch = up ? Math.floor(value / by + 1e-9) + 1 : Math.ceil(value / by - 1e-9) - 1;
  return snapped(param, notch * by);
}

export function unitOf(param: NumericParam): string {
  if (param.type === 'duration') return 'ms';
  if (param.type === 'ratio') return 'ratio';
  return param.unit ?? '';
}

export function isLogarithmic(param: NumericParam): boolean {
  return param.type !== 'ratio' && param.scale === 'log';
}

/** Below this a logarithmic quantity does not go, but to 0; 0 where it can be as small as one likes. */
function floorOf(param: NumericParam): number {
  return param.min > 0 || param.type !== 'number' || param.step !== undefined ? leastOf(param) : 0;
}

/** The least value above 0 of a logarithmic slider of all values. */
function leastOf(param: NumericParam): number {
  if (param.min > 0) return param.min;
  const step = 'step' in param ? param.step : undefined;
  return step ?? (param.type === 'integer' || param.type === 'duration' ? 1 : param.max / 1e5);
}

/** A value that the parameter can have. */
function snapped(param: NumericParam, value: number): number {
  const step = 'step' in param ? param.step : undefined;
  const stepped = step ? Math.round(value / step) * step : param.type === 'integer' ? Math.round(value) : value;
  return Math.min(param.max, Math.max(param.min, Number(stepped.toPrecision(12))));
}

function round(value: number, step: number): number {
  return Math.round(value / step) * step;
}

/** 1, 2 or 5 times a power of ten, no coarser than `grain`. */
function roundStep(grain: number): number {
  const power = 10 ** Math.floor(Math.log10(grain) + 1e-12);
  return grain / power >= 5 ? 5 * power : grain / power >= 2 ? 2 * power : power;
}
