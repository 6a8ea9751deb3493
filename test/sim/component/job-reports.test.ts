import { describe, expect, test, vi } from 'vitest';
import { jobQueuePresets } from '../../../src/sim/component/job-queue/job-queue-presets.ts';
import { workerPresets } from '../../../src/sim/component/workers/worker-presets.ts';
import { concurrency } from '../../../src/sim/policy/rate-limiter/concurrency.ts';
import type { ComponentPlan } from '../../../src/sim/world/blueprint.ts';
import { chosen } from '../../chosen.ts';
import { worked } from '../../job-story.ts';

type Values = Partial<ComponentPlan>;

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const presetOf = (presets: typeof jobQueuePresets, id: string): Values => presets.find((preset) => preset.id === id)!.values as Values;
const queueOf = (id: string) => presetOf(jobQueuePresets, id);
const crewOf = (id: string) => presetOf(workerPresets, id);
const lasting = (value: number) => ({ kind: 'constant', value });

/** Jobs wished for at one time [ms]. */
const wishes = (count: number, at = 0, rest = ''): string[] => Array.from({ length: count }, (_, i) => `${at} k${i}${rest}`);
const numberOf = (delivery: string) => Number(delivery.slice(1, delivery.indexOf(' ')));
/** When each delivery was received [ms]. */
const receivedAt = (delivery: string) => Number(delivery.split(' ')[3].split('·')[0]);

describe('where a job joins the line again', () => {
  /** A hundred jobs of a second each and one worker; the first fails at its first try and waits a second. */
  const retried = (queue: Values) => {
    const { deliveries } = worked(
      { mostAttempts: 2, retryDelay: { kind: 'constant', delay: SECOND }, visibilityTimeout: 30 * SECOND, ...queue },
      { processingTime: lasting(SECOND), heartbeat: 15 * SECOND, fault: { kind: 'error-ratio', ratio: 1 } },
      wishes(100),
      { duration: 200 * SECOND, changes: [{ at: 1_500, set: { 'workers.fault': { kind: 'none' } } }] },
    );
    return receivedAt(deliveries.find((line) => line.startsWith('j0 p0 #2'))!);
  };

  test('BullMQ: one that is tried again comes after all that wait', () => {
    const { mostAttempts, retryDelay, ...bullmq } = queueOf('bullmq');
    expect([mostAttempts, retryDelay]).toEqual([1, { kind: 'none' }]);
    expect(retried(bullmq)).toBe(100 * SECOND);
  });

  test('by default where any job goes that comes back', () => {
    expect(retried({})).toBe(2 * SECOND);
    expect(retried({ redeliveredTo: 'tail' })).toBe(100 * SECOND);
    expect(retried({ redeliveredTo: 'tail', retriedTo: 'head' })).toBe(2 * SECOND);
  });

  test('one whose lease runs out, and one that is given back, comes before them, wherever retries go', () => {
    // the first job takes 250 ms on a lease of 100, the other process 10 ms for each
    const jobs = ['0 k0 c25', ...wishes(20)];
    const again = (queue: Values) => worked(queue, { replicas: 2 }, jobs).deliveries.find((line) => line.startsWith('j0 p1 #2'))!;
    const { redeliveredTo, retriedTo } = queueOf('celery');
    expect([redeliveredTo, retriedTo]).toEqual(['head', 'tail']);
    expect(receivedAt(again({ redeliveredTo, retriedTo }))).toBe(100);
    expect(receivedAt(again({ redeliveredTo: 'tail', retriedTo: 'head' }))).toBe(200);
    // Sidekiq pushes back what is not done at a shutdown
    const back = worked({ ...queueOf('sidekiq') }, { replicas: 2, grace: 0, whenGraceEnds: 'given-back' }, jobs, {
      changes: [{ at: 35, set: { 'workers.replicas': 1 } }],
    });
    const returned = back.deliveries.findIndex((line) => line.includes(' returned'));
    const job = numberOf(back.deliveries[returned]);
    expect(
      back.deliveries
        .slice(returned + 1)
        .map(numberOf)
        .includes(job),
    ).toBe(true);
  });
});

