import type { Plugin } from 'vite';

/** What definitions say to readers; the page has it from the generated descriptions, and a worker never reads it. */
const FOR_READERS = new Set(['help', 'summary', 'notes', 'sources']);

interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

/** Empties the texts for readers in object literals: strings become '', lists []. */
export function withoutTexts(code: string, program: Node): string {
  const cuts: { start: number; end: number; by: string }[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const each of node) walk(each);
      return;
    }
    if (node === null || typeof node !== 'object' || typeof (node as Node).type !== 'string') return;
    const { type, key, value, computed } = node as Node & { key?: Node & { name?: string }; value?: Node };
    if (type === 'Property' && !computed && key?.type === 'Identifier' && FOR_READERS.has(key.name ?? '') && value) {
      const by = value.type === 'Literal' ? "''" : value.type === 'ArrayExpression' ? '[]' : null;
      if (by !== null) {
        cuts.push({ start: value.start, end: value.end, by });
        return;
      }
    }
    for (const field of Object.values(node)) walk(field);
  };
  walk(program);
  let lean = code;
  for (const { start, end, by } of cuts.sort((a, b) => b.start - a.start)) lean = lean.slice(0, start) + by + lean.slice(end);
  return lean;
}

/** Leaves out of the workers what policies and components say to readers. */
export function leanSimulation(): Plugin {
  return {
    name: 'lean-simulation',
    transform: {
      filter: { id: /\/src\/sim\/(?:policy|component)\// },
      order: 'post',
      handler(code) {
        return { code: withoutTexts(code, this.parse(code) as unknown as Node), map: null };
      },
    },
  };
}
