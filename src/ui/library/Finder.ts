import MiniSearch from 'minisearch';
import type { Entry } from './entry.ts';
import { type Hit, hitsIn, type Piece, piecesOf } from './pieces.ts';
import { nameOfKind, SEARCH, type SearchFile, WEIGHTS } from './searchFile.ts';
import { synonymsIn } from './synonyms.ts';
import { formOf, termOf, wordsOf } from './terms.ts';

/** A scenario that was found. */
export interface Found {
  entry: Entry;
  score: number;
  /** Terms that it has, by word of the question. */
  terms: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Answer {
  /** The best first. */
  found: readonly Found[];
  /** Whether they have all that was asked for; else some of it. */
  all: boolean;
  /** Words that are nowhere, not even nearly. */
  unknown: readonly string[];
}

/** Why a scenario was found: its title and summary with the words that were looked for, and where else they are. */
export interface Why {
  title: readonly Piece[];
  summary: readonly Piece[];
  reasons: readonly { where: string; pieces: readonly Piece[] }[];
}

/** Letters that may be wrong in a term: none in a short one. */
const mistakesIn = ({ length }: string) => (length < 4 ? 0 : length < 6 ? 1 : 2);
/** Reasons given besides title and summary. */
const MOST_REASONS = 2;

type Places = Map<string, { score: number; terms: Set<string> }>;

/** Answers what is typed into the library. */
export class Finder {
  private readonly index: MiniSearch;
  private readonly entries: ReadonlyMap<string, Entry>;
  private readonly order: ReadonlyMap<string, number>;

  /** @param entries in the order in which those are told that fit equally */
  constructor(
    private readonly file: SearchFile,
    entries: readonly Entry[],
  ) {
    this.index = MiniSearch.loadJS(file.index, SEARCH as object as ConstructorParameters<typeof MiniSearch>[0]);
    this.entries = new Map(entries.map((entry) => [entry.id, entry]));
    this.order = new Map(entries.map(({ id }, i) => [id, i]));
  }

  /** Null where nothing is asked for. */
  answer(question: string): Answer | null {
    const words = [...new Set(wordsOf(question.toLowerCase()))].filter((word) => termOf(word) !== null);
    if (words.length === 0) return null;
    const found = new Map<string, { score: number; terms: Map<string, Set<string>> }>();
    const unknown: string[] = [];
    for (const word of words) {
      const places = this.placesOf(word);
      if (places.size === 0) unknown.push(word);
      for (const [id, { score, terms }] of places) {
        const match = found.get(id) ?? { score: 0, terms: new Map() };
        found.set(id, match);
        match.score += score;
        match.terms.set(word, terms);
      }
    }
    const ranked = Array.from(found, ([id, match]): Found => ({ entry: this.entries.get(id)!, ...match })).sort(
      (a, b) => b.terms.size - a.terms.size || b.score - a.score || this.order.get(a.entry.id)! - this.order.get(b.entry.id)!,
    );
    const whole = ranked.filter(({ terms }) => terms.size === words.length);
    return { found: whole.length > 0 ? whole : ranked, all: whole.length > 0, unknown };
  }

  /** The scenarios that have a word, or the beginning of one; if there are none, those that have nearly it. */
  private placesOf(word: string): Places {
    const exact = this.search(word);
    if (exact.size > 0) return exact;
    for (const meant of swapped(word)) {
      const places = this.search(meant, false);
      if (places.size > 0) return places;
    }
    for (let wrong = 1; wrong <= mistakesIn(formOf(word)); wrong++) {
      const places = this.search(word, false, wrong);
      if (places.size > 0) return places;
    }
    return new Map();
  }

  /** What is true of a kind of component is true of all scenarios that have one. */
  private search(word: string, prefix = word.length > 1, fuzzy: number | false = false): Places {
    const places: Places = new Map();
    const results = this.index.search(word, { boost: WEIGHTS, prefix, fuzzy });
    const byId = new Map(results.map((result) => [String(result.id), result]));
    for (const id of this.entries.keys()) {
      const own = byId.get(id);
      const ofKinds = this.file.texts[id].kinds.flatMap((kind) => byId.get(nameOfKind(kind)) ?? []);
      if (!own && ofKinds.length === 0) continue;
      const score = (own?.score ?? 0) + Math.max(0, ...ofKinds.map((kind) => kind.score));
      places.set(id, { score, terms: new Set([...(own ? [own] : []), ...ofKinds].flatMap(({ terms }) => terms)) });
    }
    return places;
  }

