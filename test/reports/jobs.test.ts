import { expect, test } from 'vitest';
import type { ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { type JobSetting, worked } from '../job-story.ts';

// public bug reports about jobs, rebuilt, with what was seen there; more in test/sim/component/job-reports

type Values = Partial<ComponentPlan>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const lasting = (value: number) => ({ kind: 'constant', value });
const wishes = (count: number, rest = '') => Array.from({ length: count }, (_, i) => `0 k${i}${rest}`);
const effects = (deliveries: readonly string[]) =>
  deliveries.flatMap(
    (line) =>
      line
        .match(/effect (\d+)/)
        ?.slice(1)
        .map(Number) ?? [],
  );

test('rabbitmq-website PR 2207: one poison message dies alone, and with nine prefetched takes these with it', () => {
  // delivery limit 20; of 200 one kills whoever works on it, by the luck of this seed
  const limit = (prefetch: number) => {
    const { queue, workers } = worked(
      { mostAttempts: 20, visibilityTimeout: null },
      { prefetch, workerFault: { kind: 'poison', ratio: 0.005 }, crashNoticed: 'at-once', restartTime: 1 },
      wishes(200),
      { seed: 4, duration: 10 * SECOND },
    );
    return { done: queue.done, dead: queue.deadReceived, killed: workers.killed, deaths: workers.replicaDied };
  };
  expect(limit(0)).toEqual({ done: 199, dead: 1, killed: 20, deaths: 20 });
  expect(limit(9)).toEqual({ done: 190, dead: 10, killed: 200, deaths: 20 });
});

test('laravel 48539: retry_after 90 s and a job of 300 s have it “attempted too many times”, and yet it is done', () => {
  const job = (retryAfter: number, tries: number) =>
    worked(
      { visibilityTimeout: retryAfter * SECOND, mostAttempts: tries },
      { replicas: 2, processingTime: lasting(300 * SECOND) },
      ['0 k0'],
      { duration: 15 * MINUTE },
    );
  const once = job(90, 1);
  expect([once.deaths, effects(once.deliveries)]).toEqual([['90000 j0 received too often'], [300_000]]);
  const thrice = job(90, 3);
  expect([thrice.deaths, effects(thrice.deliveries)]).toEqual([[], [300_000, 390_000]]);
  const longer = job(600, 1);
  expect([longer.deaths, effects(longer.deliveries)]).toEqual([[], [300_000]]);
});

test('pg-boss 238: expired at 15 minutes, done at 60', () => {
  const { deaths, deliveries } = worked(
    { visibilityTimeout: 15 * MINUTE, mostAttempts: 1, lateAcknowledgement: 'ignored' },
    { processingTime: lasting(60 * MINUTE) },
    ['0 k0'],
    { duration: 70 * MINUTE },
  );
  expect([deaths, effects(deliveries)]).toEqual([['900000 j0 received too often'], [3_600_000]]);
});

test('keda 2900: scaled by those that wait, one at work is killed when nobody waits any more', () => {
  const scaled = (autoscaling: Values, grace: number | null) => {
    const { workers, queue, deliveries } = worked(
      { visibilityTimeout: null },
      {
        replicas: 2,
        processingTime: lasting(30 * MINUTE),
        autoscaling: { kind: 'by-length', target: 1, interval: 15 * SECOND, coolDown: 0, ...autoscaling },
        grace,
        crashNoticed: 'at-once',
      },
      wishes(4),
      { duration: 61 * MINUTE },
    );
    const killed = deliveries.filter((line) => line.includes(' killed')).map((line) => Number(line.split(/[· ]/)[5]));
    return { killed, done: queue.done ?? workers.done };
  };
  // two are done at 1,800 s, and the other two begin: nobody waits, and one process is enough
  expect(scaled({ countsBusy: false }, 30 * SECOND).killed).toEqual([1_830_000]);
  expect(scaled({ countsBusy: true }, 30 * SECOND)).toEqual({ killed: [], done: 4 });
  expect(scaled({ countsBusy: false }, null)).toEqual({ killed: [], done: 4 });
});

test('sidekiq 5741: weights of 6 to 4 are of jobs, not of time: four threads do 4 ÷ (0.6 · 1 + 0.4 · 120) a second', () => {
  const HOURS = 3_600 * SECOND;
  const perSecond = (draws: string, setting: JobSetting) => {
    const { queue } = worked(
      { visibilityTimeout: null, scheduling: { kind: 'weighted', weight0: 6, weight1: 4, draws } },
      { concurrency: 4, processingTime: lasting(SECOND) },
      [...wishes(1_200, ' p0 c1'), ...wishes(900, ' p1 c120')],
      setting,
    );
    return (queue.done * SECOND) / (setting.duration ?? 0);
  };
  expect(Math.abs(perSecond('by-turns', { duration: 5 * HOURS }) / (4 / 48.6) - 1)).toBeLessThan(0.02);
  // 1,480 jobs of 48.6 ± 58.3 s: four deviations are 13 %
  expect(Math.abs(perSecond('at-random', { duration: 5 * HOURS }) / (4 / 48.6) - 1)).toBeLessThan(0.13);
});
