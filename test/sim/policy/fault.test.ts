import { describe, expect, test } from 'vitest';
import { Keyed } from '../../../src/sim/kernel/chance.ts';
import type { ParamRecord } from '../../../src/sim/param/param.ts';
import { ERROR, type FaultPromise, PERMANENT_ERROR, WORKS } from '../../../src/sim/policy/fault/contract.ts';
import { catalogue } from '../../../src/sim/policy/fault/index.ts';
import type { PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises, namedIn, promisesIn } from '../../law/promises.ts';
import { deviations, LIMIT } from '../../statistics.ts';
import { crowd, evenClient, figure, firstRequests, played, samples, steadyService, storyOf, total } from '../../worlds.ts';

test('whatever does harm says on how many of the instances, by default on all', () => {
  for (const { id, params } of catalogue) {
    const harmless = promisesIn('fault', { kind: id }).includes('harms-nobody');
    expect((params as ParamRecord).share?.default, id).toBe(harmless ? undefined : 1);
  }
});

describe.each(namedIn('fault'))('%s', (_name, document) => {
  const { policy, params } = chosen('fault', document);

  test('keeps to its terms: spans whole, capacity a share, work never for less than nothing', () => {
    const after = policy.refusesAfter?.(params) ?? 0;
    const capacity = policy.capacity?.(params) ?? 1;
    const stretch = policy.stretch?.(params) ?? 1;
    expect([Number.isInteger(after) && after >= 0, capacity >= 0 && capacity <= 1, stretch > 0]).toEqual([true, true, true]);
  });

  test('an attempt ends the same whenever it is asked about, and as one of three', () => {
    const asked = () => {
      const chance = new Keyed(1, 'checkout', 'fault');
      return Array.from({ length: 1_000 }, (_, key) => policy.verdict?.(params, chance.aim(key, 5)) ?? WORKS);
    };
    expect(asked()).toEqual(asked());
    expect(asked().every((verdict) => [WORKS, ERROR, PERMANENT_ERROR].includes(verdict))).toBe(true);
  });
});

/** How so many attempts end. */
function verdicts(document: Document, n: number): number[] {
  const { policy, params } = chosen('fault', document);
  const chance = new Keyed(2, 'checkout', 'fault');
  return Array.from({ length: n }, (_, key) => policy.verdict!(params, chance.aim(key, 9)));
}

describe('the error ratio', () => {
  const errors = (document: object, n: number) => verdicts({ kind: 'error-ratio', ...document }, n);

  test.each([0.01, 0.1, 0.5, 0.9])('of %d is met, give or take what chance allows', (ratio) => {
    const failed = errors({ ratio }, 100_000).filter((verdict) => verdict === ERROR).length;
    expect(Math.abs(deviations(failed, 100_000, ratio))).toBeLessThan(LIMIT);
  });

  test('of 0 nothing fails, of 1 everything', () => {
    expect(new Set(errors({ ratio: 0 }, 10_000))).toEqual(new Set([WORKS]));
    expect(new Set(errors({ ratio: 1 }, 10_000))).toEqual(new Set([ERROR]));
  });

  test('those that fail at a lower ratio fail at a higher one', () => {
    const [low, high] = [errors({ ratio: 0.2 }, 10_000), errors({ ratio: 0.3 }, 10_000)];
    expect(low.every((verdict, i) => verdict === WORKS || high[i] === ERROR)).toBe(true);
  });

  test('not worth retrying, the same ones fail for good', () => {
    const [again, forGood] = [errors({ ratio: 0.3 }, 1_000), errors({ ratio: 0.3, retryable: false }, 1_000)];
    expect(forGood).toEqual(again.map((verdict) => (verdict === ERROR ? PERMANENT_ERROR : WORKS)));
  });
});

/** How the requests of a crowd end, by number. */
function ends(requests: number, service: object, changes: readonly PlannedChange[] = []): string[] {
  const components = { shoppers: crowd(requests, 'checkout'), checkout: steadyService(1, 100, service) };
  const world = played(components, { trace: firstRequests(requests), changes, duration: 5_000 });
  return Array.from({ length: requests }, (_, request) => storyOf(world, request).at(-1)!.replace('shoppers.', ''));
}

