import { DefinitionError } from '../../sim/own-policy/definition-error.ts';

/** Tells from a line of the text that a realm runs which policy's it is, and which line of its source. */
export type Locate = (file: string, line: number) => { policy: string; line: number } | null;

/** Frames of a stack, as V8, SpiderMonkey and JavaScriptCore write them. */
const FRAME = /(?:\(|@|at |^)([^\s()@]+?):(\d+):\d+\)?\s*$/gm;

/** Where in code of somebody's own an error was thrown, or what it called threw. */
export function whereIn(error: unknown, locate: Locate): { policy: string; line: number } | null {
  for (const [, file, line] of stackOf(error).matchAll(FRAME)) {
    const place = locate(file, Number(line));
    if (place) return place;
  }
  return null;
}

/** The stack of what was thrown, nothing where it has none; code may throw what must not be looked at. */
export function stackOf(thrown: unknown): string {
  try {
    const { stack } = (thrown ?? {}) as { stack?: unknown };
    return typeof stack === 'string' ? stack : '';
  } catch {
    return '';
  }
}

/** The line of a source on which its definition threw, or on which what is wrong with the definition begins; null where that cannot be told. */
export function whereDefined(error: unknown, source: string, locate: Locate): number | null {
  const place = whereIn(error, locate);
  if (place) return place.line;
  try {
    return error instanceof DefinitionError ? lineOfField(source, error.field) : null;
  } catch {
    return null;
  }
}

/** For policies that stand one after the other in one text. @param parts each with the line of the text that its first is, and how many it has */
export function locateIn(parts: readonly { id: string; first: number; lines: number }[]): Locate {
  return (_file, line) => {
    const part = parts.find(({ first, lines }) => line >= first && line < first + lines);
    return part ? { policy: part.id, line: line - part.first + 1 } : null;
  };
}

/** The line of a source where a function of its definition begins; null where that cannot be told. */
export function lineOfMethod(source: string, method: string): number | null {
  return firstLine(source, new RegExp(`(?:^|[\\s{,(])${method}\\s*[(:=<,]`));
}

/** The line of a source where a part of its definition begins, or all of it where none is named. */
function lineOfField(source: string, field: string): number | null {
  return firstLine(source, field === '' ? /\bdefine\w+\s*\(/ : new RegExp(`(?:^|[\\s{,])${field}\\s*[(:]`));
}

function firstLine(source: string, says: RegExp): number | null {
  const found = source.split('\n').findIndex((line) => says.test(line.replace(/\/\/.*$/, '')));
  return found < 0 ? null : found + 1;
}
