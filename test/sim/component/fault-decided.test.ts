import { describe, expect, test } from 'vitest';
import type { PlannedChange } from '../../../src/sim/world/blueprint.ts';
import { deviations, LIMIT } from '../../statistics.ts';
import { evenClient, firstRequests, played, steadyService, storyOf, total } from '../../worlds.ts';

/** A fault from one moment to another [ms]. */
const struck = (fault: object, from: number, to: number): PlannedChange[] => [
  { at: from, set: { 'checkout.fault': fault } },
  { at: to, set: { 'checkout.fault': { kind: 'none' } } },
];

/** When requests that come each 10 ms, from 10 ms on, and take 35 ms, fail: those of the births [ms] that do, and when [ms] after. */
function failures(changes: readonly PlannedChange[], service: object = {}, others: object = {}) {
  const world = played(
    { shoppers: evenClient(100, 'checkout'), checkout: steadyService(50, 35, service), ...others },
    { trace: firstRequests(40), changes, duration: 450 },
  );
  return Array.from({ length: 40 }, (_, request) => storyOf(world, request)).flatMap((story, request) => {
    const [at, ended] = story.at(-1)!.split(' ');
    const born = (request + 1) * 10;
    return ended.endsWith('failedError') ? [{ born, after: Number(at) - born }] : [];
  });
}
const born = (found: readonly { born: number }[]) => found.map((each) => each.born);
const every10 = (from: number, to: number) => Array.from({ length: (to - from) / 10 + 1 }, (_, i) => from + i * 10);

describe('errors from 100 to 200 ms, of requests that come each 10 ms and take 35 ms:', () => {
  const failing = (rest: object) => struck({ kind: 'error-ratio', ratio: 1, ...rest }, 100, 200);

  test('decided before the work, those fail that begin in it, at once', () => {
    const found = failures(failing({ decided: 'start' }));
    expect(born(found)).toEqual(every10(100, 190));
    expect(new Set(found.map(({ after }) => after))).toEqual(new Set([0]));
  });

  test.each(['end', 'answer'])(
    'decided at the %s, those fail that end in it: what was under way when it began, not what is when it is over',
    (decided) => {
      const found = failures(failing({ decided }));
      // ends at 105 to 195
      expect(born(found)).toEqual(every10(70, 160));
      expect(new Set(found.map(({ after }) => after))).toEqual(new Set([35]));
    },
  );

  test('a service that calls others after its work: the errors of its work are before the call, those of its answer after it', () => {
    const others = { db: steadyService(50, 20) };
    const calls = { calls: ['db'] };
    // its work ends 35 ms after a request comes, it answers 20 ms later
    expect(born(failures(failing({ decided: 'end' }), calls, others))).toEqual(every10(70, 160));
    expect(born(failures(failing({ decided: 'answer' }), calls, others))).toEqual(every10(50, 140));
    // with its server freed meanwhile it is on no replica: it fails as all are struck, and does not where one is not
    const frees = { ...calls, whileCalling: 'frees-server' };
    expect(born(failures(failing({ decided: 'answer' }), frees, others))).toEqual(every10(50, 140));
    expect(failures(failing({ decided: 'answer', share: 0.5 }), { ...frees, replicas: 2 }, others)).toEqual([]);
  });

  test('a routine that answers before its last work: the answer fails, and what would come after it is not done', () => {
    const routine = ['work', 'answer', 'work'];
    const fault = struck({ kind: 'error-ratio', ratio: 1, decided: 'answer' }, 100, 200);
    const run = (changes: readonly PlannedChange[]) =>
      played({ shoppers: evenClient(100, 'checkout'), checkout: steadyService(50, 35, { routine }) }, { changes, duration: 450 });
    expect(born(failures(fault, { routine }))).toEqual(every10(70, 160));
    // those that come until 370 ms are done before the run ends, at 450; of them ten are not
    expect([total(run([]), 'checkout.finished'), total(run(fault), 'checkout.finished')]).toEqual([37, 27]);
  });
});

test('an attempt of three pieces of work fails once in two at its answer, and seven times in eight after work', () => {
  const failed = (decided: string) => {
    const fault = { kind: 'error-ratio', ratio: 0.5, decided };
    const checkout = steadyService(50, 1, { routine: ['work', 'work', 'work'], fault });
    const world = played({ shoppers: evenClient(1_000, 'checkout'), checkout }, { duration: 10_000 });
    return [total(world, 'checkout.answeredError'), total(world, 'checkout.answeredError') + total(world, 'checkout.finished')];
  };
  for (const [decided, probability] of [
    ['answer', 1 / 2],
    ['end', 7 / 8],
    ['start', 7 / 8],
  ] as const) {
    const [failures, of] = failed(decided);
    expect(of).toBeGreaterThan(9_900);
    expect(Math.abs(deviations(failures, of, probability)), decided).toBeLessThan(LIMIT);
  }
});

describe('a process that is gone from 100 to 120 ms', () => {
  const gone = (inService?: string) => failures(struck({ kind: 'fail-fast', ...(inService && { inService }) }, 100, 120));
  /** What comes in it is refused at once. */
  const refused = [
    { born: 100, after: 0 },
    { born: 110, after: 0 },
  ];

  test('loses what it was working on, at once', () => {
    expect(gone()).toEqual([{ born: 70, after: 30 }, { born: 80, after: 20 }, { born: 90, after: 10 }, ...refused]);
    expect(gone('lost')).toEqual(gone());
  });

  test('or all of that ends well', () => {
    expect(gone('goes-on')).toEqual(refused);
  });

  test('or that fails which ends while it is gone: of what would end at 105, 115 and 125 ms the first two', () => {
    expect(gone('fails-at-end')).toEqual([{ born: 70, after: 35 }, { born: 80, after: 35 }, ...refused]);
  });
});
