import { NO_PRIORITY } from '../sim/policy/workload/contract.ts';
import type { Accesses } from './accesses.ts';
import { Clock } from './clock.ts';
import {
  CLASS_FORM,
  classOf,
  DURATION_FORM,
  inMicros,
  OPERATION_FORM,
  operationOf,
  type Role,
  SIZE_FORM,
  type TimeUnit,
} from './columns.ts';
import { durationUnit } from './duration-unit.ts';
import { type Cells, numberAt, OperationWords, textOf } from './fields.ts';
import { type Place, RecordingError, shown } from './problem.ts';
import { Durations } from './tallies.ts';
import type { Column, Seen } from './understood.ts';

/** Reads accesses out of lines of one form. */
export interface Format {
  /** What was recognised, for people. */
  readonly description: string;
  /** Times that are whole seconds may be so because no more was written down. */
  readonly isCoarse: boolean;
  /** Lines that could not be read, and what is wrong with the first of them. */
  readonly leftOut: { count: number; first: string } | null;
  /** What it has to show. */
  seen(): Seen;
  read(bytes: Uint8Array, from: number, to: number): void;
}

const SPACE = 32;

/** What a table's columns are about, and what they are called; where nobody says, by their roles. */
export interface Columns {
  form: string;
  names: readonly string[];
  roles: ReadonlyMap<Role, number>;
  /** Units that somebody chose. */
  units: ReadonlyMap<Role, TimeUnit>;
  by: Column['by'];
  header: boolean;
  /** The first rows, a text a column. */
  rows: readonly (readonly string[])[];
}

/** Rows shown. */
const SHOWN = 5;

/** What all tables have in common: which column is what, and in which unit. */
abstract class Table {
  leftOut: { count: number; first: string } | null = null;
  protected readonly clock: Clock;
  protected readonly durations: Durations | null;

  constructor(
    protected readonly columns: Columns,
    protected readonly accesses: Accesses,
    protected readonly place: Place,
  ) {
    const { names, roles, units, rows } = columns;
    this.clock = new Clock(names[this.column('time')] ?? '', place, units.get('time'));
    const duration = this.column('duration');
    const sample = rows.map((row) => row[duration] ?? '');
    const { unit, guessed } = durationUnit(names[duration] ?? '', sample);
    this.durations = duration < 0 ? null : new Durations(units.get('duration') ?? unit, guessed && !units.has('duration'));
    accesses.durations = this.durations;
    accesses.begin({
      keys: roles.has('key'),
      bytes: roles.has('size'),
      operations: roles.has('operation'),
      times: roles.has('time'),
      tenants: roles.has('tenant'),
      priorities: roles.has('priority'),
    });
  }

  get isCoarse(): boolean {
    return this.clock.isCoarse;
  }

  seen(): Seen {
    const { form, names, roles, by, rows } = this.columns;
    const roleAt = (at: number) => [...roles].find(([, column]) => column === at)?.[0] ?? null;
    const unitOf = (role: Role | null) =>
      role === 'time' ? this.clock.form : role === 'duration' ? (this.durations?.unit.replace('us', 'µs') ?? null) : null;
    const isGuessed = (role: Role | null) =>
      role === 'time' ? this.clock.guessed : role === 'duration' ? this.durations?.guessed === true : false;
    const columns = names.map((name, at): Column => {
      const role = roleAt(at);
      return { name, role, by, unit: unitOf(role), guessed: isGuessed(role) };
    });
    return { form, columns, rows: rows.slice(0, SHOWN) };
  }

  protected column(role: Role): number {
    return this.columns.roles.get(role) ?? -1;
  }

  protected listed(nameOf: (role: Role) => string): string {
    return [...this.columns.roles]
      .sort(([, a], [, b]) => a - b)
      .map(([role]) => nameOf(role))
      .join(', ');
  }

  /** A size; what was not recorded is 0. */
  protected sizeOf(text: string): number {
    if (text === '-') return 0;
    const size = Number(text);
    if (!(size >= 0) || size === Number.POSITIVE_INFINITY) throw this.place.problem(shown(text), SIZE_FORM);
    return size;
  }

