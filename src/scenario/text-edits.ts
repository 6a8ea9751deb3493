import { applyEdits, type Edit, type FormattingOptions, type JSONPath, modify } from 'jsonc-parser';
import { same } from './same.ts';

/** As `textOf` writes. */
const FORMAT: FormattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/** One value that has become another; undefined where there is none. */
interface ValueChange {
  path: JSONPath;
  value: unknown;
  /** An entry that comes between others of a list. */
  inserted?: boolean;
}

/**
 * What has to be done to one JSON value so that it says what another says: the smallest parts that differ. Of a list whose
 * length has changed, what is the same in front and behind stays.
 */
export function valueChanges(from: unknown, to: unknown, path: JSONPath = []): readonly ValueChange[] {
  if (same(from, to)) return [];
  if (Array.isArray(from) && Array.isArray(to)) return listChanges(from, to, path);
  if (isRecord(from) && isRecord(to)) {
    const gone = Object.keys(from).filter((key) => !Object.hasOwn(to, key));
    const kept = Object.keys(to).flatMap((key) =>
      Object.hasOwn(from, key) ? valueChanges(from[key], to[key], [...path, key]) : [{ path: [...path, key], value: to[key] }],
    );
    return [...gone.map((key) => ({ path: [...path, key], value: undefined })), ...kept];
  }
  return [{ path, value: to }];
}

function listChanges(from: readonly unknown[], to: readonly unknown[], path: JSONPath): readonly ValueChange[] {
  if (from.length === to.length) return from.flatMap((each, i) => valueChanges(each, to[i], [...path, i]));
  let front = 0;
  while (front < Math.min(from.length, to.length) && same(from[front], to[front])) front++;
  let behind = 0;
  while (behind < Math.min(from.length, to.length) - front && same(from.at(-1 - behind), to.at(-1 - behind))) behind++;
  const changed = Math.min(from.length, to.length) - front - behind;
  const between = Array.from({ length: changed }, (_, i) => valueChanges(from[front + i], to[front + i], [...path, front + i])).flat();
  const gone = Array.from({ length: Math.max(0, from.length - to.length) }, () => ({ path: [...path, front + changed], value: undefined }));
  const come = to
    .slice(front + changed, to.length - behind)
    .map((value, i) => ({ path: [...path, front + changed + i], value, inserted: true }));
  return [...between, ...gone, ...(to.length > from.length ? come : [])];
}

/** The same changes made to another value, which need not say the same; null where one of them has no place there. */
export function withChanges(value: unknown, changes: readonly ValueChange[]): unknown {
  const text = JSON.stringify(value);
  try {
    return JSON.parse(changes.reduce((before, change) => applyEdits(before, editsFor(before, change)), text));
  } catch {
    return null;
  }
}

/**
 * The smallest edits of a text, one after the other, that make the changes; what the text says besides, its order and its
 * layout stay. @throws where a change has no place in the text
 */
export function textEdits(text: string, changes: readonly ValueChange[]): readonly Edit[] {
  const edits: Edit[] = [];
  let now = text;
  // from behind: each leaves those in front where they are
  for (const change of changes)
    for (const edit of [...editsFor(now, change)].sort((a, b) => b.offset - a.offset)) {
      edits.push(edit);
      now = applyEdits(now, [edit]);
    }
  return edits;
}

function editsFor(text: string, { path, value, inserted = false }: ValueChange): Edit[] {
  return modify(text, path, value, { formattingOptions: FORMAT, isArrayInsertion: inserted });
}

/** The one edit that makes a text another: what is the same in front and behind stays. Null where they are the same. */
export function replacement(from: string, to: string): Edit | null {
  if (from === to) return null;
  const most = Math.min(from.length, to.length);
  let front = 0;
  while (front < most && from[front] === to[front]) front++;
  let behind = 0;
  while (behind < most - front && from.at(-1 - behind) === to.at(-1 - behind)) behind++;
  return { offset: front, length: from.length - front - behind, content: to.slice(front, to.length - behind) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
