import { describe, expect, test } from 'vitest';
import type { Step } from '../../../src/sim/routine/routine.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import { crowd, evenClient, figure, firstRequests, played, type Setting, samples, steadyService, storyOf, total } from '../../worlds.ts';

/** One shopper, or so many, at a `checkout` that works for 10 ms and calls what comes besides. */
function shop(checkout: Partial<ComponentPlan>, others: Record<string, ComponentPlan> = {}, requests = 1, setting: Setting = {}) {
  const components = { shoppers: crowd(requests, 'checkout'), checkout: steadyService(1, 10, checkout), ...others };
  return played(components, { trace: firstRequests(requests), ...setting });
}

/** What happened to one request after it reached `checkout`. */
const atCheckout = (world: ReturnType<typeof shop>, request = 0) => storyOf(world, request).slice(2);

/** When requests ended [ms], by their number. */
function ends(world: ReturnType<typeof shop>, requests: number): number[] {
  return Array.from({ length: requests }, (_, request) => Number(storyOf(world, request).at(-1)!.split(' ')[0]));
}

const failing = { kind: 'error-ratio', ratio: 1 };
const failingAtOnce = { ...failing, decided: 'start' };

describe('servers', () => {
  test('five requests at once, 2 servers, 100 ms each: answered at 100, 100, 200, 200 and 300 ms', () => {
    const world = played({ shoppers: crowd(5, 'checkout'), checkout: steadyService(2, 100) }, { trace: firstRequests(5) });
    expect(ends(world, 5)).toEqual([100, 100, 200, 200, 300]);
    // waited 0, 0, 100, 100 and 200 ms; in the queue: 3 for 100 ms, then 1 for 100
    expect(figure(world, 'checkout.waitingTime.mean')).toBe(80);
    expect(figure(world, 'checkout.timeInSystem.mean')).toBe(180);
    expect(samples(world, 'checkout.queueLength')).toEqual([3, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(samples(world, 'checkout.busy')).toEqual([2, 2, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(samples(world, 'checkout.inFlight')).toEqual([5, 3, 1, 0, 0, 0, 0, 0, 0, 0]);
    expect(samples(world, 'checkout.utilisation').slice(0, 4)).toEqual([1, 1, 0.5, 0]);
  });

  test('2 replicas of 2 servers serve like 4 servers, from one queue', () => {
    const run = (rest: object) =>
      played({ shoppers: crowd(9, 'checkout'), checkout: steadyService(1, 100, rest) }, { trace: firstRequests(9) });
    const expected = [100, 100, 100, 100, 200, 200, 200, 200, 300];
    expect(ends(run({ replicas: 2, servers: 2 }), 9)).toEqual(expected);
    expect(ends(run({ servers: 4 }), 9)).toEqual(expected);
    expect(figure(run({ replicas: 2, servers: 2 }), 'checkout.servers')).toBe(4);
  });

  test('replicas take free servers in turn: with 2 of 3 failing, every third request is served', () => {
    // one at a time, so always all are free
    const world = played(
      {
        shoppers: evenClient(10, 'checkout'),
        checkout: steadyService(5, 10, { replicas: 3, fault: { kind: 'fail-fast', share: 2 / 3 } }),
      },
      { trace: firstRequests(9) },
    );
    const served = Array.from({ length: 9 }, (_, request) => storyOf(world, request).some((line) => line.endsWith('started')));
    expect(served).toEqual([false, false, true, false, false, true, false, false, true]);
  });

  test('more servers in mid-run take what waits at that moment', () => {
    // 1 server: the first from 0 to 100; from 50 on 3 servers, which take two more
    const world = played(
      { shoppers: crowd(5, 'checkout'), checkout: steadyService(1, 100) },
      { trace: firstRequests(5), changes: [{ at: 50, set: { 'checkout.servers': 3 } }] },
    );
    expect(ends(world, 5)).toEqual([100, 150, 150, 200, 250]);
    expect(figure(world, 'checkout.servers')).toBeCloseTo(0.05 * 1 + 0.95 * 3, 12);
  });

  test('fewer servers in mid-run: those that go finish what they are doing', () => {
    const world = played(
      { shoppers: crowd(5, 'checkout'), checkout: steadyService(3, 100) },
      { trace: firstRequests(5), changes: [{ at: 50, set: { 'checkout.servers': 1 } }] },
    );
    expect(ends(world, 5)).toEqual([100, 100, 100, 200, 300]);
    // 3 busy of 1 from 50 to 100 ms: a share above 1 says that more work than there are servers
    expect(samples(world, 'checkout.busy').slice(0, 3)).toEqual([3, 1, 1]);
    expect(samples(world, 'checkout.servers').slice(0, 2)).toEqual([2, 1]);
  });

  test('fewer replicas in mid-run likewise, and what waits goes to those that stay', () => {
    const world = played(
      { shoppers: crowd(6, 'checkout'), checkout: steadyService(1, 100, { replicas: 3 }) },
      {
        trace: firstRequests(6),
        changes: [
          { at: 50, set: { 'checkout.replicas': 1 } },
          { at: 250, set: { 'checkout.replicas': 2 } },
        ],
      },
    );
    // three until 100; one from 100 and from 200; at 250 a second comes and takes the last
    expect(ends(world, 6)).toEqual([100, 100, 100, 200, 300, 350]);
  });

  test('a change spread out adds servers one by one', () => {
    const world = played(
      { shoppers: crowd(8, 'checkout'), checkout: steadyService(1, 1_000) },
      { duration: 3_000, trace: firstRequests(8), changes: [{ at: 0, over: 400, set: { 'checkout.servers': 5 } }] },
    );
    // 1 + 4 · t/400 rounded: the 2nd server at 52 ms, the 3rd at 152, the 4th at 252, the 5th at 352
    const starts = Array.from({ length: 5 }, (_, request) => storyOf(world, request).find((line) => line.endsWith('started')));
    expect(starts).toEqual([0, 52, 152, 252, 352].map((at) => `${at} checkout.started`));
  });
});

describe('instances that are gone', () => {
  const traffic = (rate: number) => evenClient(rate, 'checkout');

  test('from 7 to 1: no newcomer goes to the other six, whatever befalls that one', () => {
    const world = played(
      { shoppers: traffic(10), checkout: steadyService(10, 10, { replicas: 7 }) },
      {
        duration: 60_000,
        changes: [
          { at: 10_050, set: { 'checkout.replicas': 1 } },
          { at: 20_050, set: { 'checkout.fault': { kind: 'error-ratio', ratio: 1 } } },
        ],
      },
    );
    // one every 100 ms, the last at 59.9 s: 200 by 20 s succeed, 399 fail
    expect([total(world, 'checkout.finished'), total(world, 'checkout.answeredError')]).toEqual([200, 399]);
  });

  test('from 7 to 2: at most two are busy once the others have finished', () => {
    const world = played(
      { shoppers: traffic(20), checkout: steadyService(1, 1_000, { replicas: 7 }) },
      { duration: 40_000, bins: 80, changes: [{ at: 10_320, set: { 'checkout.replicas': 2 } }] },
    );
    const busy = samples(world, 'checkout.busy');
    expect(busy[20]).toBeGreaterThan(2);
    for (const figures of [busy, samples(world, 'checkout.utilisation')])
      for (const value of figures.slice(23)) expect(value).toBeLessThanOrEqual(figures === busy ? 2 : 1);
    expect(busy.slice(23)).toEqual(Array<number>(57).fill(2));
  });

  test('finish what they do, or as much as their grace allows; the rest is an error at its end', () => {
    const run = (grace: number | null, back: object = {}) =>
      ends(
        played(
          { shoppers: crowd(3, 'checkout'), checkout: steadyService(1, 100, { replicas: 3, grace }) },
          {
            trace: firstRequests(3),
            changes: [
              { at: 50, set: { 'checkout.replicas': 1 } },
              { at: 60, set: back as Record<string, unknown> },
            ],
          },
        ),
        3,
      );
    expect(run(null)).toEqual([100, 100, 100]);
    expect(run(0)).toEqual([100, 50, 50]);
    expect(run(20)).toEqual([100, 70, 70]);
    // the second is wanted again by then
    expect(run(20, { 'checkout.replicas': 2 })).toEqual([100, 100, 70]);
  });
});

describe('work in service when its instance is struck', () => {
  const struckAt = (fault: object, others: object[] = []) => [
    { at: 5_500, set: { 'checkout.fault': fault, 'shoppers.enabled': false } },
    ...(others as { at: number; set: Record<string, unknown> }[]),
  ];
  const five = (changes: ReturnType<typeof struckAt>, checkout: object = {}) => {
    const world = played(
      { shoppers: evenClient(1, 'checkout'), checkout: steadyService(100, 8_000, checkout) },
      { duration: 30_000, trace: firstRequests(5), changes },
    );
    return Array.from({ length: 5 }, (_, request) => storyOf(world, request).at(-1));
  };

  test('a process that is gone has lost it: five callers hear of that at once', () => {
    expect(five(struckAt({ kind: 'fail-fast' }))).toEqual(Array<string>(5).fill('5500 shoppers.failedError'));
  });

  test('of two instances one is struck: what the other works on is answered', () => {
    const answers = five(struckAt({ kind: 'fail-fast', share: 0.5 }), { replicas: 2 });
    expect(answers.filter((answer) => answer === '5500 shoppers.failedError')).toHaveLength(3);
    expect(answers.filter((answer) => answer?.endsWith('succeededFirst'))).toEqual([
      '10000 shoppers.succeededFirst',
      '12000 shoppers.succeededFirst',
    ]);
  });

  test('stands still for as long as the fault lasts, whether it works or waits for others', () => {
    const over = [{ at: 20_500, set: { 'checkout.fault': { kind: 'none' } } }];
    expect(five(struckAt({ kind: 'slow', inService: 'frozen' }, over))).toEqual(
      [1, 2, 3, 4, 5].map((second) => `${second * 1_000 + 8_000 + 15_000} shoppers.succeededFirst`),
    );
    const world = shop({ calls: ['database'], routine: [{ call: 'database' }, { work: 1 }] }, { database: steadyService(1, 30) }, 1, {
      changes: [
        { at: 10, set: { 'checkout.fault': { kind: 'hang', inService: 'frozen' } } },
        { at: 200, set: { 'checkout.fault': { kind: 'none' } } },
      ],
    });
    // the database answers at 30, which it learns of at 200
    expect(ends(world, 1)).toEqual([210]);
  });

  test('one that stands still and is taken back is gone', () => {
    const world = played(
      { shoppers: crowd(1, 'checkout', { attemptTimeout: 50 }), checkout: steadyService(1, 100, { whenCallerLeaves: 'cancel' }) },
      {
        trace: firstRequests(1),
        changes: [
          { at: 20, set: { 'checkout.fault': { kind: 'slow', inService: 'frozen' } } },
          { at: 90, set: { 'checkout.fault': { kind: 'none' } } },
        ],
      },
    );
    expect(storyOf(world, 0).slice(-3)).toEqual(['50 shoppers.attemptTimedOut', '50 checkout.cancelled', '50 shoppers.failedTimedOut']);
  });
});

describe('a full queue', () => {
  const queue = (capacity: number, counts: string) => ({ loadShedding: { kind: 'bounded-queue', capacity, counts } });

  test('of 2 behind 1 server: of five at once one is served, two wait, two are shed', () => {
    const world = shop(queue(2, 'waiting'), {}, 5);
    expect(ends(world, 5)).toEqual([10, 20, 30, 0, 0]);
    expect(atCheckout(world, 4)).toEqual(['0 checkout.arrived', '0 checkout.shed', '0 shoppers.attemptShed', '0 shoppers.failedShed']);
  });

  test('that counts those in service holds one fewer', () => {
    expect(ends(shop(queue(2, 'waiting-and-serving'), {}, 5), 5)).toEqual([10, 20, 0, 0, 0]);
  });

  test('whoever is shed may come again: at 0, 15 and 30 ms, by when there is room', () => {
    const components = {
      shoppers: crowd(4, 'checkout', { maxAttempts: 3, retryDelay: { kind: 'constant', delay: 15 } }),
      checkout: steadyService(1, 10, queue(1, 'waiting')),
    };
    // 0: A served, B waits, C and D are shed; 15: B is in service, C waits, D is shed; 30: A, B and C are done
    const world = played(components, { trace: firstRequests(4) });
    expect(ends(world, 4)).toEqual([10, 20, 30, 40]);
  });
});

describe('a routine', () => {
  const database = { database: steadyService(1, 30) };
  const walked = (routine: readonly Step[], setting: Setting = {}, checkout = {}, others: Record<string, ComponentPlan> = database) =>
    shop({ calls: Object.keys(others), routine, ...checkout }, others, 1, setting);

  test('left out: works, calls everybody in turn, answers', () => {
    const world = shop({ calls: ['cache', 'database'] }, { cache: steadyService(1, 5), ...database });
    expect(atCheckout(world)).toEqual([
      '0 checkout.arrived',
      '0 checkout.started',
      '10 checkout.sent',
      '10 cache.arrived',
      '10 cache.started',
      '15 cache.finished',
      '15 checkout.attemptOk',
      '15 checkout.sent',
      '15 database.arrived',
      '15 database.started',
      '45 database.finished',
      '45 checkout.attemptOk',
      '45 checkout.finished',
      '45 shoppers.attemptOk',
      '45 shoppers.succeededFirst',
    ]);
  });

  test('works in pieces: 10, half of 10 and twice 10 ms', () => {
    expect(ends(walked(['work', { work: 0.5 }, { work: 2 }, 'answer']), 1)).toEqual([35]);
  });

  test('of nothing answers at once', () => {
    expect(atCheckout(walked(['answer']))).toEqual([
      '0 checkout.arrived',
      '0 checkout.started',
      '0 checkout.finished',
      '0 shoppers.attemptOk',
      '0 shoppers.succeededFirst',
    ]);
    expect(ends(walked([]), 1)).toEqual([0]);
  });

  test('that does not answer by itself answers at its end', () => {
    expect(ends(walked(['work', { call: 'database' }]), 1)).toEqual([40]);
  });

  test('calls before it works, and the same one twice', () => {
    expect(ends(walked([{ call: 'database' }, 'work', { call: 'database' }]), 1)).toEqual([70]);
  });

  test('in parallel waits for the slowest: 5 and 30 ms take 30', () => {
    const world = walked([{ par: ['cache', 'database'] }, 'work'], {}, {}, { cache: steadyService(1, 5), ...database });
    expect(ends(world, 1)).toEqual([40]);
  });

  test('in parallel to one server takes its time twice, to two servers once', () => {
    const parallel: Step[] = [{ par: ['database', 'database'] }];
    expect(ends(walked(parallel), 1)).toEqual([60]);
    expect(ends(walked(parallel, {}, {}, { database: steadyService(2, 30) }), 1)).toEqual([30]);
  });

  test('in parallel with nobody goes on', () => {
    expect(ends(walked([{ par: [] }, 'work']), 1)).toEqual([10]);
  });

  test('branches: always, never, or as often as it says', () => {
    const branching = (branch: number, rest: object = {}): Step[] => [{ branch, then: [{ work: 4 }], ...rest }, 'work'];
    expect(ends(walked(branching(1)), 1)).toEqual([50]);
    expect(ends(walked(branching(0)), 1)).toEqual([10]);
    expect(ends(walked(branching(0, { else: [{ work: 2 }] })), 1)).toEqual([30]);
    expect(ends(walked(branching(1, { else: [{ work: 2 }] })), 1)).toEqual([50]);
    const world = played({
      shoppers: crowd(10_000, 'checkout'),
      checkout: steadyService(10_000, 10, { routine: [{ branch: 0.3, then: [{ work: 4 }], else: ['work'] }] }),
    });
    // 30 % of 40 ms and 70 % of 10 ms: 19 ms, to four standard errors (13.7 ms / √10,000)
    expect(figure(world, 'checkout.timeInSystem.mean')).toBeCloseTo(19, 0);
    expect(Math.abs(figure(world, 'checkout.timeInSystem.mean') - 19)).toBeLessThan(4 * 0.1375);
  });

  test('branches within branches', () => {
    const routine: Step[] = [
      { branch: 1, then: [{ branch: 0, then: [{ work: 100 }], else: [{ work: 2 }] }, { work: 3 }], else: [{ work: 50 }] },
      'work',
    ];
    expect(ends(walked(routine), 1)).toEqual([60]);
  });

  test('may answer early and go on working: nobody waits for the rest, the server stays taken', () => {
    const world = shop({ routine: ['work', 'answer', { work: 5 }] }, {}, 2);
    // each takes the server for 60 ms and answers after 10
    expect(storyOf(world, 1)).toEqual([
      '0 shoppers.arrived',
      '0 shoppers.sent',
      '0 checkout.arrived',
      '60 checkout.started',
      '70 shoppers.attemptOk',
      '70 shoppers.succeededFirst',
      '120 checkout.finished',
    ]);
    expect(figure(world, 'shoppers.responseTime.mean')).toBe(40);
    expect(figure(world, 'checkout.timeInSystem.mean')).toBe(90);
  });

  test('answers once: a second answer says nothing', () => {
    const world = shop({ routine: ['answer', 'work', 'answer', 'work'] });
    expect(storyOf(world, 0).filter((line) => line.includes('attemptOk'))).toEqual(['0 shoppers.attemptOk']);
    expect(atCheckout(world).at(-1)).toBe('20 checkout.finished');
  });

  test('whose work after the early answer fails fails unseen', () => {
    const world = shop({ routine: ['answer', 'work'], fault: failing });
    expect(atCheckout(world).slice(-2)).toEqual(['0 shoppers.succeededFirst', '10 checkout.answeredError']);
  });

  test('ends with an error when a call fails, and goes no further', () => {
    const world = walked([{ call: 'database' }, 'work'], {}, {}, { database: steadyService(1, 30, { fault: failing }) });
    expect(atCheckout(world).slice(-5)).toEqual([
      '30 database.answeredError',
      '30 checkout.attemptError',
      '30 checkout.answeredError',
      '30 shoppers.attemptError',
      '30 shoppers.failedError',
    ]);
  });

  test('passes on whether trying again can mend it', () => {
    const outcome = (retryable: boolean) => {
      const world = walked([{ call: 'database' }], {}, {}, { database: steadyService(1, 30, { fault: { ...failing, retryable } }) });
      return storyOf(world, 0).at(-1);
    };
    expect([outcome(true), outcome(false)]).toEqual(['30 shoppers.failedError', '30 shoppers.failedPermanentError']);
  });

  test('in parallel ends with the first error, and takes the others back', () => {
    const world = walked(
      [{ par: ['cache', 'database'] }, 'work'],
      {},
      {},
      { cache: steadyService(1, 5, { fault: failing }), database: steadyService(1, 30, { whenCallerLeaves: 'cancel' }) },
    );
    expect(atCheckout(world).slice(8)).toEqual([
      '5 cache.answeredError',
      '5 checkout.attemptError',
      '5 checkout.attemptWithdrawn',
      '5 database.cancelled',
      '5 checkout.answeredError',
      '5 shoppers.attemptError',
      '5 shoppers.failedError',
    ]);
  });

  test('in parallel where the first fails at once never makes the others', () => {
    const world = walked(
      [{ par: ['cache', 'database'] }],
      {},
      {},
      { cache: steadyService(1, 5, { fault: { kind: 'fail-fast' } }), ...database },
    );
    expect([total(world, 'checkout.sent'), total(world, 'database.arrived')]).toEqual([1, 0]);
  });

  test('retries a call with its own attempts, while the server is held', () => {
    const world = walked(
      [{ call: 'database' }],
      { changes: [{ at: 100, set: { 'database.fault': { kind: 'none' } } }] },
      { maxAttempts: 5, retryDelay: { kind: 'constant', delay: 20 } },
      { database: steadyService(1, 30, { fault: failing }) },
    );
    // fails at 30 and 80, works at 130: the third attempt began at 100, after the change at that moment
    expect(ends(world, 1)).toEqual([130]);
    expect(samples(world, 'checkout.busy')[0]).toBe(1);
  });
});

describe('work that hangs', () => {
  const hang = (hungWork: string) => ({ kind: 'hang', hungWork });
  const over = (at: number) => [{ at, set: { 'checkout.fault': { kind: 'none' } } }];
  const hung = (hungWork: string) =>
    played(
      { shoppers: crowd(3, 'checkout'), checkout: steadyService(2, 10, { fault: hang(hungWork) }) },
      { trace: firstRequests(3), changes: over(70) },
    );

  test('holds its server until the fault is over, and then takes its time', () => {
    expect(ends(hung('resumes'), 3)).toEqual([80, 80, 90]);
    expect(samples(hung('resumes'), 'checkout.busy')[0]).toBeCloseTo((2 * 80 + 10) / 100, 12);
  });

  test('or fails at that moment, which frees its server', () => {
    const world = hung('fails');
    expect(ends(world, 3)).toEqual([70, 70, 80]);
    expect(total(world, 'checkout.answeredError')).toBe(2);
  });

  test('all of it fails where the instance is well again, even if a failure takes back work that hangs elsewhere', () => {
    // in turn: one of a pair to the first instance, the other to the second, a call of somebody else to the third
    const world = played(
      {
        shoppers: crowd(1, 'checkout'),
        others: crowd(1, 'database'),
        checkout: steadyService(1, 0, { calls: ['database'], routine: [{ par: ['database', 'database'] }] }),
        database: steadyService(1, 10, { replicas: 3, whenCallerLeaves: 'cancel', fault: hang('fails') }),
      },
      // only the first instance still hangs
      { trace: firstRequests(2), changes: [{ at: 50, set: { 'database.fault.share': 1 / 3 } }] },
    );
    expect(storyOf(world, 0).filter((line) => line.includes('database'))).toEqual([
      '0 database.arrived',
      '0 database.started',
      '0 database.arrived',
      '0 database.started',
      '50 database.answeredError',
      '50 database.cancelled',
    ]);
    expect(storyOf(world, 1).slice(-2)).toEqual(['50 others.attemptError', '50 others.failedError']);
  });
});

describe('how much work it is', () => {
  const run = (serviceTimeDrawn: string) =>
    played(
      {
        shoppers: crowd(1, 'checkout', { maxAttempts: 4, attemptTimeout: 20, retryDelay: { kind: 'constant', delay: 30 } }),
        checkout: { kind: 'service', servers: 10, serviceTime: { kind: 'uniform', min: 21, max: 1_000 }, serviceTimeDrawn },
      },
      { duration: 2_000, trace: firstRequests(1) },
    );
  const workTimes = (serviceTimeDrawn: string) => {
    const story = storyOf(run(serviceTimeDrawn), 0);
    const ends = story.filter((line) => line.endsWith('checkout.wasted')).map((line) => Number(line.split(' ')[0]));
    const starts = story.filter((line) => line.endsWith('checkout.started')).map((line) => Number(line.split(' ')[0]));
    return { starts, ends };
  };

  test('drawn once per request: every attempt takes as long', () => {
    const { starts, ends } = workTimes('request');
    expect(starts).toEqual([0, 50, 100, 150]);
    expect(ends.map((end, i) => (end - starts[i]).toFixed(3))).toEqual(Array(4).fill(ends[0].toFixed(3)));
  });

  test('drawn for each attempt: four attempts, four times', () => {
    const { starts, ends } = workTimes('attempt');
    expect(starts).toEqual([0, 50, 100, 150]);
    expect(new Set(ends.map((end, i) => end - starts[i])).size).toBe(4);
  });

  test('is the same whatever stands before it', () => {
    const time = (checkout: object) =>
      figure(
        played({
          shoppers: crowd(1, 'checkout'),
          checkout: { kind: 'service', serviceTime: { kind: 'exponential', mean: 50 }, ...checkout },
        }),
        'checkout.timeInSystem.mean',
      );
    expect(time({ replicas: 3, servers: 2, loadShedding: { kind: 'bounded-queue' } })).toBe(time({}));
  });
});

describe('while it waits for others', () => {
  // two requests at one server: 10 ms of work, then 100 ms at the database
  const run = (whileCalling: string, rest: object = {}, routine: readonly Step[] = ['work', { call: 'database' }, 'answer']) =>
    shop({ calls: ['database'], whileCalling, routine, ...rest }, { database: steadyService(10, 100) }, 2);

  test('it holds its server: 110 and 220 ms', () => {
    const world = run('holds-server');
    expect(ends(world, 2)).toEqual([110, 220]);
    expect(samples(world, 'checkout.busy')).toEqual([1, 1, expect.closeTo(0.2, 12), 0, 0, 0, 0, 0, 0, 0]);
    expect(samples(world, 'checkout.queueLength').slice(0, 2)).toEqual([1, expect.closeTo(0.1, 12)]);
  });

  test('or frees it: 110 and 120 ms', () => {
    const world = run('frees-server');
    expect(ends(world, 2)).toEqual([110, 120]);
    // busy for 2 × 10 ms; in flight all the while
    expect(figure(world, 'checkout.busy')).toBeCloseTo(0.02, 12);
    expect(figure(world, 'checkout.inFlight')).toBeCloseTo(0.23, 12);
    expect(figure(world, 'checkout.queueLength')).toBeCloseTo(0.01, 12);
  });

  test('to work again it needs a server again, and waits for it: 120 and 130 ms', () => {
    const world = run('frees-server', {}, ['work', { call: 'database' }, 'work']);
    // both come back, at 110 and 120, to a server that is free by then
    expect(ends(world, 2)).toEqual([120, 130]);
  });

  test('it queues behind those who came meanwhile', () => {
    const world = played(
      {
        shoppers: evenClient(100, 'checkout'),
        checkout: steadyService(1, 40, {
          calls: ['database'],
          whileCalling: 'frees-server',
          routine: ['work', { call: 'database' }, 'work'],
        }),
        database: steadyService(10, 5),
      },
      { trace: firstRequests(3), changes: [{ at: 35, set: { 'shoppers.enabled': false } }] },
    );
    // born at 10, 20, 30; A works 10–50, B 50–90, C 90–130; A comes back at 55 and works 130–170, B at 95, C at 135
    expect(ends(world, 3)).toEqual([170, 210, 250]);
    expect(total(world, 'checkout.started')).toBe(3);
  });

  test('who waits to work again is waiting, not working: never more busy than servers', () => {
    const world = played(
      {
        shoppers: crowd(20, 'checkout'),
        checkout: steadyService(1, 20, {
          calls: ['database'],
          whileCalling: 'frees-server',
          routine: ['work', { call: 'database' }, 'work'],
        }),
        database: steadyService(100, 1),
      },
      { bins: 100 },
    );
    // 40 pieces of work of 20 ms without a break
    expect(samples(world, 'checkout.busy').slice(0, 80)).toEqual(Array(80).fill(1));
    expect(Math.max(...samples(world, 'checkout.utilisation'))).toBe(1);
    expect(samples(world, 'checkout.inFlight')[0]).toBeCloseTo(20, 12);
  });

  test('who comes back is never shed, though the queue is full', () => {
    const world = run('frees-server', { loadShedding: { kind: 'bounded-queue', capacity: 1 } }, [
      'work',
      { call: 'database' },
      { work: 10 },
    ]);
    expect(total(world, 'checkout.shed')).toBe(0);
    // away 10–110 and 20–120; A works 110–210, B waits and works 210–310
    expect(ends(world, 2)).toEqual([210, 310]);
  });

  test('who comes back to wait may still be dropped: its caller leaves at 150 ms', () => {
    const world = played(
      {
        shoppers: crowd(2, 'checkout', { attemptTimeout: 150 }),
        checkout: steadyService(1, 10, {
          calls: ['database'],
          whileCalling: 'frees-server',
          whenCallerLeaves: 'drop-if-queued',
          routine: ['work', { call: 'database' }, { work: 10 }],
        }),
        database: steadyService(10, 100),
      },
      { trace: firstRequests(2) },
    );
    expect(storyOf(world, 1).slice(-3)).toEqual(['150 shoppers.attemptTimedOut', '150 checkout.dropped', '150 shoppers.failedTimedOut']);
    expect(storyOf(world, 0).at(-2)).toBe('210 checkout.wasted');
    expect(figure(world, 'checkout.inFlight', 3)).toBe(0);
  });

  test('a task that has freed its server is on no instance: one that fails fast does not lose it', () => {
    const world = shop(
      { calls: ['database'], whileCalling: 'frees-server', routine: ['work', { call: 'database' }, 'work'] },
      { database: steadyService(10, 100) },
      1,
      { changes: [{ at: 50, set: { 'checkout.fault': { kind: 'fail-fast' } } }] },
    );
    expect(atCheckout(world).slice(-3)).toEqual(['120 checkout.finished', '120 shoppers.attemptOk', '120 shoppers.succeededFirst']);
  });
});

describe('when its caller leaves', () => {
  // two requests at one server, 100 ms each; callers wait 50 ms
  const run = (whenCallerLeaves: string, rest: object = {}) =>
    played(
      { shoppers: crowd(2, 'checkout', { attemptTimeout: 50 }), checkout: steadyService(1, 100, { whenCallerLeaves, ...rest }) },
      { trace: firstRequests(2) },
    );

  test('it keeps working: 200 ms of work for nobody', () => {
    const world = run('keep-working');
    expect(storyOf(world, 0).slice(-2)).toEqual(['100 checkout.wasted', '100 shoppers.late']);
    expect(storyOf(world, 1).slice(-3)).toEqual(['100 checkout.started', '200 checkout.wasted', '200 shoppers.late']);
    expect(figure(world, 'checkout.busy')).toBeCloseTo(0.2, 12);
    expect([figure(world, 'checkout.wasted'), figure(world, 'checkout.throughput'), figure(world, 'checkout.goodput')]).toEqual([2, 2, 0]);
  });

  test('or drops what still waits: 100 ms of work for nobody', () => {
    const world = run('drop-if-queued');
    expect(storyOf(world, 0).slice(-2)).toEqual(['100 checkout.wasted', '100 shoppers.late']);
    expect(storyOf(world, 1).slice(-3)).toEqual(['50 shoppers.attemptTimedOut', '50 checkout.dropped', '50 shoppers.failedTimedOut']);
    expect(figure(world, 'checkout.busy')).toBeCloseTo(0.1, 12);
    expect(total(world, 'shoppers.late')).toBe(1);
  });

  test('or stops: the server is free at 50 ms, and takes the other, whose caller leaves at that moment too', () => {
    const world = run('cancel');
    expect(storyOf(world, 0).slice(-3)).toEqual(['50 shoppers.attemptTimedOut', '50 checkout.cancelled', '50 shoppers.failedTimedOut']);
    expect(storyOf(world, 1).slice(-4)).toEqual([
      '50 checkout.started',
      '50 shoppers.attemptTimedOut',
      '50 checkout.cancelled',
      '50 shoppers.failedTimedOut',
    ]);
    expect(figure(world, 'checkout.busy')).toBeCloseTo(0.05, 12);
    expect([total(world, 'shoppers.late'), figure(world, 'checkout.cancelled')]).toEqual([0, 2]);
  });

  test('cancelling goes all the way down', () => {
    const cancel = { whenCallerLeaves: 'cancel' };
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 50 }),
        checkout: steadyService(1, 10, { calls: ['stock'], ...cancel }),
        stock: steadyService(1, 10, { calls: ['database', 'log'], routine: [{ par: ['database', 'log'] }], ...cancel }),
        database: steadyService(1, 100, cancel),
        log: steadyService(1, 100),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-10)).toEqual([
      '50 shoppers.attemptTimedOut',
      '50 checkout.cancelled',
      '50 checkout.attemptWithdrawn',
      '50 stock.cancelled',
      '50 stock.attemptWithdrawn',
      '50 database.cancelled',
      '50 stock.attemptWithdrawn',
      '50 shoppers.failedTimedOut',
      // the log does not heed it
      '110 log.wasted',
      '110 stock.late',
    ]);
  });

  test('and for each of several at once', () => {
    const world = played(
      {
        shoppers: crowd(3, 'checkout', { attemptTimeout: 50 }),
        checkout: steadyService(5, 0, { calls: ['database'], whenCallerLeaves: 'cancel', routine: [{ call: 'database' }] }),
        database: steadyService(5, 1_000, { whenCallerLeaves: 'cancel' }),
      },
      { trace: firstRequests(3) },
    );
    for (const request of [0, 1, 2]) expect(storyOf(world, request), String(request)).toContain('50 database.cancelled');
    expect([figure(world, 'checkout.busy'), figure(world, 'database.busy')]).toEqual([0.15, 0.15]);
  });

  test('cancelling ends a wait for a retry downstream', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 50 }),
        checkout: steadyService(1, 10, {
          calls: ['database'],
          whenCallerLeaves: 'cancel',
          maxAttempts: 5,
          retryDelay: { kind: 'constant', delay: 500 },
        }),
        database: steadyService(1, 10, { fault: failing }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(-3)).toEqual(['50 shoppers.attemptTimedOut', '50 checkout.cancelled', '50 shoppers.failedTimedOut']);
    expect(figure(world, 'checkout.waitingToRetry')).toBeCloseTo(0.03, 12);
  });

  test('whoever answered early goes on regardless', () => {
    const world = shop({ whenCallerLeaves: 'cancel', routine: ['answer', { work: 5 }] });
    expect(atCheckout(world).at(-1)).toBe('50 checkout.finished');
  });

  test('also when the caller leaves while the early answer is on its way: it answers once', () => {
    // one way takes 30 ms: arrives at 30, answers at 40, given up at 35; the cancellation comes at 65, before the answer at 70
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 35, networkDelay: { kind: 'constant', value: 30 } }),
        checkout: steadyService(1, 10, { whenCallerLeaves: 'cancel', routine: ['work', 'answer', { work: 10 }] }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(4)).toEqual([
      '35 shoppers.attemptTimedOut',
      '35 shoppers.failedTimedOut',
      '70 shoppers.late',
      '140 checkout.wasted',
    ]);
  });

  test('the news follows a call that is still under way, though the network has become faster', () => {
    // sent at 0 to arrive at 30; from 10 on the network takes no time; given up at 20
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 20, networkDelay: { kind: 'constant', value: 30 } }),
        checkout: steadyService(1, 100, { whenCallerLeaves: 'cancel' }),
      },
      { trace: firstRequests(1), changes: [{ at: 10, set: { 'shoppers.networkDelay': { kind: 'constant', value: 0 } } }] },
    );
    expect(storyOf(world, 0).slice(-3)).toEqual(['30 checkout.arrived', '30 checkout.started', '30 checkout.cancelled']);
  });
});

