import { describe, expect, test } from 'vitest';
import { Stream } from '../../../../src/sim/kernel/chance.ts';
import { Zipf } from '../../../../src/sim/kernel/zipf.ts';
import { Replay } from '../../../../src/sim/study/replay.ts';
import { chosen } from '../../../chosen.ts';
import { mulberry } from '../../../mulberry.ts';
import { Desk } from './desk.ts';

// room for two hot keys and a cold one; shelves: hot, cold, ghosts on the stack
describe('LIRS', () => {
  test('of a loop one key longer than the cache keeps the hot ones', () => {
    const desk = new Desk({ kind: 'lirs' }, 3);
    expect(desk.ask('ABCD')).toBe('----');
    expect(desk.shelves).toEqual(['AB', 'D', 'c']);
    expect(desk.ask('ABCD'.repeat(5))).toBe('++--'.repeat(5));
  });

  test('a cold key asked for again while it is on the stack changes places with the hot key at its bottom', () => {
    const desk = new Desk({ kind: 'lirs' }, 3);
    desk.ask('ABC');
    expect([desk.shelves, desk.mark('C')]).toEqual([['AB', 'C', ''], 1]);
    expect(desk.ask('C')).toBe('+');
    // A is cold, and below the bottom of the stack
    expect([desk.shelves, desk.mark('A')]).toEqual([['BC', 'A', ''], 0]);
  });

  test('so does one that has left the cache', () => {
    const desk = new Desk({ kind: 'lirs' }, 3);
    expect(desk.ask('ABCDC')).toBe('-----');
    expect([desk.shelves, desk.victims]).toEqual([['BC', 'A', 'd'], 'CD']);
  });

  test('one that has dropped off the stack gets back on to it, and no more', () => {
    const desk = new Desk({ kind: 'lirs' }, 3);
    // once A and B have been asked for, C lies below the bottom
    desk.ask('ABCAB');
    expect([desk.shelves, desk.mark('C')]).toEqual([['AB', 'C', ''], 0]);
    desk.ask('C');
    expect([desk.shelves, desk.mark('C')]).toEqual([['AB', 'C', ''], 1]);
    desk.ask('C');
    expect(desk.shelves).toEqual(['BC', 'A', '']);
  });

  test('as in libCacheSim a hot key yields to it, and the next newcomer is hot', () => {
    const desk = new Desk({ kind: 'lirs', yields: true }, 3);
    desk.ask('ABCABC');
    expect(desk.shelves).toEqual(['B', 'CA', '']);
    desk.ask('D');
    expect([desk.victims, desk.shelves]).toEqual(['C', ['BD', 'A', 'c']]);
  });

  test('and where there are more cold ones than their share, the next to leave does so at once', () => {
    // room for three hot keys and two cold ones
    const desk = new Desk({ kind: 'lirs', yields: true, cold: 0.4 }, 5);
    desk.ask('ABCDEABC');
    expect([desk.shelves, desk.mark('D')]).toEqual([['ABC', 'DE', ''], 0]);
    // D is renewed, A turns cold and is the newest of three
    desk.ask('D');
    expect([desk.victims, desk.shelves]).toEqual(['E', ['BC', 'DA', '']]);
    expect(desk.ask('E')).toBe('-');
  });

  test('the stack never holds more than that, whatever is asked for', () => {
    const random = mulberry(3);
    for (const capacity of [3, 5, 8]) {
      const desk = new Desk({ kind: 'lirs', cold: 0.4 }, capacity);
      for (let i = 0; i < 3_000; i++) {
        desk.ask(String.fromCharCode(65 + Math.floor(random() ** 2 * 26)));
        const [hot, cold, ghosts] = desk.shelves;
        const onStack = Array.from(cold).filter((letter) => desk.mark(letter) === 1).length;
        expect(hot.length + onStack + ghosts.length).toBeLessThanOrEqual(2 * capacity);
      }
    }
  });

  test('the stack never ends with a cold key, also when the hot ones below are removed', () => {
    const desk = new Desk({ kind: 'lirs' }, 3);
    desk.ask('ABC');
    desk.remove('A');
    expect(desk.mark('C')).toBe(1);
    desk.remove('B');
    expect([desk.shelves, desk.mark('C')]).toEqual([['', 'C', ''], 0]);
  });

  test('a key that comes back is at the top of the stack before anything is pruned', () => {
    const desk = new Desk({ kind: 'lirs' }, 3);
    desk.ask('ABCDB');
    desk.remove('D');
    expect(desk.shelves).toEqual(['AB', '', 'c']);
    // room for one hot key and a cold one: A has to go, and C, which lay between A and B, takes the place of B
    desk.room.capacity = 2;
    desk.ask('C');
    expect([desk.victims, desk.shelves]).toEqual(['CA', ['C', 'B', '']]);
  });

  test('the stack holds twice what the cache does, and the ghost that left first is forgotten first', () => {
    const desk = new Desk({ kind: 'lirs' }, 3);
    desk.ask('ABCDEFG');
    // A, B, four ghosts would be too many with G
    expect(desk.shelves).toEqual(['AB', 'G', 'def']);
  });
});

