import { expect, test } from 'vitest';
import { asked } from '../cache-story.ts';
import { crowd, evenClient, firstRequests, played, samples, steadyService, storyOf, total } from '../worlds.ts';

// public bug reports about rate limits, rebuilt, with what was seen there; more in test/sim/policy/rate-limiter

const shop = steadyService(1_000, 0);

/** Whether calls at such times [s] pass a gateway: their times that do. */
function passing(limiter: object, times: readonly number[]): number[] {
  const { figures } = asked(
    { gate: { kind: 'gateway', limiter, calls: ['shop'] }, shop },
    times.map((time) => `${time * 1_000} r0`),
    { duration: 120_000 },
  );
  return figures.flatMap(({ answer, at }) => (answer.outcome === 'ok' ? at / 1_000 : []));
}

/** When calls that are all there at 0 are sent past their caller's own limit [ms]. */
function sentAt(requests: number, ownLimiter: object): number[] {
  const world = played(
    { app: crowd(requests, 'shop', { ownLimiter }), shop },
    { duration: 20_000, bins: 20, trace: firstRequests(requests) },
  );
  return Array.from({ length: requests }, (_, request) =>
    Number.parseFloat(storyOf(world, request).find((line) => line.endsWith('app.sent')) ?? 'NaN'),
  );
}

test('golang/go 39970: with a burst of 10 a limit of 100/s lets 110 go in the first second', () => {
  const times = sentAt(200, { kind: 'token-bucket', rate: 100, burst: 10 });
  expect(times.filter((time) => time <= 1_000)).toHaveLength(110);
});

test('client-go 564: at 5/s and a burst of 10 the eleventh of 80 goes at 0.2 s, and the last at 14 s', () => {
  const times = sentAt(80, { kind: 'token-bucket', rate: 5, burst: 10 });
  expect([times[9], times[10], times[79]]).toEqual([0, 200, 14_000]);
});

test('redis_rate 24: 17 in 30 s with a burst of 17 let nearly twice as many pass in the first 30 s, without one 15', () => {
  // twice a second; one each 1.765 s, so without a burst one each 2 s
  const times = Array.from({ length: 60 }, (_, i) => (i + 1) / 2);
  const interval = 30_000 / 17;
  expect(passing({ kind: 'gcra', interval, tolerance: 16 * interval }, times)).toHaveLength(33);
  expect(passing({ kind: 'token-bucket', rate: 17 / 30, burst: 17 }, times)).toHaveLength(33);
  expect(passing({ kind: 'gcra', interval, tolerance: 0 }, times)).toHaveLength(15);
});

test('bucket4j 128: of three a minute, asked for each 10 s, five pass before one is refused; three where they come all at once', () => {
  const times = [10, 20, 30, 40, 50, 60];
  const three = { kind: 'token-bucket', rate: 3 / 60, burst: 3 };
  expect(passing(three, times)).toEqual([10, 20, 30, 40, 50]);
  // a minute after the first
  expect(passing({ ...three, refill: 'steps', step: 60_000 }, [...times, 69.9, 70])).toEqual([10, 20, 30, 70]);
});

test('bucket4j-spring-boot-starter 75: of two a minute one passes half a minute later, and one at a minute', () => {
  expect(passing({ kind: 'token-bucket', rate: 2 / 60, burst: 2 }, [5, 10, 15, 35, 65, 70])).toEqual([5, 10, 35, 65]);
});

test('openfoodfacts-infrastructure 304, nginx: of 154 calls 101 or one pass at once, 150 or 39 over half a second', () => {
  const passed = (capacity: number, client: object) =>
    total(
      played(
        {
          browser: crowd(154, 'nginx', client),
          nginx: { kind: 'gateway', limiter: { kind: 'leaky-bucket', rate: 100, capacity }, calls: ['shop'] },
          shop,
        },
        { duration: 5_000 },
      ),
      'nginx.admitted',
    );
  expect([passed(101, {}), passed(1, {})]).toEqual([101, 1]);
  const half = { arrival: { kind: 'bursts', rate: 0, burstRate: 308, period: 10_000, length: 500, offset: 0, spacing: 'even' } };
  expect([passed(101, half), passed(1, half)]).toEqual([150, 39]);
});

test('express-rate-limit 212: 5/s are 10/s with two processes that each count for themselves, and 5/s with a store', () => {
  const passed = (gate: object) =>
    samples(
      played(
        {
          postman: evenClient(40, 'api'),
          api: {
            kind: 'gateway',
            replicas: 2,
            routing: 'turn',
            limiter: { kind: 'fixed-window', limit: 5, window: 1_000 },
            calls: ['shop'],
            ...gate,
          },
          shop,
        },
        { duration: 10_000 },
      ),
      'api.admitted',
    ).slice(1, -1);
  expect(passed({ counters: 'whole-each' })).toEqual(Array(8).fill(10));
  expect(passed({ replicas: 1, counters: 'whole-each' })).toEqual(Array(8).fill(5));
  expect(passed({ counters: 'store' })).toEqual(Array(8).fill(5));
});
