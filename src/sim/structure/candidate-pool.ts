const NOTHING = -1;

/**
 * The best of many candidates, as Redis keeps them from one eviction to the next: so many places in rising order of
 * their score. A newcomer takes a free place, or that of the least if it scores more. The same key may stand here twice,
 * and a score is not renewed.
 */
export class CandidatePool {
  size = 0;
  /** The score of the candidate that comes next; not a parameter, as a fraction would be boxed. */
  readonly score = new Float64Array(1);
  private readonly keys: Int32Array;
  private readonly scores: Float64Array;

  constructor(places: number) {
    this.keys = new Int32Array(places);
    this.scores = new Float64Array(places);
  }

  /** Takes in a candidate with the score written to `score`, if it is good enough. */
  offer(key: number): void {
    const { keys, scores } = this;
    const score = this.score[0];
    const places = keys.length;
    let at = 0;
    while (at < this.size && scores[at] < score) at++;
    if (this.size < places) {
      keys.copyWithin(at + 1, at, this.size);
      scores.copyWithin(at + 1, at, this.size);
      this.size++;
    } else {
      if (at === 0) return;
      at--;
      keys.copyWithin(0, 1, at + 1);
      scores.copyWithin(0, 1, at + 1);
    }
    keys[at] = key;
    scores[at] = score;
  }

  /** Takes out the one with the highest score; −1 if there is none. */
  take(): number {
    return this.size === 0 ? NOTHING : this.keys[--this.size];
  }

  /** Takes out a key, however often it is here. */
  drop(key: number): void {
    const { keys, scores } = this;
    let kept = 0;
    for (let i = 0; i < this.size; i++) {
      if (keys[i] === key) continue;
      keys[kept] = keys[i];
      scores[kept++] = scores[i];
    }
    this.size = kept;
  }

  /** Highest score first. */
  toArray(): number[] {
    return Array.from(this.keys.subarray(0, this.size)).reverse();
  }
}
