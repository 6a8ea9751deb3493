/** A level that facts move: up by one at each of some, down by one at each of others; by hand where no fact tells. */
export interface Gauge<Name extends string = string, Fact extends string = string> {
  name: Name;
  up: readonly Fact[];
  down: readonly Fact[];
}

/** What a component reports: facts, gauges and histograms, each known by its number in the list. */
export interface Vocabulary {
  facts: readonly string[];
  gauges: readonly Gauge[];
  histograms: readonly string[];
  /** The most there has been of something in a run, or how often something has happened: what is not charted and says why a control does nothing. */
  peaks?: readonly string[];
}

/** The number of each name; a name that the compiler does not know has none, and does not compile. */
type Numbers<Name extends string> = string extends Name ? never : { readonly [N in Name]: number };

type NameOf<Said extends string | Gauge> = Said extends Gauge<infer Name> ? Name : Extract<Said, string>;

/**
 * A component's words, and their numbers by name: `fact.arrived`, `gauge.waiting`, `histogram.waitingTime`. A gauge that
 * is moved by hand alone may be given as its name. Words of a part that several components share come first in the lists
 * of each, so that the part's own numbers hold in all of them.
 */
export function vocabulary<
  const Facts extends readonly string[],
  const Gauges extends readonly (string | Gauge<string, Facts[number]>)[] = readonly [],
  const Histograms extends readonly string[] = readonly [],
>(facts: Facts, gauges?: Gauges, histograms?: Histograms) {
  type Moved = Gauge<NameOf<Gauges[number]>, Facts[number]>;
  const moved = (gauges ?? []).map((said) => (typeof said === 'string' ? { name: said, up: [], down: [] } : said) as Moved);
  const measured = (histograms ?? []) as Histograms;
  checkVocabulary({ facts, gauges: moved, histograms: measured });
  return {
    facts,
    gauges: moved,
    histograms: measured,
    fact: numbered<Facts[number]>(facts),
    gauge: numbered(moved.map(({ name }) => name)),
    histogram: numbered<Histograms[number]>(measured),
  };
}

/** Throws where a name stands twice in a list, or a gauge is moved by what is no fact. */
export function checkVocabulary({ facts, gauges, histograms }: Vocabulary): void {
  const reported = checkUnique('fact', facts);
  const names = gauges.map(({ name }) => name);
  checkUnique('gauge', names);
  checkUnique('histogram', histograms);
  for (const { name, up, down } of gauges)
    for (const fact of [...up, ...down])
      if (!reported.has(fact)) throw new Error(`the gauge ${name} is moved by ${fact}, which is never reported`);
}

function checkUnique(what: string, names: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new Error(`the ${what} ${name} stands twice in one vocabulary`);
    seen.add(name);
  }
  return seen;
}

function numbered<Name extends string>(names: readonly Name[]): Numbers<Name> {
  return Object.freeze(Object.fromEntries(names.map((name, i) => [name, i]))) as Numbers<Name>;
}
