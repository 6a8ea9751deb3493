import { transform } from 'sucrase/dist/index.js';
import { parse } from 'sucrase/dist/parser/index.js';
import { formatTokenType } from 'sucrase/dist/parser/tokenizer/types.js';
import type { CauseOfChange } from '../check-report.ts';

/** What holds something that may change, by the word behind `new`. */
const HOLDS = /^(?:Map|Set|WeakMap|WeakSet|Array|Object|(?:Float|Int|Uint|BigInt|BigUint)\d+(?:Clamped)?Array)$/;

interface Kept {
  name: string;
  line: number;
}

/**
 * Why a run may come to another end when it is run again: what stands outside of every function of the source, and
 * lives on from one run to the next. Variables before maps, maps before lists and objects.
 */
export function causeOfChange(source: string): CauseOfChange {
  const kept = keptIn(source);
  if (!kept)
    return {
      sentence:
        'Nothing in its source stands outside of its functions, so look for what does not come with a call, or is changed in what does.',
      line: null,
    };
  return {
    sentence: `The likely cause is "${kept.name}" on line ${kept.line}: it stands outside of the functions, and is kept from one run to the next. What a run remembers belongs into what start answers, or what comes with each call.`,
    line: kept.line,
  };
}

function keptIn(source: string): Kept | null {
  const [variables, maps, lists]: [Kept[], Kept[], Kept[]] = [[], [], []];
  let script: string;
  try {
    script = transform(source, { transforms: ['typescript'], disableESTransforms: true }).code;
  } catch {
    return null;
  }
  const tokens = parse(script, false, false, false).tokens.map(({ type, start, end, scopeDepth }) => ({
    type: formatTokenType(type),
    text: script.slice(start, end),
    start,
    scopeDepth,
  }));
  tokens.forEach(({ text, start, scopeDepth }, i) => {
    const name = tokens[i + 1];
    if (scopeDepth > 0 || name?.type !== 'name' || !['let', 'var', 'const'].includes(text)) return;
    const found = { name: name.text, line: script.slice(0, start).split('\n').length };
    if (text !== 'const') variables.push(found);
    else if (tokens[i + 2]?.text === '=') {
      const value = tokens[i + 3]?.text;
      if (value === 'new' && HOLDS.test(tokens[i + 4]?.text ?? '')) maps.push(found);
      else if (value === '[' || value === '{') lists.push(found);
    }
  });
  return variables[0] ?? maps[0] ?? lists[0] ?? null;
}
