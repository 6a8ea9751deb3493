import { describe, expect, test } from 'vitest';
import { Keyed } from '../../../src/sim/kernel/chance.ts';
import type { LoadSheddingPromise, SheddingAsk } from '../../../src/sim/policy/load-shedding/contract.ts';
import { chosen } from '../../chosen.ts';
import { type Document, holdToPromises } from '../../law/promises.ts';
import { crowd, evenClient, figure, firstRequests, played, samples, steadyService, storyOf, total } from '../../worlds.ts';

function gate(document: Document) {
  const { policy, params } = chosen('load-shedding', document);
  const state = policy.start(params, 0);
  const chance = new Keyed(1, 'checkout', 'load-shedding');
  /** @param draw whose draws it is asked with */
  const admits = (waiting: number, serving: number, now = 0, rest: Partial<SheddingAsk> = {}, draw = 7) => {
    const newcomer = { class: 0, deadline: now, expectedWait: 0, expectedService: 0 };
    return policy.admits(state, params, now, { waiting, serving, ...newcomer, ...rest, chance: chance.aim(draw, 3) });
  };
  return {
    admits,
    snapshot: () => structuredClone(state),
  };
}

holdToPromises<'load-shedding', LoadSheddingPromise>('load-shedding', {
  'admits-whom-it-can-serve-in-time': ({ document }) => {
    const { admits } = gate(document);
    const margin = ((document.margin as number) ?? 0) * 1_000;
    for (const [expectedWait, expectedService] of [
      [0, 10],
      [50_000, 20_000],
      [1e9, 0],
      [Number.POSITIVE_INFINITY, 10],
    ])
      for (const now of [0, 3_600_000_000]) {
        const inTime = now + expectedWait + expectedService + margin;
        const asked = (deadline: number) => admits(5, 1, now, { deadline, expectedWait, expectedService });
        if (inTime < Number.POSITIVE_INFINITY) expect([asked(inTime), asked(inTime - 1), asked(inTime + 1)]).toEqual([true, false, true]);
        else expect(asked(1e12)).toBe(false);
        expect(asked(Number.POSITIVE_INFINITY)).toBe(true);
      }
  },

  'sheds-the-less-important-first': ({ document }) => {
    const { admits } = gate(document);
    let shed = 0;
    for (let waiting = 0; waiting <= 120; waiting++)
      for (let level = 0; level < 5; level++)
        if (!admits(waiting, 1, 0, { class: level })) {
          shed++;
          expect(admits(waiting, 1, 0, { class: level + 1 })).toBe(false);
        }
    expect(shed).toBeGreaterThan(0);
  },

  'remembers-nothing': ({ document }) => {
    const { admits, snapshot } = gate(document);
    const before = snapshot();
    for (const waiting of [0, 6, 7, 99, 100, 1_000_000])
      for (const now of [0, 1, 3_600_000_000]) expect(admits(waiting, 3, now)).toBe(gate(document).admits(waiting, 3));
    expect(snapshot()).toEqual(before);
  },
});

describe('a bounded queue', () => {
  test('of 7 waiting: the seventh may, the eighth not, however many are in service', () => {
    const { admits } = gate({ kind: 'bounded-queue', capacity: 7 });
    expect([admits(6, 0), admits(6, 50), admits(7, 0), admits(7, 50)]).toEqual([true, true, false, false]);
  });

  test('of 7 in all: waiting and in service together', () => {
    const { admits } = gate({ kind: 'bounded-queue', capacity: 7, counts: 'waiting-and-serving' });
    expect([admits(4, 2), admits(5, 2), admits(0, 7), admits(0, 6)]).toEqual([true, false, false, true]);
  });

  test('of 0: nobody waits', () => {
    expect(gate({ kind: 'bounded-queue', capacity: 0 }).admits(0, 1)).toBe(false);
  });
});

describe('by priority', () => {
  test('100 may wait of the most important, 50 of the next, 25, 12 and so on', () => {
    const { admits } = gate({ kind: 'by-priority' });
    const most = [0, 1, 2, 3].map(
      (level) => Array.from({ length: 120 }, (_, waiting) => waiting).filter((waiting) => admits(waiting, 1, 0, { class: level })).length,
    );
    expect(most).toEqual([100, 50, 25, 12]);
  });
});

describe('random early', () => {
  test('half-way between its bounds sheds half as many as just before the longest', () => {
    const { admits } = gate({ kind: 'random-early', shortest: 20, longest: 100, most: 0.5 });
    const shed = (waiting: number) =>
      Array.from({ length: 20_000 }, (_, draw) => draw).filter((draw) => !admits(waiting, 1, 0, {}, draw)).length / 20_000;
    expect([shed(19), shed(20), shed(100)]).toEqual([0, 0, 1]);
    // of 20,000 a share of a quarter: σ = 0.003
    expect(Math.abs(shed(60) - 0.25)).toBeLessThan(0.013);
  });
});

