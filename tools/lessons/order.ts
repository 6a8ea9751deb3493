import type { AskDoc, Scenario } from '../../src/scenario/scenario.ts';
import { writtenNumber } from '../../src/scenario/written-number.ts';

/** The order in which the choices of a question stand: indices into what the document has now. */
export function orderOf(id: string, { story }: Scenario, step: number): readonly number[] {
  const { choices, order } = story[step].ask!;
  const indices = choices.map((_, i) => i);
  if (order === 'ascending') return indices;
  // where they stand now must not matter
  const named = indices.toSorted((a, b) => (choices[a].text < choices[b].text ? -1 : 1));
  const chance = mulberry(hashOf(`${id} ${step}`));
  for (let i = named.length - 1; i > 0; i--) {
    const j = Math.floor(chance() * (i + 1));
    [named[i], named[j]] = [named[j], named[i]];
  }
  return named;
}

/** Whether choices that are said to ascend do, as far as they are numbers. */
export function ascends({ choices, order }: AskDoc): boolean {
  if (order !== 'ascending') return true;
  const values = choices.map(({ text }) => writtenNumber(text)?.value ?? Number.NaN);
  return values.some(Number.isNaN) || values.every((value, i) => i === 0 || value >= values[i - 1]);
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
