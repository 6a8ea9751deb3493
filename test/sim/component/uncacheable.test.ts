import { describe, expect, test } from 'vitest';
import { answersOf, origin, told } from '../../cache-story.ts';
import { figure, samples, total } from '../../worlds.ts';

// an origin that answers after a second, as many at once as there are
const slow = { others: { origin: origin(1_000) }, duration: 30_000 };
const waitingList = { stampedeGuard: { kind: 'coalesce', shares: 'stored' }, uncacheable: 1 };
const ten = Array<string>(10).fill('0 r0');
const ends = (answers: readonly string[]) => answers.map((line) => Number(line.match(/→(\d+)/)![1]) / 1_000);

describe('ten ask at once for what may not be stored', () => {
  test('and share only what is stored: one second after the other, a fetch each', () => {
    const { world, answers } = told(waitingList, ten, slow);
    expect(ends(answers)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect([total(world, 'origin.arrived'), total(world, 'cache.uncacheable'), total(world, 'cache.tookIn')]).toEqual([10, 10, 0]);
    // each counts as one miss, however often it looks
    expect(total(world, 'cache.miss')).toBe(10);
  });

  test('and share whatever has come: one fetch', () => {
    const { world, answers } = told({ ...waitingList, stampedeGuard: { kind: 'coalesce' } }, ten, slow);
    expect(ends(answers)).toEqual(Array(10).fill(1));
    expect(total(world, 'origin.arrived')).toBe(1);
  });

  test('without a guard: a fetch each, at once', () => {
    expect(ends(answersOf({ uncacheable: 1 }, ten, slow))).toEqual(Array(10).fill(1));
  });

  test('behind a lock: one after the other as well, and each a look later', () => {
    const lock = { stampedeGuard: { kind: 'lock', poll: 400 }, uncacheable: 1 };
    expect(ends(answersOf(lock, ['0 r0', '0 r0', '0 r0'], slow))).toEqual([1, 2.2, 3.4]);
  });

  test.each(['miss', 'pass'])('hit-for-%s mends it: once it is known nobody waits for another', (whileUncacheable) => {
    const cache = { ...waitingList, uncacheableTtl: 120_000, whileUncacheable };
    const { world, answers } = told(cache, [...ten, '5000 r0', '5500 r0'], slow);
    expect(ends(answers)).toEqual([1, ...Array(9).fill(2), 6, 6.5]);
    expect(total(world, 'origin.arrived')).toBe(12);
  });
});

describe('waiting lists', () => {
  test('of what is stored end with the first fetch', () => {
    const { world, answers } = told({ ...waitingList, uncacheable: 0 }, ten, slow);
    expect(ends(answers)).toEqual(Array(10).fill(1));
    expect([total(world, 'origin.arrived'), total(world, 'cache.miss')]).toEqual([1, 10]);
  });

  test('of what fails try one after the other', () => {
    const failing = [{ at: 0, set: { 'origin.fault': { kind: 'error-ratio', ratio: 1 } } }];
    const answers = answersOf({ ...waitingList, uncacheable: 0 }, ten.slice(0, 3), { ...slow, changes: failing });
    expect(answers).toEqual(['r0 0→1000 miss error', 'r0 0→2000 miss joined error', 'r0 0→3000 miss joined joined error']);
  });
});

describe('an answer that may be stored again', () => {
  // nothing may be stored until 3 s; what is known from 1 s on is over at 11 s
  const asks = ['0 r0', '4000 r0', '6000 r0', '12000 r0', '14000 r0'];
  const story = { ...slow, changes: [{ at: 3_000, set: { 'cache.uncacheable': 0 } }] };
  const known = (whileUncacheable: string) => ({ ...waitingList, uncacheableTtl: 10_000, whileUncacheable });

  test('is stored by hit-for-miss', () => {
    expect(ends(answersOf(known('miss'), asks, story))).toEqual([1, 5, 6, 12, 14]);
  });

  test('is passed on by hit-for-pass until its time is over', () => {
    expect(ends(answersOf(known('pass'), asks, story))).toEqual([1, 5, 7, 13, 14]);
  });

  test('and each that may not be makes hit-for-miss begin anew, and hit-for-pass not', () => {
    // two ask at once: where it is known they are both done after a second
    const again = ['0 r0', '8000 r0', '12000 r0', '12000 r0'];
    expect(ends(answersOf(known('miss'), again, slow))).toEqual([1, 9, 13, 13]);
    expect(ends(answersOf(known('pass'), again, slow))).toEqual([1, 9, 13, 14]);
  });

  test('an invalidation and a restart forget that it could not', () => {
    const both = ['0 r0', '4000 w0', '6000 r0', '6000 r0'];
    expect(ends(answersOf(known('miss'), both, slow)).slice(2)).toEqual([7, 8]);
    const restarts = [{ at: 4_000, set: {}, do: { cache: 'restart' } }];
    expect(ends(answersOf(known('miss'), ['0 r0', '6000 r0', '6000 r0'], { ...slow, changes: restarts }))).toEqual([1, 7, 8]);
  });
});

describe('a key that is uncacheable', () => {
  test('is so for good, and a larger share takes in all that a smaller one does', () => {
    const asks = Array.from({ length: 200 }, (_, key) => [`${key} r${key}`, `${1_000 + key} r${key}`]).flat();
    const missed = (uncacheable: number) => {
      const { world, figures } = told({ uncacheable, capacity: 1_000 }, asks, { duration: 2_000 });
      expect(samples(world, 'cache.held').at(-1)).toBe(200 - total(world, 'cache.uncacheable') / 2);
      expect(figure(world, 'cache.uncacheable')).toBe(total(world, 'cache.uncacheable') / 2);
      return figures.filter(({ at, said }) => at >= 1_000 && said[0] === 'miss').map(({ key }) => key);
    };
    const [few, many] = [missed(0.2), missed(0.6)];
    expect(many).toEqual(expect.arrayContaining(few));
    // four deviations of 200 draws
    for (const [keys, share] of [
      [few, 0.2],
      [many, 0.6],
    ] as const)
      expect(Math.abs(keys.length - 200 * share)).toBeLessThan(4 * Math.sqrt(200 * share * (1 - share)));
  });

  test('is stored neither by a write nor at the start, and leaves when it becomes so', () => {
    expect(answersOf({ uncacheable: 1, writes: 'set' }, ['0 w0', '20 r0']).at(-1)).toBe('r0 20→30 miss v1');
    expect(answersOf({ uncacheable: 1, startsWith: 1 }, ['0 r0'])).toEqual(['r0 0→10 miss v0']);
    const becomes = [{ at: 50, set: { 'cache.uncacheable': 1 } }];
    const refreshed = { ttl: 100, earlyRefresh: { kind: 'refresh-ahead', after: 0.5 } };
    // refreshed at 80; the answer of 90 may not be stored, and what was there goes
    expect(answersOf(refreshed, ['0 r0', '80 r0', '85 r0', '95 r0'], { changes: becomes })).toEqual([
      'r0 0→10 miss v0',
      'r0 80→80 hit v0',
      'r0 85→85 hit v0',
      'r0 95→105 miss v0',
    ]);
  });

  test('written behind it is served until it is written', () => {
    const behind = { uncacheable: 1, writes: 'write-behind', flushDelay: 100 };
    expect(answersOf(behind, ['0 w0', '50 r0', '200 r0'])).toEqual(['w0 0→0 v1', 'r0 50→50 hit v1', 'r0 200→210 miss v1']);
  });
});
