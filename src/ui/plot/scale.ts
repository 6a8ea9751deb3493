import { scaleLinear, scaleLog, scaleSymlog } from 'd3-scale';

/** From where to where an axis goes. */
export interface Domain {
  low: number;
  high: number;
  /** Of a logarithmic axis: whether it goes on below `low` to 0, which no logarithm reaches. */
  zero?: boolean;
}

/** Value → pixel, and back; what lies outside is drawn at the end. */
export interface Scale {
  (value: number): number;
  invert(pixel: number): number;
}

/** @param from @param to pixels of the domain's ends */
export function scaleOf(log: boolean, { low, high, zero = false }: Domain, from: number, to: number): Scale {
  if (!log) return scaleLinear([low, high], [from, to]).clamp(true);
  // straight from 0 to `low`, logarithmic above: 0 is drawn as 0
  if (zero) return scaleSymlog([0, high], [from, to]).constant(low).clamp(true);
  const scale = scaleLog([low, high], [from, to]).clamp(true);
  return Object.assign((value: number) => (value > 0 ? scale(value) : from), { invert: (pixel: number) => scale.invert(pixel) });
}
