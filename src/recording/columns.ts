import { READ, WRITE } from '../sim/policy/workload/contract.ts';
import { type Place, shown } from './problem.ts';

/** What a column can be about. */
export type Role = 'time' | 'key' | 'size' | 'operation';

/** Names that columns go by, the likeliest first; in lower case, without a unit. */
const names: Readonly<Record<Role, readonly string[]>> = {
  key: ['key', 'obj_id', 'object_id', 'objid', 'object', 'obj', 'item', 'url', 'id'],
  time: ['time', 'timestamp', 'ts', 'datetime', 'date'],
  size: ['size', 'obj_size', 'object_size', 'value_size', 'bytes'],
  operation: ['operation', 'op', 'command', 'cmd', 'method'],
};
const roles = Object.keys(names) as Role[];

/** What columns lack of which none is the key. */
export const NO_KEY = `one of them to be the key, by the name of ${names.key.join(', ')}`;

/** [µs] */
const units: Readonly<Record<string, number>> = { s: 1e6, sec: 1e6, seconds: 1e6, ms: 1e3, us: 1, µs: 1, ns: 1e-3 };

/** `Time (ms)`, `time_ms` → `time`, `ms`. */
function nameAndUnit(column: string): { name: string; unit: string | null } {
  const name = column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const [, bare, unit] = name.match(/^(.*?)_?[[(_]([a-zµ]+)[\])]?$/) ?? [];
  return bare && unit in units && !roles.some((role) => names[role].includes(name)) ? { name: bare, unit } : { name, unit: null };
}

/** A column's role, where its name tells. */
export function roleOf(column: string): Role | null {
  const { name } = nameAndUnit(column);
  return roles.find((role) => names[role].includes(name)) ?? null;
}

/** Which column has which role; where several could, the likeliest name. */
export function rolesAmong(columns: readonly string[]): Map<Role, number> {
  const bare = columns.map((column) => nameAndUnit(column).name);
  const found = new Map<Role, number>();
  for (const role of roles) {
    const name = names[role].find((each) => bare.includes(each));
    if (name !== undefined) found.set(role, bare.indexOf(name));
  }
  return found;
}

/**
 * How a column's times become µs: a unit in its name (`time_ms`, `time [ms]`) says so. Without one, a number so large
 * that it counts from 1970 tells by its size, any other is seconds, as in most published traces; a date is a date.
 */
export class Clock {
  private unit: string | null;
  private dates = false;
  private first = true;

  constructor(
    column: string,
    private readonly place: Place,
  ) {
    this.unit = nameAndUnit(column).unit;
  }

  /** What it takes times for, once it has seen one. */
  get form(): string {
    return this.dates ? 'dates' : (this.unit ?? 's');
  }

  /** Of a number [µs]. */
  ofNumber(value: number, text: string | number): number {
    if (this.first) {
      this.first = false;
      this.unit ??= value > 1e17 ? 'ns' : value > 1e14 ? 'µs' : value > 1e11 ? 'ms' : 's';
    }
    if (!Number.isFinite(value) || this.dates) throw this.place.problem(shown(String(text)), this.dates ? 'a date' : 'a time, as a number');
    return value * units[this.unit!];
  }

  /** Of what is not written in digits alone [µs]. */
  ofText(text: string): number {
    const [, date, time, zone] = text.match(/^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/i) ?? [];
    if (date === undefined) {
      if (text.trim() === '') throw this.place.problem('no time', this.dates ? 'a date' : 'a time');
      return this.ofNumber(Number(text), text);
    }
    const milliseconds = Date.parse(`${date}T${(time ?? '00:00').replace(',', '.')}${zone ?? 'Z'}`);
    if (Number.isNaN(milliseconds) || !(this.first || this.dates))
      throw this.place.problem(shown(text), this.dates || this.first ? 'a date that exists' : 'a time, as a number');
    this.first = false;
    this.dates = true;
    return milliseconds * 1_000;
  }
}

/** What is read and what is written, in the words of memcached, Redis, HTTP, block traces and SQL. */
const operations = new Map([
  ...['get', 'gets', 'mget', 'read', 'r', 'head', 'options', 'select', 'lookup', 'find', 'scan'].map((word) => [word, READ] as const),
  ...['set', 'put', 'post', 'patch', 'write', 'w', 'add', 'cas', 'replace', 'append', 'prepend', 'incr', 'decr'].map(
    (word) => [word, WRITE] as const,
  ),
  ...['delete', 'del', 'remove', 'update', 'insert', 'touch'].map((word) => [word, WRITE] as const),
]);

/** READ or WRITE; undefined for what is no such word. */
export function operationOf(word: string): number | undefined {
  return operations.get(word.trim().toLowerCase());
}

export const OPERATION_FORM = 'an operation, as get, read, set, put, write or delete';

export const SIZE_FORM = 'a size in bytes';
