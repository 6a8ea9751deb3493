import { describe, expect, test } from 'vitest';
import { compileRoutine, type Step } from '../../../src/sim/routine/routine.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import { crowd, evenClient, figure, firstRequests, played, type Setting, steadyService, storyOf, total } from '../../worlds.ts';

/** One shopper at a `checkout` that works for 10 ms a time and calls what comes besides. */
function walked(
  routine: readonly Step[],
  others: Record<string, ComponentPlan>,
  setting: Setting = {},
  checkout: Partial<ComponentPlan> = {},
) {
  const plan = steadyService(1, 10, { calls: Object.keys(others), routine, ...checkout });
  return played({ shoppers: crowd(1, 'checkout'), checkout: plan, ...others }, { trace: firstRequests(1), ...setting });
}

const last = (world: ReturnType<typeof walked>) => storyOf(world, 0).at(-1);
const failing = { fault: { kind: 'error-ratio', ratio: 1 } };
const dear = (time: number, rest: object = {}) => steadyService(5, time, rest);

describe('a call says what it is about', () => {
  const database = (rest: object = {}): ComponentPlan => ({
    kind: 'database',
    servers: 5,
    serviceTime: { kind: 'constant', value: 10 },
    writeTime: { kind: 'constant', value: 30 },
    ...rest,
  });

  test('to write where it was itself asked to read, and then as it was asked', () => {
    const world = walked([{ call: 'db', operation: 'write' }, { call: 'db' }], { db: database() });
    expect([total(world, 'db.written'), total(world, 'db.read')]).toEqual([1, 1]);
    expect(last(world)).toBe('40 shoppers.succeededFirst');
  });

  test('as large as it says: 1 ms more a kB', () => {
    const world = walked([{ call: 'db', bytes: 2_000 }], { db: database({ timePerKilobyte: 1 }) });
    expect(last(world)).toBe('12 shoppers.succeededFirst');
  });

  test('of its tenant’s row: the fourth of four tenants is the only one that finds none', () => {
    const rows = (key: string) =>
      played(
        {
          shoppers: evenClient(100, 'checkout', { tenants: 4, workload: { kind: 'uniform', keys: 1_000 } }),
          checkout: steadyService(5, 1, { calls: ['db'], routine: [{ call: 'db', key }] }),
          db: database({ rows: 3 }),
        },
        { duration: 4_000 },
      );
    const [tenant, own] = [rows('tenant'), rows('own')];
    const absent = total(tenant, 'db.absent') / total(tenant, 'db.finished');
    expect(absent).toBeGreaterThan(0);
    expect(absent).toBeLessThan(0.6);
    expect(total(own, 'db.absent') / total(own, 'db.finished')).toBeGreaterThan(0.97);
  });
});

describe('sleep', () => {
  const pausing: Step[] = ['work', { sleep: 30 }, 'work'];
  const ends = (whileCalling: string) => {
    const plan = steadyService(1, 10, { routine: pausing, whileCalling });
    const world = played({ shoppers: crowd(2, 'checkout'), checkout: plan }, { trace: firstRequests(2) });
    return [0, 1].map((request) => storyOf(world, request).at(-1));
  };

  test('takes its time, and keeps the server or lets another work meanwhile', () => {
    // 10 + 30 + 10, twice
    expect(ends('holds-server')).toEqual(['50 shoppers.succeededFirst', '100 shoppers.succeededFirst']);
    // the second works from 10 to 20, and again from 50 to 60
    expect(ends('frees-server')).toEqual(['50 shoppers.succeededFirst', '60 shoppers.succeededFirst']);
  });

  test('ends with its caller where work is cancelled then', () => {
    const plan = steadyService(1, 10, { routine: pausing, whenCallerLeaves: 'cancel' });
    const world = played({ shoppers: crowd(1, 'checkout', { attemptTimeout: 20 }), checkout: plan });
    expect([total(world, 'checkout.cancelled'), total(world, 'checkout.finished')]).toEqual([1, 0]);
  });
});

describe('in parallel with a quorum', () => {
  const three = { a: dear(10), b: dear(20), c: dear(90) };

  test('goes on with the second answer of three, and takes the third back', () => {
    const others = { ...three, c: dear(90, { whenCallerLeaves: 'cancel' }) };
    const world = walked([{ par: ['a', 'b', 'c'], quorum: 2 }], others);
    expect(last(world)).toBe('20 shoppers.succeededFirst');
    expect([total(world, 'c.cancelled'), total(world, 'c.finished')]).toEqual([1, 0]);
  });

  test('0 is all of them, and so is more than there are', () => {
    for (const quorum of [0, 3, 20]) expect(last(walked([{ par: ['a', 'b', 'c'], quorum }], three))).toBe('90 shoppers.succeededFirst');
  });

  test('of 2 of 3: one may fail, two may not, and then it does not wait for the last', () => {
    const oneDown = { ...three, a: dear(10, failing) };
    expect(last(walked([{ par: ['a', 'b', 'c'], quorum: 2 }], oneDown))).toBe('90 shoppers.succeededFirst');
    const twoDown = { ...oneDown, b: dear(20, failing) };
    const world = walked([{ par: ['a', 'b', 'c'], quorum: 2 }], twoDown);
    expect(storyOf(world, 0).filter((line) => line.endsWith('failedError'))).toEqual(['20 shoppers.failedError']);
  });
});