  protected classOf(text: string): number {
    if (text === '' || text === '-') return NO_PRIORITY;
    const found = classOf(text);
    if (found === undefined) throw this.place.problem(shown(text), CLASS_FORM);
    return found;
  }

  /** In the unit of the column; −1 where it was not recorded. */
  protected durationOf(text: string): number {
    if (text === '' || text === '-') return -1;
    const [, number, own] = text.match(/^([\d.]+)\s*(s|ms|us|µs|ns)$/) ?? [];
    const unit = own as TimeUnit | 'µs' | undefined;
    const value = unit ? (Number(number) * inMicros(unit === 'µs' ? 'us' : unit)) / inMicros(this.durations!.unit) : Number(text);
    if (!(value >= 0) || value === Number.POSITIVE_INFINITY) throw this.place.problem(shown(text), DURATION_FORM);
    return value;
  }
}

/** One key a line, and nothing else: all of the line but the spaces around it. */
export class KeyLines extends Table implements Format {
  readonly description = 'one key a line';

  read(bytes: Uint8Array, from: number, to: number): void {
    // a tab is below a space; below it is nothing else
    while (bytes[from] <= SPACE) from++;
    while (bytes[to - 1] <= SPACE) to--;
    this.accesses.add(bytes, from, to);
  }
}

/** Lines of as many fields each. */
export class SeparatedFields extends Table implements Format {
  private readonly words: OperationWords;
  private readonly key = this.column('key');
  private readonly time = this.column('time');
  private readonly size = this.column('size');
  private readonly operation = this.column('operation');
  private readonly tenant = this.column('tenant');
  private readonly priority = this.column('priority');
  private readonly status = this.column('status');
  private readonly duration = this.column('duration');
  /** What the present line says. */
  private readonly now = { time: 0, bytes: 0, operation: 0, priority: NO_PRIORITY, duration: -1 };

  /** @param isLog lines that are none are left out, as servers write down whatever somebody sends */
  constructor(
    columns: Columns,
    private readonly fields: Cells,
    accesses: Accesses,
    place: Place,
    private readonly isLog = false,
  ) {
    super(columns, accesses, place);
    this.words = new OperationWords(place);
  }

  get description(): string {
    const { form, header } = this.columns;
    const listed = this.listed((role) => (role === 'time' ? `time (${this.clock.form})` : role));
    return `${form} ${this.isLog ? 'with' : header ? 'with columns' : 'without a header, taken as'} ${listed}`;
  }

  read(line: Uint8Array, begin: number, end: number): void {
    if (this.isLog) {
      try {
        this.take(line, begin, end);
      } catch (error) {
        if (!(error instanceof RecordingError)) throw error;
        this.leftOut ??= { count: 0, first: error.message };
        this.leftOut.count++;
        return;
      }
    } else this.take(line, begin, end);
    this.keep();
  }

  /** Reads everything that may be wrong. */
  private take(line: Uint8Array, begin: number, end: number): void {
    const { fields, now } = this;
    fields.cut(line, begin, end);
    const { names, header } = this.columns;
    if (fields.count !== names.length && !this.isLog) {
      const found = `${fields.count} ${fields.count === 1 ? 'field' : 'fields'}`;
      throw this.place.problem(found, `${names.length}${header ? `: ${names.join(', ')}` : ', as in the lines above'}`);
    }
    const { bytes, from, to } = fields;
    if (this.key >= 0 && from[this.key] === to[this.key]) throw this.place.problem('no key', 'a key');
    if (this.time >= 0) now.time = this.timeAt(bytes, from[this.time], to[this.time]);
    if (this.size >= 0) now.bytes = this.sizeAt(bytes, from[this.size], to[this.size]);
    if (this.operation >= 0) now.operation = this.words.at(bytes, from[this.operation], to[this.operation]);
    if (this.priority >= 0) now.priority = this.classOf(fields.text(this.priority));
    if (this.duration >= 0 && this.duration < fields.count) {
      const known = numberAt(bytes, from[this.duration], to[this.duration]);
      now.duration = known >= 0 ? known : this.durationOf(fields.text(this.duration));
    } else now.duration = -1;
  }

