import { describe, expect, test } from 'vitest';
import { asked, origin } from '../../cache-story.ts';
import { figure, total } from '../../worlds.ts';

const database = (read: number, write: number, rest: object, asks: string[], setting = {}) =>
  asked({ origin: origin(read, write, rest) }, asks, setting);

describe('values', () => {
  test('every key has one, a write makes a new one; both are read from then on', () => {
    const { world, answers } = database(10, 20, {}, ['0 r0', '0 r1', '20 w0', '50 r0', '50 r1']);
    expect(answers).toEqual(['r0 0→10 v0', 'r1 0→10 v1', 'w0 20→40 v2', 'r0 50→60 v2', 'r1 50→60 v1']);
    expect([figure(world, 'origin.reads'), figure(world, 'origin.writes')]).toEqual([4, 1]);
  });

  test('a read sees what was there when it began, a write counts when it ends', () => {
    // committed at 20: who begins at 19.999 sees the old value, however late it ends
    expect(database(50, 20, {}, ['0 w0', '19.999 r0', '20.001 r0']).answers).toEqual([
      'w0 0→20 v1',
      'r0 19.999→69.999 v0',
      'r0 20.001→70.001 v1',
    ]);
  });

  test('a read that waits for a connection sees what is there when it gets one', () => {
    expect(database(10, 20, { servers: 1 }, ['0 w0', '1 r0']).answers).toEqual(['w0 0→20 v1', 'r0 1→30 v1']);
  });

  test('of two writes the one that ends later wins', () => {
    // 10 ms, and 10 more for every 1,000 bytes
    const rest = { timePerKilobyte: 10 };
    expect(database(10, 10, rest, ['0 w0:2000', '5 w0:500', '50 r0:0']).answers).toEqual([
      'w0:2000 0→30 v2',
      'w0:500 5→20 v1',
      'r0:0 50→60 v2',
    ]);
  });

  test('one that failed, or was cancelled, has changed nothing', () => {
    const fails = [
      { at: 0, set: { 'origin.fault': { kind: 'error-ratio', ratio: 1 } } },
      { at: 15, set: { 'origin.fault': { kind: 'none' } } },
    ];
    expect(database(10, 10, {}, ['1 w0', '20 r0'], { changes: fails }).answers).toEqual(['w0 1→11 error', 'r0 20→30 v0']);
    const leaves = (whenCallerLeaves: string) =>
      database(2, 10, { whenCallerLeaves }, ['0 w0', '20 r0'], { client: { attemptTimeout: 5 } });
    expect(leaves('cancel').answers).toEqual(['w0 0→5 timed-out', 'r0 20→22 v0']);
    // done for nobody, but done
    expect(leaves('keep-working').answers).toEqual(['w0 0→5 timed-out', 'r0 20→22 v1']);
  });

  test('keys beyond its rows do not exist until somebody writes them', () => {
    const { world, answers } = database(10, 10, { rows: 5 }, ['0 r4', '0 r5', '20 w5', '40 r5']);
    expect(answers).toEqual(['r4 0→10 v0', 'r5 0→10 none', 'w5 20→30 v2', 'r5 40→50 v2']);
    expect([figure(world, 'origin.absent'), figure(world, 'origin.reads'), total(world, 'origin.finished')]).toEqual([1, 2, 4]);
  });
});

describe('how long it takes', () => {
  test('as long as alone, while there is neither contention nor cross-talk', () => {
    expect(database(10, 30, {}, ['0 r0', '0 r1', '0 w2']).answers).toEqual(['r0 0→10 v0', 'r1 0→10 v1', 'w2 0→30 v3']);
  });

  test('contention: half as long again for every other query at work', () => {
    // alone 10; second 10 · 1.5; third 10 · 2; at 20.5 alone again
    expect(database(10, 10, { contention: 0.5 }, ['0 r0', '0 r1', '0 r2', '20.5 r3']).answers.map((line) => line.split(' ')[1])).toEqual([
      '0→10',
      '0→15',
      '0→20',
      '20.5→30.5',
    ]);
  });

  test('cross-talk: by every pair of others', () => {
    // 1 + 0.1 · N (N − 1): 1, 1.2, 1.6, 2.2
    const { answers } = database(10, 10, { coherency: 0.1 }, ['0 r0', '0 r1', '0 r2', '0 r3']);
    expect(answers.map((line) => line.split(' ')[1])).toEqual(['0→10', '0→12', '0→16', '0→22']);
  });

  test('both: the universal scalability law, with the queue outside of it', () => {
    // with 2 connections N is 2 at most: 1 + 0.5 + 0.1 · 2
    const { answers } = database(10, 10, { servers: 2, contention: 0.5, coherency: 0.1 }, ['0 r0', '0 r1', '0 r2', '0 r3']);
    // at 10 the third begins beside the second; at 17 the fourth beside the third
    expect(answers.map((line) => line.split(' ')[1])).toEqual(['0→10', '0→17', '0→27', '0→34']);
  });

  test('more for every kilobyte', () => {
    expect(database(10, 10, { timePerKilobyte: 4 }, ['0 r0:500', '0 r1:2500']).answers.map((line) => line.split(' ')[1])).toEqual([
      '0→12',
      '0→20',
    ]);
  });

  test('with all connections taken, queries wait', () => {
    const { world, answers } = database(10, 10, { servers: 2 }, ['0 r0', '0 r1', '0 r2']);
    expect(answers.map((line) => line.split(' ')[1])).toEqual(['0→10', '0→10', '0→20']);
    expect(figure(world, 'origin.waitingTime.mean')).toBeCloseTo(10 / 3, 9);
  });
});

describe('what it can serve at most', () => {
  // behind a gate that lets more pass than that, the world warns
  const warnings = (rest: object, rate: number) => {
    const gate = { kind: 'gateway', limiter: { kind: 'token-bucket', rate, burst: 1 }, calls: ['origin'] };
    return asked({ gate, origin: origin(10, 10, { servers: 20, ...rest }) }, []).world.warnings();
  };

  test('connections ÷ the time of a read', () => {
    expect(warnings({}, 1_999)).toEqual([]);
    expect(warnings({}, 2_001)).toHaveLength(1);
  });

  test('with contention and cross-talk the peak of N / (1 + σ (N − 1) + κ N (N − 1)), not its value at the last connection', () => {
    // σ 0.1, κ 0.01: N = √(0.9 / 0.01) = 9.49; at 9: 9 / (1 + 0.8 + 0.72) = 3.571, at 10: 10 / (1 + 0.9 + 0.9) = 3.571; at 20: 2.985
    const rest = { contention: 0.1, coherency: 0.01 };
    expect(warnings(rest, 356)).toEqual([]);
    expect(warnings(rest, 358)).toHaveLength(1);
  });
});
