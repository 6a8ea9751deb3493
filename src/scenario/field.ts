import type { Acts, ComponentDoc, Settings } from './component-doc.ts';

/**
 * What a field of the document is: a record each, as parameters have. Types, reading with its errors, writing, JSON
 * Schema and reference all follow.
 */
interface Common {
  /** One sentence; markdown. */
  help: string;
  /** What it is where the document leaves it out. Without it the field must be there, unless it is optional. */
  default?: unknown;
  /** It may be left out, and then it is not there. */
  optional?: boolean;
  /** A value that says the same as leaving an optional field out. */
  nothing?: unknown;
  /** It is written even where it equals its default, so that a document says it of itself. */
  spoken?: boolean;
}

export interface ConstantField<V = unknown> extends Common {
  type: 'constant';
  value: V;
}

export interface NumberField extends Common {
  type: 'number' | 'integer' | 'ratio';
  min: number;
  max: number;
  unit?: string;
}

/** A time within the run [ms]. */
export interface MomentField extends Common {
  type: 'moment';
}

/** A number that picks an entry of a list beside it, from 0. */
export interface IndexField extends Common {
  type: 'index';
  /** The key of that list. */
  into: string;
}

/** Readers take one that is left out for empty; authors are told of it where it has no default. */
export interface TextField extends Common {
  type: 'text';
  /** Its greatest length [characters]. */
  most: number;
  /** The key of the field beside it that it equals where it is left out. */
  like?: string;
  /** What the whole of it must match, as a regular expression. It may then not be left out. */
  pattern?: string;
  /** How that is written, as an error shows it. */
  form?: string;
}

export interface ChoiceField<V extends string = string> extends Common {
  type: 'choice';
  /** Value → what it means. */
  options: Readonly<Record<V, string>>;
}

/** An id of the document's own making. */
export interface IdField extends Common {
  type: 'id';
}

/**
 * What stands elsewhere in the document, by name: a meter as `component.meter`, a parameter by its path, an arm or a component
 * by its id; or a seam.
 */
export interface NameField extends Common {
  type: 'meter' | 'parameter' | 'arm' | 'component' | 'seam';
}

/** Paths and values; or components and what they do once. */
export interface SettingsField extends Common {
  type: 'settings' | 'acts';
}

/** Places on the picture by component. */
export interface PlacesField extends Common {
  type: 'places';
}

/** A place on the picture [px at its own size]; x from left to right, y downwards. */
export interface Spot {
  x: number;
  y: number;
}

/** Components by id; what each may say follows from their descriptions. */
export interface ComponentsField extends Common {
  type: 'components';
  most: number;
}

export interface ListField<F extends Field = Field> extends Common {
  type: 'list';
  item: F;
  least: number;
  most: number;
  /** The key of its records that no two have alike. */
  unique?: string;
}

/** Records of one sort by an id of the document's own making. */
export interface MapField<F extends Field = Field> extends Common {
  type: 'map';
  item: F;
  /** How it is written, as an error shows it. */
  form: string;
  most: number;
}

export interface RecordField<F extends Fields = Fields> extends Common {
  type: 'record';
  /** What it is, in a word. */
  name: string;
  /** How it is written, as an error shows it. */
  form: string;
  fields: F;
  /** The key whose value alone is short for a record that has no other. */
  short?: string;
  /** Keys of which one at least must hold something. */
  needsOneOf?: readonly string[];
}

/** One form or another, told apart by what JSON calls their values. */
export interface EitherField<F extends Field = Field> extends Common {
  type: 'either';
  of: readonly F[];
  form: string;
}

export type Field =
  | ConstantField
  | NumberField
  | MomentField
  | IndexField
  | TextField
  | ChoiceField
  | IdField
  | NameField
  | SettingsField
  | PlacesField
  | ComponentsField
  // biome-ignore lint/suspicious/noExplicitAny: a field of whatever holds others
  | ListField<any>
  // biome-ignore lint/suspicious/noExplicitAny: a field of whatever holds others
  | MapField<any>
  // biome-ignore lint/suspicious/noExplicitAny: a field of whatever holds others
  | RecordField<any>
  // biome-ignore lint/suspicious/noExplicitAny: a field of whatever holds others
  | EitherField<any>;
export type Fields = Readonly<Record<string, Field>>;