  private keep(): void {
    const { accesses, fields, now } = this;
    const { bytes, from, to } = fields;
    if (this.key >= 0) accesses.add(bytes, from[this.key], to[this.key]);
    else accesses.more();
    if (this.time >= 0) accesses.at(now.time);
    if (this.size >= 0) accesses.sized(now.bytes);
    if (this.operation >= 0) accesses.did(now.operation);
    if (this.tenant >= 0) accesses.of(bytes, from[this.tenant], to[this.tenant]);
    if (this.priority >= 0) accesses.ranked(now.priority);
    if (now.duration >= 0) this.durations!.add(now.duration);
    if (this.status >= 0 && from[this.status] < to[this.status]) accesses.statuses.add(fields.text(this.status));
  }

  private timeAt(bytes: Uint8Array, from: number, to: number): number {
    const time = numberAt(bytes, from, to);
    return time >= 0 ? this.clock.ofNumber(time, time) : this.clock.ofText(textOf(bytes, from, to));
  }

  /** An empty field is a size that was not recorded. */
  private sizeAt(bytes: Uint8Array, from: number, to: number): number {
    const known = numberAt(bytes, from, to);
    return known >= 0 ? known : this.sizeOf(textOf(bytes, from, to));
  }
}

const OBJECT_FORM = 'a JSON object, as {"key": "user:1", "op": "get"}';

const jsonDecoder = new TextDecoder('utf-8', { fatal: true });

/** The object that a line is. */
export function objectAt(bytes: Uint8Array, from: number, to: number, place: Place): Record<string, unknown> {
  let text = '';
  try {
    text = jsonDecoder.decode(bytes.subarray(from, to));
  } catch {
    throw place.problem('bytes that are not UTF-8', OBJECT_FORM);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw place.problem(`${shown(text)}, which is not JSON`, OBJECT_FORM);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw place.problem(shown(text), OBJECT_FORM);
  return value as Record<string, unknown>;
}

/** One JSON object a line; the first one settles which of its properties count. */
export class JsonLines extends Table implements Format {
  private readonly encoder = new TextEncoder();
  private readonly spelt = new Uint8Array(200_000);

  get description(): string {
    return `NDJSON with ${this.listed((role) => this.columns.names[this.column(role)])}`;
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    const { accesses, place, columns, durations } = this;
    const object = objectAt(bytes, from, to, place);
    const { roles, names } = columns;
    const nameOf = (role: Role) => names[roles.get(role)!];
    const of = (role: Role) => object[nameOf(role)];
    const textOf = (role: Role) => {
      const value = of(role) ?? '';
      return typeof value === 'object' ? JSON.stringify(value) : String(value);
    };
    if (roles.has('key')) {
      const key = of('key');
      if (typeof key !== 'string' && typeof key !== 'number')
        throw place.problem(key === undefined ? `no ${nameOf('key')}` : shown(JSON.stringify(key)), 'a key, as a text or a number');
      accesses.add(this.spelt, 0, this.encode(String(key)));
    } else accesses.more();
    if (roles.has('time')) {
      const time = of('time');
      accesses.at(typeof time === 'number' ? this.clock.ofNumber(time, time) : this.clock.ofText(String(time ?? '')));
    }
    if (roles.has('size')) {
      const size = of('size') ?? 0;
      if (typeof size !== 'number' && typeof size !== 'string') throw place.problem(shown(JSON.stringify(size)), SIZE_FORM);
      accesses.sized(this.sizeOf(String(size)));
    }
    if (roles.has('operation')) {
      const word = of('operation');
      const operation = typeof word === 'string' ? operationOf(word) : undefined;
      if (operation === undefined)
        throw place.problem(word === undefined ? `no ${nameOf('operation')}` : shown(String(word)), OPERATION_FORM);
      accesses.did(operation);
    }
    if (roles.has('tenant')) accesses.of(this.spelt, 0, this.encode(textOf('tenant')));
    if (roles.has('priority')) accesses.ranked(this.classOf(textOf('priority')));
    if (roles.has('duration')) {
      const duration = this.durationOf(textOf('duration'));
      if (duration >= 0) durations!.add(duration);
    }
    const status = roles.has('status') ? textOf('status') : '';
    if (status !== '') accesses.statuses.add(status);
  }

  private encode(text: string): number {
    return this.encoder.encodeInto(text, this.spelt).written;
  }
}