/** Once it has been given a fault, from when to when [ms]. */
const struck = (fault: Document, from: number, to?: number): PlannedChange[] => [
  { at: from, set: { 'checkout.fault': fault } },
  ...(to === undefined ? [] : [{ at: to, set: { 'checkout.fault': { kind: 'none' } } }]),
];

/** A crowd at ten servers that take 300 ms, for a second. */
const crowded = (fault: Document) => played({ shoppers: crowd(20, 'checkout'), checkout: steadyService(10, 300, { fault }) });

holdToPromises<'fault', FaultPromise>('fault', {
  'harms-nobody': ({ document }) => {
    expect(ends(3, { fault: document })).toEqual(ends(3, {}));
    expect(crowded(document).fingerprintDigits()).toBe(crowded({ kind: 'none' }).fingerprintDigits());
  },

  'refuses-without-work': ({ document, policy, params }) => {
    const after = policy.refusesAfter!(params) / 1_000;
    expect(ends(10, { fault: document })).toEqual(Array<string>(10).fill(`${after} failedError`));
    expect(total(crowded(document), 'checkout.started')).toBe(0);
  },

  'stretches-work': ({ document, policy, params }) => {
    const time = 100 * policy.stretch!(params);
    expect(time).not.toBe(100);
    expect(ends(2, { fault: document })).toEqual([`${time} succeededFirst`, `${2 * time} succeededFirst`]);
  },

  'holds-work-up': ({ document }) => {
    expect(total(crowded(document), 'checkout.started')).toBe(10);
    expect(total(crowded(document), 'checkout.finished')).toBe(0);
    const after = ends(2, { fault: document }, struck({ kind: 'none' }, 500)).map((end) => Number(end.split(' ')[0]));
    expect(Math.min(...after)).toBeGreaterThanOrEqual(500);
  },

  'takes-servers-away': ({ document, policy, params }) => {
    // 0.3 · 10 comes out a hair below 3
    const servers = Math.floor(policy.capacity!(params) * 10 + 1e-9);
    expect(figure(crowded(document), 'checkout.servers')).toBe(servers);
    expect(total(crowded(document), 'checkout.started')).toBe(Math.min(20, servers * 4));
  },

  'fails-a-share': ({ document, params }) => {
    const { ratio } = params as { ratio: number };
    const failed = verdicts(document, 20_000).filter((verdict) => verdict !== WORKS).length;
    if (ratio === 0 || ratio === 1) expect(failed).toBe(20_000 * ratio);
    else expect(Math.abs(deviations(failed, 20_000, ratio))).toBeLessThan(LIMIT);
    const [low, high] = [0.2, 0.3].map((each) => verdicts({ ...document, ratio: each }, 5_000));
    expect(low.every((verdict, i) => verdict === WORKS || high[i] !== WORKS)).toBe(true);
  },
});

describe('the share of instances', () => {
  /** Which of n instances fail their one request, taken in turn. */
  const failing = (instances: number, share: number) =>
    ends(instances, { replicas: instances, fault: { kind: 'error-ratio', ratio: 1, share } })
      .map((end) => (end.endsWith('failedError') ? 'x' : '.'))
      .join('');

  test('marks the first ⌈share · n⌉', () => {
    expect([0, 0.25, 0.26, 0.5, 0.75, 1].map((share) => failing(4, share))).toEqual(['....', 'x...', 'xx..', 'xx..', 'xxx.', 'xxxx']);
    expect([0, 0.01, 1 / 3, 0.34, 2 / 3].map((share) => failing(3, share))).toEqual(['...', 'x..', 'x..', 'xx.', 'xx.']);
    expect([0, 0.001, 1].map((share) => failing(1, share))).toEqual(['.', 'x', 'x']);
  });

  test('of n instances i/n is i: of 100 the share 0.07 is 7, though 0.07 · 100 comes out a hair above', () => {
    for (const n of [3, 7, 10, 100])
      for (let i = 0; i <= n; i += n === 100 ? 7 : 1) expect(failing(n, i / n)).toBe('x'.repeat(i) + '.'.repeat(n - i));
  });

  test('follows the number of instances', () => {
    const world = (instances: number) =>
      played(
        {
          shoppers: evenClient(100, 'checkout'),
          checkout: steadyService(100, 1, { replicas: 2, fault: { kind: 'error-ratio', ratio: 1, share: 0.5 } }),
        },
        { changes: [{ at: 505, set: { 'checkout.replicas': instances } }] },
      );
    // 99 requests in turn: of the first 50 half, then 1 of 3 is ⌈1.5⌉ = 2 of 3, of 1 it is 1
    expect(total(world(2), 'checkout.answeredError')).toBe(50);
    expect(Math.abs(total(world(3), 'checkout.answeredError') - (25 + (49 * 2) / 3))).toBeLessThan(1.5);
    expect(total(world(1), 'checkout.answeredError')).toBe(25 + 49);
  });
});