/** LIRS by the words of the paper, on Maps in order of latest use; the stack bounded at twice the capacity. */
function modelMisses(keys: ArrayLike<number>, capacity: number): number {
  const coldRoom = Math.max(1, Math.floor(capacity * 0.01));
  const stack = new Map<number, true>();
  const queue = new Map<number, true>();
  const ghosts = new Map<number, true>();
  const hot = new Set<number>();
  let misses = 0;
  const first = (map: Map<number, true>) => map.keys().next().value!;
  const toTop = (map: Map<number, true>, key: number) => {
    map.delete(key);
    map.set(key, true);
  };
  const prune = () => {
    while (stack.size > 0 && !hot.has(first(stack))) {
      ghosts.delete(first(stack));
      stack.delete(first(stack));
    }
  };
  const makeHot = (key: number) => {
    if (hot.size === capacity - coldRoom) {
      const coldest = first(stack);
      hot.delete(coldest);
      stack.delete(coldest);
      queue.set(coldest, true);
    }
    hot.add(key);
    prune();
  };
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const onStack = stack.has(key);
    if (hot.has(key)) {
      toTop(stack, key);
      prune();
    } else if (queue.has(key)) {
      toTop(stack, key);
      if (onStack) {
        queue.delete(key);
        makeHot(key);
      } else toTop(queue, key);
    } else {
      misses++;
      if (hot.size + queue.size === capacity) {
        const victim = first(queue);
        queue.delete(victim);
        if (stack.has(victim)) ghosts.set(victim, true);
      }
      toTop(stack, key);
      ghosts.delete(key);
      if (onStack || hot.size < capacity - coldRoom) makeHot(key);
      else queue.set(key, true);
    }
    while (stack.size > 2 * capacity && ghosts.size > 0) {
      stack.delete(first(ghosts));
      ghosts.delete(first(ghosts));
    }
  }
  return misses;
}

describe('LIRS misses as often as a plain model of the paper', () => {
  const random = mulberry(7);
  const zipf = new Zipf(2_000, 0.9);
  const chance = new Stream(1, 'test', 'keys');
  const traces = {
    popularity: Int32Array.from({ length: 50_000 }, () => zipf.rank(chance) - 1),
    loops: Int32Array.from({ length: 50_000 }, (_, i) => (i % 500 < 300 ? i % 120 : Math.floor(random() * 500))),
    drift: Int32Array.from({ length: 50_000 }, (_, i) => Math.floor(i / 100) + Math.floor(random() ** 2 * 200)),
  };

  for (const [name, keys] of Object.entries(traces))
    test.each([2, 10, 100, 250])(`${name}, %d keys`, (capacity) => {
      const { policy, params } = chosen('eviction', { kind: 'lirs' });
      const replay = new Replay({ keys, distinct: 2_000, sizes: null }, capacity, (room) => policy.start(params, room));
      replay.to(keys.length);
      expect(replay.result.misses).toBe(modelMisses(keys, capacity));
    });
});