/** What a field's value is once it has been read. */
export type ValueOf<F> = F extends { type: 'constant'; value: infer V }
  ? V
  : F extends { type: 'number' | 'integer' | 'ratio' | 'moment' | 'index' }
    ? number
    : F extends { type: 'text' | 'id' | 'meter' | 'parameter' | 'arm' | 'component' | 'seam' }
      ? string
      : F extends { type: 'choice'; options: infer O }
        ? keyof O & string
        : F extends { type: 'settings' | 'acts' }
          ? F extends { type: 'settings' }
            ? Settings
            : Acts
          : F extends { type: 'places' }
            ? Readonly<Record<string, Spot>>
            : F extends { type: 'components' }
              ? Readonly<Record<string, ComponentDoc>>
              : F extends { type: 'list'; item: infer I }
                ? readonly ValueOf<I>[]
                : F extends { type: 'map'; item: infer I }
                  ? Readonly<Record<string, ValueOf<I>>>
                  : F extends { type: 'record'; fields: infer R }
                    ? DocOf<R>
                    : F extends { type: 'either'; of: readonly (infer O)[] }
                      ? ValueOf<O>
                      : never;

type OptionalKey<R> = { [K in keyof R]: R[K] extends { optional: true } ? K : never }[keyof R];

/** A record of the document once it has been read: what has a default is there. */
export type DocOf<R> = {
  -readonly [K in keyof Omit<R, OptionalKey<R>>]: ValueOf<R[K]>;
} & { -readonly [K in OptionalKey<R>]?: ValueOf<R[K]> };

type Raw = Readonly<Record<string, unknown>>;

/** Whether a value is written the way such a field is, as JSON sees it. */
export function fits(field: Field, value: unknown): boolean {
  switch (field.type) {
    case 'record':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === 'string';
  }
}

/** A sound value with everything filled in that may be left out; keys keep the order they have, defaults come first. */
export function filled(field: Field, value: unknown): unknown {
  switch (field.type) {
    case 'record':
      return filledRecord(field, value);
    case 'list':
      return (value as readonly unknown[]).map((each) => filled(field.item, each));
    case 'map':
      return mapped(value as Raw, (each) => filled(field.item, each));
    case 'either':
      return filled(formOf(field, value), value);
    default:
      return value;
  }
}

const mapped = (record: Raw, of: (value: unknown) => unknown): Raw =>
  Object.fromEntries(Object.entries(record).map(([id, each]) => [id, of(each)]));

function filledRecord({ fields, short }: RecordField, value: unknown): Raw {
  const raw = short !== undefined && typeof value !== 'object' ? { [short]: value } : (value as Raw);
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    if (field.type === 'text' && field.like !== undefined) result[key] = raw[field.like];
    else if (field.default !== undefined) result[key] = field.default;
  }
  for (const [key, given] of Object.entries(raw)) {
    const field = fields[key];
    if (!field || given === undefined || (field.optional && given === field.nothing)) continue;
    result[key] = filled(field, given);
  }
  for (const [key, field] of Object.entries(fields)) if (field.type === 'text' && !field.optional) result[key] ??= '';
  return result;
}

/** A value as it is written: without what equals its default, keys in the order of their fields. */
export function lean(field: Field, value: unknown): unknown {
  switch (field.type) {
    case 'record':
      return leanRecord(field, value as Raw);
    case 'list':
      return (value as readonly unknown[]).map((each) => lean(field.item, each));
    case 'map':
      return mapped(value as Raw, (each) => lean(field.item, each));
    case 'either':
      return lean(formOf(field, value), value);
    default:
      return value;
  }
}

function leanRecord({ fields, short }: RecordField, value: Raw): unknown {
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const own = value[key];
    if (own === undefined || (field.optional && own === field.nothing)) continue;
    const written = lean(field, own);
    if (field.spoken || !same(written, field.default)) result[key] = written;
  }
  const keys = Object.keys(result);
  return keys.length === 1 && keys[0] === short ? result[short] : result;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

/** The form that a value is written in; the last where none fits. */
export function formOf({ of }: EitherField, value: unknown): Field {
  return of.find((form) => fits(form, value)) ?? of[of.length - 1];
}

/** Meets every value of a sound record, with the field that describes it and its path. */
export function visit(field: Field, value: unknown, path: string, meet: (field: Field, value: unknown, path: string) => void): void {
  meet(field, value, path);
  switch (field.type) {
    case 'record':
      for (const [key, own] of Object.entries(value as Raw)) visit(field.fields[key], own, path === '' ? key : `${path}.${key}`, meet);
      return;
    case 'list':
      (value as readonly unknown[]).forEach((each, i) => {
        visit(field.item, each, `${path}[${i}]`, meet);
      });
      return;
    case 'map':
      for (const [id, own] of Object.entries(value as Raw)) visit(field.item, own, `${path}.${id}`, meet);
      return;
    case 'either':
      visit(formOf(field, value), value, path, meet);
  }
}