describe('slow', () => {
  test('by 3 makes 100 ms of work take 300', () => {
    expect(ends(2, { fault: { kind: 'slow', factor: 3 } })).toEqual(['300 succeededFirst', '600 succeededFirst']);
  });

  test('below 1 makes it quicker', () => {
    expect(ends(2, { fault: { kind: 'slow', factor: 0.5 } })).toEqual(['50 succeededFirst', '100 succeededFirst']);
  });

  test('work keeps its terms: begun before it 100 ms, begun during it 300, although it is over at 150', () => {
    expect(ends(3, {}, struck({ kind: 'slow', factor: 3 }, 50, 150))).toEqual([
      '100 succeededFirst',
      '400 succeededFirst',
      '500 succeededFirst',
    ]);
  });

  test('on half of two instances: every other request', () => {
    expect(ends(2, { replicas: 2, fault: { kind: 'slow', factor: 3, share: 0.5 } })).toEqual(['300 succeededFirst', '100 succeededFirst']);
  });
});

describe('less capacity', () => {
  const run = (factor: number, servers: number, requests: number, share = 1, instances = 1) =>
    played({
      shoppers: crowd(requests, 'checkout'),
      checkout: steadyService(servers, 300, { replicas: instances, fault: { kind: 'capacity-factor', factor, share } }),
    });

  test('half of 5 servers is 2', () => {
    expect(figure(run(0.5, 5, 10), 'checkout.busy', 0, 3)).toBe(2);
    expect(figure(run(0.5, 5, 10), 'checkout.servers')).toBe(2);
  });

  test('n hundredths of 100 servers are n, for every n', () => {
    for (let n = 0; n <= 100; n++) expect(figure(run(n / 100, 100, 1), 'checkout.servers')).toBe(n);
  });

  test('on one of two instances of 4: 2 and 4', () => {
    expect(figure(run(0.5, 4, 20, 0.5, 2), 'checkout.busy', 0, 3)).toBe(6);
  });

  test('those that are busy finish first: 5 end at 100 ms, then 2 at a time', () => {
    expect(ends(10, { servers: 5 }, struck({ kind: 'capacity-factor', factor: 0.5 }, 50))).toEqual([
      ...Array<string>(5).fill('100 succeededFirst'),
      ...Array<string>(2).fill('200 succeededFirst'),
      ...Array<string>(2).fill('300 succeededFirst'),
      '400 succeededFirst',
    ]);
  });

  test('of 0 nothing is served while it lasts, and everything at once when it is over', () => {
    expect(ends(3, { servers: 3, fault: { kind: 'capacity-factor', factor: 0 } }, struck({ kind: 'none' }, 700))).toEqual(
      Array<string>(3).fill('800 succeededFirst'),
    );
  });

  test('what is left of the servers counts in the utilisation', () => {
    expect(figure(run(0.4, 5, 10), 'checkout.utilisation', 0, 3)).toBe(1);
  });
});

