import type { Accesses } from './accesses.ts';
import { type Chosen, classOf, NO_KEY, operationOf, type Role, roleOf, rolesAmong, type TimeUnit } from './columns.ts';
import { type Cells, Fields } from './fields.ts';
import { type Columns, type Format, JsonLines, KeyLines, objectAt, SeparatedFields } from './formats.ts';
import { isLogLine, LogFields, logNames } from './log-fields.ts';
import type { Place, RecordingError } from './problem.ts';

/** A line at the beginning of a file, kept until it is clear what the file is. */
export interface EarlyLine {
  line: number;
  bytes: Uint8Array;
}

/** Refuses a file, with what can be shown of it so that somebody can say what its columns are. */
function refusalOf(seen: Omit<Columns, 'units' | 'header'>, error: RecordingError): RecordingError {
  const { form, names, roles, by, rows } = seen;
  const roleAt = (at: number) => [...roles].find(([, column]) => column === at)?.[0] ?? null;
  const columns = names.map((name, at) => ({ name, role: roleAt(at), by, unit: null, guessed: false }));
  error.seen = { form, columns, rows: rows.slice(0, 5) };
  return error;
}

/**
 * What the first lines show a file to be; the first of them may be a header, which is no access.
 * @param chosen what somebody says that its columns are; null where nobody does
 */
