import { describe, expect, test } from 'vitest';
import { Belady } from '../../../../src/sim/study/belady.ts';
import { Replay } from '../../../../src/sim/study/replay.ts';
import { Desk } from './desk.ts';

test('Belady’s anomaly: FIFO faults 9 times with 3 frames, and 10 times with 4; LRU does not get worse', () => {
  const faults = (kind: string, frames: number) => 12 - new Desk({ kind }, frames).hits('ABCDABEABCDE');
  expect([faults('fifo', 3), faults('fifo', 4)]).toEqual([9, 10]);
  expect([faults('lru', 3), faults('lru', 4)]).toEqual([10, 8]);
});

describe('a loop one key longer than the cache', () => {
  const round = 'ABCDEFGHIJK';
  const ROUNDS = 10;

  test.each(['lru', 'fifo', 'sieve', 'clock'])('has no hits with %s', (kind) => {
    expect(new Desk({ kind }, 10).hits(round.repeat(ROUNDS))).toBe(0);
  });

  test('has as many with MRU as with the optimum: nine in ten', () => {
    const keys = Int32Array.from(round.repeat(ROUNDS), (letter) => letter.charCodeAt(0) - 65);
    const trace = { keys, distinct: 11, sizes: null };
    const optimum = new Replay(trace, 10, (room) => new Belady(trace, room));
    optimum.to(keys.length);
    const hits = new Desk({ kind: 'mru' }, 10).hits(round.repeat(ROUNDS));
    expect(hits).toBe(keys.length - optimum.result.misses);
    // after the first round every tenth of 99 accesses misses
    expect(hits).toBe(110 - 11 - 9);
  });
});

describe('CLOCK', () => {
  test('gives a second chance to what was asked for', () => {
    const desk = new Desk({ kind: 'clock' }, 3);
    expect(desk.ask('ABCAAD')).toBe('---++-');
    // A had its bit, however often it was asked for: it goes behind C without it
    expect([desk.victims, desk.shelves, desk.mark('A')]).toEqual(['B', ['CAD'], 0]);
    desk.ask('EF');
    expect([desk.victims, desk.shelves]).toEqual(['BCA', ['DEF']]);
  });

  test('with two bits gives up to three', () => {
    const desk = new Desk({ kind: 'clock', bits: 2 }, 2);
    desk.ask('AAAAAA');
    expect(desk.mark('A')).toBe(3);
    desk.ask('BCDE');
    expect([desk.victims, desk.shelves]).toEqual(['BCD', ['AE']]);
    desk.ask('F');
    expect(desk.victims).toBe('BCDA');
  });

  test('hits beyond what its bits count are forgotten when it loses bits', () => {
    const desk = new Desk({ kind: 'clock', bits: 3 }, 2);
    desk.ask('AAAAAAAAB');
    expect(desk.mark('A')).toBe(7);
    Object.assign(desk.params, { bits: 1 });
    desk.ask('CD');
    expect([desk.victims, desk.shelves]).toEqual(['BA', ['CD']]);
  });

  test('once round all, if all have been asked for', () => {
    const desk = new Desk({ kind: 'clock' }, 3);
    desk.ask('ABCABCD');
    expect([desk.victims, desk.shelves]).toEqual(['A', ['BCD']]);
  });
});

test('without eviction nobody gets in until somebody leaves, and those who came last leave when it shrinks', () => {
  const desk = new Desk({ kind: 'none' }, 3);
  expect(desk.ask('ABCDDA')).toBe('-----+');
  desk.remove('B');
  expect(desk.ask('DBD')).toBe('--+');
  expect(desk.shelves).toEqual(['ACD']);
  desk.room.capacity = 1;
  expect([desk.eviction.evict(-1), desk.eviction.evict(-1), desk.shelves]).toEqual([3, 2, ['A']]);
});

