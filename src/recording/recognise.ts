import type { Accesses } from './accesses.ts';
import { NO_KEY, operationOf, type Role, roleOf, rolesAmong } from './columns.ts';
import { Fields } from './fields.ts';
import { type Columns, type Format, JsonLines, KeyLines, SeparatedFields } from './formats.ts';
import type { Place } from './problem.ts';

/** A line at the beginning of a file, kept until it is clear what the file is. */
export interface EarlyLine {
  line: number;
  bytes: Uint8Array;
}

/** What the first lines show a file to be; the first of them may be a header, which is no access. */
export function recognise(sample: readonly EarlyLine[], accesses: Accesses, place: Place): { format: Format; header: boolean } {
  const texts = sample.map(({ bytes }) => new TextDecoder().decode(bytes));
  const first = texts[0].trim();
  place.line = sample[0].line;
  if (/^\{\s*["}]/.test(first)) return { format: new JsonLines(accesses, place), header: false };
  if (/^\[\s*(?:\{|$)/.test(first)) throw place.problem('a JSON array', 'NDJSON, one object a line: jq -c ".[]" makes it of an array');
  const separator = ['\t', ',', ';'].find((each) => texts[0].includes(each));
  if (separator === undefined && !first.startsWith('"')) {
    const role = roleOf(first);
    if (role !== null && role !== 'key' && texts.length > 1 && isNumber(texts[1])) throw place.problem(`the column ${first}`, NO_KEY);
    return { format: new KeyLines(accesses), header: role === 'key' };
  }
  const columns = columnsOf(rowsOf(sample, separator ?? ',', place), sample, place);
  return { format: new SeparatedFields(separator ?? ',', columns, accesses, place), header: columns.header };
}

function rowsOf(sample: readonly EarlyLine[], separator: string, place: Place): string[][] {
  const fields = new Fields(separator.charCodeAt(0), place);
  return sample.map(({ line, bytes }) => {
    place.line = line;
    fields.cut(bytes, 0, bytes.length);
    return fields.all();
  });
}

const isNumber = (text: string) => text.trim() !== '' && Number.isFinite(Number(text));

function columnsOf(table: readonly string[][], sample: readonly EarlyLine[], place: Place): Columns {
  const [first, second = []] = table;
  place.line = sample[0].line;
  const named = rolesAmong(first);
  const wordsOnly = !first.some(isNumber);
  if (wordsOnly && named.size > 0) {
    if (!named.has('key')) throw place.problem(`the columns ${first.join(', ')}`, NO_KEY);
    return { names: first, roles: named, header: true };
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
  if (roles) return { names: first.map((_, i) => [...roles].find(([, column]) => column === i)?.[0] ?? ''), roles, header: false };
  if (wordsOnly && second.some(isNumber)) throw place.problem(`the columns ${first.join(', ')}`, NO_KEY);
  throw place.problem(`${first.length} columns whose meaning cannot be told`, 'a first line that names them, as time,key,size,operation');
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
