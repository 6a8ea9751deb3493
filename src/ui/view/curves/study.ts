import type { ChosenPolicy, Curves } from '../../../host/look/curves.ts';
import { planOf } from '../../../scenario/arm.ts';
import { policyOf } from '../../../scenario/descriptions.ts';
import { armsOf, type ComponentDoc, type Scenario } from '../../../scenario/scenario.ts';
import { targetOf } from '../../../scenario/setting.ts';
import type { ParamRecord } from '../../../sim/param/param.ts';
import { calleesOf } from '../../../sim/param/wires.ts';
import { formatNumber, formatQuantity } from '../../quantity.ts';

export type Unit = Curves['unit'];
export type Ratio = 'missRatio' | 'byteMissRatio';

/** A value of a line, and how far off it may be: 0 where it is exact. Both NaN while not known. */
export interface Reading {
  value: number;
  error: number;
}

/** What the curves say of a line at the capacity with this number. */
export function readingOf(curves: Curves, ratio: Ratio, line: string, at: number): Reading {
  const curve = curves.lines.find(({ id }) => id === line);
  if (!curve) return { value: Number.NaN, error: Number.NaN };
  return { value: curve[ratio][at], error: errorsOf(curve, ratio)[at] };
}

export function errorsOf(curve: Curves['lines'][number], ratio: Ratio): Float64Array {
  return ratio === 'missRatio' ? curve.error : curve.byteError;
}

/** The most that anything shown of these lines may be off; 0 where all is exact. */
export function largestError(curves: Curves, ratio: Ratio, lines: readonly ChosenLine[]): number {
  return curves.lines
    .filter((curve) => lines.some(({ id }) => id === curve.id))
    .flatMap((curve) => [...errorsOf(curve, ratio)])
    .reduce((most, error) => (error > most ? error : most), 0);
}

/** Lines at a capacity, the best first; one is `tied` with the line before it where their gap is not larger than their errors. */
export function ranked(
  curves: Curves,
  ratio: Ratio,
  lines: readonly ChosenLine[],
  at: number,
): (ChosenLine & Reading & { tied: boolean })[] {
  const rows = lines
    .map((line) => ({ ...line, ...readingOf(curves, ratio, line.id, at) }))
    .sort((a, b) => (Number.isNaN(a.value) ? 1 : 0) - (Number.isNaN(b.value) ? 1 : 0) || a.value - b.value);
  return rows.map((row, i) => {
    const before = rows[i - 1];
    const error = before ? Math.hypot(before.error, row.error) : 0;
    return { ...row, tied: error > 0 && row.value - before.value <= error };
  });
}

/** A curve as it is chosen and named. */
export interface ChosenLine {
  id: string;
  title: string;
  /** Null for the optimum. */
  policy: ChosenPolicy | null;
}

export const OPTIMUM: ChosenLine = { id: 'optimum', title: 'Optimum', policy: null };

/** What any cache is held against. */
const YARDSTICKS = ['lru', 's3-fifo', 'sieve'];

/** The line of a policy; parameters that are not the usual ones are part of its name. */
export function lineOf(policy: ChosenPolicy): ChosenLine {
  const { kind, ...own } = policy;
  const description = policyOf('eviction', kind);
  const params: ParamRecord = description?.params ?? {};
  const changed = Object.entries(own).filter(([name, value]) => params[name] && params[name].default !== value);
  const words = changed.map(([name, value]) => {
    const param = params[name];
    const unit = param.type === 'ratio' ? 'ratio' : param.type === 'duration' ? 'ms' : '';
    return `${param.label.toLowerCase()} ${typeof value === 'number' ? formatQuantity(value, unit) : String(value)}`;
  });
  const title = description?.title ?? kind;
  return {
    id: JSON.stringify({ kind, ...Object.fromEntries(changed) }),
    title: words.length > 0 ? `${title}, ${words.join(', ')}` : title,
    policy,
  };
}

/** The policies that the arms give a cache, those that any cache is held against, and the optimum. */
export function usualLines(scenario: Scenario, cache: string): readonly ChosenLine[] {
  const ofArms = armsOf(scenario).flatMap(({ id }) => {
    const target = targetOf(planOf(scenario, id).components, `${cache}.eviction`);
    return target.kind === 'param' ? [lineOf(target.value as ChosenPolicy)] : [];
  });
  return unique([...ofArms, ...YARDSTICKS.filter((kind) => policyOf('eviction', kind)).map((kind) => lineOf({ kind })), OPTIMUM]);
}