describe('what a freed server brings about', () => {
  const cancel = { whenCallerLeaves: 'cancel' };

  test('a timeout that lets a sibling start and fail ends their task once', () => {
    // both parallel calls go to one server; at 50 the first is given up, the second starts, and fails at once
    const world = played(
      {
        shoppers: crowd(1, 'checkout'),
        checkout: steadyService(1, 10, { calls: ['database'], routine: [{ par: ['database', 'database'] }], attemptTimeout: 50 }),
        database: steadyService(1, 100, cancel),
      },
      { trace: firstRequests(1), changes: [{ at: 20, set: { 'database.fault': failingAtOnce } }] },
    );
    expect(storyOf(world, 0).slice(-8)).toEqual([
      '50 checkout.attemptTimedOut',
      '50 database.cancelled',
      '50 database.started',
      '50 database.answeredError',
      '50 checkout.attemptError',
      '50 checkout.answeredError',
      '50 shoppers.attemptError',
      '50 shoppers.failedError',
    ]);
  });

  test('so does a deadline', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout'),
        checkout: steadyService(1, 10, { calls: ['database'], routine: [{ par: ['database', 'database'] }], deadline: 50 }),
        database: steadyService(1, 100, cancel),
      },
      { trace: firstRequests(1), changes: [{ at: 20, set: { 'database.fault': failingAtOnce } }] },
    );
    expect(storyOf(world, 0).filter((line) => line.startsWith('50 checkout.'))).toEqual([
      '50 checkout.attemptTimedOut',
      '50 checkout.attemptError',
      '50 checkout.answeredError',
    ]);
  });

  test('so does a third that fails, and the two others are taken back', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout'),
        checkout: steadyService(1, 10, { calls: ['cache', 'database'], routine: [{ par: ['database', 'database', 'cache'] }] }),
        cache: steadyService(1, 50, { fault: failing }),
        database: steadyService(1, 100, cancel),
      },
      { trace: firstRequests(1), changes: [{ at: 20, set: { 'database.fault': failingAtOnce } }] },
    );
    // the first is taken back, which starts the second; that fails into a task that is ending already
    expect(storyOf(world, 0).filter((line) => /^50 (checkout|shoppers)/.test(line))).toEqual([
      '50 checkout.attemptError',
      '50 checkout.attemptWithdrawn',
      '50 checkout.attemptError',
      '50 checkout.answeredError',
      '50 shoppers.attemptError',
      '50 shoppers.failedError',
    ]);
  });

  test('20,000 that wait and fail at once fail in the order in which they came, before the end that let them start is told', () => {
    const requests = 20_000;
    const world = played(
      { shoppers: crowd(requests, 'checkout'), checkout: steadyService(1, 100) },
      { trace: firstRequests(requests), changes: [{ at: 50, set: { 'checkout.fault': failingAtOnce } }] },
    );
    const { trace } = world;
    const failed = trace!.requests.filter((_, i) => trace!.times[i] === 100_000 && trace!.components[i] === 0 && trace!.callNumbers[i] < 0);
    expect(failed).toEqual(Array.from({ length: requests }, (_, i) => (i + 1) % requests));
  });

  test('the one that waits is served before one that comes at that very moment', () => {
    // each is served twice: A at 0, B at 10; A’s second call comes at 10 and waits until 20, B’s comes at 20
    const world = played(
      {
        shoppers: crowd(2, 'gateway'),
        gateway: steadyService(2, 0, { calls: ['checkout'], routine: [{ call: 'checkout' }, { call: 'checkout' }] }),
        checkout: steadyService(1, 10),
      },
      { trace: firstRequests(2) },
    );
    expect(ends(world, 2)).toEqual([30, 40]);
  });

  test('nor does the answer to one that waited bring in another before the rest', () => {
    // work is answered as it begins, and the gateway then calls again. A works 0–20; A’s second call, B and C wait. At 5
    // there are four servers for them: B’s answer brings its second call while C still waits
    const world = played(
      {
        shoppers: crowd(3, 'gateway'),
        gateway: steadyService(3, 0, { calls: ['checkout'], routine: [{ call: 'checkout' }, { call: 'checkout' }] }),
        checkout: steadyService(1, 20, { routine: ['answer', 'work'] }),
      },
      { trace: firstRequests(3), changes: [{ at: 5, set: { 'checkout.servers': 4 } }] },
    );
    const starts = (request: number) => storyOf(world, request).filter((line) => line.endsWith('checkout.started'));
    expect([0, 1, 2].map(starts)).toEqual([
      ['0 checkout.started', '5 checkout.started'],
      ['5 checkout.started', '20 checkout.started'],
      ['5 checkout.started', '25 checkout.started'],
    ]);
  });
});