describe('jobs for later that wait in a worker', () => {
  const later = { visibilityTimeout: HOUR, delay: lasting(7_102 * SECOND) };
  const crew = { replicas: 2, concurrency: 4, processingTime: lasting(SECOND) };
  const setting = { duration: 14_300 * SECOND };

  test('Celery on Redis: an ETA beyond the visibility timeout is received twice, and run twice when it comes', () => {
    const celery = { ...queueOf('celery'), ...later };
    const { deliveries, queue } = worked(celery, { ...crew, acknowledgement: crewOf('celery').acknowledgement }, ['0 k0'], setting);
    expect(deliveries).toEqual([
      'j0 p0 #1 0·7102000·7103000 done, effect 7103000, lease 3600000 out',
      'j0 p1 #2 3600000·7102000·7103000 done, effect 7103000, lease 7102000',
    ]);
    expect([queue.effectFirst, queue.effectRepeated]).toEqual([1, 1]);
  });

  test('acknowledged when done it is the same; hidden in the queue it is received once', () => {
    const late = worked({ ...later, delayedJobs: 'in-worker' }, crew, ['0 k0'], setting);
    expect(late.deliveries.map((line) => line.split(' ')[3])).toEqual(['0·7102000·7103000', '3600000·7102000·7103000']);
    expect(worked(later, crew, ['0 k0'], setting).deliveries).toEqual([
      'j0 p0 #1 7102000·7102000·7103000 done, effect 7103000, lease 7103000',
    ]);
  });

  const SHORT = { delay: lasting(40), delayedJobs: 'in-worker' };

  test('they take no slot and no place among the prefetched, and wait for a slot when they are due', () => {
    // the delay is over at 35: three of them are due at 40, and one is worked on at a time
    const { deliveries, workers } = worked(SHORT, {}, [...wishes(3), '35 k9'], {
      changes: [{ at: 30, set: { 'queue.delay': lasting(0) } }],
    });
    expect(deliveries.map((line) => line.split(' ')[3])).toEqual(['0·45·55', '0·55·65', '0·65·75', '35·35·45']);
    expect(workers.received).toBe(4);
  });

  test('one that failed waits for its next try there, and joins the line at once', () => {
    const { deliveries } = worked(
      { retryDelay: { kind: 'constant', delay: 50 }, delayedJobs: 'in-worker' },
      { fault: { kind: 'error-ratio', ratio: 1 } },
      ['0 k0'],
      { changes: [{ at: 20, set: { 'workers.fault': { kind: 'none' } } }] },
    );
    expect(deliveries).toEqual(['j0 p0 #1 0·0·10 failed, lease 10', 'j0 p0 #2 10·60·70 done, effect 70, lease 70']);
  });

  test('a process that stops gives them back, one that dies keeps them until their leases run out', () => {
    const stopped = worked(SHORT, { replicas: 2 }, ['0 k0', '0 k1'], { changes: [{ at: 20, set: { 'workers.replicas': 1 } }] });
    expect(stopped.deliveries).toEqual([
      'j0 p0 #1 0·40·50 done, effect 50, lease 50',
      'j1 p1 #1 0·–·20 returned, lease 20',
      'j1 p0 #1 20·50·60 done, effect 60, lease 60',
    ]);
    const killed = worked(SHORT, { restartTime: 200 }, ['0 k0'], { changes: [{ at: 20, set: {}, do: { workers: 'kill' } }] });
    expect(killed.deliveries).toEqual(['j0 p0 #1 0·–·20 killed, lease 100 out', 'j0 p0 #2 220·220·230 done, effect 230, lease 230']);
  });
});

