import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ABSENT, Truth } from '../../../src/sim/flow/truth.ts';

/** A database that says of each key what it holds, and remembers everything it has ever said. */
class Model {
  readonly truth = new Truth();
  now = 0;
  /** What was to be answered of each key from when on [µs], in order. */
  private readonly told = new Map<number, { from: number; answer: number }[]>();
  private readonly written = new Map<number, number>();

  constructor(private rows: number) {}

  answer(key: number): number {
    return this.written.get(key) ?? (key < this.rows ? this.truth.original(key) : ABSENT);
  }

  write(key: number): void {
    this.look(key);
    this.written.set(key, this.truth.write(key, this.now));
    this.look(key);
  }

  resize(rows: number): void {
    for (const key of KEYS) this.look(key);
    this.truth.rowsChanged(this.rows, rows, this.now);
    this.rows = rows;
    for (const key of KEYS) this.look(key);
  }

  /** Everything anybody can have been told of a key, and how long it has not been true [µs]. */
  past(key: number): { answer: number; stale: number }[] {
    this.look(key);
    const told = this.told.get(key)!;
    const current = told.at(-1)!.answer;
    return [...new Set(told.map(({ answer }) => answer))].map((answer) => {
      const last = told.findLastIndex((each) => each.answer === answer);
      return { answer, stale: answer === current ? 0 : this.now - told[last + 1].from };
    });
  }

  private look(key: number): void {
    const told = this.told.get(key) ?? [];
    this.told.set(key, told);
    const answer = this.answer(key);
    if (told.at(-1)?.answer === answer) return;
    // what was so for no time nobody was told
    if (told.at(-1)?.from === this.now) told.pop();
    if (told.at(-1)?.answer !== answer) told.push({ from: this.now, answer });
  }
}

const KEYS = [0, 1, 2, 3];

test('what anybody was told is wrong from the moment on at which the database says otherwise, by a write or by its rows', () => {
  const step = fc.tuple(fc.constantFrom('write', 'rows', 'rows', 'wait'), fc.nat({ max: 3 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.nat({ max: 4 }), fc.array(step, { maxLength: 30, size: 'max' }), (rows, steps) => {
      const model = new Model(rows);
      for (const [kind, n, wait] of steps) {
        model.now += wait;
        if (kind === 'write') model.write(n);
        else if (kind === 'rows') model.resize(n);
        for (const key of KEYS)
          for (const { answer, stale } of model.past(key)) {
            expect(model.truth.staleness(key, answer, model.now + 1), `${answer} of ${key}`).toBe(
              answer === model.answer(key) ? 0 : stale + 1,
            );
            expect(model.truth.isWrong(key, answer)).toBe(answer !== model.answer(key));
          }
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});
