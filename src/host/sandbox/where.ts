/** Tells from a line of the text that a realm runs which policy's it is, and which line of its source. */
export type Locate = (file: string, line: number) => { policy: string; line: number } | null;

/** Frames of a stack, as V8, SpiderMonkey and JavaScriptCore write them. */
const FRAME = /(?:\(|@|at |^)([^\s()@]+?):(\d+):\d+\)?\s*$/gm;

/** Where in code of somebody's own an error was thrown, or what it called threw. */
export function whereIn(error: unknown, locate: Locate): { policy: string; line: number } | null {
  const { stack } = (error ?? {}) as { stack?: unknown };
  if (typeof stack !== 'string') return null;
  for (const [, file, line] of stack.matchAll(FRAME)) {
    const place = locate(file, Number(line));
    if (place) return place;
  }
  return null;
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
  const lines = source.split('\n');
  const found = lines.findIndex((line) => new RegExp(`(?:^|[\\s{,(])${method}\\s*[(:=<,]`).test(line.replace(/\/\/.*$/, '')));
  return found < 0 ? null : found + 1;
}