describe('acknowledged when it is begun', () => {
  const begun = { acknowledgement: { kind: 'early', at: 'begun' } };

  test('a job leaves the queue then, and is lost with whoever works on it', () => {
    const { deliveries, queue } = worked({}, { ...begun, prefetch: 1 }, ['0 k0', '0 k1'], {
      changes: [{ at: 5, set: {}, do: { workers: 'kill' } }],
    });
    // the second had only been prefetched
    expect(deliveries).toEqual([
      'j0 p0 #1 0·0·5 killed, lease 0',
      'j1 p0 #1 0·–·5 killed, lease 100 out',
      'j1 p0 #2 100·100·110 done, effect 110, lease 100',
    ]);
    expect([queue.lost, queue.done]).toEqual([1, 1]);
  });

  test('one whose lease ran out before is begun by both', () => {
    const { queue } = worked({ visibilityTimeout: 15 }, { ...begun, prefetch: 1, processingTime: lasting(20) }, ['0 k0', '0 k1']);
    // acknowledged without a lease by the first, and by the second, whose lease has run out too; and when that is done
    expect(queue).toMatchObject({ redelivered: 1, effectRepeated: 1, doneLate: 1, lateIgnored: 3 });
  });
});

describe('a poller that receives more than may run (Lambda with limited concurrency)', () => {
  /** 299 messages within 10 ms, ten at a time, 20 s each; invisible for two minutes. */
  const poller = (whenNoSlot: string, mostAttempts: number) => {
    const { queue } = worked(
      { visibilityTimeout: 2 * MINUTE, whenJobFails: 'lease', lateAcknowledgement: 'ignored', mostAttempts },
      { concurrency: 10, prefetch: 500, processingTime: lasting(20 * SECOND), whenNoSlot },
      Array.from({ length: 299 }, (_, i) => `${(i / 30).toFixed(3)} k${i}`),
      { duration: HOUR },
    );
    const { done = 0, deadReceived = 0, effectFirst = 0, effectRepeated = 0, received = 0, redelivered = 0 } = queue;
    return { done, dead: deadReceived, effects: effectFirst, repeated: effectRepeated, deliveries: received + redelivered };
  };

  test('maxReceiveCount 1: what has not run by then dies without one try', () => {
    // six times ten within two minutes; ten more have just begun when they die, and go on
    expect(poller('waits-for-lease', 1)).toEqual({ done: 60, dead: 239, effects: 70, repeated: 0, deliveries: 299 });
    expect(poller('refused', 1)).toEqual({ done: 10, dead: 289, effects: 10, repeated: 0, deliveries: 299 });
  });

  test('maxReceiveCount 9: it comes again until all is done', () => {
    // 60 in the first two minutes; of each further two the first 20 s are lost to ten that began too late, and are done again
    const again = 239 + 189 + 139 + 89 + 39;
    expect(poller('waits-for-lease', 9)).toEqual({ done: 299, dead: 0, effects: 299, repeated: 50, deliveries: 299 + again });
    // ten in each two minutes, nine times
    expect(poller('refused', 9)).toMatchObject({ done: 90, dead: 209, effects: 90, repeated: 0 });
  });

  test('by default it waits in the process and is run, though it is dead by then', () => {
    expect(poller('waits', 1)).toMatchObject({ dead: 239, effects: 299 });
  });

  test('what is at work goes on, whether or not its lease is over', () => {
    const { deliveries } = worked({ visibilityTimeout: 15 }, { prefetch: 1, processingTime: lasting(40), whenNoSlot: 'waits-for-lease' }, [
      '0 k0',
      '0 k1',
    ]);
    expect(deliveries[0]).toBe('j0 p0 #1 0·0·40 done, effect 40, lease 15 out');
    expect(deliveries[1]).toBe('j1 p0 #1 0·–·15 stopped, lease 15 out');
  });

  test.each(['waits-for-lease', 'refused'])('%s: what another has done meanwhile is not waited for', (whenNoSlot) => {
    // the first works for 40 on a lease of 30; handed out again at 30, the job finds both busy, and at 40 it is done
    const { deliveries, standing } = worked({ visibilityTimeout: 30 }, { replicas: 2, prefetch: 1, whenNoSlot }, ['0 k0 c4', '15 k1 c3']);
    expect(deliveries[0]).toBe('j0 p0 #1 0·0·40 done, effect 40, lease 30 out');
    expect(deliveries.find((line) => line.startsWith('j0') && line.includes('#2'))).toMatch(/30·–·40 stopped, lease 40$/);
    expect(standing).toEqual({ expected: 2, once: 2 });
  });
});