export function unique(lines: readonly ChosenLine[]): readonly ChosenLine[] {
  return [...new Map(lines.map((line) => [line.id, line])).values()];
}

/** What a cache holds in all its replicas; null where the sum says nothing. */
export function capacityOf(
  components: Readonly<Record<string, ComponentDoc>>,
  cache: string,
): { value: number; unit: Unit; replicas: number } | null {
  const read = (name: string) => {
    const target = targetOf(components, `${cache}.${name}`);
    return target.kind === 'param' ? target.value : undefined;
  };
  const [value, unit, replicas, locality] = ['capacity', 'capacityIn', 'replicas', 'locality'].map(read);
  // every calling process has a cache of its own: none of them sees all accesses
  if (typeof value !== 'number' || locality === 'process') return null;
  const many = typeof replicas === 'number' ? replicas : 1;
  return { value: value * many, unit: unit === 'bytes' ? 'bytes' : 'keys', replicas: many };
}

/** The client that asks a cache, directly or through others; the first of several. */
export function clientOf(components: Readonly<Record<string, ComponentDoc>>, cache: string): string | null {
  const seen = new Set<string>();
  const reaches = (id: string): boolean => {
    if (id === cache) return true;
    if (seen.has(id)) return false;
    seen.add(id);
    return calleesOf(components[id]?.calls).some(reaches);
  };
  const clients = Object.keys(components).filter((id) => components[id].kind === 'client');
  return (
    clients.find((id) => {
      seen.clear();
      return reaches(id);
    }) ??
    clients[0] ??
    null
  );
}

/** A capacity with its unit. */
export function formatCapacity(capacity: number, unit: Unit): string {
  if (unit === 'keys') return `${Math.round(capacity).toLocaleString('en')}\u202f${capacity === 1 ? 'key' : 'keys'}`;
  const power = Math.min(4, Math.floor(Math.log10(Math.max(1, capacity)) / 3));
  return `${formatNumber(capacity / 1_000 ** power)}\u202f${['B', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** A share in per cent, with the digits that small ones need. */
export function formatShare(share: number): string {
  return formatQuantity(share, 'ratio');
}

export function formatRatio({ value, error }: Reading): string {
  if (Number.isNaN(value)) return '…';
  const digits = value > 0 && value < 0.1 ? 2 : 1;
  const off = error > 0 ? ` ± ${(error * 100).toFixed(digits)}` : '';
  return `${(value * 100).toFixed(digits)}${off}\u202f%`;
}

/** Round capacities between two, one, two or three a power of ten. */
export function capacityTicks(low: number, high: number, most: number): number[] {
  for (const steps of [[1, 2, 5], [1, 3], [1]]) {
    const ticks: number[] = [];
    for (let power = 10 ** Math.floor(Math.log10(low)); power <= high; power *= 10)
      for (const step of steps) {
        const tick = Number((step * power).toPrecision(6));
        if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
      }
    if (ticks.length <= most) return ticks;
    if (steps.length === 1) return ticks.filter((_, i) => i % Math.ceil(ticks.length / most) === 0);
  }
  return [];
}

/** Everything that is known, for a spreadsheet; ratios 0 to 1, empty while not known, and what those of a sample may be off. */
export function csvOf(curves: Curves, lines: readonly ChosenLine[]): string {
  const { unit, capacities, footprint } = curves;
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const known = curves.lines.flatMap((curve) => {
    const line = lines.find(({ id }) => id === curve.id);
    if (!line) return [];
    const columns = (name: string, ratio: Ratio): (readonly [string, Float64Array])[] => {
      const errors = errorsOf(curve, ratio);
      const values = [`${line.title} ${name}`, curve[ratio]] as const;
      return errors.some((error) => error > 0) ? [values, [`${line.title} ${name} ±`, errors]] : [values];
    };
    const ofObjects = columns('miss ratio', 'missRatio');
    return unit === 'bytes' ? [...ofObjects, ...columns('byte miss ratio', 'byteMissRatio')] : ofObjects;
  });
  const rows = Array.from(capacities, (capacity, i) => [
    String(capacity),
    String(capacity / footprint),
    ...known.map(([, ratios]) => (Number.isNaN(ratios[i]) ? '' : String(ratios[i]))),
  ]);
  return [[`capacity [${unit === 'keys' ? 'keys' : 'B'}]`, `share of all ${unit}`, ...known.map(([name]) => cell(name))], ...rows]
    .map((row) => row.join(','))
    .join('\n');
}
