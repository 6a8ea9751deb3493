import type { Verdict } from '../../scenario/claims.ts';
import type { NamedMeter } from '../../scenario/meters.ts';
import { BASE, type ClaimDoc, type Relation } from '../../scenario/scenario.ts';
import { within } from '../../scenario/wording.ts';
import { formatQuantity, formatSpan } from '../quantity.ts';
import { kindOf } from './kindOf.ts';
import { windowWords } from './numberWords.ts';

/** What a report needs of its scenario. */
export interface Told {
  duration: number;
  bins: number;
  meters: ReadonlyMap<string, Pick<NamedMeter, 'label' | 'unit'>>;
  /** Titles of the arms, by id. */
  arms: ReadonlyMap<string, string>;
}

/** What is counted one by one is few, what is measured is little. */
const RELATIONS: Readonly<Record<Relation, readonly [measured: string, counted: string]>> = {
  '<': ['less than', 'fewer than'],
  '<=': ['at most', 'at most'],
  '>': ['more than', 'more than'],
  '>=': ['at least', 'at least'],
};
const MEASURED = ['ms', 'ratio', '×', 'B', 'kB', 'keys or B'];

/**
 * The very quantity that a goal judges, with its unit and its span, and what is asked for: `now 904 req (0:20–1:00); asked for
 * fewer than 84`. @param verdict null while there is none
 */
export function reportOf(claim: ClaimDoc, verdict: Verdict | null, told: Told): string {
  const { from = 0, to = told.duration, is, stat } = claim;
  const unit = told.meters.get(claim.meter)?.unit ?? '';
  const kind = kindOf(claim, unit);
  const span = windowWords(from, to, told.duration);
  const counted = stat === 'sum' || stat === 'most' || (kind !== '' && !MEASURED.includes(kind) && !kind.endsWith('/s'));
  const relation = RELATIONS[is][counted ? 1 : 0];
  const limit = limitIn(claim, verdict);
  const asked = limit === null ? '' : `asked for ${relation} ${bare(limit, kind)}`;
  if (verdict === null) return asked === '' ? `(${span})` : `${asked} (${span})`;
  const found = isShare(claim) ? (verdict.found * (factorOf(claim) ?? 1)) / verdict.limit : verdict.found;
  const [now, needed] = apart(found, limit ?? Number.NaN, kind, verdict.holds);
  return `now ${now}${shareWords(claim, told)}${ofBins(stat, told)} (${span})${limit === null ? '' : `; asked for ${relation} ${needed}`}`;
}

/** The limit in the kind that the goal speaks of; null while that is not known. */
function limitIn(claim: ClaimDoc, verdict: Verdict | null): number | null {
  if (typeof claim.than === 'number') return claim.than;
  if (isShare(claim)) return factorOf(claim)!;
  return verdict === null || Number.isNaN(verdict.limit) ? null : verdict.limit;
}

const factorOf = ({ than }: ClaimDoc) => (typeof than === 'object' ? than.factor : undefined);
const isShare = ({ than }: ClaimDoc) => typeof than === 'object' && than.factor !== undefined && !than.plus;

/** Whose share it is: ` of arrivals`, ` of the same in “Full jitter”`; after how many times as much, the same without of. */
function shareWords(claim: ClaimDoc, { meters, arms, duration }: Told): string {
  if (!isShare(claim) || typeof claim.than !== 'object') return '';
  const { arm = BASE, meter, from = 0, to = duration, than } = claim;
  const other = than.meter === undefined || than.meter === meter ? 'the same' : within(meters.get(than.meter)?.label ?? than.meter);
  const inArm = than.arm === undefined || than.arm === arm ? '' : ` in “${arms.get(than.arm) ?? than.arm}”`;
  const isOther = (than.from ?? from) !== from || (than.to ?? to) !== to;
  return `${factorOf(claim)! > 1 ? '' : ' of'} ${other}${inArm}${isOther ? `, ${windowWords(than.from ?? from, than.to ?? to, duration)}` : ''}`;
}

/** Which bin it is, where it is one. */
function ofBins(stat: ClaimDoc['stat'], { duration, bins }: Told): string {
  if (stat === 'max') return ' at the highest';
  if (stat === 'min') return ' at the lowest';
  return stat === 'most' ? ` in the fullest ${formatSpan(duration / bins)}` : '';
}

/** Both figures, the second without its unit where the first has one: as precise as it takes to tell them apart. */
function apart(found: number, limit: number, unit: string, holds: boolean): readonly [string, string] {
  const plain = [formatQuantity(found, unit), bare(limit, unit)] as const;
  // what is reached needs no more than to look so
  if (holds || Number.isNaN(found) || formatQuantity(limit, unit) !== plain[0] || found === limit) return plain;
  const scale = unit === 'ratio' ? 100 : 1;
  for (let digits = 4; digits <= 9; digits++) {
    const [a, b] = [found, limit].map((value) => (value * scale).toLocaleString('en', { maximumSignificantDigits: digits }));
    if (a !== b) return [withUnit(a, unit), unit === 'ratio' || unit === 'ms' || unit === '×' ? withUnit(b, unit) : b];
  }
  return plain;
}

const withUnit = (number: string, unit: string) =>
  unit === 'ratio' ? `${number}\u202f%` : unit === '×' ? `${number}×` : unit === '' ? number : `${number}\u202f${unit}`;

/** A figure beside one that has its unit. */
function bare(value: number, unit: string): string {
  return formatQuantity(value, unit === 'ms' || unit === 'ratio' || unit === '×' ? unit : '');
}
