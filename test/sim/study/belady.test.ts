import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Belady } from '../../../src/sim/study/belady.ts';
import { Replay } from '../../../src/sim/study/replay.ts';

const traceOf = (letters: string) => ({ keys: Int32Array.from(letters, (letter) => letter.charCodeAt(0) - 65), distinct: 26, sizes: null });

function missesOf(letters: string, capacity: number, passes = false): number {
  const trace = traceOf(letters);
  const replay = new Replay(trace, capacity, (room) => new Belady(trace, room, passes));
  replay.to(letters.length);
  return replay.result.misses;
}

test('A B C A B at size 2: A and B must be there, C displaces the later; four misses, or three if it may pass by', () => {
  expect([missesOf('ABCAB', 2), missesOf('ABCAB', 2, true)]).toEqual([4, 3]);
});

test('the example of the textbooks: nine faults with three frames', () => {
  // Silberschatz, Galvin and Gagne, Operating System Concepts: 7 0 1 2 0 3 0 4 2 3 0 3 2 1 2 0 1 7 0 1
  const letters = Array.from('70120304230321201701', (digit) => String.fromCharCode(65 + Number(digit))).join('');
  expect(missesOf(letters, 3)).toBe(9);
});

test('shows what it knows: who is asked for last, and when', () => {
  const trace = traceOf('ABCAB');
  const replay = new Replay(trace, 3, (room) => new Belady(trace, room));
  replay.to(3);
  // at C: A comes next, B after that, C never again
  expect(replay.eviction.shelves()[0]).toMatchObject({ keys: [2, 1, 0], marks: [Number.POSITIVE_INFINITY, 2, 1] });
});

test('does not go on when it is asked for something else', () => {
  const trace = traceOf('AB');
  const replay = new Replay(trace, 1, (room) => new Belady(trace, room));
  replay.eviction.lookUp(0);
  expect(() => replay.eviction.lookUp(2)).toThrow('access 1 is not to key 2');
});

/** The least misses of all ways to decide, tried one by one. */
function leastMisses(keys: readonly number[], capacity: number, passes: boolean): number {
  let states = new Map<string, { held: readonly number[]; misses: number }>([['', { held: [], misses: 0 }]]);
  for (const key of keys) {
    const next: typeof states = new Map();
    const add = (held: readonly number[], misses: number) => {
      const sorted = held.toSorted();
      const known = next.get(sorted.join());
      if (!known || known.misses > misses) next.set(sorted.join(), { held: sorted, misses });
    };
    for (const { held, misses } of states.values()) {
      if (held.includes(key)) add(held, misses);
      else if (held.length < capacity) add([...held, key], misses + 1);
      else {
        if (passes) add(held, misses + 1);
        for (const victim of held) add([...held.filter((each) => each !== victim), key], misses + 1);
      }
    }
    states = next;
  }
  return Math.min(...[...states.values()].map(({ misses }) => misses));
}

test.each([[false], [true]])('nothing has fewer misses (newcomers may stay out: %s)', (passes) => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 25 }), fc.integer({ min: 1, max: 4 }), (keys, capacity) => {
      const letters = keys.map((key) => String.fromCharCode(65 + key)).join('');
      expect(missesOf(letters, capacity, passes)).toBe(leastMisses(keys, capacity, passes));
    }),
    { numRuns: 300, seed: 1 },
  );
});