describe('duplicate side effects', () => {
  // 120 ms of work, given up after 100 and retried: the work is done twice for one request
  const run = (checkout: object, shoppers: object = {}) =>
    played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 100, maxAttempts: 3, retryDelay: { kind: 'constant', delay: 0 }, ...shoppers }),
        checkout: steadyService(5, 120, checkout),
      },
      { trace: firstRequests(1) },
    );

  test('three attempts done in full are two too many', () => {
    const world = run({});
    expect([total(world, 'checkout.effectRepeated'), total(world, 'shoppers.duplicated')]).toEqual([2, 2]);
    expect(figure(world, 'shoppers.duplicates')).toBe(2);
  });

  test('work that fails has no effect, and what is cancelled has none', () => {
    expect(total(run({ fault: failing }), 'shoppers.duplicated')).toBe(0);
    expect(total(run({ whenCallerLeaves: 'cancel' }), 'shoppers.duplicated')).toBe(0);
  });

  test('two different calls of one request are no duplicates, each done again is', () => {
    const downstream = (attemptTimeout: number | null) =>
      played({
        shoppers: crowd(1, 'checkout'),
        checkout: steadyService(1, 10, {
          calls: ['database'],
          routine: [{ call: 'database' }, { par: ['database', 'database'] }],
          attemptTimeout,
          maxAttempts: 2,
          retryDelay: { kind: 'constant', delay: 0 },
          lateAnswerRescues: true,
        }),
        database: steadyService(10, 30),
      });
    expect(total(downstream(null), 'database.effectRepeated')).toBe(0);
    // each of the three calls is retried at 20 ms and rescued at 30; the retry is done as well
    expect(total(downstream(20), 'database.effectRepeated')).toBe(3);
  });

  test('a retry two layers up does the same work again two layers down', () => {
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 100, maxAttempts: 2, retryDelay: { kind: 'constant', delay: 0 } }),
        checkout: steadyService(5, 10, { calls: ['stock'] }),
        stock: steadyService(5, 10, { calls: ['database'] }),
        database: steadyService(5, 90),
      },
      { trace: firstRequests(1) },
    );
    expect(['database', 'stock', 'checkout'].map((id) => total(world, `${id}.effectRepeated`))).toEqual([1, 1, 1]);
  });
});