describe('several messages of one group in one receive (SQS FIFO)', () => {
  const fifo = queueOf('sqs-fifo');
  const order = (deliveries: readonly string[]) => deliveries.map((line) => `${line.split(' ').slice(0, 2).join(' ')} ${receivedAt(line)}`);
  const group = (count: number) => wishes(count, 0, ' t1');
  /** Workers that first look when all messages are there [ms], and those of the fault are well again. */
  const looking = (at: number, wellAt: number | null = null) => ({
    changes: [
      { at, set: { 'workers.enabled': true } },
      ...(wellAt === null ? [] : [{ at: wellAt, set: { 'workers.fault': { kind: 'none' } } }]),
    ],
  });
  const failing = { fault: { kind: 'error-ratio', ratio: 1 } };
  const together = (queue: Values, crew: Values, jobs: readonly string[], wellAt: number | null = null) =>
    worked({ orderKept: 'by-tenant', keptTogether: 3, ...queue }, { enabled: false, ...crew }, jobs, looking(10, wellAt)).deliveries;

  test('ten of 4 s each, invisible for 30 s: the last three are done twice', () => {
    const crew = { enabled: false, prefetch: 9, processingTime: lasting(4 * SECOND) };
    const { deliveries, queue } = worked(fifo, crew, group(10), { duration: 2 * MINUTE, ...looking(SECOND) });
    expect(deliveries).toHaveLength(13);
    expect(deliveries.slice(0, 10).every((line) => receivedAt(line) === SECOND)).toBe(true);
    expect(deliveries.slice(7)).toEqual([
      'j7 p0 #1 1000·29000·33000 done, effect 33000, lease 31000 out',
      'j8 p0 #1 1000·33000·37000 done, effect 37000, lease 31000 out',
      'j9 p0 #1 1000·37000·41000 done, effect 41000, lease 31000 out',
      'j7 p0 #2 31000·41000·45000 done, effect 45000, lease 45000',
      'j8 p0 #2 31000·45000·49000 done, effect 49000, lease 49000',
      'j9 p0 #2 31000·49000·53000 done, effect 53000, lease 53000',
    ]);
    expect([queue.effectFirst, queue.effectRepeated]).toEqual([10, 3]);
  });

  test('no other of the group is handed out until all of them have ended, whoever asks', () => {
    const deliveries = together({}, { replicas: 2, prefetch: 2 }, [...group(6), '0 k9 t2']);
    expect(order(deliveries)).toEqual(['j0 p0 10', 'j1 p0 10', 'j2 p0 10', 'j6 p1 10', 'j3 p1 40', 'j4 p1 40', 'j5 p1 40']);
  });

  test('only as many as there is prefetch left for; without it one at a time', () => {
    expect(order(together({}, { prefetch: 1 }, group(3)))).toEqual(['j0 p0 10', 'j1 p0 10', 'j2 p0 30']);
    expect(order(together({}, {}, group(3)))).toEqual(['j0 p0 10', 'j1 p0 20', 'j2 p0 30']);
  });

  test('a process with slots to spare works on them one after the other', () => {
    const deliveries = together({}, { concurrency: 4, prefetch: 2 }, [...group(3), '0 k9 t2']);
    expect(deliveries.map((line) => line.split(' ')[3])).toEqual(['10·10·20', '10·20·30', '10·30·40', '10·10·20']);
  });

  test('if one is not done, those after it are left until their visibility timeout is over', () => {
    const crew = { concurrency: 2, prefetch: 2, ...failing };
    expect(together({ whenJobFails: 'lease' }, crew, group(3), 50)).toEqual([
      'j0 p0 #1 10·10·20 failed, lease 110 out',
      'j1 p0 #1 10·–·20 stopped, lease 110 out',
      'j2 p0 #1 10·–·20 stopped, lease 110 out',
      'j0 p0 #2 110·110·120 done, effect 120, lease 120',
      'j1 p0 #2 110·120·130 done, effect 130, lease 130',
      'j2 p0 #2 110·130·140 done, effect 140, lease 140',
    ]);
  });

  test('one that may be tried again waits until those received with it have come back', () => {
    const crew = { prefetch: 2, ...failing };
    const deliveries = together({ retryDelay: { kind: 'constant', delay: 30 } }, crew, group(3), 25);
    expect(order(deliveries)).toEqual(['j0 p0 10', 'j1 p0 10', 'j2 p0 10', 'j0 p0 110', 'j1 p0 110', 'j2 p0 110']);
  });

  test('a process that stops gives them back in order', () => {
    const { deliveries } = worked(
      { orderKept: 'by-tenant', keptTogether: 3 },
      { enabled: false, replicas: 2, prefetch: 2, grace: 0, whenGraceEnds: 'given-back' },
      ['0 k9 t2', ...group(3)],
      {
        changes: [
          { at: 10, set: { 'workers.enabled': true } },
          { at: 15, set: { 'workers.replicas': 1 } },
        ],
      },
    );
    expect(deliveries.slice(-3).map((line) => line.split(', effect')[0])).toEqual([
      'j1 p0 #1 15·20·30 done',
      'j2 p0 #1 15·30·40 done',
      'j3 p0 #1 40·40·50 done',
    ]);
  });
});

