import { expect, test } from 'vitest';
import { droppedAs } from '../../src/sim/policy/queue-discipline/contract.ts';
import { chosen } from '../chosen.ts';
import { mulberry } from '../mulberry.ts';

/** CoDel as RFC 8289, section 5, writes it down, word by word: one entry is one packet of the largest size. */
class Reference {
  private readonly packets: { entry: number; tstamp: number }[] = [];
  private firstAboveTime = 0;
  private dropNext = 0;
  private count = 0;
  private lastcount = 0;
  private dropping = false;
  readonly drops: number[] = [];

  constructor(
    private readonly target: number,
    private readonly interval: number,
  ) {}

  enqueue(entry: number, now: number): void {
    this.packets.push({ entry, tstamp: now });
  }

  deque(now: number): number {
    let r = this.dodequeue(now);
    if (this.dropping) {
      if (!r.okToDrop) this.dropping = false;
      while (now >= this.dropNext && this.dropping) {
        this.drops.push(r.entry);
        ++this.count;
        r = this.dodequeue(now);
        if (!r.okToDrop) this.dropping = false;
        else this.dropNext = this.controlLaw(this.dropNext, this.count);
      }
    } else if (r.okToDrop) {
      this.drops.push(r.entry);
      r = this.dodequeue(now);
      this.dropping = true;
      const delta = this.count - this.lastcount;
      this.count = 1;
      if (delta > 1 && now - this.dropNext < 16 * this.interval) this.count = delta;
      this.dropNext = this.controlLaw(now, this.count);
      this.lastcount = this.count;
    }
    return r.entry;
  }

  private dodequeue(now: number): { entry: number; okToDrop: boolean } {
    const p = this.packets.shift();
    if (p === undefined) {
      this.firstAboveTime = 0;
      return { entry: -1, okToDrop: false };
    }
    let okToDrop = false;
    const sojournTime = now - p.tstamp;
    if (sojournTime < this.target || this.packets.length <= 1) this.firstAboveTime = 0;
    else if (this.firstAboveTime === 0) this.firstAboveTime = now + this.interval;
    else if (now >= this.firstAboveTime) okToDrop = true;
    return { entry: p.entry, okToDrop };
  }

  private controlLaw(t: number, count: number): number {
    return t + Math.floor(this.interval / Math.sqrt(count));
  }
}

test.each([
  [5, 100],
  [20, 100],
  [0, 1],
  [50, 500],
])('target %d ms, interval %d ms: hands out and drops as the RFC does, through calm and overload', (target, interval) => {
  for (let seed = 1; seed <= 6; seed++) {
    const random = mulberry(seed);
    const { policy, params } = chosen('queue-discipline', { kind: 'codel', target, interval });
    const state = policy.start(params);
    const reference = new Reference(target * 1_000, interval * 1_000);
    const drops: number[] = [];
    const handedOut: number[] = [];
    const expected: number[] = [];
    let now = 1;
    let entry = 0;
    for (let step = 0; step < 6_000; step++) {
      now += Math.floor(random() * 2_000 * Math.max(1, interval / 100));
      // overloads of 400 steps, calm in between
      const arrives = random() < (Math.floor(step / 400) % 2 === 0 ? 0.62 : 0.42);
      if (arrives) {
        policy.put(state, params, entry, now, { class: 0, deadline: Number.POSITIVE_INFINITY, since: now });
        reference.enqueue(entry++, now);
        continue;
      }
      let given = policy.take(state, params, now);
      while (given < -1) {
        drops.push(droppedAs(given));
        given = policy.take(state, params, now);
      }
      handedOut.push(given);
      expected.push(reference.deque(now));
    }
    expect(handedOut).toEqual(expected);
    expect(drops).toEqual(reference.drops);
    if (target > 0) expect(drops.length).toBeGreaterThan(20);
    expect(entry).toBeGreaterThan(1_000);
  }
});

test('it does drop: at 120 % of what is served waiting times stay at a tenth of a second, where without it they would have grown to more than three', () => {
  const { policy, params } = chosen('queue-discipline', { kind: 'codel' });
  const state = policy.start(params);
  const cameAt: number[] = [];
  const waits: number[] = [];
  let dropped = 0;
  // one is served every 1,000 µs, six come in every 5,000
  for (let now = 0, next = 0; now < 20_000_000; now += 1_000) {
    for (; next <= now; next += 5_000 / 6) {
      policy.put(state, params, cameAt.length, now, { class: 0, deadline: Number.POSITIVE_INFINITY, since: now });
      cameAt.push(now);
    }
    let given = policy.take(state, params, now);
    for (; given < -1; dropped++) given = policy.take(state, params, now);
    if (given >= 0) waits.push(now - cameAt[given]);
  }
  expect(dropped).toBeGreaterThan(1_000);
  const late = waits.slice(-5_000);
  expect(late.reduce((sum, wait) => sum + wait, 0) / late.length).toBeLessThan(150_000);
});
