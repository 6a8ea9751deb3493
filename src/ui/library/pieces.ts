import { formsIn } from './terms.ts';

/** A word of a text that is looked for. */
export interface Hit {
  at: number;
  end: number;
  /** As it was typed. */
  word: string;
}

/** A part of a text; hits stand out. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** Characters shown before and after a hit. */
const BEFORE = 50;
const AFTER = 90;

/** Where terms are in a text. @param wanted term → the word that was typed */
export function hitsIn(text: string, wanted: ReadonlyMap<string, string>): readonly Hit[] {
  return formsIn(text).flatMap(({ word, form, at }) => {
    const typed = wanted.get(form);
    return typed === undefined ? [] : [{ at, end: at + word.length, word: typed }];
  });
}

/** A text with its hits; of a long one what is around the place with most different words. */
export function piecesOf(text: string, hits: readonly Hit[], cut = false): readonly Piece[] {
  const [from, to] = cut ? windowOf(text, hits) : [0, text.length];
  const pieces: Piece[] = [];
  const add = (piece: string, hit: boolean) => piece !== '' && pieces.push({ text: piece, hit });
  let done = from;
  for (const { at, end } of hits) {
    if (at < done || end > to) continue;
    add(text.slice(done, at), false);
    add(text.slice(at, end), true);
    done = end;
  }
  add(text.slice(done, to), false);
  if (from > 0) pieces.unshift({ text: '… ', hit: false });
  if (to < text.length) pieces.push({ text: ' …', hit: false });
  return pieces;
}

function windowOf(text: string, hits: readonly Hit[]): [number, number] {
  if (text.length <= BEFORE + AFTER + 20) return [0, text.length];
  const within = ({ at }: Hit) => new Set(hits.filter((hit) => hit.at >= at && hit.end <= at + AFTER).map(({ word }) => word)).size;
  const start = hits.reduce((best, hit) => (within(hit) > within(best) ? hit : best), hits[0])?.at ?? 0;
  const left = start - BEFORE <= 0 ? 0 : text.indexOf(' ', start - BEFORE) + 1;
  const right = start + AFTER >= text.length ? text.length : text.lastIndexOf(' ', start + AFTER);
  return [Math.min(left, start), Math.max(right, start)];
}