describe('fails fast', () => {
  test('ten at once at one server are all refused at once; nobody is served', () => {
    expect(ends(10, { fault: { kind: 'fail-fast' } })).toEqual(Array<string>(10).fill('0 failedError'));
  });

  test('after 20 ms, and it holds no server meanwhile', () => {
    expect(ends(10, { fault: { kind: 'fail-fast', after: 20 } })).toEqual(Array<string>(10).fill('20 failedError'));
  });

  test.each([
    ['goes-on', '140 shoppers.succeededFirst'],
    ['lost', '130 shoppers.failedError'],
    ['frozen', '240 shoppers.succeededFirst'],
    [undefined, '130 shoppers.failedError'],
  ])('what is in service: %s; what waits is refused with the rest, and it is served again when it is over', (inService, first) => {
    const fault = inService ? { kind: 'fail-fast', inService } : { kind: 'fail-fast' };
    const world = played(
      { shoppers: evenClient(25, 'checkout'), checkout: steadyService(1, 100) },
      { trace: firstRequests(8), changes: struck(fault, 130, 230), duration: 600 },
    );
    // served from 40 to 140, two waiting at 130; another comes at 160 and at 200; the next is served from 240, as the
    // 10 ms that a frozen one still needs begin at 230
    expect(Array.from({ length: 6 }, (_, request) => storyOf(world, request).at(-1))).toEqual([
      first,
      '130 shoppers.failedError',
      '130 shoppers.failedError',
      '160 shoppers.failedError',
      '200 shoppers.failedError',
      '340 shoppers.succeededFirst',
    ]);
  });

  test('one instance of two is a sinkhole: always free, it takes what the busy one cannot', () => {
    const world = played({
      shoppers: evenClient(100, 'checkout'),
      checkout: steadyService(1, 100, { replicas: 2, fault: { kind: 'fail-fast', share: 0.5 } }),
    });
    // 99 requests; the healthy one takes those of 20, 120 … 920 ms
    expect([total(world, 'checkout.started'), total(world, 'checkout.refused')]).toEqual([10, 89]);
    expect(figure(world, 'checkout.queueLength')).toBe(0);
  });
});