describe('a consumer that receives the next batch when all of the last is done (SQS)', () => {
  const batch = { receives: 'when-empty', enabled: false };
  const looking = [{ at: 10, set: { 'workers.enabled': true } }];
  const times = (crew: Values, jobs: readonly string[], changes = looking) =>
    worked({}, { ...batch, ...crew }, jobs, { changes }).deliveries.map((line) => line.split(' ')[3]);

  test('one after the other: ten at once, the eleventh when the tenth is done', () => {
    const received = (receives: string) =>
      worked({ visibilityTimeout: SECOND }, { ...batch, receives, prefetch: 9 }, wishes(12), { changes: looking }).deliveries.map(
        receivedAt,
      );
    expect(received('when-empty')).toEqual([...Array(10).fill(10), 110, 110]);
    expect(received('with-room')).toEqual([...Array(10).fill(10), 20, 30]);
  });

  test('all at once: nine wait for the longest', () => {
    expect(times({ concurrency: 3 }, ['0 k0 c5', ...wishes(4)])).toEqual(['10·10·60', '10·10·20', '10·10·20', '60·60·70', '60·60·70']);
    expect(times({ concurrency: 3, receives: 'with-room' }, ['0 k0 c5', ...wishes(4)]).slice(3)).toEqual(['20·20·30', '20·20·30']);
  });

  test('whoever waits for one gets what comes first, and that alone', () => {
    expect(times({ concurrency: 3, enabled: true }, ['0 k0', '1 k1', '2 k2'], [])).toEqual(['0·0·10', '10·10·20', '10·10·20']);
  });

  test('two share what is there, and each goes on when its own is done', () => {
    expect(times({ concurrency: 2, replicas: 2 }, ['0 k0 c3', ...wishes(6)])).toEqual([
      ...['10·10·40', '10·10·20', '10·10·20', '10·10·20'],
      ...['20·20·30', '20·20·30', '30·30·40'],
    ]);
  });

  test('a batch of ten takes as long as the longest of ten: 10 ÷ (100 ms × H(10)) a second of exponential jobs', () => {
    let harmonic = 0;
    for (let i = 1; i <= 10; i++) harmonic += 1 / i;
    const done = (receives: string) =>
      worked(
        { visibilityTimeout: HOUR },
        { receives, concurrency: 10, processingTime: { kind: 'exponential', mean: 100 } },
        wishes(6_000),
        { duration: 50_000 },
      ).queue.done;
    // 170 batches of 293 ± 124 ms: four deviations of their mean are 13 %
    expect(Math.abs(done('when-empty') / (50 * (10 / (0.1 * harmonic))) - 1)).toBeLessThan(0.13);
    // 5,000 jobs: four deviations are 6 %
    expect(Math.abs(done('with-room') / (50 * 100) - 1)).toBeLessThan(0.06);
  });
});

