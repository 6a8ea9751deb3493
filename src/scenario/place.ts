import { type JSONPath, type Node, parseTree } from 'jsonc-parser';

/** A stretch of a text [characters]. */
export interface Place {
  offset: number;
  length: number;
}

/**
 * Where in a text a problem's path leads: the value there, the key where `onKey`, else the nearest that holds it.
 * Where a key has dots in it, the longest that fits is meant.
 */
export function placeOf(text: string, path: string, onKey = false): Place {
  const line = /^line (\d+), column (\d+)$/.exec(path);
  if (line) return placeOfLine(text, Number(line[1]), Number(line[2]));
  let node = parseTree(text);
  if (!node) return { offset: 0, length: text.length };
  let rest = path;
  while (rest !== '') {
    const next = stepInto(node, rest);
    if (!next) break;
    ({ node, rest } = next);
  }
  // a whole object is much to underline: its key says which
  const key = node.parent?.type === 'property' ? node.parent.children![0] : undefined;
  const shown =
    key && (onKey || (node.type !== 'string' && node.type !== 'number' && node.type !== 'boolean' && node.type !== 'null')) ? key : node;
  return node.parent || rest === '' ? { offset: shown.offset, length: shown.length } : { offset: 0, length: 1 };
}

function stepInto(node: Node, path: string): { node: Node; rest: string } | null {
  const index = /^\[(\d+)\]\.?/.exec(path);
  if (index) {
    const entry = node.type === 'array' ? node.children?.[Number(index[1])] : undefined;
    return entry ? { node: entry, rest: path.slice(index[0].length) } : null;
  }
  if (node.type !== 'object') return null;
  const quoted = /^\[("(?:[^"\\]|\\.)*")\]\.?/.exec(path);
  if (quoted) {
    const name = JSON.parse(quoted[1]) as string;
    const found = (node.children ?? []).find(({ children }) => children?.[1] && children[0].value === name);
    return found ? { node: found.children![1], rest: path.slice(quoted[0].length) } : null;
  }
  const fits = (node.children ?? [])
    .filter(({ children }) => children?.[1] && isStart(children[0].value as string, path))
    .sort((a, b) => (b.children![0].value as string).length - (a.children![0].value as string).length);
  if (fits.length === 0) return null;
  const [key, value] = fits[0].children!;
  return { node: value, rest: path.slice((key.value as string).length).replace(/^\./, '') };
}

const isStart = (key: string, path: string) => path.startsWith(key) && /^($|[.[])/.test(path.slice(key.length));

function placeOfLine(text: string, line: number, column: number): Place {
  const before = text.split('\n').slice(0, line - 1);
  const offset = before.reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  return { offset: Math.min(offset, Math.max(0, text.length - 1)), length: 1 };
}

/** The same place as a JSON path, as far as the text has one. */
export function jsonPathOf(text: string, path: string): JSONPath {
  const found: JSONPath = [];
  let node = parseTree(text);
  let rest = path;
  while (node && rest !== '') {
    const next = stepInto(node, rest);
    if (!next) break;
    const { parent } = next.node;
    found.push(parent?.type === 'property' ? (parent.children![0].value as string) : node.children!.indexOf(next.node));
    ({ node, rest } = next);
  }
  return found;
}
