import { describe, expect, test } from 'vitest';
import { replay } from '../../../../src/sim/study/replay.ts';
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

  test('the adaptive window grows where the latest keys are those asked for next, and shrinks where the same always are', () => {
    const random = mulberry(1);
    const drift = Int32Array.from({ length: 200_000 }, (_, i) => Math.floor(i / 8) + Math.floor(random() ** 3 * 400));
    const misses = (document: object) =>
      replay({ keys: drift, distinct: 25_400, sizes: null }, 100, chosen('eviction', { kind: 'w-tiny-lfu', ...document })).misses;
    const [fixed, adaptive, wide] = [misses({}), misses({ adaptive: true }), misses({ window: 0.8 })];
    expect(wide).toBeLessThan(0.9 * fixed);
    expect(adaptive).toBeLessThan(wide + 0.2 * (fixed - wide));
  });
});