export function recognise(
  sample: readonly EarlyLine[],
  accesses: Accesses,
  place: Place,
  chosen: readonly Chosen[] | null,
): { format: Format; header: boolean } {
  const texts = sample.map(({ bytes }) => new TextDecoder().decode(bytes));
  const first = texts[0].trim();
  place.line = sample[0].line;
  if (/^\{\s*["}]/.test(first)) return { format: new JsonLines(jsonColumns(sample, place, chosen), accesses, place), header: false };
  if (/^\[\s*(?:\{|$)/.test(first)) throw place.problem('a JSON array', 'NDJSON, one object a line: jq -c ".[]" makes it of an array');
  if (texts.some(isLogLine)) {
    const fields = new LogFields(place);
    return { format: new SeparatedFields(logColumns(sample, texts, fields, chosen), fields, accesses, place, true), header: false };
  }
  const separator = ['\t', ',', ';'].find((each) => texts[0].includes(each));
  if (separator === undefined && !first.startsWith('"') && chosen === null) {
    const role = roleOf(first);
    const isTimes = role === 'time' && texts.length > 1;
    if (role !== null && role !== 'key' && !isTimes && texts.length > 1 && isNumber(texts[1]))
      throw place.problem(`the column ${first}`, NO_KEY);
    if (!isTimes) {
      const header = role === 'key';
      const rows = texts.slice(header ? 1 : 0).map((text) => [text.trim()]);
      const roles = new Map<Role, number>([['key', 0]]);
      const columns: Columns = {
        form: 'one key a line',
        names: [header ? first : 'key'],
        roles,
        units: NO_UNITS,
        by: header ? 'name' : 'content',
        header,
        rows,
      };
      return { format: new KeyLines(columns, accesses, place), header };
    }
  }
  const fields = () => new Fields((separator ?? ',').charCodeAt(0), place);
  const columns = columnsOf(rowsOf(sample, fields(), place), sample, place, CHARACTERS[separator ?? ','], chosen);
  return { format: new SeparatedFields(columns, fields(), accesses, place), header: columns.header };
}

const NO_UNITS: ReadonlyMap<Role, TimeUnit> = new Map();
const CHARACTERS: Readonly<Record<string, string>> = { '\t': 'TSV', ',': 'CSV', ';': 'CSV with semicolons' };

/** What somebody says that columns are, of those that there are. */
function rolesChosen(chosen: readonly Chosen[], width: number): Pick<Columns, 'roles' | 'units' | 'by'> {
  const known = chosen.filter(({ column }) => column < width);
  return {
    roles: new Map(known.map(({ role, column }) => [role, column])),
    units: new Map(known.flatMap(({ role, unit }) => (unit === null ? [] : [[role, unit] as const]))),
    by: 'choice',
  };
}

const isUsable = (roles: ReadonlyMap<Role, number>) => roles.has('key') || roles.has('time');

/** Roles by name, without those that the first cell of the column belies and that a file can do without. */
function plausible(named: Map<Role, number>, rows: readonly (readonly string[])[]): Map<Role, number> {
  const fits: Partial<Record<Role, (cell: string) => boolean>> = {
    priority: (cell) => classOf(cell) !== undefined,
    duration: (cell) => /^[\d.]+(e[-+]?\d+)?\s*(s|ms|us|µs|ns)?$/i.test(cell) || isNumber(cell),
  };
  const firstIn = (at: number) => rows.map((row) => row[at] ?? '').find((cell) => cell !== '' && cell !== '-');
  return new Map(
    [...named].filter(([role, at]) => {
      const cell = firstIn(at);
      return cell === undefined || (fits[role]?.(cell) ?? true);
    }),
  );
}

function jsonColumns(sample: readonly EarlyLine[], place: Place, chosen: readonly Chosen[] | null): Columns {
  const objects = sample.map(({ line, bytes }) => {
    place.line = line;
    return objectAt(bytes, 0, bytes.length, place);
  });
  place.line = sample[0].line;
  const names = Object.keys(objects[0]);
  const textOf = (value: unknown) =>
    value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);
  const rows = objects.map((object) => names.map((name) => textOf(object[name])));
  const isNested = (at: number) => typeof objects[0][names[at]] === 'object' && objects[0][names[at]] !== null;
  const named = plausible(new Map([...rolesAmong(names)].filter(([role, at]) => role === 'key' || !isNested(at))), rows);
  const found = chosen ? rolesChosen(chosen, names.length) : { roles: named, units: NO_UNITS, by: 'name' as const };
  const columns: Columns = { form: 'NDJSON', names, header: true, rows, ...found };
  if (!isUsable(found.roles)) throw refusalOf(columns, place.problem(`the properties ${names.join(', ') || '– none –'}`, NO_KEY));
  return columns;
}

/** Roles by place, as the formats common and combined have them; numbers with a point behind them may be durations. */
function logColumns(sample: readonly EarlyLine[], texts: readonly string[], fields: Cells, chosen: readonly Chosen[] | null): Columns {
  const rows = sample
    .filter((_, i) => isLogLine(texts[i]))
    .flatMap(({ bytes }) => {
      try {
        fields.cut(bytes, 0, bytes.length);
        return [fields.all()];
      } catch {
        // what is wrong with it is told when it is read
        return [];
      }
    });
  const names = logNames(Math.max(8, ...rows.map((row) => row.length)));
  const roles = new Map<Role, number>([
    ['tenant', 0],
    ['time', 3],
    ['operation', 4],
    ['key', 5],
    ['status', 6],
    ['size', 7],
  ]);
  const isFraction = (cell: string | undefined) => cell !== undefined && /^\d+\.\d+$/.test(cell);
  const duration = names.findIndex(
    (_, at) =>
      at > 9 && rows.some((row) => isFraction(row[at])) && rows.every((row) => row.length <= at || isFraction(row[at]) || row[at] === '-'),
  );
  if (duration > 0) roles.set('duration', duration);
  const found = chosen ? rolesChosen(chosen, names.length) : { roles, units: NO_UNITS, by: 'place' as const };
  return { form: names.length > 9 ? 'access log (combined)' : 'access log (common)', names, header: false, rows, ...found };
}

function rowsOf(sample: readonly EarlyLine[], fields: Cells, place: Place): string[][] {
  return sample.map(({ line, bytes }) => {
    place.line = line;
    fields.cut(bytes, 0, bytes.length);
    return fields.all();
  });
}

const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));

function columnsOf(
  table: readonly string[][],
  sample: readonly EarlyLine[],
  place: Place,
  form: string,
  chosen: readonly Chosen[] | null,
): Columns {
  const [first, second = []] = table;
  place.line = sample[0].line;
  const named = plausible(rolesAmong(first), table.slice(1));
  const wordsOnly = !first.some(isNumber);
  const plain = { form, units: NO_UNITS, rows: table };
  const numbered = first.map((_, i) => `column ${i + 1}`);
  if (chosen) {
    const header = wordsOnly && (named.size > 0 || second.some(isNumber));
    return {
      ...plain,
      names: header ? first : numbered,
      header,
      rows: header ? table.slice(1) : table,
      ...rolesChosen(chosen, first.length),
    };
  }
  if (wordsOnly && named.size > 0) {
    const columns: Columns = { ...plain, names: first, roles: named, by: 'name', header: true, rows: table.slice(1) };
    if (!isUsable(named)) throw refusalOf(columns, place.problem(`the columns ${first.join(', ')}`, NO_KEY));
    return columns;
  }
  table.forEach((row, i) => {
    place.line = sample[i].line;
    if (row.length === first.length) return;
    const as = `${first.length}, as in line ${sample[0].line}`;
    throw place.problem(
      `${row.length} ${row.length === 1 ? 'field' : 'fields'}`,
      `${as}; where a line is a key, whatever it holds, a first line that says key`,
    );
  });
  place.line = sample[0].line;
  const roles = rolesByContent(table);
  if (roles) {
    const names = first.map((_, i) => [...roles].find(([, column]) => column === i)?.[0] ?? numbered[i]);
    return { ...plain, names, roles, by: 'content', header: false };
  }
  const isHeader = wordsOnly && second.some(isNumber);
  const unknown: Columns = { ...plain, names: isHeader ? first : numbered, roles: named, by: 'name', header: isHeader };
  if (isHeader) throw refusalOf({ ...unknown, rows: table.slice(1) }, place.problem(`the columns ${first.join(', ')}`, NO_KEY));
  const problem = place.problem(
    `${first.length} columns whose meaning cannot be told`,
    'a first line that names them, as time,key,size,operation',
  );
  throw refusalOf(unknown, problem);
}

/** What columns without names are about, where what is in them leaves one possibility; else null. */
function rolesByContent(table: readonly string[][]): Map<Role, number> | null {
  const width = table[0].length;
  const columns = Array.from({ length: width }, (_, i) => table.map((row) => row[i]));
  const operations = columns.flatMap((cells, i) => (cells.every((cell) => operationOf(cell) !== undefined) ? [i] : []));
  // Twitter's cache traces: time, key, key size, value size, client, operation, TTL
  if (width === 7 && operations[0] === 5 && rises(columns[0]) && columns[3].every(isWhole))
    return new Map([
      ['time', 0],
      ['key', 1],
      ['size', 3],
      ['operation', 5],
    ]);
  if (width > 4 || operations.length > 1) return null;
  const rest = columns.flatMap((_, i) => (operations.includes(i) ? [] : [i]));
  const told = rolesInOrder(rest.map((i) => columns[i]));
  if (!told) return null;
  return new Map([...told.map((role, k): [Role, number] => [role, rest[k]]), ...operations.map((i): [Role, number] => ['operation', i])]);
}

/** Of one to three columns, operations left out. */
function rolesInOrder(columns: readonly (readonly string[])[]): Role[] | null {
  if (columns.length === 1) return ['key'];
  const [first, second, third] = columns;
  if (columns.length === 3) return rises(first) && third.every(isWhole) ? ['time', 'key', 'size'] : null;
  if (columns.length !== 2) return null;
  if (!second.every(isWhole)) return rises(first) ? ['time', 'key'] : null;
  // what grows may be a clock, which nobody puts behind the key without saying so
  if (grows(second)) return null;
  if (!first.every(isNumber)) return ['key', 'size'];
  // keys in a row grow as a clock does, and a clock stands still for as long as all of this was in a second
  if (rises(first)) return grows(first) && !counts(first) ? ['time', 'key'] : null;
  return ['key', 'size'];
}

const isWhole = (cell: string) => /^\d{1,15}$/.test(cell);

const timeOf = (cell: string) => (/^\d{4}-\d\d-\d\d/.test(cell) ? Date.parse(cell) : isNumber(cell) ? Number(cell) : Number.NaN);

/** Whether cells are numbers or dates that never fall. */
const rises = (cells: readonly string[]) =>
  cells.every((cell, i) => !Number.isNaN(timeOf(cell)) && (i === 0 || timeOf(cell) >= timeOf(cells[i - 1])));

/** Whether they rise, and do not only stand still. */
const grows = (cells: readonly string[]) => rises(cells) && timeOf(cells[cells.length - 1]) > timeOf(cells[0]);

/** Whether each is one more than the one before. */
const counts = (cells: readonly string[]) => cells.every((cell, i) => i === 0 || Number(cell) === Number(cells[i - 1]) + 1);