describe('hangs', () => {
  test('work begun while it lasts has its service time after it; what waits follows', () => {
    expect(ends(2, { fault: { kind: 'hang' } }, struck({ kind: 'none' }, 500))).toEqual(['600 succeededFirst', '700 succeededFirst']);
  });

  test('or fails at once when it is over, and what waits is served', () => {
    expect(ends(2, { fault: { kind: 'hang', hungWork: 'fails' } }, struck({ kind: 'none' }, 500))).toEqual([
      '500 failedError',
      '600 succeededFirst',
    ]);
  });

  test('work in service when it begins goes on', () => {
    expect(ends(2, {}, struck({ kind: 'hang' }, 50, 500))).toEqual(['100 succeededFirst', '600 succeededFirst']);
  });

  test('it holds its server all the while', () => {
    const world = played(
      { shoppers: crowd(5, 'checkout'), checkout: steadyService(3, 100, { fault: { kind: 'hang' } }) },
      { changes: struck({ kind: 'none' }, 500), duration: 800, bins: 8 },
    );
    expect(samples(world, 'checkout.busy').map((busy) => Math.round(busy * 100) / 100)).toEqual([3, 3, 3, 3, 3, 3, 2, 0]);
  });

  test('of two instances one: the other goes on', () => {
    // the second has a server of its own, the third waits for it, the fourth too
    expect(ends(4, { replicas: 2, fault: { kind: 'hang', share: 0.5 } }, struck({ kind: 'none' }, 950))).toEqual([
      '1050 succeededFirst',
      '100 succeededFirst',
      '200 succeededFirst',
      '300 succeededFirst',
    ]);
  });

  test('on fewer instances than before, it lets go of those it no longer strikes', () => {
    const changes = [
      { at: 300, set: { 'checkout.fault.share': 0.5 } },
      { at: 900, set: { 'checkout.fault': { kind: 'none' } } },
    ];
    expect(ends(2, { replicas: 2, fault: { kind: 'hang' } }, changes)).toEqual(['1000 succeededFirst', '400 succeededFirst']);
  });

  test('followed by slowness, what hung takes as long as the slow', () => {
    expect(ends(1, { fault: { kind: 'hang' } }, struck({ kind: 'slow', factor: 4 }, 500))).toEqual(['900 succeededFirst']);
  });

  test('whose caller goes holds its server until it is over, or lets go of it if the service heeds that', () => {
    // requests at 250 and 500 ms, each given up after 180; 50 ms of work on one server, which hangs until 600
    const run = (whenCallerLeaves: string) => {
      const world = played(
        {
          shoppers: evenClient(4, 'checkout', { attemptTimeout: 180 }),
          checkout: steadyService(1, 50, { whenCallerLeaves, fault: { kind: 'hang' } }),
        },
        { changes: struck({ kind: 'none' }, 600), trace: firstRequests(2) },
      );
      return [0, 1].map((request) => storyOf(world, request).at(-1));
    };
    expect(run('keep-working')).toEqual(['650 shoppers.late', '700 shoppers.late']);
    expect(run('drop-if-queued')).toEqual(['650 shoppers.late', '700 shoppers.late']);
    expect(run('cancel')).toEqual(['430 shoppers.failedTimedOut', '650 shoppers.succeededFirst']);
  });

  test('when hung work fails and that cancels other hung work of the same request, each ends once', () => {
    // a request asks both at once, and both ask the store; the first error takes the other back
    const through = (id: string) => ({ [id]: steadyService(10, 0, { calls: ['store'], whenCallerLeaves: 'cancel' }) });
    const world = played(
      {
        shoppers: crowd(3, 'page'),
        page: steadyService(10, 0, { calls: ['left', 'right'], routine: [{ par: ['left', 'right'] }, 'answer'] }),
        ...through('left'),
        ...through('right'),
        store: steadyService(6, 100, { whenCallerLeaves: 'cancel', fault: { kind: 'hang', hungWork: 'fails' } }),
      },
      { changes: [{ at: 500, set: { 'store.fault': { kind: 'none' } } }], trace: firstRequests(3) },
    );
    expect([total(world, 'store.started'), total(world, 'store.answeredError'), total(world, 'store.cancelled')]).toEqual([6, 3, 3]);
    expect(total(world, 'shoppers.failedError')).toBe(3);
  });
});

describe('errors', () => {
  test('after the work: each takes its server for 100 ms', () => {
    expect(ends(3, { fault: { kind: 'error-ratio', ratio: 1 } })).toEqual(['100 failedError', '200 failedError', '300 failedError']);
  });

  test('before the work: at once', () => {
    expect(ends(3, { fault: { kind: 'error-ratio', ratio: 1, decided: 'start' } })).toEqual(Array<string>(3).fill('0 failedError'));
  });

  test('decided when the work ends: it is the fault of then that counts', () => {
    expect(ends(2, {}, struck({ kind: 'error-ratio', ratio: 1 }, 50, 150))).toEqual(['100 failedError', '200 succeededFirst']);
  });

  test('decided when the work begins: what began before it goes well', () => {
    expect(ends(3, {}, struck({ kind: 'error-ratio', ratio: 1, decided: 'start' }, 50, 150))).toEqual([
      '100 succeededFirst',
      '100 failedError',
      '100 failedError',
    ]);
  });

  test('are drawn anew for every attempt: two attempts fail together as often as chance says', () => {
    const world = played(
      {
        shoppers: evenClient(1_000, 'checkout', { maxAttempts: 2, retryDelay: { kind: 'none' } }),
        checkout: steadyService(100, 0, { fault: { kind: 'error-ratio', ratio: 0.3 } }),
      },
      { duration: 40_000 },
    );
    const arrived = total(world, 'shoppers.arrived');
    expect(Math.abs(deviations(total(world, 'shoppers.retried'), arrived, 0.3))).toBeLessThan(LIMIT);
    expect(Math.abs(deviations(total(world, 'shoppers.failedError'), arrived, 0.09))).toBeLessThan(LIMIT);
  });
});

test('none: everything works', () => {
  expect(ends(3, { fault: { kind: 'none' } })).toEqual(['100 succeededFirst', '200 succeededFirst', '300 succeededFirst']);
});
