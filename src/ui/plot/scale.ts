import { scaleLinear, scaleLog, scaleSymlog } from 'd3-scale';

/** From where to where an axis goes. */
export interface Domain {
  low: number;
  high: number;
  /** Of a logarithmic axis: whether it goes on below `low` to 0, which no logarithm reaches. */
  zero?: boolean;
}

/** Value → pixel, and back. */
export interface Scale {
  (value: number): number;
  invert(pixel: number): number;
}

/**
 * @param from @param to pixels of the domain's ends
 * @param ends whether what lies outside is drawn at the end
 */
export function scaleOf(log: boolean, { low, high, zero = false }: Domain, from: number, to: number, ends = true): Scale {
  if (!log) return scaleLinear([low, high], [from, to]).clamp(ends);
  // straight from 0 to `low`, logarithmic above: 0 is drawn as 0
  if (zero) return scaleSymlog([0, high], [from, to]).constant(low).clamp(ends);
  const scale = scaleLog([low, high], [from, to]).clamp(ends);
  return Object.assign((value: number) => (value > 0 ? scale(value) : from), { invert: (pixel: number) => scale.invert(pixel) });
}
