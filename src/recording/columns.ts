import { READ, WRITE } from '../sim/policy/workload/contract.ts';

/** What a column can be about. */
export type Role = 'time' | 'key' | 'size' | 'operation' | 'tenant' | 'priority' | 'status' | 'duration';

/** Names that columns go by, the likeliest first; in lower case, without a unit. */
const names: Readonly<Record<Role, readonly string[]>> = {
  key: [
    ...['key', 'obj_id', 'object_id', 'objid', 'object', 'obj', 'item', 'url', 'id'],
    ...['path', 'uri', 'request_uri', 'request_path', 'route', 'endpoint'],
  ],
  time: [
    ...['time', 'timestamp', 'ts', 'datetime', 'date'],
    ...['@timestamp', 'time_local', 'time_iso8601', 'epoch', 'msec', 'start_time', 'arrival', 'intended'],
  ],
  size: [
    ...['size', 'obj_size', 'object_size', 'value_size', 'bytes'],
    ...['body_bytes_sent', 'bytes_sent', 'response_size', 'content_length'],
  ],
  operation: ['operation', 'op', 'command', 'cmd', 'method', 'request_method', 'verb'],
  tenant: [
    ...['tenant', 'tenant_id', 'customer', 'customer_id', 'account', 'account_id', 'user', 'user_id', 'client', 'client_id'],
    ...['client_ip', 'remote_addr', 'ip', 'api_key'],
  ],
  priority: ['priority', 'class', 'importance', 'criticality'],
  status: ['status', 'status_code', 'http_status', 'response_code', 'code', 'outcome'],
  duration: [
    ...['duration', 'latency', 'request_time', 'response_time', 'elapsed', 'elapsed_time', 'time_taken', 'took'],
    'upstream_response_time',
  ],
};
const roles = Object.keys(names) as Role[];

/** What columns lack of which none is the key or the time. */
export const NO_KEY = `one of them to be the key, by the name of ${names.key.slice(0, 10).join(', ')}; or the time, by the name of ${names.time.slice(0, 6).join(', ')}`;

/** Units of time, in µs. */
const units = { s: 1e6, sec: 1e6, secs: 1e6, seconds: 1e6, ms: 1e3, millis: 1e3, us: 1, µs: 1, micros: 1, ns: 1e-3, nanos: 1e-3 };
const short = {
  s: 's',
  sec: 's',
  secs: 's',
  seconds: 's',
  ms: 'ms',
  millis: 'ms',
  us: 'us',
  µs: 'us',
  micros: 'us',
  ns: 'ns',
  nanos: 'ns',
} as const;
export type TimeUnit = 's' | 'ms' | 'us' | 'ns';

/** [µs] */
export const inMicros = (unit: TimeUnit): number => units[unit];

/** `responseTimeMs` → `response_time_ms` */
const snake = (column: string) =>
  column
    .trim()
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s-]+/g, '_');

/** `Time (ms)`, `time_ms` → `time`, `ms`. */
function nameAndUnit(column: string): { name: string; camel: string; unit: TimeUnit | null } {
  const name = column
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  const camel = snake(column);
  if (roles.some((role) => names[role].includes(name))) return { name, camel, unit: null };
  const [, bare, unit] = camel.match(/^(.*?)_?[[(_]([a-zµ]+)[\])]?$/) ?? [];
  if (bare && unit in short) return { name: bare, camel: bare, unit: short[unit as keyof typeof short] };
  return { name, camel, unit: null };
}

export const unitIn = (column: string): TimeUnit | null => (snake(column) === 'intended' ? 'ms' : nameAndUnit(column).unit);

/** A column's role, where its name tells. */
export function roleOf(column: string): Role | null {
  return [...rolesAmong([column]).keys()][0] ?? null;
}

/** Which column has which role; where several could, the likeliest name. */
export function rolesAmong(columns: readonly string[]): Map<Role, number> {
  const spelt = columns.map(nameAndUnit);
  const found = new Map<Role, number>();
  for (const role of roles) {
    const at = names[role]
      .map((each) => spelt.findIndex(({ name, camel }) => name === each || camel === each))
      .find((column) => column >= 0);
    if (at !== undefined && ![...found.values()].includes(at)) found.set(role, at);
  }
  // requests as a run of ours writes them: their ids are no keys
  if (columns.includes('intended') && columns.includes('outcome')) {
    found.delete('key');
    found.delete('tenant');
  }
  return found;
}

/** A column's role as somebody has said it, with a unit where it is a time or a span. */
export interface Chosen {
  role: Role;
  /** From 0. */
  column: number;
  unit: TimeUnit | null;
}

/** `time=1:ms key=3` → what that says; null where it says nothing, or nothing that can be read. */
export function chosenColumns(text: string): Chosen[] | null {
  if (text === '') return null;
  return text.split(' ').flatMap((each): Chosen[] => {
    const [, role, column, unit] = each.match(/^([a-z]+)=(\d+)(?::(\w+))?$/) ?? [];
    return roles.includes(role as Role) ? [{ role: role as Role, column: Number(column) - 1, unit: (unit as TimeUnit) ?? null }] : [];
  });
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

/** Words for classes of importance, 0 the most important. */
const classes = ['critical', 'high', 'normal', 'low'];

/** A class from 0 to 3; undefined for what is none. */
export function classOf(word: string): number | undefined {
  if (/^[0-3]$/.test(word)) return Number(word);
  const at = classes.indexOf(word.toLowerCase());
  return at < 0 ? undefined : at;
}

export const OPERATION_FORM = 'an operation, as get, read, set, put, write or delete';

export const SIZE_FORM = 'a size in bytes';

export const CLASS_FORM = `a class of importance from 0, the most important, to 3, or ${classes.join(', ')}`;

export const DURATION_FORM = 'a duration, as a number from 0';
