import { describe, expect, test } from 'vitest';
import { KeyOrder } from '../../../src/sim/component/job-queue/key-order.ts';
import { mulberry } from '../../mulberry.ts';

describe('jobs of one key, in order', () => {
  test('one leaves at the head, in the middle, at the end: the one behind the head is let through', () => {
    const order = new KeyOrder();
    for (const job of [3, 1, 4, 5]) order.join(7, job);
    expect([order.isFirst(7, 3), order.isFirst(7, 1), order.isFirst(8, 3)]).toEqual([true, false, false]);
    expect([order.leave(7, 4), order.leave(7, 3), order.leave(7, 5), order.leave(7, 1)]).toEqual([-1, 1, -1, -1]);
    // nobody is left: whoever comes is first
    order.join(7, 4);
    expect([order.isFirst(7, 4), order.leave(8, 4)]).toEqual([true, -1]);
  });

  test('hundreds of them keep it as a plain list does', () => {
    const random = mulberry(1);
    const order = new KeyOrder();
    const lines: number[][] = [[], [], []];
    for (let job = 0; job < 500; job++) {
      const key = Math.floor(random() * 3);
      order.join(key, job);
      lines[key].push(job);
      while (random() < 0.45) {
        const line = lines[Math.floor(random() * 3)];
        if (line.length === 0) continue;
        const place = Math.floor(random() * line.length);
        const [gone] = line.splice(place, 1);
        const next = order.leave(lines.indexOf(line), gone);
        expect(next, `after ${gone}`).toBe(place === 0 && line.length > 0 ? line[0] : -1);
      }
      lines.forEach((line, i) => {
        if (line.length > 0) expect(order.isFirst(i, line[0]), `key ${i}`).toBe(true);
      });
    }
  });
});