describe('how much of its jobs a queue looks at', () => {
  const orderKept = { orderKept: 'by-tenant' };

  test('a backlog of one group hides the others behind it (SQS FIFO: the first 120,000)', () => {
    expect(queueOf('sqs-fifo')).toMatchObject({ looksAt: 120_000, mostInFlight: 120_000, keptTogether: 10 });
    expect(queueOf('sqs-standard').mostInFlight).toBe(120_000);
    const other = (queue: Values, changes: readonly { at: number; set: Values }[] = []) => {
      const { deliveries } = worked({ ...orderKept, ...queue }, { concurrency: 2 }, [...wishes(5, 0, ' t1'), '0 k9 t2'], { changes });
      return receivedAt(deliveries.find((line) => line.startsWith('j5 '))!);
    };
    expect(other({})).toBe(0);
    // in sight: 0 1 2, then 1 2 3, 2 3 4, and at 30 ms 3 4 and the other
    expect(other({ looksAt: 3 })).toBe(30);
    expect(other({ looksAt: 6 })).toBe(0);
    expect(other({ looksAt: 3 }, [{ at: 15, set: { 'queue.looksAt': 6 } }])).toBe(15);
    // what was let through stays let through, and is at the head of the group's line
    expect(other({}, [{ at: 0, set: { 'queue.looksAt': 5 } }])).toBe(10);
  });

  test('fewer than before: what waits beyond them is not handed out', () => {
    // one worker, and three groups in turn of which the last is beyond the first two
    const { deliveries } = worked(orderKept, {}, ['0 k0 t1', '0 k1 t2', '0 k2 t3', '0 k3 t1'], {
      changes: [
        { at: 5, set: { 'queue.looksAt': 2 } },
        { at: 5, set: { 'queue.scheduling': { kind: 'lifo' } } },
      ],
    });
    expect(deliveries.map(numberOf)).toEqual([0, 2, 3, 1]);
  });

  test('no more than so many in flight, whoever asks', () => {
    const { deliveries } = worked({ mostInFlight: 2 }, { replicas: 2, concurrency: 4 }, wishes(5));
    expect(deliveries.map(receivedAt)).toEqual([0, 0, 10, 10, 20]);
    const raised = worked({ mostInFlight: 1 }, { replicas: 2 }, wishes(3), { changes: [{ at: 4, set: { 'queue.mostInFlight': 9 } }] });
    expect(raised.deliveries.map(receivedAt)).toEqual([0, 4, 10]);
  });
});

