import { inMicros, type TimeUnit, unitIn } from './columns.ts';
import { type Place, shown } from './problem.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As access logs write them: `10/Oct/2000:13:55:36 -0700`. */
const LOG = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d)(\.\d+)? ([+-]\d\d)(\d\d)$/;
const DATE = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,](\d+))?\s*(Z|[+-]\d\d:?\d\d)?)?$/i;

/**
 * How a column's times become µs: a unit in its name (`time_ms`, `time [ms]`) says so. Without one, a number so large
 * that it counts from 1970 tells by its size, any other is seconds, as in most published traces; a date is a date.
 */
export class Clock {
  /** The unit was told by size alone, or by nothing. */
  guessed = false;
  private unit: TimeUnit | null;
  private dates = false;
  private first = true;
  private latest = '';
  private latestTime = 0;

  constructor(
    column: string,
    private readonly place: Place,
    unit: TimeUnit | null = null,
  ) {
    this.unit = unit ?? unitIn(column);
  }

  /** What it takes times for, once it has seen one. */
  get form(): string {
    return this.dates ? 'dates' : this.unit === 'us' ? 'µs' : (this.unit ?? 's');
  }

  /** Whether times that are whole seconds may be so because no more was written down. */
  get isCoarse(): boolean {
    return this.dates || (this.unit ?? 's') === 's';
  }

  /** Of a number [µs]. */
  ofNumber(value: number, text: string | number): number {
    if (this.first) {
      this.first = false;
      this.guessed = this.unit === null;
      this.unit ??= value > 1e17 ? 'ns' : value > 1e14 ? 'us' : value > 1e11 ? 'ms' : 's';
    }
    if (!Number.isFinite(value) || this.dates) throw this.place.problem(shown(String(text)), this.dates ? 'a date' : 'a time, as a number');
    const time = value * inMicros(this.unit!);
    // a double that counts seconds from 1970 is a quarter of a µs off
    return this.unit === 's' || this.unit === 'ms' ? Math.round(time) : time;
  }

  /** Of what is not written in digits alone [µs]. */
  ofText(text: string): number {
    // there are many of a second
    if (this.dates && text === this.latest) return this.latestTime;
    const date = this.dateOf(text);
    if (date === null) {
      if (text.trim() === '') throw this.place.problem('no time', this.dates ? 'a date' : 'a time');
      return this.ofNumber(Number(text), text);
    }
    if (Number.isNaN(date) || !(this.first || this.dates))
      throw this.place.problem(shown(text), this.dates || this.first ? 'a date that exists' : 'a time, as a number');
    this.first = false;
    this.dates = true;
    this.latest = text;
    this.latestTime = date;
    return date;
  }

  /** [µs]; null for what is no date, NaN for one that does not exist. */
  private dateOf(text: string): number | null {
    const log = text.match(LOG);
    if (log) {
      const [, day, month, year, time, fraction = '', hours, minutes] = log;
      const number = String(MONTHS.indexOf(month) + 1).padStart(2, '0');
      return Date.parse(`${year}-${number}-${day}T${time}${hours}:${minutes}`) * 1_000 + Math.round(Number(`0${fraction}`) * 1e6);
    }
    const [, date, time = '00:00', fraction = '', zone = 'Z'] = text.match(DATE) ?? [];
    if (date === undefined) return null;
    const offset = zone.toUpperCase().replace(/^([+-]\d\d)(\d\d)$/, '$1:$2');
    return Date.parse(`${date}T${time}${offset}`) * 1_000 + Math.round(Number(`0.${fraction}0`) * 1e6);
  }
}
