import type { Plugin } from 'vite';

/** What definitions say to readers; the page has it from the generated descriptions, and a worker never reads it. */
const FOR_READERS = new Set(['help', 'summary', 'notes', 'sources']);

/** What definitions say to the laws, which are no part of the page, and to the page alone. */
const ELSEWHERE = new Set(['examples', 'promises', 'presets', 'traffic', 'idle']);

interface Node {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

interface Property extends Node {
  key?: Node & { name?: string };
  value?: Node;
}

/** Whether it is one of a definition's own fields of such a name. */
const isNamed = ({ type, key, computed }: Property, names: ReadonlySet<string>) =>
  type === 'Property' && !computed && key?.type === 'Identifier' && names.has(key.name ?? '');

/** Takes out what is said elsewhere, and empties the texts for readers in object literals: strings become '', lists []. */
export function withoutTexts(code: string, program: Node): string {
  const cuts: { start: number; end: number; by: string }[] = [];
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const each of node) walk(each);
      return;
    }
    if (node === null || typeof node !== 'object' || typeof (node as Node).type !== 'string') return;
    const { type, value, properties } = node as Property & { properties?: Property[] };
    if (type === 'ObjectExpression' && properties) {
      properties.forEach((property, i) => {
        if (isNamed(property, ELSEWHERE)) {
          const next = properties[i + 1]?.start ?? property.end + (/^\s*,/.exec(code.slice(property.end))?.[0].length ?? 0);
          cuts.push({ start: property.start, end: next, by: '' });
        } else walk(property);
      });
      return;
    }
    if (isNamed(node as Property, FOR_READERS) && value) {
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

const DEFINITIONS = /\/src\/sim\/(?:policy|component|flow|replica|routine|param)\//;
/** The same without contracts and what they pass on: an algorithm of somebody's own takes parameters from there, with their texts. */
const BESIDE_CONTRACTS = /\/src\/sim\/(?:policy\/[\w-]+\/(?!contract\.ts)|(?:component|flow|replica|routine)\/)/;

/**
 * Leaves out of the workers what the simulation's definitions say to readers.
 * @param ownCode whether code of a document's own runs there, too
 */
export function leanSimulation({ ownCode = false } = {}): Plugin {
  return {
    name: 'lean-simulation',
    transform: {
      filter: { id: ownCode ? BESIDE_CONTRACTS : DEFINITIONS },
      order: 'post',
      handler(code) {
        return { code: withoutTexts(code, this.parse(code) as unknown as Node), map: null };
      },
    },
  };
}
