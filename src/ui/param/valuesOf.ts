import type { Param } from '../../sim/param/param.ts';
import { formatQuantity } from '../quantity.ts';
import { type NumericParam, unitOf } from './sliderScale.ts';

/** From the least value to the most, the same unit said once: `0 to 500 req/s`, `1 ms to 12 h`. */
export function rangeOf(param: NumericParam): string {
  const [least, most] = [param.min, param.max].map((value) => formatQuantity(value, unitOf(param)));
  const [figure, unit] = least.split(THIN);
  return `${unit !== undefined && most.endsWith(THIN + unit) ? figure : least} to ${most}`;
}

/** What stands between a figure and its unit. */
const THIN = '\u202f';

/** Which values a number can have, in a sentence, and which it has where nobody says otherwise; empty for whatever is no number. */
export function valuesOf(param: Param): string {
  switch (param.type) {
    case 'number':
    case 'integer':
    case 'ratio':
    case 'duration': {
      const never = param.type === 'duration' ? param.never : undefined;
      const usual = param.default === null ? `“${never}”` : formatQuantity(param.default, unitOf(param));
      return `${rangeOf(param)}${never === undefined ? '' : `, or “${never}”`}; default ${usual}.`;
    }
    default:
      return '';
  }
}
