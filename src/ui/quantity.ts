/** Numbers as people read them, and back. Values are in a meter's or parameter's own unit. */

const THIN = '\u202f';

/** A figure with its unit, in about three digits: `1,234 req/s`, `82 %`, `1.25 s`. */
export function formatQuantity(value: number, unit: string): string {
  if (Number.isNaN(value)) return '–';
  if (value === Number.POSITIVE_INFINITY) return '∞';
  if (unit === 'ms') return formatSpan(value);
  if (unit === 'ratio') return `${formatNumber(value * 100)}${THIN}%`;
  if (unit === '×') return `${formatNumber(value)}×`;
  return unit === '' ? formatNumber(value) : `${formatNumber(value)}${THIN}${unit}`;
}

/** A figure without its unit, for where the unit stands elsewhere. */
export function formatFigure(value: number, unit: string): string {
  if (unit === 'ms' || unit === 'ratio' || unit === '×') return formatQuantity(value, unit);
  return Number.isNaN(value) ? '–' : formatNumber(value);
}

/** A figure beside an axis, as short as can be. */
export function formatTick(value: number, unit: string): string {
  if (unit === 'ms') return formatSpan(value).replace(/\s/g, '');
  if (unit === 'ratio') return `${formatNumber(value * 100)}%`;
  if (unit === '×') return `${formatNumber(value)}×`;
  if (value >= 1_000) return `${formatNumber(value / 1_000)}k`;
  return formatNumber(value);
}

/** Made once: an axis that is drawn anew asks for it many times. */
const GROUPED = new Intl.NumberFormat('en');

export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 100_000_000) return `${Math.round(value / 1e6).toLocaleString('en')}M`;
  if (size >= 100_000) return `${trim((value / 1_000).toFixed(0))}k`;
  if (size >= 100) return GROUPED.format(Math.round(value));
  if (size >= 10) return trim(value.toFixed(1));
  if (size >= 0.01) return trim(value.toFixed(2));
  return trim(value.toPrecision(2));
}

const DAY = 86_400_000;

/** A span of time given in ms. */
export function formatSpan(ms: number): string {
  const size = Math.abs(ms);
  if (size === 0) return `0${THIN}ms`;
  if (size < 1) return `${trim((ms * 1_000).toPrecision(3))}${THIN}µs`;
  if (size < 1_000) return `${trim(ms.toFixed(size < 10 ? 1 : 0))}${THIN}ms`;
  if (size < 60_000) return `${trim((ms / 1_000).toFixed(size < 10_000 ? 2 : 1))}${THIN}s`;
  if (size < 3_600_000) return `${trim((ms / 60_000).toFixed(1))}${THIN}min`;
  if (size < 2 * DAY) return `${trim((ms / 3_600_000).toFixed(1))}${THIN}h`;
  return `${trim((ms / DAY).toFixed(1))}${THIN}d`;
}

/** A moment of a run given in ms, as a clock: `1:05`, or `1:05.3` with tenths; from a day on `2d 1:00:05`, and `2d` where a day begins. */
export function formatClock(ms: number, tenths = false): string {
  const total = tenths ? Math.floor(ms / 100 + 1e-6) / 10 : Math.round(ms / 1_000);
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3_600);
  const minutes = Math.floor((total % 3_600) / 60);
  const seconds = total - days * 86_400 - hours * 3_600 - minutes * 60;
  const shown = tenths ? seconds.toFixed(1).padStart(4, '0') : String(seconds).padStart(2, '0');
  if (days === 0 && hours === 0) return `${minutes}:${shown}`;
  const clock = `${hours}:${String(minutes).padStart(2, '0')}:${shown}`;
  if (days === 0) return clock;
  return !tenths && hours + minutes + seconds === 0 ? `${days}d` : `${days}d${THIN}${clock}`;
}

/** A moment as somebody typed it, as a clock or as a span, in ms; null when it is neither. */
export function parseClock(text: string): number | null {
  const clock = /^(?:(\d+)d\s*)?(?:(?:(\d+):)?(\d+):(\d+(?:\.\d+)?))?$/.exec(text.trim());
  if (!clock || text.trim() === '') return parseQuantity(text, 'ms');
  const [days, hours, minutes, seconds] = clock.slice(1).map((part) => Number(part ?? 0));
  return days * DAY + (hours * 3_600 + minutes * 60 + seconds) * 1_000;
}

const SPANS: Readonly<Record<string, number>> = {
  µs: 0.001,
  us: 0.001,
  ms: 1,
  s: 1_000,
  sec: 1_000,
  min: 60_000,
  m: 60_000,
  h: 3_600_000,
  d: DAY,
};

/** What somebody typed, in the unit; null when it is not a number. `1.5 s` for a time is 1,500, `80 %` for a ratio 0.8. */
export function parseQuantity(text: string, unit: string): number | null {
  const match = /^\s*([+-]?(?:\d{1,3}(?:[,\s\u202f]\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?)\s*([a-zµ%×/]*)\s*$/i.exec(text);
  if (!match || !/\d/.test(match[1])) return null;
  const value = Number(match[1].replace(/[,\s\u202f]/g, ''));
  if (!Number.isFinite(value)) return null;
  const suffix = match[2].toLowerCase();
  if (unit === 'ms') return suffix === '' ? value : suffix in SPANS ? value * SPANS[suffix] : null;
  if (unit === 'ratio') return suffix === '%' ? value / 100 : suffix === '' ? value : null;
  if (suffix === 'k') return value * 1_000;
  if (match[2] === 'M') return value * 1e6;
  return suffix === '' || unit.toLowerCase().startsWith(suffix) || suffix === '×' || suffix === 'x' ? value : null;
}

function trim(text: string): string {
  return text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text;
}

/** A round number at or above `value`: 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 times a power of ten. */
export function niceAbove(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const step of [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]) if (value <= step * power * (1 + 1e-9)) return step * power;
  return 10 * power;
}
