import { Stream } from '../kernel/chance.ts';

/** A law that does not hold: which, in which function of the policy it shows, and what happened, as it goes on after "it". */
export class Broken extends Error {
  constructor(
    readonly law: string,
    readonly method: string | null,
    found: string,
  ) {
    super(found);
    this.name = 'Broken';
  }
}

/** A stream that counts what is drawn. */
export class CountedStream extends Stream {
  words = 0;

  override word(): number {
    this.words++;
    return super.word();
  }
}

/** One try of an experiment: its seed, and how far it has come. */
export class Trial {
  /** What happens in it. */
  readonly chance: Stream;
  /** What the policy draws from. */
  readonly draws: CountedStream;
  /** Steps that have begun: what is said of a law that breaks. */
  steps = 0;
  /** Simulated time [µs]. */
  now = 0;

  /** @param hear is told of every answer that says something */
  constructor(
    seed: number,
    readonly hear: (method: string, answer: unknown) => void = () => {},
  ) {
    this.chance = new Stream(seed, 'law', 'script');
    this.draws = new CountedStream(seed, 'law', 'policy');
  }

  /** The next step begins, at once or some time later [µs]. */
  step(later = 0): void {
    this.steps++;
    this.now += later;
  }

  /** Ends the try unless it holds. */
  must(law: string, holds: boolean, method: string, found: () => string): void {
    if (!holds) throw new Broken(law, method, found());
  }

  /** The seed of something that this try decides. */
  seed(): number {
    return this.chance.word();
  }

  /** Another of the same kind, whose draws a seed decides: two of one seed draw the same. */
  beside(seed: number): Trial {
    return new Trial(seed, this.hear);
  }

  /** One of a list. */
  pick<Value>(list: readonly Value[]): Value {
    return list[this.chance.below(list.length)];
  }
}

/** Numbers as a sentence says them. */
export const said = (value: number): string => (Number.isInteger(value) ? value.toLocaleString('en') : String(value));
