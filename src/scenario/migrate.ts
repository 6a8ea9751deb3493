/** The format this version writes. */
export const FORMAT = 1;

type Raw = Record<string, unknown>;

/** Step n turns a document of format n into one of format n + 1. Pure, and never changed once released. */
const steps: Readonly<Record<number, (document: Raw) => Raw>> = {};

/** Brings a document of an older format up to date; null when it is newer than this version, or not a format at all. */
export function migrate(document: Raw): Raw | null {
  const { format } = document;
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1 || format > FORMAT) return null;
  let current = document;
  for (let n = format; n < FORMAT; n++) current = { ...steps[n](current), format: n + 1 };
  return current;
}