test('LFU never lets go of an old favourite; with ageing it does', () => {
  const plain = new Desk({ kind: 'lfu' }, 2);
  const aged = new Desk({ kind: 'lfu-aged' }, 2);
  for (const desk of [plain, aged]) desk.ask('AAA');
  expect(plain.ask('BCBCBCBC')).toBe('--------');
  // A ranks 3. B 1, goes; C 1 + 1, goes; B 1 + 2, as much as A, which has had it longer and goes
  expect(aged.ask('BCBCBCBC')).toBe('----++++');
  expect([plain.victims, aged.victims]).toEqual(['BCBCBCB', 'BCA']);
});

test('LFU: of those asked for equally often the one that has been at that the longest goes', () => {
  const desk = new Desk({ kind: 'lfu' }, 3);
  desk.ask('ABCBAC');
  expect(desk.shelves).toEqual(['BAC']);
  desk.ask('D');
  expect([desk.victims, desk.shelves, desk.mark('D'), desk.mark('C')]).toEqual(['B', ['DAC'], 1, 2]);
});

describe('segmented LRU', () => {
  test('a hit lifts a key by one segment, and what overflows sinks', () => {
    const desk = new Desk({ kind: 'slru', segments: 2 }, 4);
    // while it fills up the lowest segment with room takes the newcomer
    desk.ask('ABCD');
    expect(desk.shelves).toEqual(['AB', 'CD']);
    desk.ask('B');
    expect(desk.shelves).toEqual(['AC', 'DB']);
    desk.ask('E');
    expect([desk.victims, desk.shelves]).toEqual(['A', ['CE', 'DB']]);
    // a scan does not reach the upper segment
    desk.ask('FGHIJ');
    expect(desk.shelves).toEqual(['IJ', 'DB']);
  });

  test('what is left over by equal shares is lost when a key sinks to the lowest segment, as in libCacheSim', () => {
    const desk = new Desk({ kind: 'slru' }, 6);
    desk.ask('ABCDEF');
    expect(desk.shelves).toEqual(['AEF', 'B', 'C', 'D']);
    // D is in the highest already: nothing sinks
    desk.ask('D');
    expect([desk.victims, desk.shelves]).toEqual(['', ['AEF', 'B', 'C', 'D']]);
    // E rises, B sinks, and a segment holds one
    desk.ask('E');
    expect([desk.victims, desk.shelves]).toEqual(['AF', ['B', 'E', 'C', 'D']]);
    // G and H find room
    desk.ask('GH');
    expect([desk.victims, desk.shelves]).toEqual(['AF', ['BGH', 'E', 'C', 'D']]);
  });

  test('with more segments than keys it is LRU, and a key larger than a segment costs nobody else the room', () => {
    const small = new Desk({ kind: 'slru' }, 3);
    expect([small.ask('ABCABCDA'), small.victims, small.shelves[0]]).toEqual(['---+++--', 'AB', 'CDA']);
    const large = new Desk({ kind: 'slru' }, 8, { sizes: [4] });
    large.ask('BCDEA');
    expect(large.ask('AAA')).toBe('+++');
    expect([large.victims, large.shelves]).toEqual(['', ['BCDEA', '', '', '']]);
  });

  test('has as many as it is told, also while it runs', () => {
    const desk = new Desk({ kind: 'slru', segments: 4 }, 4);
    desk.ask('AAAABBBCCD');
    expect(desk.shelves.map((keys) => keys.length)).toEqual([1, 1, 1, 1]);
  });
});

test('random replacement lets all go alike', () => {
  const desk = new Desk({ kind: 'random' }, 4);
  const { eviction } = desk;
  const gone = [0, 0, 0, 0];
  for (const key of [0, 1, 2, 3]) eviction.admit(key);
  const EVICTIONS = 40_000;
  for (let i = 0; i < EVICTIONS; i++) {
    const victim = eviction.evict(-1);
    gone[victim]++;
    eviction.admit(victim);
  }
  // five deviations of a binomial count
  for (const count of gone) expect(Math.abs(count - EVICTIONS / 4)).toBeLessThan(5 * Math.sqrt(EVICTIONS * 0.25 * 0.75));
});