  why({ entry: { id, title, summary }, terms }: Found): Why {
    const wanted = new Map([...terms].flatMap(([word, list]) => [...list].map((term): [string, string] => [term, word])));
    const [inTitle, inSummary] = [title, summary].map((text) => hitsIn(text, wanted));
    const missing = new Set(terms.keys());
    for (const { word } of [...inTitle, ...inSummary]) missing.delete(word);
    const reasons: { where: string; pieces: readonly Piece[] }[] = [];
    while (missing.size > 0 && reasons.length < MOST_REASONS) {
      const best = this.bestPassage(id, wanted, missing);
      reasons.push(best ? { where: best.where, pieces: piecesOf(best.text, best.hits, true) } : ANSWERS);
      if (!best) break;
      for (const { word } of best.hits) missing.delete(word);
    }
    return { title: piecesOf(title, inTitle), summary: piecesOf(summary, inSummary), reasons };
  }

  /** The passage that has most of the words that have not been shown; the first of equals. */
  private bestPassage(id: string, wanted: ReadonlyMap<string, string>, missing: ReadonlySet<string>): Passage | null {
    let best: Passage | null = null;
    let most = 0;
    for (const passage of this.passagesOf(id, wanted)) {
      const has = new Set(passage.hits.map(({ word }) => word).filter((word) => missing.has(word))).size;
      if (has <= most) continue;
      best = passage;
      most = has;
      if (has === missing.size) break;
    }
    return best;
  }

  /** Where words may be, what says most first. */
  private *passagesOf(id: string, wanted: ReadonlyMap<string, string>): Generator<Passage> {
    const { title, summary, topic } = this.entries.get(id)!;
    const { story, policies, meters } = this.file.texts[id];
    const kinds = this.file.texts[id].kinds.map((kind) => this.file.kinds[kind]);
    const rules = policies.map((text) => ({ where: 'Rule', text }));
    const steps = story.map((step, i) => ({ where: `Step ${i + 1}, ${step.title}`, text: step.text }));
    const plainly = [
      { where: 'Topic', text: topic },
      ...rules,
      ...steps,
      ...story.map((step, i) => ({ where: `Step ${i + 1}`, text: step.title })),
      ...meters.map((text) => ({ where: 'Chart', text })),
      ...kinds.flatMap(({ products }) => products.map((text) => ({ where: 'Can be set as', text }))),
    ];
    for (const { where, text } of plainly) yield { where, text, hits: hitsIn(text, wanted) };
    for (const text of [title, summary]) yield* otherwise('', text, 'story', wanted);
    for (const { where, text } of [...rules, ...steps]) yield* otherwise(where, text, 'story', wanted);
    for (const kind of kinds) {
      yield { where: 'Part', text: kind.title, hits: hitsIn(kind.title, wanted) };
      yield* otherwise('', kind.title, 'parts', wanted);
      for (const text of kind.controls) yield { where: 'Control', text, hits: hitsIn(text, wanted) };
    }
  }
}

interface Passage {
  where: string;
  text: string;
  hits: readonly Hit[];
}

/** What an answer says is not told before the question. */
const ANSWERS = { where: 'In an answer of its story', pieces: [] };

/** What a text says in other words than those that are wanted. */
function* otherwise(where: string, text: string, group: 'story' | 'parts', wanted: ReadonlyMap<string, string>): Generator<Passage> {
  for (const { synonym, at, end } of synonymsIn(text, group))
    for (const name of synonym.theirs) {
      const words = hitsIn(name, wanted).map(({ word }) => word);
      if (words.length === 0) continue;
      const about = `Close to “${name}”`;
      // title and summary are there to be read
      if (where === '') yield { where: about, text: text.slice(at, end), hits: words.map((word) => ({ at: 0, end: end - at, word })) };
      else
        yield {
          where: `${about}, ${where.charAt(0).toLowerCase()}${where.slice(1)}`,
          text,
          hits: words.map((word) => ({ at, end, word })),
        };
    }
}

/** A word with two letters that stand side by side changed over, for every two. */
function swapped(word: string): readonly string[] {
  return Array.from({ length: Math.max(0, word.length - 1) }, (_, i) => `${word.slice(0, i)}${word[i + 1]}${word[i]}${word.slice(i + 2)}`);
}