describe('repeat', () => {
  test('ten queries one after the other take ten times as long; none takes none', () => {
    const times = (repeat: number) => last(walked([{ repeat, steps: [{ call: 'db' }] }, 'answer'], { db: dear(7) }));
    expect([times(10), times(1), times(0)]).toEqual([70, 7, 0].map((at) => `${at} shoppers.succeededFirst`));
  });

  test('draws anew every time', () => {
    const exponential = { serviceTime: { kind: 'exponential', mean: 10 } };
    const run = (routine: Step[]) =>
      played({ shoppers: crowd(400, 'checkout'), checkout: steadyService(400, 0, { ...exponential, routine }) }, { duration: 5_000 });
    // the mean of ten is as long as one ten times as long, but half of them are not as short
    const [ten, one] = [run([{ repeat: 10, steps: ['work'] }]), run([{ work: 10 }])];
    expect(Math.abs(figure(ten, 'checkout.timeInSystem.mean') - 100)).toBeLessThan(8);
    // Erlang's median of ten: 96.7 ms; of one: 69.3
    expect(figure(ten, 'checkout.timeInSystem.p50')).toBeGreaterThan(90);
    expect(figure(one, 'checkout.timeInSystem.p50')).toBeLessThan(82);
  });

  test('a routine that comes to too much is refused', () => {
    const hundred = (steps: readonly Step[]): Step[] => [{ repeat: 100, steps }];
    expect(compileRoutine(hundred(hundred(['work'])), []).instructions).toHaveLength(10_001);
    expect(() => compileRoutine(hundred(hundred(hundred(['work']))), [])).toThrow('a routine comes to more than 100,000 instructions');
  });
});

describe('try', () => {
  const shops = { bad: dear(10, failing), good: dear(5), undo: dear(3) };
  const story = (routine: readonly Step[]) => {
    const world = walked(routine, shops);
    return [last(world), ...['bad', 'good', 'undo'].map((id) => total(world, `${id}.arrived`))];
  };

  test('what fails is caught, and the rest of it left out: a saga undoes what was done', () => {
    const saga: Step[] = [{ try: [{ call: 'good' }, { call: 'bad' }, { call: 'good' }], catch: [{ call: 'undo' }] }, { call: 'good' }];
    // 5 + 10 + 3 + 5
    expect(story(saga)).toEqual(['23 shoppers.succeededFirst', 1, 2, 1]);
  });

  test('where nothing fails nothing is caught', () => {
    expect(story([{ try: [{ call: 'good' }], catch: [{ call: 'undo' }] }])).toEqual(['5 shoppers.succeededFirst', 0, 1, 0]);
  });

  test('without "catch" it fails all the same, after "finally"', () => {
    expect(story([{ try: [{ call: 'bad' }], finally: [{ call: 'undo' }] }, { call: 'good' }])).toEqual([
      '13 shoppers.failedError',
      1,
      0,
      1,
    ]);
    expect(story([{ try: [{ call: 'good' }], finally: [{ call: 'undo' }] }])).toEqual(['8 shoppers.succeededFirst', 0, 1, 1]);
  });

  test('what fails in "catch" goes on failing, after "finally"', () => {
    const routine: Step[] = [{ try: [{ call: 'bad' }], catch: [{ call: 'bad' }], finally: [{ call: 'undo' }] }, { call: 'good' }];
    expect(story(routine)).toEqual(['23 shoppers.failedError', 2, 0, 1]);
  });

  test('the innermost catches', () => {
    const inner: Step = { try: [{ call: 'bad' }], catch: [{ call: 'good' }] };
    expect(story([{ try: [inner], catch: [{ call: 'undo' }] }])).toEqual(['15 shoppers.succeededFirst', 1, 1, 0]);
    // and what fails while it catches is for the one around it
    const failingTwice: Step = { try: [{ call: 'bad' }], catch: [{ call: 'bad' }] };
    expect(story([{ try: [failingTwice], catch: [{ call: 'undo' }] }])).toEqual(['23 shoppers.succeededFirst', 2, 0, 1]);
  });

  test('an error worth no retry stays one through "finally"', () => {
    const bad = dear(10, { fault: { kind: 'error-ratio', ratio: 1, retryable: false } });
    const world = walked([{ try: [{ call: 'bad' }], finally: ['work'] }], { bad });
    expect(last(world)).toBe('20 shoppers.failedPermanentError');
  });

  test('a crash is caught by nobody', () => {
    expect(story([{ try: [{ crash: 1 }], catch: [{ call: 'undo' }], finally: [{ call: 'undo' }] }])).toEqual([
      '0 shoppers.failedError',
      0,
      0,
      0,
    ]);
  });
});

test('a crash leaves done what was done, with the probability that it says', () => {
  const run = (crash: number) =>
    played(
      {
        shoppers: evenClient(1_000, 'checkout'),
        checkout: steadyService(100, 1, { calls: ['db'], routine: [{ call: 'db' }, { crash }, 'work'] }),
        db: dear(1),
      },
      { duration: 4_000 },
    );
  const some = run(0.2);
  // of 4,000 a fifth: σ = 25
  expect(Math.abs(total(some, 'checkout.answeredError') - 800)).toBeLessThan(110);
  expect(total(some, 'db.finished')).toBeGreaterThan(3_990);
  expect([total(run(0), 'checkout.answeredError'), total(run(1), 'checkout.finished')]).toEqual([0, 0]);
});