describe('a deadline', () => {
  const chain = (checkout: object, stock: object = {}, shoppers: object = { attemptTimeout: 100 }) =>
    played(
      {
        shoppers: crowd(1, 'checkout', shoppers),
        checkout: steadyService(1, 20, { calls: ['stock'], ...checkout }),
        stock: steadyService(1, 20, { calls: ['database'], ...stock }),
        database: steadyService(1, 300),
      },
      { trace: firstRequests(1) },
    );
  const travels = { deadlineTravels: true };

  test('travels as far as everybody hands it on', () => {
    expect(storyOf(chain(travels, travels), 0)).toContain('100 stock.attemptTimedOut');
    expect(storyOf(chain(travels), 0)).not.toContain('100 stock.attemptTimedOut');
    expect(storyOf(chain({}, travels), 0)).not.toContain('100 stock.attemptTimedOut');
  });

  test('travels as the overall deadline too, and the earlier one counts', () => {
    expect(storyOf(chain(travels, travels, { deadline: 80 }), 0)).toContain('80 stock.attemptTimedOut');
    expect(storyOf(chain({ ...travels, deadline: 50 }, travels), 0)).toContain('70 checkout.attemptTimedOut');
  });

  test('that has passed lets nothing out any more: the call ends in the moment it begins', () => {
    // 100 ms of work for a caller who left at 50
    const world = played(
      {
        shoppers: crowd(1, 'checkout', { attemptTimeout: 50 }),
        checkout: steadyService(1, 100, { calls: ['database'], deadlineTravels: true }),
        database: steadyService(1, 30, { whenCallerLeaves: 'cancel' }),
      },
      { trace: firstRequests(1) },
    );
    expect(storyOf(world, 0).slice(6)).toEqual([
      '100 checkout.sent',
      '100 database.arrived',
      '100 database.started',
      '100 checkout.attemptTimedOut',
      '100 database.cancelled',
      '100 checkout.wasted',
      '100 shoppers.late',
    ]);
  });
});
