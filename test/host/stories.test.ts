import { describe, expect, test } from 'vitest';
import { chooseStories, jobsDone, KEPT_AS, storiesOf } from '../../src/host/look/stories.ts';
import { OUTCOMES } from '../../src/sim/flow/port.ts';
import { RequestLog } from '../../src/sim/observe/requests.ts';
import { evenClient, played, steadyService } from '../worlds.ts';

const [OK, FAILED] = [OUTCOMES.indexOf('ok'), OUTCOMES.indexOf('timed-out')];

/** A log of requests sent every ms that took so long [µs]: below 0 they failed after that, NaN they never ended. */
function logOf(times: readonly number[]): RequestLog {
  const log = new RequestLog();
  times.forEach((time, i) => {
    log.begin(i, 0, i * 1_000);
    if (!Number.isNaN(time)) log.end(i, i * 1_000 + Math.abs(time), time < 0 ? FAILED : OK, 1);
  });
  return log;
}

const keptAs = (log: RequestLog, sort: (typeof KEPT_AS)[number]) =>
  [...chooseStories(log)].filter(([, why]) => KEPT_AS[why] === sort).map(([request]) => request);

describe('of requests are kept', () => {
  test('all, while they are few', () => {
    expect([...chooseStories(logOf(Array(500).fill(10))).keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(chooseStories(new RequestLog()).size).toBe(0);
  });

  test('an even sample of at most 2,000, when they are many', () => {
    const chosen = keptAs(logOf(Array(10_001).fill(10)), 'sample');
    // every sixth, but for the 40 slowest: of equals, the first
    expect(chosen.every((request) => request % 6 === 0 && request >= 40)).toBe(true);
    expect(chosen.length).toBe(Math.ceil(10_001 / 6) - 7);
  });

  test('the 40 slowest of those that succeeded', () => {
    const slowest = keptAs(logOf(Array.from({ length: 5_000 }, (_, i) => (i % 100 === 7 ? 50_000 + i : 10))), 'slowest');
    expect(slowest.filter((request) => request % 100 === 7)).toHaveLength(40);
    expect(Math.min(...slowest)).toBe(1_007);
  });

  test('40 or so of those that failed and that never ended, spread over the run', () => {
    const log = logOf(Array.from({ length: 5_000 }, (_, i) => (i % 10 === 3 ? -10 : i % 10 === 5 ? Number.NaN : 10)));
    for (const [sort, digit] of [
      ['failed', 3],
      ['open', 5],
    ] as const) {
      const kept = keptAs(log, sort).sort((a, b) => a - b);
      // 500 of a sort: every 13th of them
      expect(kept).toEqual(Array.from({ length: 39 }, (_, k) => k * 130 + digit));
    }
  });
});

describe('jobs', () => {
  const components = {
    shop: evenClient(10, 'queue'),
    queue: { kind: 'job-queue', calls: ['workers'] },
    workers: { kind: 'workers', replicas: 1, concurrency: 1, processingTime: { kind: 'constant', value: 150 } },
  };
  const { requests: log, jobs } = played(components, { observe: ['requests', 'jobs'] }).observed;
  const done = jobsDone(log!, jobs!);

  test('are done after their request was answered, which says only that they were taken', () => {
    // one of 150 ms comes every 100 ms: each waits 50 ms longer than the one before
    const times = [0, 1, 2, 4].map((request) => (done.get(request)! - log!.intended[request]) / 1_000);
    expect(times.map(Math.round)).toEqual([150, 200, 250, 350]);
    expect(log!.finished[5] - log!.intended[5]).toBeLessThan(10_000);
    // of nine in a second, the first at 100 ms, five: the sixth would be done when it is over
    expect(done.size).toBe(5);
  });

  test('that took longest make the slowest requests', () => {
    const crowd = logOf(Array(10_000).fill(10));
    const late = new Map(Array.from({ length: 50 }, (_, i) => [i * 200 + 7, 20_000_000 + i]));
    const slowest = [...chooseStories(crowd, null, late)].filter(([, why]) => KEPT_AS[why] === 'slowest').map(([request]) => request);
    // of equal ends the earliest wished for
    expect(slowest.sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i * 200 + 7));
  });
});

describe('stories', () => {
  const components = {
    shoppers: evenClient(100, 'checkout', { attemptTimeout: 25, maxAttempts: 2, retryDelay: { kind: 'constant', delay: 5 } }),
    checkout: steadyService(1, 10, { calls: ['database'] }),
    database: steadyService(1, 12),
  };
  const { requests: log } = played(components, { observe: ['requests'] }).observed;
  const chosen = new Map([
    [40, 1],
    [3, 0],
  ]);
  const traced = played(components, { trace: new Set(chosen.keys()) });
  const stories = storiesOf(traced, log!, chosen);

  test('hold the chosen requests by number, as the log has them', () => {
    expect([...stories.requests.number]).toEqual([3, 40]);
    expect([...stories.requests.keptAs]).toEqual([0, 1]);
    expect([...stories.requests.intended]).toEqual([40_000, 410_000]);
    for (const column of ['finished', 'outcome', 'attempts', 'client'] as const)
      expect([...stories.requests[column]], column).toEqual([log![column][3], log![column][40]]);
    expect([stories.total, stories.cut]).toEqual([99, false]);
    // how all ended, not only those that are kept
    const ends = Array.from({ length: 99 }, (_, i) => (Number.isNaN(log!.finished[i]) ? 'open' : log!.outcome[i] === OK ? 'ok' : 'failed'));
    expect([stories.ok, stories.failed, stories.open]).toEqual(
      ['ok', 'failed', 'open'].map((end) => ends.filter((one) => one === end).length),
    );
    expect(stories.failed).toBeGreaterThan(0);
    expect([...stories.requests.jobDone]).toEqual([Number.NaN, Number.NaN]);
  });

  test('tell each from its birth to its end, in order, about no others', () => {
    const { time, request, fact, component } = stories.facts;
    expect(new Set(request)).toEqual(new Set([3, 40]));
    expect([...time]).toEqual([...time].sort((a, b) => a - b));
    const first = request.indexOf(3);
    expect([time[first], stories.components[component[first]]]).toEqual([40_000, 'shoppers']);
    expect(fact.length).toBe(time.length);
    expect(Math.max(...time.filter((_, i) => request[i] === 3))).toBeGreaterThanOrEqual(log!.finished[3]);
  });

  test('lead from every call to the one it was made for, over a wire that exists', () => {
    const { number, cause, wire, request, attempt } = stories.calls;
    expect(number.length).toBeGreaterThan(2);
    number.forEach((_, i) => {
      const { from, to } = stories.wires[wire[i]];
      const above = number.indexOf(cause[i]);
      if (cause[i] === -1) expect(from).toBe('shoppers');
      else {
        expect(stories.wires[wire[above]].to).toBe(from);
        expect(request[above]).toBe(request[i]);
      }
      expect(stories.components).toContain(to);
      expect(attempt[i]).toBeGreaterThanOrEqual(1);
    });
  });

  test('are of the run itself: tracing changed nothing', () => {
    expect(traced.fingerprintDigits()).toBe(played(components).fingerprintDigits());
  });

  test('survive being sent to another thread', () => {
    expect(structuredClone(stories)).toEqual(stories);
  });

  test('cannot be told of a world that was not traced', () => {
    expect(() => storiesOf(played(components), log!, chosen)).toThrow('this world was not traced');
  });
});