describe('at a service', () => {
  test('by deadline: of ten at once with 350 ms each, three are served in time and seven hear at once that they would not be', () => {
    const world = played(
      {
        shoppers: crowd(10, 'checkout', { attemptTimeout: 350 }),
        checkout: steadyService(1, 100, { loadShedding: { kind: 'by-deadline' } }),
      },
      { trace: firstRequests(10) },
    );
    // of those who wait the first is expected to wait 100 ms, the second 200 ms, the third 300, plus 100 ms of service
    expect(Array.from({ length: 10 }, (_, request) => storyOf(world, request).at(-1))).toEqual([
      ...[100, 200, 300].map((at) => `${at} shoppers.succeededFirst`),
      ...Array<string>(7).fill('0 shoppers.failedShed'),
    ]);
  });

  test('by deadline: it learns how long service really takes', () => {
    // ten times as slow as it should be: once that is known, nobody may wait for a second
    const world = played(
      {
        shoppers: evenClient(20, 'checkout', { attemptTimeout: 500 }),
        checkout: steadyService(1, 40, { loadShedding: { kind: 'by-deadline' }, fault: { kind: 'slow', factor: 10 } }),
      },
      { duration: 30_000 },
    );
    // 1 in 400 ms is served; at first some wait for nothing, at last almost nobody
    expect(total(world, 'checkout.wasted')).toBeGreaterThan(0);
    expect(total(world, 'checkout.wasted')).toBeLessThan(0.35 * total(world, 'checkout.finished'));
    const fifo = played(
      {
        shoppers: evenClient(20, 'checkout', { attemptTimeout: 500 }),
        checkout: steadyService(1, 40, { fault: { kind: 'slow', factor: 10 } }),
      },
      { duration: 30_000 },
    );
    expect(total(world, 'checkout.finished')).toBeGreaterThan(5 * total(fifo, 'checkout.finished'));
  });

  /** Ten come at once to two servers. */
  const run = (loadShedding: Document) =>
    played({ shoppers: crowd(10, 'checkout'), checkout: steadyService(2, 100, { loadShedding }) }, { trace: firstRequests(10) });

  test('ten at once to two servers and a queue of three: two are served, three wait, five are shed at once', () => {
    const world = run({ kind: 'bounded-queue', capacity: 3 });
    expect(Array.from({ length: 10 }, (_, request) => storyOf(world, request).at(-1))).toEqual([
      '100 shoppers.succeededFirst',
      '100 shoppers.succeededFirst',
      '200 shoppers.succeededFirst',
      '200 shoppers.succeededFirst',
      '300 shoppers.succeededFirst',
      ...Array<string>(5).fill('0 shoppers.failedShed'),
    ]);
    expect([total(world, 'checkout.shed'), total(world, 'checkout.arrived'), total(world, 'checkout.started')]).toEqual([5, 10, 5]);
  });

  test.each([
    [{ kind: 'none' }, 0],
    [{ kind: 'bounded-queue', capacity: 100 }, 0],
    [{ kind: 'bounded-queue', capacity: 8 }, 0],
    [{ kind: 'bounded-queue', capacity: 7 }, 1],
    [{ kind: 'bounded-queue', capacity: 0 }, 8],
    // K of M/M/c/K: those in service count
    [{ kind: 'bounded-queue', capacity: 5, counts: 'waiting-and-serving' }, 5],
    [{ kind: 'bounded-queue', capacity: 2, counts: 'waiting-and-serving' }, 8],
    // whoever finds a server free is not asked to wait
    [{ kind: 'bounded-queue', capacity: 1, counts: 'waiting-and-serving' }, 8],
    [{ kind: 'bounded-queue', capacity: 0, counts: 'waiting-and-serving' }, 8],
  ])('%j sheds %d of ten', (document, shed) => {
    const world = run(document);
    expect([total(world, 'checkout.shed'), total(world, 'checkout.finished')]).toEqual([shed, 10 - shed]);
  });

  test('a refusal costs the server nothing: at 1,000 req/s a service that does 10 does 10', () => {
    const world = played(
      {
        shoppers: evenClient(1_000, 'checkout'),
        checkout: steadyService(1, 100, { loadShedding: { kind: 'bounded-queue', capacity: 0 } }),
      },
      { duration: 10_000 },
    );
    // the first at 1 ms; one that comes as another ends finds the server free
    expect(total(world, 'checkout.started')).toBe(100);
    expect(total(world, 'checkout.shed')).toBe(9_999 - 100);
    expect(figure(world, 'checkout.queueLength')).toBe(0);
  });

  test('whose caller has gone counts as long as it stays: dropped at its timeout, or not', () => {
    const run = (whenCallerLeaves: string) =>
      played(
        {
          // one at 50 is served until 550, those of 100 and 150 wait; given up at 170, 220 and 270
          shoppers: evenClient(20, 'checkout', { attemptTimeout: 120 }),
          checkout: steadyService(1, 500, { whenCallerLeaves, loadShedding: { kind: 'bounded-queue', capacity: 2 } }),
        },
        { duration: 450, bins: 9, trace: firstRequests(8) },
      );
    const arrivals = (world: ReturnType<typeof run>) =>
      Array.from({ length: 8 }, (_, request) => (storyOf(world, request).some((line) => line.endsWith('checkout.shed')) ? 's' : 'w')).join(
        '',
      );
    // the requests of 50 to 400 ms
    expect(arrivals(run('keep-working'))).toBe('wwwsssss');
    // there is room again at 220 and at 270: for those of 250 and 300; theirs at 370 and 420: for that of 400
    expect(arrivals(run('drop-if-queued'))).toBe('wwwswwsw');
  });

  test('a smaller bound sends nobody away who waits already', () => {
    const world = played(
      { shoppers: crowd(10, 'checkout'), checkout: steadyService(1, 100) },
      { changes: [{ at: 50, set: { 'checkout.loadShedding': { kind: 'bounded-queue', capacity: 2 } } }], duration: 1_200, bins: 12 },
    );
    expect([total(world, 'checkout.shed'), total(world, 'checkout.finished')]).toEqual([0, 10]);
    expect(samples(world, 'checkout.queueLength').map(Math.round)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]);
  });
});
