/**
 * A number as prose has it: `12,700`, `some 3,800`, `2.4 %`, `1.5 s`, `8 h 20 min`, `28 of 30`, `twice`, `more than 100`.
 */
export interface WrittenNumber {
  /** In ms where it is a time, in bytes where it is a size, 0 to 1 where it is a share. */
  value: number;
  kind: 'number' | 'time' | 'size' | 'share';
  /** How far off it may be: half of its last digit that counts. */
  tolerance: number;
  /** What it leaves open besides. */
  side: 'near' | 'above' | 'below';
}

const TIMES: Readonly<Record<string, number>> = {
  µs: 0.001,
  ms: 1,
  s: 1_000,
  second: 1_000,
  seconds: 1_000,
  min: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
  hour: 3_600_000,
  hours: 3_600_000,
  day: 86_400_000,
  days: 86_400_000,
};
const SIZES: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
const WORDS: Readonly<Record<string, number>> = {
  no: 0,
  none: 0,
  one: 1,
  once: 1,
  two: 2,
  twice: 2,
  double: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  twenty: 20,
  hundred: 100,
  'a hundred': 100,
  'one hundred': 100,
  half: 1 / 2,
  'a third': 1 / 3,
  'two thirds': 2 / 3,
  'a quarter': 1 / 4,
  'three quarters': 3 / 4,
  'a fifth': 1 / 5,
  'a tenth': 1 / 10,
  'a twentieth': 1 / 20,
};
const HEDGES: readonly (readonly [RegExp, WrittenNumber['side'], number])[] = [
  [/^(?:some|about|around|roughly)\s+/i, 'near', 2],
  [/^(?:more than|over|at least|above)\s+/i, 'above', 1],
  [/^(?:fewer than|less than|at most|under|below|up to|nearly|almost|not quite)\s+/i, 'below', 1],
];
/** A number that is rounded to zeros is not looser than this share of it. */
const LOOSEST = 0.025;
/** `more than 100` does not speak of 300. */
const FARTHEST = 2;

const NUMBER = String.raw`\d+(?:,\d{3})*(?:\.\d+)?`;
const WITH_UNIT = new RegExp(
  String.raw`(${NUMBER})\s?(${[...Object.keys(TIMES), ...Object.keys(SIZES)].sort((a, b) => b.length - a.length).join('|')})(?![\w])`,
  'g',
);

/** Reads it; null where there is no number. */
export function writtenNumber(text: string): WrittenNumber | null {
  let bare = text
    .replace(/[*_`]/g, '')
    .replace(/[\u00a0\u202f]/g, ' ')
    .trim();
  let side: WrittenNumber['side'] = 'near';
  let looser = 1;
  for (const [pattern, its, factor] of HEDGES) {
    if (!pattern.test(bare)) continue;
    bare = bare.replace(pattern, '');
    side = its;
    looser = factor;
    break;
  }
  const read = shareOf(bare) ?? withUnits(bare) ?? plainOf(bare) ?? wordOf(bare);
  return read && { ...read, side, tolerance: read.tolerance * looser };
}

type Read = Omit<WrittenNumber, 'side'>;

function shareOf(text: string): Read | null {
  const percent = new RegExp(String.raw`^(${NUMBER})\s?(?:%|percent)`).exec(text);
  if (percent) return { value: numberOf(percent[1]) / 100, kind: 'share', tolerance: precisionOf(percent[1], false) / 100 };
  const parts = new RegExp(
    String.raw`^(${NUMBER}|one|two|three)(?:\s\w+)?\s(?:of|in|out of)\s(?:the first\s|all\s|every\s)?(${NUMBER}|a hundred|ten)\b`,
  ).exec(text);
  if (!parts) return null;
  const [whole, share] = [numberOr(parts[2]), numberOr(parts[1])];
  return { value: share / whole, kind: 'share', tolerance: 0.5 / whole };
}

function withUnits(text: string): Read | null {
  const found = [...text.matchAll(WITH_UNIT)];
  if (found.length === 0 || found[0].index !== 0) return null;
  const sizes = found[0][2] in SIZES;
  const scale = (unit: string) => (sizes ? SIZES[unit] : TIMES[unit]) ?? Number.NaN;
  const last = found.at(-1)!;
  return {
    value: found.reduce((sum, [, number, unit]) => sum + numberOf(number) * scale(unit), 0),
    kind: sizes ? 'size' : 'time',
    tolerance: precisionOf(last[1], found.length === 1) * scale(last[2]),
  };
}

function plainOf(text: string): Read | null {
  const found = new RegExp(String.raw`^(?:±\s?|−|-)?(${NUMBER})(?:\s(million|thousand))?`).exec(text);
  if (!found) return null;
  const scale = found[2] === 'million' ? 1e6 : found[2] === 'thousand' ? 1e3 : 1;
  const sign = /^[−-]/.test(text) ? -1 : 1;
  return { value: sign * numberOf(found[1]) * scale, kind: 'number', tolerance: precisionOf(found[1], true) * scale };
}

function wordOf(text: string): Read | null {
  const word = Object.keys(WORDS)
    .sort((a, b) => b.length - a.length)
    .find((each) => text.toLowerCase() === each || text.toLowerCase().startsWith(`${each} `));
  if (word === undefined) return null;
  const value = WORDS[word];
  const rest = text.slice(word.length).trim().split(/\s/)[0];
  if (rest in TIMES) return { value: value * TIMES[rest], kind: 'time', tolerance: 0.5 * TIMES[rest] };
  return { value, kind: 'number', tolerance: Number.isInteger(value) ? 0.5 : value * 0.1 };
}

const numberOf = (text: string): number => Number(text.replaceAll(',', ''));
const numberOr = (text: string): number => WORDS[text] ?? numberOf(text);

/** Half of the last digit that counts; zeros at the end of a whole number do not, as far as that is a small part of it. */
function precisionOf(text: string, zerosRound: boolean): number {
  const [whole, fraction = ''] = text.replaceAll(',', '').split('.');
  if (fraction !== '') return 0.5 * 10 ** -fraction.length;
  const zeros = zerosRound ? /0*$/.exec(whole)![0].length : 0;
  return Math.max(0.5, Math.min(0.5 * 10 ** zeros, LOOSEST * Number(whole)));
}

/** Whether what was found [same unit] is what is written, as precisely as it is written. */
export function agrees({ value, tolerance, side }: WrittenNumber, found: number): boolean {
  if (Number.isNaN(found)) return false;
  const slack = tolerance + 1e-9 * Math.abs(value);
  if (side === 'above') return found > value - 1e-9 && found <= value * FARTHEST;
  if (side === 'below') return found < value + 1e-9 && found >= value / FARTHEST;
  return Math.abs(found - value) <= slack;
}

/** The text with another number in the place of its own, as precise as that; null where it is written in words or parts. */
export function rewritten(text: string, found: number): string | null {
  const written = writtenNumber(text);
  const numbers = [...text.matchAll(new RegExp(NUMBER, 'g'))];
  if (!written || numbers.length !== 1 || Number.isNaN(found)) return null;
  const [number] = numbers[0];
  const scale = written.value / numberOf(number);
  if (!Number.isFinite(scale) || scale === 0) return null;
  const decimals = number.split('.')[1]?.length ?? 0;
  const step =
    decimals > 0
      ? 10 ** -decimals
      : 2 * Math.max(0.5, Math.min(precisionOf(number, true), 10 ** Math.floor(Math.log10(Math.max(1, numberOf(number))) - 1) / 2));
  const next = Math.round(found / scale / step) * step;
  return text.replace(number, next.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals }));
}
