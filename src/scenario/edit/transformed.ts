import { type Field, formOf, type RecordField } from '../field.ts';

/** What takes the place of a value that goes, with the record that holds it, up to the list that the record is in. */
export const GONE = Symbol('gone');

/**
 * A sound value with its parts made anew, the inner ones first. Entries of lists that are GONE are left out; a record a
 * part of which is GONE is so too, and so is one that needs one of some parts and has none left.
 */
export function transformed(field: Field, value: unknown, change: (field: Field, value: unknown) => unknown): unknown {
  switch (field.type) {
    case 'record': {
      const made = ofRecord(field, value as Readonly<Record<string, unknown>>, change);
      return made === GONE ? GONE : change(field, made);
    }
    case 'list': {
      const before = value as readonly unknown[];
      const after = before.map((each) => transformed(field.item, each, change)).filter((each) => each !== GONE);
      return after.length === before.length && after.every((each, i) => each === before[i]) ? value : after;
    }
    case 'either':
      return transformed(formOf(field, value), value, change);
    default:
      return change(field, value);
  }
}

function ofRecord(
  { fields, needsOneOf = [] }: RecordField,
  value: Readonly<Record<string, unknown>>,
  change: (field: Field, value: unknown) => unknown,
): unknown {
  const after: Record<string, unknown> = {};
  let differs = false;
  for (const [key, own] of Object.entries(value)) {
    const field = fields[key];
    const made = field && own !== undefined ? transformed(field, own, change) : own;
    if (made === GONE) return GONE;
    differs ||= made !== own;
    // an optional part of which nothing is left is as good as absent
    if (made !== own && field?.optional && isEmpty(made)) continue;
    after[key] = made;
  }
  if (!differs) return value;
  return needsOneOf.length > 0 && needsOneOf.every((key) => isEmpty(after[key])) ? GONE : after;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