describe('long jobs', () => {
  test('Bull: a lock of an hour renewed each hour and a half is lost, and the job of three hours dies while it runs', () => {
    const { deaths, deliveries } = worked(
      {
        visibilityTimeout: HOUR,
        lapsesNoticed: 30 * SECOND,
        mostLapses: 0,
        mostAttempts: 1,
        attemptsCounted: 'failures',
        lateAcknowledgement: 'ignored',
      },
      { heartbeat: 1.5 * HOUR, processingTime: lasting(3 * HOUR) },
      ['0 k0'],
      { duration: 4 * HOUR },
    );
    expect(deaths).toEqual(['3600000 j0 lease ran out too often']);
    expect(deliveries).toEqual(['j0 p0 #1 0·0·10800000 done, effect 10800000, lease 3600000 out']);
  });

  test('they may take 30 days, and so may leases and delays', () => {
    const MONTH = 30 * 24 * HOUR;
    const { deliveries } = worked({ visibilityTimeout: MONTH, delay: lasting(MONTH) }, { processingTime: lasting(MONTH) }, ['0 k0'], {
      duration: 2 * MONTH + 1,
    });
    expect(deliveries).toEqual([`j0 p0 #1 ${MONTH}·${MONTH}·${2 * MONTH} done, effect ${2 * MONTH}, lease ${2 * MONTH} out`]);
  });

  test('River waits attempt⁴ s between 25 attempts', () => {
    const { retryDelay, mostAttempts, visibilityTimeout } = queueOf('river') as { retryDelay: { kind: string }; [name: string]: unknown };
    expect([mostAttempts, visibilityTimeout]).toEqual([25, HOUR]);
    const { policy, params } = chosen('retry-delay', retryDelay);
    const seconds = (retry: number) => policy.most(params, retry) / 1_000_000;
    expect([1, 2, 3, 10, 24].map(seconds)).toEqual([1, 16, 81, 10_000, 331_776]);
  });

  test('River: a job that takes longer than its timeout has failed, and is tried again', () => {
    expect(crewOf('river').jobTimeout).toBe(MINUTE);
    const { deliveries, queue } = worked({ visibilityTimeout: 1_000, mostAttempts: 3 }, { processingTime: lasting(40), jobTimeout: 30 }, [
      '0 k0',
    ]);
    expect(deliveries).toEqual([
      'j0 p0 #1 0·0·30 failed, lease 30',
      'j0 p0 #2 80·80·110 failed, lease 110',
      'j0 p0 #3 160·160·190 failed, lease 190',
    ]);
    expect(queue.deadFailed).toBe(1);
    // one that takes exactly as long is not in time
    expect(worked({}, { jobTimeout: 10 }, ['0 k0']).queue).toMatchObject({ failed: 5, deadFailed: 1 });
    expect(worked({}, { jobTimeout: 11 }, ['0 k0']).queue).toMatchObject({ done: 1 });
  });

  test('a job timeout ends what hangs, and comes late to a process that stands still', () => {
    const hung = worked({}, { jobTimeout: 30, fault: { kind: 'hang' } }, ['0 k0'], {
      changes: [{ at: 40, set: { 'workers.fault': { kind: 'none' } } }],
    });
    expect(hung.deliveries).toEqual(['j0 p0 #1 0·0·30 failed, lease 30', 'j0 p0 #2 80·80·90 done, effect 90, lease 90']);
  });
});

describe('workers before a limit on concurrency', () => {
  test.each([
    { kind: 'concurrency', limit: 1 },
    { kind: 'hierarchical', first: { kind: 'concurrency', limit: 1 }, second: { kind: 'token-bucket', rate: 0.5, burst: 1 } },
  ])('are woken when a job ends, and do not ask all the time: $kind', (limiter) => {
    const asked = vi.spyOn(concurrency, 'check');
    const { deliveries } = worked({ visibilityTimeout: HOUR }, { replicas: 3, processingTime: lasting(MINUTE), limiter }, wishes(3), {
      duration: HOUR,
    });
    expect(deliveries.map((line) => line.split(' ')[3])).toEqual(['0·0·60000', '0·60000·120000', '0·120000·180000']);
    // each when it comes first, and when a job ends
    expect(asked.mock.calls.length).toBeLessThan(10);
    asked.mockRestore();
  });
});
