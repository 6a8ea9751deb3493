import type { Decisions } from '../../../host/look/decisions.ts';
import { formatNumber, formatSpan } from '../../quantity.ts';
import classes from './Race.module.css';

/** Width of the picture [px]. */
const WIDTH = 120;

/** The most that passed in any span, by length of the span, below the line that the limiter promises; both logarithmic. */
export function Envelope({ span, most, promise, height }: Decisions['envelope'] & { height: number }) {
  const top = Math.max(2, ...most, ...promise.filter(Number.isFinite));
  const x = (i: number) => 2 + (i / (span.length - 1)) * (WIDTH - 4);
  const y = (value: number) => height - 2 - (Math.log(Math.max(1, value)) / Math.log(top)) * (height - 6);
  const line = (values: Float64Array) =>
    Array.from(values, (value, i) =>
      Number.isFinite(value) ? `${i === 0 ? 'M' : 'L'}${x(i).toFixed(1)} ${y(value).toFixed(1)}` : '',
    ).join('');
  const last = span.length - 1;
  const words = `Most in ${formatSpan(span[last])}: ${formatNumber(most[last])}${
    Number.isFinite(promise[last]) ? ` of ${formatNumber(promise[last])} promised` : ', nothing promised'
  }`;
  return (
    <svg width={WIDTH} height={height} className={classes.envelope} role="img" aria-label={words}>
      <title>{`The most that passed in any span from ${formatSpan(span[0])} to ${formatSpan(span[last])}, and what is promised (dashed). ${words}`}</title>
      <path d={line(promise)} className={classes.limit} fill="none" />
      <path d={line(most)} className={classes.count} />
    </svg>
  );
}
