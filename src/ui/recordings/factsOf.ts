import type { PackedRecording } from '../../host/packed-recording.ts';
import { formatNumber, formatSpan } from '../quantity.ts';

const count = (n: number, one: string, many = `${one}s`) => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

/** What a file holds: figures with what they are of. */
export function figuresOf({ accesses, distinct, understood }: PackedRecording): readonly { value: string; label: string }[] {
  const { span = null, rate = null, tenants = 0 } = understood ?? {};
  return [
    { value: accesses.toLocaleString('en'), label: accesses === 1 ? 'request' : 'requests' },
    ...(span === null ? [] : [{ value: formatSpan(span), label: 'from first to last' }]),
    ...(rate === null ? [] : [{ value: `${formatNumber(rate)}/s`, label: 'on average' }]),
    ...(distinct === 0 ? [] : [{ value: distinct.toLocaleString('en'), label: distinct === 1 ? 'key' : 'keys' }]),
    ...(tenants === 0 ? [] : [{ value: tenants.toLocaleString('en'), label: tenants === 1 ? 'tenant' : 'tenants' }]),
  ];
}

/** What one should know before a file is used: what was left out, put in order or is not known. @param duration of the run [ms] */
export function remarksOf({ understood, skipped, distinct }: PackedRecording, duration: number): readonly string[] {
  if (!understood) return [];
  const { span, rate, wholeSeconds, outOfOrder, leftOut, columns, rows } = understood;
  const hasTime = columns.some(({ role }) => role === 'time');
  return [
    ...(span === null
      ? [
          hasTime && rows.length > 0
            ? 'All its times are the same: only its keys can be used.'
            : 'It has no times: only its keys can be used.',
        ]
      : []),
    ...(span !== null && distinct === 0 ? ['It has no keys: what requests ask for stays as the client says.'] : []),
    ...(wholeSeconds
      ? [
          'Times are in whole seconds. Requests of a second are spread evenly within it; “Within a second” among the controls has them come all at once. When they really came is not known.',
        ]
      : []),
    ...(outOfOrder > 0
      ? [`${count(outOfOrder, 'row')} came earlier than a row before and ${outOfOrder === 1 ? 'was' : 'were'} brought in order.`]
      : []),
    ...(leftOut
      ? [
          `${count(leftOut.count, 'line')} could not be read and ${leftOut.count === 1 ? 'is' : 'are'} left out. The first: ${leftOut.first}.`,
        ]
      : []),
    ...(skipped > 0 ? [`${count(skipped, 'blank line or comment', 'blank lines and comments')} skipped.`] : []),
    ...(span !== null && span > duration
      ? [
          `The run lasts ${formatSpan(duration)}, so it plays some ${Math.round((rate! * duration) / 1_000).toLocaleString('en')} requests from the beginning. “Starts at” and “Speed” among the controls choose others.`,
        ]
      : []),
    ...(span !== null && span < duration ? ['The run is longer than the file, which begins again at its end.'] : []),
  ];
}
