import type { Accesses } from './accesses.ts';
import { Clock, NO_KEY, OPERATION_FORM, operationOf, type Role, rolesAmong, SIZE_FORM } from './columns.ts';
import { Fields, numberAt, OperationWords, textOf } from './fields.ts';
import { type Place, shown } from './problem.ts';

/** Reads accesses out of lines of one form. */
export interface Format {
  /** What was recognised, for people. */
  readonly description: string;
  read(bytes: Uint8Array, from: number, to: number): void;
}

const SPACE = 32;
const CHARACTERS: Readonly<Record<string, string>> = { '\t': 'TSV', ',': 'CSV', ';': 'CSV with semicolons' };

/** One key a line, and nothing else: all of the line but the spaces around it. */
export class KeyLines implements Format {
  readonly description = 'one key a line';

  constructor(private readonly accesses: Accesses) {
    accesses.begin({ bytes: false, operations: false, times: false });
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    // a tab is below a space; below it is nothing else
    while (bytes[from] <= SPACE) from++;
    while (bytes[to - 1] <= SPACE) to--;
    this.accesses.add(bytes, from, to);
  }
}

/** What a table's columns are about, and what they are called; where nobody says, by their roles. */
export interface Columns {
  names: readonly string[];
  roles: ReadonlyMap<Role, number>;
  header: boolean;
}

/** Lines of as many fields each. */
export class SeparatedFields implements Format {
  private readonly fields: Fields;
  private readonly clock: Clock;
  private readonly words: OperationWords;
  private readonly key: number;
  private readonly time: number;
  private readonly size: number;
  private readonly operation: number;

  constructor(
    private readonly separator: string,
    private readonly columns: Columns,
    private readonly accesses: Accesses,
    private readonly place: Place,
  ) {
    const { names, roles } = columns;
    this.fields = new Fields(separator.charCodeAt(0), place);
    this.words = new OperationWords(place);
    const column = (role: Role) => roles.get(role) ?? -1;
    this.key = column('key');
    this.time = column('time');
    this.size = column('size');
    this.operation = column('operation');
    this.clock = new Clock(names[this.time] ?? '', place);
    accesses.begin({ bytes: this.size >= 0, operations: this.operation >= 0, times: this.time >= 0 });
  }

  get description(): string {
    const { header, roles } = this.columns;
    const listed = [...roles].sort(([, a], [, b]) => a - b).map(([role]) => (role === 'time' ? `time (${this.clock.form})` : role));
    return `${CHARACTERS[this.separator]} ${header ? 'with columns' : 'without a header, taken as'} ${listed.join(', ')}`;
  }

  read(line: Uint8Array, begin: number, end: number): void {
    const { fields, accesses } = this;
    fields.cut(line, begin, end);
    const { names, header } = this.columns;
    if (fields.count !== names.length) {
      const found = `${fields.count} ${fields.count === 1 ? 'field' : 'fields'}`;
      throw this.place.problem(found, `${names.length}${header ? `: ${names.join(', ')}` : ', as in the lines above'}`);
    }
    const { bytes, from, to } = fields;
    accesses.add(bytes, from[this.key], to[this.key]);
    if (this.time >= 0) accesses.at(this.timeAt(bytes, from[this.time], to[this.time]));
    if (this.size >= 0) accesses.sized(this.sizeAt(bytes, from[this.size], to[this.size]));
    if (this.operation >= 0) accesses.did(this.words.at(bytes, from[this.operation], to[this.operation]));
  }

  private timeAt(bytes: Uint8Array, from: number, to: number): number {
    const time = numberAt(bytes, from, to);
    return time >= 0 ? this.clock.ofNumber(time, time) : this.clock.ofText(textOf(bytes, from, to));
  }

  /** An empty field is a size that was not recorded. */
  private sizeAt(bytes: Uint8Array, from: number, to: number): number {
    const known = numberAt(bytes, from, to);
    if (known >= 0) return known;
    const text = textOf(bytes, from, to);
    const size = Number(text);
    if (!(size >= 0) || size === Number.POSITIVE_INFINITY) throw this.place.problem(shown(text), SIZE_FORM);
    return size;
  }
}

const OBJECT_FORM = 'a JSON object, as {"key": "user:1", "op": "get"}';

/** One JSON object a line; the first one settles which of its properties count. */
export class JsonLines implements Format {
  private roles: ReadonlyMap<Role, string> | null = null;
  private clock: Clock | null = null;
  private readonly decoder = new TextDecoder('utf-8', { fatal: true });
  private readonly encoder = new TextEncoder();
  private readonly spelt = new Uint8Array(200_000);

  constructor(
    private readonly accesses: Accesses,
    private readonly place: Place,
  ) {}

  get description(): string {
    return `NDJSON with ${[...(this.roles?.values() ?? [])].join(', ')}`;
  }

  read(bytes: Uint8Array, from: number, to: number): void {
    const { accesses, place } = this;
    const object = this.objectAt(bytes, from, to);
    this.roles ??= this.settled(object);
    const { roles } = this;
    const of = (role: Role) => object[roles.get(role)!];
    const key = of('key');
    if (typeof key !== 'string' && typeof key !== 'number')
      throw place.problem(key === undefined ? `no ${roles.get('key')}` : shown(JSON.stringify(key)), 'a key, as a text or a number');
    accesses.add(this.spelt, 0, this.encoder.encodeInto(String(key), this.spelt).written);
    if (roles.has('time')) {
      const time = of('time');
      accesses.at(typeof time === 'number' ? this.clock!.ofNumber(time, time) : this.clock!.ofText(String(time ?? '')));
    }
    if (roles.has('size')) {
      const size = of('size') ?? 0;
      if (typeof size !== 'number' || !(size >= 0)) throw place.problem(shown(JSON.stringify(size)), SIZE_FORM);
      accesses.sized(size);
    }
    if (roles.has('operation')) {
      const word = of('operation');
      const operation = typeof word === 'string' ? operationOf(word) : undefined;
      if (operation === undefined)
        throw place.problem(word === undefined ? `no ${roles.get('operation')}` : shown(String(word)), OPERATION_FORM);
      accesses.did(operation);
    }
  }

  private objectAt(bytes: Uint8Array, from: number, to: number): Record<string, unknown> {
    let text = '';
    try {
      text = this.decoder.decode(bytes.subarray(from, to));
    } catch {
      throw this.place.problem('bytes that are not UTF-8', OBJECT_FORM);
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw this.place.problem(`${shown(text)}, which is not JSON`, OBJECT_FORM);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw this.place.problem(shown(text), OBJECT_FORM);
    return value as Record<string, unknown>;
  }

  private settled(object: Record<string, unknown>): ReadonlyMap<Role, string> {
    const names = Object.keys(object);
    const columns = rolesAmong(names);
    if (!columns.has('key')) throw this.place.problem(`the properties ${names.join(', ') || '– none –'}`, NO_KEY);
    const roles = new Map([...columns].sort(([, a], [, b]) => a - b).map(([role, column]) => [role, names[column]]));
    this.clock = new Clock(roles.get('time') ?? '', this.place);
    this.accesses.begin({ bytes: roles.has('size'), operations: roles.has('operation'), times: roles.has('time') });
    return roles;
  }
}
