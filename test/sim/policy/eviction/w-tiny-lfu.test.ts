import { describe, expect, test } from 'vitest';
import { Replay, replay } from '../../../../src/sim/study/replay.ts';
import { chosen } from '../../../chosen.ts';
import { mulberry } from '../../../mulberry.ts';
import { Desk } from './desk.ts';

describe('W-TinyLFU', () => {
  const regulars = 'ABCDEFGHI';

  test('a scan goes through the window, and the regulars stay', () => {
    const desk = new Desk({ kind: 'w-tiny-lfu', window: 0.1 }, 10);
    desk.ask(regulars.repeat(3));
    expect(desk.ask('JKLMNOPQRSTUVWXYZ')).toBe('-'.repeat(17));
    expect(desk.ask(regulars)).toBe('+'.repeat(9));
    expect(desk.shelves[0]).toBe('Z');
  });

  test('a newcomer that was asked for more often than the one that would go gets in', () => {
    const desk = new Desk({ kind: 'w-tiny-lfu', window: 0.1 }, 10);
    desk.ask(`${regulars}${regulars}J`);
    expect(desk.shelves).toEqual(['J', 'AI', 'BCDEFGH']);
    // A was asked for twice: with two uses J loses to it, with three it wins
    expect(desk.ask('JK')).toBe('+-');
    expect([desk.victims, desk.shelves[0]]).toEqual(['J', 'K']);
    expect(desk.ask('JK')).toBe('--');
    expect([desk.victims, desk.shelves]).toEqual(['JKA', ['K', 'IJ', 'BCDEFGH']]);
  });

  test('a hit on probation protects, and what is too much there goes back on probation', () => {
    const desk = new Desk({ kind: 'w-tiny-lfu', window: 0.1, protected: 0.3 }, 10);
    desk.ask('ABCDEFGHIJ');
    expect(desk.shelves).toEqual(['J', 'ABCDEFGHI', '']);
    desk.ask('BD');
    expect(desk.shelves).toEqual(['J', 'ACEFGHI', 'BD']);
    desk.ask('A');
    expect(desk.shelves).toEqual(['J', 'CEFGHIB', 'DA']);
  });

  test('without a window the newcomer itself stays out, until it was asked for more often', () => {
    const desk = new Desk({ kind: 'w-tiny-lfu', window: 0 }, 2);
    desk.ask('AABB');
    expect(desk.ask('CC')).toBe('--');
    expect(desk.victims).toBe('');
    // the third time it has one more than A
    expect(desk.ask('CC')).toBe('-+');
    expect(desk.victims).toBe('A');
  });

  test('once full, without a window and with counters enough, nothing that is asked for once gets in; with few some does', () => {
    const once = { keys: Int32Array.from({ length: 5_000 }, (_, key) => key), distinct: 5_000, sizes: null };
    const tookIn = (width: number) => {
      const { policy, params } = chosen('eviction', { kind: 'w-tiny-lfu', window: 0, width });
      const full = new Replay(once, 1_000, (room) => policy.start(params, room));
      full.to(5_000);
      return full.eviction
        .shelves()
        .flatMap(({ keys }) => keys)
        .filter((key) => key >= 1_000).length;
    };
    expect(tookIn(64)).toBe(0);
    expect(tookIn(4)).toBeGreaterThan(100);
    expect(tookIn(1)).toBeGreaterThan(tookIn(4));
  });

  test('one in 128 gets in though it loses, so that no two keys of the same frequency shut out each other for good', () => {
    const desk = new Desk({ kind: 'w-tiny-lfu', window: 0, sample: 1_000 }, 1);
    desk.ask('A'.repeat(15));
    // both at 15, as far as counters go: it is chance that lets B in, and not at once
    expect(desk.ask('B'.repeat(20))).toBe('-'.repeat(20));
    expect(desk.ask('B'.repeat(2_000))).toContain('+');
    // the same at a frequency of 5: never
    const cool = new Desk({ kind: 'w-tiny-lfu', window: 0, sample: 1_000 }, 1);
    cool.ask('AAAAA');
    expect(cool.ask('BBBBB')).toBe('-----');
  });

  describe('the adaptive window', () => {
    const misses = (keys: Int32Array, distinct: number, document: object) =>
      replay({ keys, distinct, sizes: null }, 500, chosen('eviction', { kind: 'w-tiny-lfu', ...document })).misses;

    test('grows where the latest keys are those asked for next', () => {
      const random = mulberry(1);
      const drift = Int32Array.from({ length: 400_000 }, (_, i) => Math.floor(i / 8) + Math.floor(random() ** 3 * 2_000));
      const [fixed, wide, adaptive] = [{}, { window: 0.8 }, { adaptive: true }].map((document) => misses(drift, 52_000, document));
      expect(wide).toBeLessThan(0.9 * fixed);
      expect(adaptive).toBeLessThan(wide + 0.25 * (fixed - wide));
    });

    test('shrinks where it is always the same', () => {
      const random = mulberry(1);
      const zipf = Int32Array.from({ length: 400_000 }, () => Math.floor(20_000 ** random()));
      const [fixed, wide, adaptive] = [{}, { window: 0.8 }, { window: 0.8, adaptive: true }].map((document) =>
        misses(zipf, 20_000, document),
      );
      expect(wide).toBeGreaterThan(1.1 * fixed);
      // not all the way: a sample's hit ratio is off by as much as a step makes
      expect(adaptive).toBeLessThan(wide - 0.2 * (wide - fixed));
    });
  });
});
