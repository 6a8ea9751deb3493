import { describe, expect, test } from 'vitest';
import { Stream } from '../../../src/sim/kernel/chance.ts';
import { NEVER } from '../../../src/sim/kernel/time.ts';
import type { Recording } from '../../../src/sim/structure/recording.ts';
import { chosen } from '../../chosen.ts';

const hash = 'a'.repeat(64);

/** Arrivals that follow a file of requests at these times [µs], as a client uses them. */
class Followed {
  readonly params: Record<string, unknown>;
  readonly rows: number[] = [];
  private readonly policy;
  private readonly state;
  private readonly chance = new Stream(1, 'shoppers', 'arrivals');
  now = 0;

  constructor(times: readonly number[], settings: Record<string, unknown> = {}, rest: Partial<Recording> = {}) {
    const recording: Recording = {
      keys: new Int32Array(times.length),
      bytes: null,
      operations: null,
      times: Float64Array.from(times),
      ...rest,
    };
    const { policy, params } = chosen('arrival', { kind: 'recorded', name: 'shop.csv', length: times.length, hash, ...settings });
    this.policy = policy;
    this.params = params as Record<string, unknown>;
    this.state = policy.start(this.params, 0, this.chance, new Map([[hash, recording]]));
  }

  /** When the next so many are born [µs], or as many as there are. */
  births(count: number): number[] {
    const found: number[] = [];
    while (found.length < count) {
      const due = this.policy.due(this.state, this.params, this.now);
      if (due === NEVER) break;
      this.now = Math.max(this.now, due);
      found.push(this.now);
      this.policy.born(this.state, this.params, this.now, this.chance);
      this.rows.push(this.policy.replays!(this.state).row);
    }
    return found;
  }

  /** Sets parameters in mid-run, as a change does. */
  set(now: number, values: Record<string, unknown>): void {
    this.now = now;
    this.policy.settle(this.state, this.params, now);
    Object.assign(this.params, values);
  }
}

const STOP = { atEnd: 'stop' };

test('each is born exactly when the file says, and then nobody', () => {
  expect(new Followed([0, 17, 17, 250_001], STOP).births(10)).toEqual([0, 17, 17, 250_001]);
});

test('twice as fast is half of every time, a tenth of the speed ten times', () => {
  expect(new Followed([0, 20, 31, 100], { ...STOP, speed: 2 }).births(9)).toEqual([0, 10, 16, 50]);
  expect(new Followed([0, 20, 31, 100], { ...STOP, speed: 0.1 }).births(9)).toEqual([0, 200, 310, 1_000]);
});

test('a new round begins one mean gap after the last', () => {
  // three gaps in 90 µs: 30 µs, so a round takes 120
  const followed = new Followed([0, 10, 20, 90]);
  expect(followed.births(9)).toEqual([0, 10, 20, 90, 120, 130, 140, 210, 240]);
  expect(followed.rows).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0]);
});

test('starts where it is told, and repeats the whole file', () => {
  expect(new Followed([0, 10, 20, 90], { ...STOP, from: 0.015 }).births(9)).toEqual([5, 75]);
  expect(new Followed([0, 10, 20, 90], { from: 0.015 }).births(4)).toEqual([5, 75, 105, 115]);
  // a round and 5 µs
  expect(new Followed([0, 10, 20, 90], { from: 0.125 }).births(2)).toEqual([5, 15]);
  expect(new Followed([0, 10, 20, 90], { ...STOP, from: 1 }).births(2)).toEqual([]);
});

describe('whole seconds', () => {
  const times = [0, 0, 0, 0, 1e6, 3e6, 3e6];
  const whole = { wholeSeconds: true };

  test('are spread evenly: the i-th of k requests i/k s into its second; the next round begins with the next second', () => {
    expect(new Followed(times, {}, whole).births(9)).toEqual([0, 250_000, 500_000, 750_000, 1e6, 3e6, 3.5e6, 4e6, 4.25e6]);
  });

  test('or come at once', () => {
    expect(new Followed(times, { together: 'burst' }, whole).births(9)).toEqual([...times, 4e6, 4e6]);
  });

  test('are found in the middle of one', () => {
    const followed = new Followed(times, { ...STOP, from: 400 }, whole);
    expect(followed.births(3)).toEqual([100_000, 350_000, 600_000]);
    expect(followed.rows).toEqual([2, 3, 4]);
  });

  test('that a file with finer times happens to have stay as they are', () => {
    expect(new Followed([0, 0, 1e6], STOP).births(5)).toEqual([0, 0, 1e6]);
  });
});

test('says which row was born where rows are out of order', () => {
  const followed = new Followed([0, 5, 9], {}, { rows: Int32Array.of(2, 0, 1) });
  followed.births(4);
  expect(followed.rows).toEqual([2, 0, 1, 2]);
});

test('a change of speed holds from then on', () => {
  const followed = new Followed([0, 100, 200, 300], STOP);
  expect(followed.births(2)).toEqual([0, 100]);
  followed.set(150, { speed: 2 });
  // 50 µs of the file are left to the third, at twice the speed
  expect(followed.births(5)).toEqual([175, 225]);
});

test('what had stopped goes on from now when it is to repeat', () => {
  const followed = new Followed([0, 10, 20], STOP);
  expect(followed.births(5)).toEqual([0, 10, 20]);
  followed.set(1_000, { atEnd: 'repeat' });
  expect(followed.births(4)).toEqual([1_000, 1_010, 1_020, 1_030]);
});

test('a file without times is refused', () => {
  expect(() => new Followed([0], {}, { times: undefined })).toThrow('the arrivals are recorded, but shop.csv has no times');
});
