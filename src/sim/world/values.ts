import { MICROS_PER_MS, NEVER, wholeMicros } from '../kernel/time.ts';
import type { Item, Param, ParamRecord } from '../param/param.ts';
import type { AnyPolicy, Chosen } from '../policy/policy.ts';
import { kinds } from './kinds.ts';

type Values = Record<string, unknown>;

/** The policy of a seam by its id. */
export function policyOf(seam: string, id: string): AnyPolicy {
  const found = kinds.seams[seam]?.catalogue.find((policy) => policy.id === id);
  if (!found) throw new Error(`there is no ${seam} called ${id}`);
  return found;
}

/** What an algorithm reads, from what a document says: defaults filled in, milliseconds made µs, policies chosen. */
export function resolveParams(records: ParamRecord, raw: Readonly<Values>): Values {
  // a copy of the records has every key from the start, so the engine keeps it a plain struct: built up key by key,
  // an object this large becomes a hash table, and every read of a parameter a look-up
  const values: Values = { ...records };
  for (const [name, param] of Object.entries(records)) values[name] = resolve(param, raw[name]);
  return values;
}

export function resolve(param: Param | Item, raw: unknown): unknown {
  const value = raw === undefined ? param.default : raw;
  if (param.type === 'duration') return value === null ? NEVER : wholeMicros((value as number) * MICROS_PER_MS);
  if (param.type === 'list') return (value as readonly unknown[]).map((each) => resolve(param.item, each));
  if (param.type !== 'policy') return value;
  const { kind, ...rest } = value as { kind: string } & Values;
  const policy = policyOf(param.seam, kind);
  const defaults = param.default.kind === kind ? param.default : {};
  return { policy, params: resolveParams(policy.params as ParamRecord, { ...defaults, ...rest }) };
}

/** Whether an algorithm reads what it would if nobody had set anything. */
export function isDefault(param: Param, value: unknown): boolean {
  return isSame(value, resolve(param, undefined));
}

function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((each, i) => isSame(each, other[i]));
  if (!isChosen(one) || !isChosen(other)) return one === other;
  return one.policy === other.policy && Object.keys(one.params).every((name) => isSame(one.params[name], other.params[name]));
}

function isChosen(value: unknown): value is Chosen<AnyPolicy, Values> {
  return typeof value === 'object' && value !== null && 'policy' in value;
}

/** Where a dotted path leads: the record that describes it and the values that hold it. */
export interface Place {
  param: Param;
  values: Values;
  name: string;
}

export function placeOf(records: ParamRecord, values: Values, path: readonly string[]): Place {
  const [name, ...rest] = path;
  const param = records[name];
  if (!param) throw new Error(`there is no parameter ${path.join('.')}`);
  if (rest.length === 0) return { param, values, name };
  const chosen = values[name] as Chosen<AnyPolicy, Values>;
  return placeOf(chosen.policy.params as ParamRecord, chosen.params, rest);
}
