import { describe, expect, test } from 'vitest';
import { type JobSetting, jobQueue, worked, workersOf } from '../../job-story.ts';
import { figure, samples } from '../../worlds.ts';

const deliveries = (...story: Parameters<typeof worked>): string[] => worked(...story).deliveries;
const constant = (value: number) => ({ kind: 'constant', value });

describe('a job', () => {
  test('is received at once, done, and acknowledged; the next waits for its turn', () => {
    const { deliveries, heard, queue, standing } = worked({}, {}, ['0', '4 c2', '5']);
    expect(deliveries).toEqual([
      'j0 p0 #1 0·0·10 done, effect 10, lease 10',
      'j1 p0 #1 10·10·30 done, effect 30, lease 30',
      'j2 p0 #1 30·30·40 done, effect 40, lease 40',
    ]);
    expect(heard).toEqual(['0 wish 0 ok', '4 wish 1 ok', '5 wish 2 ok', '10 wish 0 done', '30 wish 1 done', '40 wish 2 done']);
    expect(queue).toEqual({ arrived: 3, accepted: 3, enqueued: 3, received: 3, done: 3, effectFirst: 3 });
    expect(standing).toEqual({ expected: 3, once: 3 });
  });

  test('waits and takes time from when it was enqueued', () => {
    const { world } = worked({}, {}, ['0', '4 c2', '5'], { duration: 100 });
    // waits of 0, 6 and 25 ms; in all 10, 26 and 35
    expect(figure(world, 'queue.waitingTime.mean')).toBeCloseTo(31 / 3, 9);
    expect(figure(world, 'queue.timeInSystem.mean')).toBeCloseTo(71 / 3, 9);
    // one in flight until 40, and 6 + 25 ms of waiting, in 100
    expect(figure(world, 'queue.inFlight')).toBeCloseTo(0.4, 9);
    expect(figure(world, 'queue.backlog')).toBeCloseTo(0.31, 9);
    // at 10 and 20 the job of 5 has waited 5 and 15, at 30 it begins
    expect(samples(world, 'queue.oldestAge').slice(0, 4)).toEqual([6, 15, 25, 0]);
    // and at 40 the backlog is gone
    expect(samples(world, 'queue.drainTime').slice(0, 5)).toEqual([30, 20, 10, 0, 0]);
  });

  test('waits on the account of its class and of its tenant', () => {
    // one after the other they begin at 0, 10, 20, 30 and 40
    const { world } = worked({}, {}, ['0 p0', '0 p1 t1', '0 p2 t2', '0 p3', '0 p3 t2'], { duration: 100, bins: 1 });
    const waits = (name: string) => ['p50', 'p99'].map((quantile) => figure(world, `queue.waitingTime.${name}.${quantile}`));
    const about = (...times: number[]) => times.map((time) => expect.closeTo(time, 0));
    expect([0, 1, 2, 3].map((rank) => waits(`class${rank}`))).toEqual([about(0, 0), about(10, 10), about(20, 20), about(30, 40)]);
    expect([waits('firstTenant'), waits('otherTenants')]).toEqual([about(0, 30), about(20, 40)]);
    // on average 15, 10 and 30; each is made 1 ms longer: (16 + 11 + 31)² ÷ 3 (16² + 11² + 31²)
    expect(figure(world, 'queue.worstTenantWait')).toBe(30);
    expect(figure(world, 'queue.fairness')).toBeCloseTo(58 ** 2 / (3 * (16 ** 2 + 11 ** 2 + 31 ** 2)), 9);
  });

  test('that is delayed cannot be received before', () => {
    expect(deliveries({ delay: constant(30) }, {}, ['0', '5'])).toEqual([
      'j0 p0 #1 30·30·40 done, effect 40, lease 40',
      'j1 p0 #1 40·40·50 done, effect 50, lease 50',
    ]);
  });
});

describe('the visibility timeout', () => {
  // 45 ms of work under a lease of 30
  const two = { replicas: 2 };

  test('runs out, and a second worker gets the job: done twice, the first acknowledgement deletes it', () => {
    const { deliveries, queue, heard, standing } = worked({ visibilityTimeout: 30 }, two, ['0 c4.5']);
    expect(deliveries).toEqual(['j0 p0 #1 0·0·45 done, effect 45, lease 30 out', 'j0 p1 #2 30·30·75 done, effect 75, lease 45']);
    expect(queue).toMatchObject({ received: 1, redelivered: 1, lapsed: 1, doneLate: 1, lateIgnored: 1, effectFirst: 1, effectRepeated: 1 });
    expect(heard).toEqual(['0 wish 0 ok', '45 wish 0 done', '75 wish 0 again']);
    expect(standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
  });

  test('where late acknowledgements are ignored the job goes round until it has been received too often', () => {
    const queue = { visibilityTimeout: 30, lateAcknowledgement: 'ignored', mostAttempts: 3 };
    const story = worked(queue, { replicas: 3 }, ['0 c4.5']);
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·45 done, effect 45, lease 30 out',
      'j0 p1 #2 30·30·75 done, effect 75, lease 60 out',
      'j0 p2 #3 60·60·105 done, effect 105, lease 90 out',
    ]);
    expect(story.deaths).toEqual(['90 j0 received too often']);
    expect(story.queue).toMatchObject({ lateIgnored: 3, deadReceived: 1 });
    expect(story.standing).toEqual({ dead: 1, expected: 1, repeated: 1, extra: 2 });
  });

  test('a late acknowledgement deletes a job that is visible again, hidden again, or in another’s hands', () => {
    // alone: it is visible again at 30 and is deleted at 45, before anybody has looked
    expect(worked({ visibilityTimeout: 30 }, {}, ['0 c4.5']).queue).toMatchObject({ received: 1, lapsed: 1, doneLate: 1 });
    // in other hands: their lease ends with the job
    expect(deliveries({ visibilityTimeout: 30 }, two, ['0 c4.5'])[1]).toContain('lease 45');
    // hidden: the second try has failed at 40 and waits for its third
    const fails = [
      { at: 35, set: { 'workers.fault': { kind: 'fail-fast' } } },
      { at: 42, set: { 'workers.fault': { kind: 'none' } } },
    ];
    const later = worked({ visibilityTimeout: 30, lapsesNoticed: 40 }, two, ['0 c4.5'], { changes: fails });
    expect(later.deliveries).toEqual(['j0 p0 #1 0·0·45 done, effect 45, lease 40 out', 'j0 p1 #2 40·40·40 failed, lease 40']);
    expect(later.queue).toMatchObject({ failed: 1, retriedFirst: 1, doneLate: 1 });
    expect(later.standing).toEqual({ expected: 1, once: 1 });
  });

  test('a dead letter stays one, whoever acknowledges it late', () => {
    const story = worked({ visibilityTimeout: 30, mostAttempts: 1 }, {}, ['0 c4.5']);
    expect(story.deaths).toEqual(['30 j0 received too often']);
    expect(story.queue).toMatchObject({ deadReceived: 1, lateIgnored: 1, effectFirst: 1 });
    // its side effect has taken place all the same: from 30 to 45 it was missing
    expect(story.standing).toEqual({ dead: 1, expected: 1, once: 1 });
    expect(
      figure(worked({ visibilityTimeout: 30, mostAttempts: 1 }, {}, ['0 c4.5'], { duration: 100 }).world, 'queue.effects.missing'),
    ).toBeCloseTo(0.15, 9);
  });

  test('a heartbeat keeps it', () => {
    const story = worked({ visibilityTimeout: 30 }, { ...two, heartbeat: 20 }, ['0 c4.5']);
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·45 done, effect 45, lease 45']);
    expect(story.queue).toMatchObject({ extended: 2, done: 1 });
    // every 40 ms is too seldom: nobody holds it any more by then
    const seldom = worked({ visibilityTimeout: 30 }, { ...two, heartbeat: 40 }, ['0 c4.5']).queue;
    expect([seldom.lapsed, seldom.extended]).toEqual([1, undefined]);
  });

  test('the worker stops at the end of its lease, where it is told to', () => {
    const story = worked({ visibilityTimeout: 30, mostAttempts: 3 }, { ...two, whenLeaseEnds: 'stops' }, ['0 c4.5', '1']);
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·30 stopped, lease 30 out',
      'j1 p1 #1 1·1·11 done, effect 11, lease 11',
      // visible again, it goes to the process whose turn it is
      'j0 p1 #2 30·30·60 stopped, lease 60 out',
      'j0 p0 #3 60·60·90 stopped, lease 90 out',
    ]);
    expect(story.workers).toMatchObject({ stopped: 3, done: 1 });
    expect(story.standing).toEqual({ dead: 1, expected: 2, once: 1, missing: 1 });
  });

  test('a job that comes back goes to the head of its line, or to the tail', () => {
    // the one worker: job 0 runs out at 30 and stops; 1 and 2 wait
    const order = (redeliveredTo: string) =>
      deliveries({ visibilityTimeout: 30, redeliveredTo, mostAttempts: 2 }, { whenLeaseEnds: 'stops' }, ['0 c4', '1', '2']).map((line) =>
        line.slice(0, 8),
      );
    expect(order('head')).toEqual(['j0 p0 #1', 'j0 p0 #2', 'j1 p0 #1', 'j2 p0 #1']);
    expect(order('tail')).toEqual(['j0 p0 #1', 'j1 p0 #1', 'j2 p0 #1', 'j0 p0 #2']);
  });

  test('is noticed at the next look, and an acknowledgement before is in time', () => {
    expect(deliveries({ visibilityTimeout: 30, lapsesNoticed: 25 }, two, ['0 c4.5'])).toEqual([
      'j0 p0 #1 0·0·45 done, effect 45, lease 45',
    ]);
    expect(deliveries({ visibilityTimeout: 20, lapsesNoticed: 25 }, two, ['0 c4.5'])[1]).toMatch(/^j0 p1 #2 25·25·70/);
  });

  test('changed in mid-run, it holds for leases that begin afterwards', () => {
    const changes = [{ at: 5, set: { 'queue.visibilityTimeout': 1_000 } }];
    expect(deliveries({ visibilityTimeout: 30 }, { replicas: 3 }, ['0 c4.5', '6 c4.5'], { changes })).toEqual([
      'j0 p0 #1 0·0·45 done, effect 45, lease 30 out',
      'j1 p1 #1 6·6·51 done, effect 51, lease 51',
      'j0 p2 #2 30·30·75 done, effect 75, lease 45',
    ]);
    // and one that never ends is never over
    const never = [{ at: 5, set: { 'queue.visibilityTimeout': null } }];
    expect(worked({ visibilityTimeout: 30 }, {}, ['6 c4.5'], { changes: never }).queue).toEqual({
      arrived: 1,
      accepted: 1,
      enqueued: 1,
      received: 1,
      done: 1,
      effectFirst: 1,
    });
  });

  test('after so many a job is moved aside, however often it may be received', () => {
    const story = worked({ visibilityTimeout: 30, mostLapses: 1, mostAttempts: 1_000 }, { whenLeaseEnds: 'stops' }, ['0 c4']);
    expect(story.deaths).toEqual(['60 j0 lease ran out too often']);
    expect(story.queue).toMatchObject({ received: 1, redelivered: 1, lapsed: 2, deadLapsed: 1 });
  });
});

describe('failing', () => {
  const fails = { fault: { kind: 'error-ratio', ratio: 1 } };

  test('a job waits for its next try, and has been received so often when it is moved aside', () => {
    const story = worked({ mostAttempts: 3 }, fails, ['0']);
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·10 failed, lease 10',
      'j0 p0 #2 60·60·70 failed, lease 70',
      'j0 p0 #3 120·120·130 failed, lease 130',
    ]);
    expect(story.deaths).toEqual(['130 j0 failed too often']);
    expect(story.queue).toMatchObject({ failed: 3, retriedFirst: 1, retriedSecond: 1, deadFailed: 1 });
    expect(story.heard).toEqual(['0 wish 0 ok', '130 wish 0 not done']);
    expect(story.standing).toEqual({ dead: 1, expected: 1, missing: 1 });
  });

  test('delays grow as their policy says: 20, 40, 80 ms', () => {
    const retryDelay = { kind: 'exponential', base: 20, cap: 1_000 };
    expect(deliveries({ mostAttempts: 4, retryDelay }, fails, ['0']).map((line) => line.split(' ')[3])).toEqual([
      '0·0·10',
      '30·30·40',
      '80·80·90',
      '170·170·180',
    ]);
  });

  test('what fails for good is tried again, or moved aside at once', () => {
    const permanent = { fault: { kind: 'error-ratio', ratio: 1, retryable: false } };
    expect(worked({ mostAttempts: 2 }, permanent, ['0']).deaths).toEqual(['70 j0 failed too often']);
    const aside = worked({ mostAttempts: 2, permanentErrors: 'dead-lettered' }, permanent, ['0']);
    expect(aside.deaths).toEqual(['10 j0 failed for good']);
    expect(aside.queue).toMatchObject({ deadPermanent: 1 });
    // an ordinary error is not meant
    expect(worked({ mostAttempts: 2, permanentErrors: 'dead-lettered' }, fails, ['0']).deaths).toEqual(['70 j0 failed too often']);
  });

  test('a worker that says nothing lets the lease run out, and its failures count', () => {
    const story = worked({ whenJobFails: 'lease', mostAttempts: 2 }, fails, ['0', '1']);
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·10 failed, lease 100 out',
      'j1 p0 #1 10·10·20 failed, lease 110 out',
      'j0 p0 #2 100·100·110 failed, lease 200 out',
      'j1 p0 #2 110·110·120 failed, lease 210 out',
    ]);
    expect(story.deaths).toEqual(['200 j0 received too often', '210 j1 received too often']);
    const counted = worked({ whenJobFails: 'lease', mostAttempts: 2, attemptsCounted: 'failures' }, fails, ['0']);
    expect(counted.deaths).toEqual(['200 j0 failed too often']);
  });

  test('and one that has acknowledged before says nothing to nobody: the job is lost', () => {
    const story = worked({ whenJobFails: 'lease' }, { ...fails, acknowledgement: { kind: 'early' } }, ['0']);
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·10 failed, lease 0']);
    expect(story.queue).toMatchObject({ failed: 1, lost: 1 });
    // where it does say so, it is tried again
    const told = worked({ mostAttempts: 2 }, { ...fails, acknowledgement: { kind: 'early' } }, ['0']);
    expect(told.deliveries[1]).toBe('j0 p0 #2 60·60·70 failed, lease 60');
  });

  test('only failures count, where they count: leases may run out as they like', () => {
    const changes = [{ at: 120, set: { 'workers.fault': { kind: 'error-ratio', ratio: 1 } } }];
    const queue = { visibilityTimeout: 30, attemptsCounted: 'failures', mostAttempts: 2 };
    // 25 ms of work in leases of 30: alone it is done; slowed down it lapses until it fails
    const story = worked(queue, { whenLeaseEnds: 'stops', fault: { kind: 'slow', factor: 2 } }, ['0 c2.5'], { changes });
    expect(story.deliveries).toEqual([
      'j0 p0 #1 0·0·30 stopped, lease 30 out',
      'j0 p0 #2 30·30·60 stopped, lease 60 out',
      'j0 p0 #3 60·60·90 stopped, lease 90 out',
      'j0 p0 #4 90·90·120 stopped, lease 120 out',
      'j0 p0 #5 120·120·145 failed, lease 145',
      'j0 p0 #6 195·195·220 failed, lease 220',
    ]);
    expect(story.deaths).toEqual(['220 j0 failed too often']);
  });

  test('dead letters are sent again at a rate, the first to die first, and count anew', () => {
    const changes = [
      { at: 200, set: { 'queue.redrive': true } },
      { at: 200, set: { 'workers.fault': { kind: 'none' } } },
    ];
    const story = worked({ mostAttempts: 1, redriveRate: 20 }, fails, ['0', '1'], { changes });
    expect(story.deaths).toEqual(['10 j0 failed too often', '20 j1 failed too often']);
    // every 50 ms
    expect(story.deliveries.slice(2)).toEqual([
      'j0 p0 #1 250·250·260 done, effect 260, lease 260',
      'j1 p0 #1 300·300·310 done, effect 310, lease 310',
    ]);
    // failures too: dead at 70, sent again at 250, it fails twice more
    const counted = worked({ mostAttempts: 2, attemptsCounted: 'failures', redriveRate: 20 }, fails, ['0'], {
      changes: changes.slice(0, 1),
      duration: 330,
    });
    expect(counted.deaths).toEqual(['70 j0 failed too often', '320 j0 failed too often']);
    // and leases that ran out: it dies with the second, is sent again at 150, and dies with the second after that
    const lapsed = worked(
      { visibilityTimeout: 30, mostLapses: 1, mostAttempts: 1_000, redriveRate: 20 },
      { whenLeaseEnds: 'stops' },
      ['0 c40'],
      {
        changes: [{ at: 100, set: { 'queue.redrive': true } }],
        duration: 250,
      },
    );
    expect(lapsed.deaths).toEqual(['60 j0 lease ran out too often', '210 j0 lease ran out too often']);
    expect(story.queue).toMatchObject({ redriven: 2, deadFailed: 2, done: 2 });
    expect(story.standing).toEqual({ expected: 2, once: 2 });
    expect(story.world.observed.jobs?.redriven.map(({ job, at }) => [job, at])).toEqual([
      [0, 250_000],
      [1, 300_000],
    ]);
  });
});

describe('capacity', () => {
  test('refuses the newcomer, those in flight counted', () => {
    const story = worked({ capacity: 2 }, {}, ['0', '1', '2', '11']);
    expect(story.heard.filter((line) => line.includes('shed'))).toEqual(['2 wish 2 shed']);
    expect(story.queue).toMatchObject({ arrived: 4, accepted: 3, shed: 1, done: 3 });
  });

  test('or drops the job that has waited longest', () => {
    const story = worked({ capacity: 2, whenFull: 'drops-oldest' }, {}, ['0', '1', '2']);
    expect(story.deliveries.map((line) => line.slice(0, 2))).toEqual(['j0', 'j2']);
    expect(story.heard).toContain('2 wish 1 not done');
    expect(story.queue).toMatchObject({ displaced: 1, done: 2 });
    expect(story.standing).toEqual({ expected: 3, once: 2, missing: 1 });
    // where none waits there is none to drop
    expect(worked({ capacity: 1, whenFull: 'drops-oldest' }, {}, ['0', '1']).queue).toMatchObject({ shed: 1 });
  });

  test('changed in mid-run, it holds from then on', () => {
    const changes = [{ at: 1.5, set: { 'queue.capacity': 1 } }];
    expect(worked({}, {}, ['0', '1', '2'], { changes }).queue).toMatchObject({ accepted: 2, shed: 1 });
  });
});

describe('order', () => {
  const three = { replicas: 3 };

  test('per key: one after the other, while other keys go on', () => {
    expect(deliveries({ orderKept: 'by-key' }, three, ['0 k1', '0 k1', '0 k2'])).toEqual([
      'j0 p0 #1 0·0·10 done, effect 10, lease 10',
      'j2 p1 #1 0·0·10 done, effect 10, lease 10',
      'j1 p2 #1 10·10·20 done, effect 20, lease 20',
    ]);
    expect(deliveries({ orderKept: 'by-tenant' }, three, ['0 k1 t1', '0 k2 t1', '0 k1 t2']).map((line) => line.slice(0, 2))).toEqual([
      'j0',
      'j2',
      'j1',
    ]);
  });

  test('retries block those behind, and so does a delay', () => {
    const changes = [{ at: 20, set: { 'workers.fault': { kind: 'none' } } }];
    const fails = { fault: { kind: 'error-ratio', ratio: 1 } };
    expect(deliveries({ orderKept: 'by-key' }, { ...three, ...fails }, ['0 k1', '1 k1'], { changes })).toEqual([
      'j0 p0 #1 0·0·10 failed, lease 10',
      'j0 p1 #2 60·60·70 done, effect 70, lease 70',
      'j1 p2 #1 70·70·80 done, effect 80, lease 80',
    ]);
    // the first is delayed by 30, the second not
    const delays = [{ at: 0.5, set: { 'queue.delay': constant(0) } }];
    expect(
      deliveries({ orderKept: 'by-key', delay: constant(30) }, three, ['0 k1', '1 k1'], { changes: delays }).map((line) =>
        line.slice(0, 11),
      ),
    ).toEqual(['j0 p0 #1 30', 'j1 p1 #1 40']);
  });

  test('a dead letter lets the next one pass', () => {
    const story = worked({ orderKept: 'by-key', mostAttempts: 1 }, { ...three, fault: { kind: 'error-ratio', ratio: 1 } }, [
      '0 k1',
      '1 k1',
    ]);
    expect(story.deaths).toEqual(['10 j0 failed too often', '20 j1 failed too often']);
  });

  test('one that fails for good wakes those behind, also when its own worker is asleep', () => {
    const queue = { orderKept: 'by-key', permanentErrors: 'dead-lettered' };
    const fault = { kind: 'error-ratio', ratio: 1, retryable: false };
    const others = { idle: workersOf() };
    // at 5 the worker at work is switched off; it is the other one that hears of the next job
    const changes = [{ at: 5, set: { 'workers.enabled': false } }];
    const story = worked({ ...queue, calls: ['workers', 'idle'] }, { fault }, ['0 k1', '1 k1'], { others, changes });
    expect(story.deliveries).toEqual(['j0 p0 #1 0·0·10 failed, lease 10', 'j1 p0 #1 10·10·20 done, effect 20, lease 20']);
  });

  test('switched on in mid-run: what is in flight goes first, what waits stands behind it', () => {
    const changes = [{ at: 5, set: { 'queue.orderKept': 'by-key' } }];
    // one worker until 5, so that 1 and 2 wait; from 6 on three
    const more = [...changes, { at: 6, set: { 'workers.replicas': 3 } }];
    expect(deliveries({}, {}, ['0 k1', '1 k1', '2 k2'], { changes: more }).map((line) => line.replace(/ p\d/, '').slice(0, 10))).toEqual([
      'j0 #1 0·0·',
      'j2 #1 6·6·',
      'j1 #1 10·1',
    ]);
  });

  test('switched off, everybody may go; switched to tenants, it is kept by tenant', () => {
    const off = [{ at: 5, set: { 'queue.orderKept': 'not' } }];
    expect(
      deliveries({ orderKept: 'by-key' }, three, ['0 k1', '1 k1', '2 k1'], { changes: off }).map(
        (line) => line.split(' ')[3].split('·')[0],
      ),
    ).toEqual(['0', '5', '5']);
    const other = [{ at: 5, set: { 'queue.orderKept': 'by-tenant' } }];
    const story = deliveries({ orderKept: 'by-key' }, three, ['0 k1 t1', '1 k1 t2', '2 k1 t1', '3 k1 t2'], { changes: other });
    expect(story.map((line) => `${line.slice(0, 2)} ${line.split(' ')[3]}`)).toEqual([
      'j0 0·0·10',
      'j1 5·5·15',
      'j2 10·10·20',
      'j3 15·15·25',
    ]);
  });
});

describe('uniqueness', () => {
  const jobs = (uniqueness: object, wishes: string[], workers: object = {}, setting: JobSetting = {}, rest: object = {}) => {
    const { queue, deliveries: list } = worked({ uniqueness, ...rest }, workers, wishes, setting);
    return [queue.accepted, queue.deduplicated ?? 0, list.length];
  };

  test('until it is done: one job, and its lock is free afterwards', () => {
    expect(jobs({ kind: 'until-done' }, ['0 k1', '1 k1', '9 k1', '9 k2', '11 k1'])).toEqual([3, 2, 3]);
    expect(jobs({ kind: 'until-done' }, ['0 k1 t1', '1 k2 t1'], {}, {}, { uniqueBy: 'tenant' })).toEqual([1, 1, 1]);
    // who is told that there is one already is answered well
    expect(worked({ uniqueness: { kind: 'until-done' } }, {}, ['0 k1', '1 k1']).heard).toContain('1 wish 1 ok');
  });

  test('the lock of a job that was lost is never given back, unless it expires', () => {
    const crash = { acknowledgement: { kind: 'early' }, workerFault: { kind: 'poison', ratio: 1, at: 0.5 } };
    const mended = { changes: [{ at: 10, set: { 'workers.workerFault': { kind: 'none' } } }] };
    // the only job for the key dies with its worker at 5: none of a thousand wishes makes another
    expect(jobs({ kind: 'until-done' }, ['0 k1', '30 k1', '500 k1'], crash, mended)).toEqual([1, 2, 1]);
    expect(jobs({ kind: 'until-done', expires: 100 }, ['0 k1', '30 k1', '100 k1'], crash, mended)).toEqual([2, 1, 2]);
  });

  test('a dead letter keeps its lock, unless death gives it back', () => {
    const dies = { fault: { kind: 'error-ratio', ratio: 1 } };
    expect(jobs({ kind: 'until-done' }, ['0 k1', '30 k1'], dies, {}, { mostAttempts: 1 })).toEqual([1, 1, 1]);
    expect(jobs({ kind: 'until-done', releasedByDeath: true }, ['0 k1', '30 k1'], dies, {}, { mostAttempts: 1 })).toEqual([2, 0, 2]);
  });

  test('until it starts: another may be made while it runs, and its tries do not take the lock again', () => {
    expect(jobs({ kind: 'until-start' }, ['0 k2', '1 k1', '2 k1', '11 k1', '12 k1'])).toEqual([3, 2, 3]);
    expect(jobs({ kind: 'until-start' }, ['0 k1', '20 k1'], { fault: { kind: 'error-ratio', ratio: 1 } }, { duration: 55 })).toEqual([
      2, 0, 2,
    ]);
  });

  test('until it starts: one that ends without a start gives it back', () => {
    // too old when its turn comes at 10
    expect(jobs({ kind: 'until-start' }, ['0 k2', '1 k1', '12 k1'], {}, {}, { staleness: { kind: 'max-age', usefulFor: 5 } })).toEqual([
      3, 0, 2,
    ]);
  });

  test('for a time: whatever becomes of the job', () => {
    expect(jobs({ kind: 'window', window: 50 }, ['0 k1', '30 k1', '49.999 k1', '50 k1'])).toEqual([2, 2, 2]);
  });

  test('while it runs: any number of jobs, one at a time, and one whose turn comes too early waits', () => {
    expect(deliveries({ uniqueness: { kind: 'while-executing', wait: 7 } }, { replicas: 3 }, ['0 k1', '0 k1', '0 k2'])).toEqual([
      'j0 p0 #1 0·0·10 done, effect 10, lease 10',
      'j2 p1 #1 0·0·10 done, effect 10, lease 10',
      // asked at 0, 7 and 14
      'j1 p2 #1 14·14·24 done, effect 24, lease 24',
    ]);
  });

  test('a lock is taken for what gets into the queue: who dies in between takes none', () => {
    const enqueueing = { kind: 'after-commit', commitTime: 0, diesBetween: 1 };
    const changes = [{ at: 5, set: { 'queue.enqueueing': { kind: 'none' } } }];
    expect(jobs({ kind: 'until-done' }, ['0 k1', '10 k1'], {}, { changes }, { enqueueing })).toEqual([2, 0, 1]);
  });

  test('changed in mid-run it starts afresh', () => {
    const crash = { acknowledgement: { kind: 'early' }, workerFault: { kind: 'poison', ratio: 1, at: 0.5 } };
    const changes = [
      { at: 10, set: { 'workers.workerFault': { kind: 'none' } } },
      { at: 20, set: { 'queue.uniqueness': { kind: 'window', window: 1_000 } } },
    ];
    expect(jobs({ kind: 'until-done' }, ['0 k1', '15 k1', '30 k1', '40 k1'], crash, { changes })).toEqual([2, 2, 2]);
    // by tenant from 5 on: the lock by key is forgotten, and what runs by key does not stay locked for ever
    const by = [{ at: 5, set: { 'queue.uniqueBy': 'tenant' } }];
    expect(jobs({ kind: 'until-done' }, ['0 k1 t7', '6 k1 t7', '7 k2 t7'], {}, { changes: by })).toEqual([2, 1, 2]);
    expect(
      deliveries({ uniqueness: { kind: 'while-executing', wait: 7 } }, { replicas: 2 }, ['0 k1 t7', '6 k2 t7', '30 k1 t1', '50 k7 t7'], {
        changes: by,
      }).map((line) => line.split(' ')[3]),
    ).toEqual(['0·0·10', '13·13·23', '30·30·40', '50·50·60']);
  });
});

describe('staleness', () => {
  test('a job that is too old when its turn comes is dropped', () => {
    const story = worked({ staleness: { kind: 'max-age', usefulFor: 15 } }, {}, ['0', '1', '2']);
    // 1 begins at 10; at 20 the third has waited 18
    expect(story.deliveries.map((line) => line.slice(0, 2))).toEqual(['j0', 'j1']);
    expect(story.heard).toContain('20 wish 2 not done');
    expect(story.queue).toMatchObject({ dropped: 1 });
    expect(story.standing).toEqual({ expected: 3, once: 2, missing: 1 });
    // at the very end of its use it is of none
    expect(worked({ staleness: { kind: 'max-age', usefulFor: 9 } }, {}, ['0', '1']).queue).toMatchObject({ dropped: 1 });
    expect(worked({ staleness: { kind: 'max-age', usefulFor: 9.001 } }, {}, ['0', '1']).queue.dropped).toBeUndefined();
  });

  test('a newer job supersedes the one that waits, and not the one that is being worked on', () => {
    const story = worked({ staleness: { kind: 'superseded' } }, {}, ['0 k1', '1 k1', '2 k1', '3 k2']);
    expect(story.deliveries.map((line) => line.slice(0, 2))).toEqual(['j0', 'j2', 'j3']);
    expect(story.heard).toContain('2 wish 1 not done');
    expect(story.queue).toMatchObject({ superseded: 1, done: 3 });
  });

  test('also one that is hidden until its next try, or stands behind others of its key', () => {
    const fails = [{ at: 15, set: { 'workers.fault': { kind: 'none' } } }];
    expect(
      worked({ staleness: { kind: 'superseded' } }, { fault: { kind: 'error-ratio', ratio: 1 } }, ['0 k1', '20 k1'], { changes: fails })
        .queue,
    ).toMatchObject({ superseded: 1, done: 1 });
    expect(
      worked({ staleness: { kind: 'superseded' }, orderKept: 'by-key' }, { replicas: 3 }, ['0 k1', '1 k1', '2 k1']).deliveries.map((line) =>
        line.slice(0, 2),
      ),
    ).toEqual(['j0', 'j2']);
  });
});

describe('a transaction', () => {
  const queueOf = (enqueueing: object) => ({ enqueueing, retryDelay: { kind: 'constant', delay: 50 }, mostAttempts: 3 });

  test('before the commit: the job can come before its record', () => {
    const story = worked(queueOf({ kind: 'before-commit', commitTime: 100_000 }), {}, ['0'], { duration: 10_000 });
    expect(story.deliveries[0]).toBe('j0 p0 #1 0·0·0 failed, lease 0');
    expect(story.workers).toMatchObject({ recordNotFound: 3, failed: 3 });
    expect(story.deaths).toEqual(['100 j0 failed too often']);
    expect(story.standing).toEqual({ dead: 1, expected: 1, missing: 1 });
    // with no time to commit there is nothing to miss
    expect(worked(queueOf({ kind: 'before-commit', commitTime: 0 }), {}, ['0']).workers).toEqual({
      received: 1,
      started: 1,
      done: 1,
      effectMade: 1,
      replicaUp: 1,
    });
  });

  test('rolled back: before the commit a ghost, which nobody misses; with the commit nothing at all', () => {
    const ghost = worked(queueOf({ kind: 'before-commit', commitTime: 10, rolledBack: 1 }), {}, ['0']);
    expect(ghost.workers).toMatchObject({ recordNotFound: 3 });
    expect(ghost.standing).toEqual({ dead: 1 });
    for (const kind of ['after-commit', 'same-transaction', 'outbox']) {
      const none = worked(queueOf({ kind, commitTime: 10, rolledBack: 1 }), {}, ['0']);
      expect([none.deliveries, none.queue, none.standing], kind).toEqual([[], { arrived: 1, accepted: 1, rolledBack: 1 }, {}]);
      expect(none.heard, kind).toContain('0 wish 0 not done');
    }
  });

  test('after the commit: who dies in between leaves a record without its job', () => {
    const story = worked(queueOf({ kind: 'after-commit', commitTime: 10, diesBetween: 1 }), {}, ['0', '1']);
    expect([story.deliveries, story.queue]).toEqual([[], { arrived: 2, accepted: 2, lost: 2 }]);
    expect(story.standing).toEqual({ expected: 2, missing: 2 });
  });

  test('in one transaction: staged until the commit, then job and record', () => {
    const {
      world,
      deliveries: list,
      queue,
    } = worked(queueOf({ kind: 'same-transaction', commitTime: 100 }), {}, ['0'], { duration: 5_000 });
    expect(list).toHaveLength(1);
    const received = (world.observed.jobs?.receivedAt[0] ?? 0) / 1_000;
    expect(received).toBeGreaterThan(0);
    expect(figure(world, 'queue.delayed') * 5_000).toBeCloseTo(received, 6);
    expect(queue).toMatchObject({ enqueued: 1, done: 1 });
    // the wait counts from the wish
    expect(figure(world, 'queue.waitingTime.mean')).toBeCloseTo(received, 0);
  });

  test('an outbox: when the relay looks, and sometimes twice', () => {
    const outbox = { kind: 'outbox', commitTime: 0, relayInterval: 40 };
    expect(deliveries(queueOf(outbox), {}, ['0', '1'])).toEqual([
      'j0 p0 #1 0·0·10 done, effect 10, lease 10',
      'j1 p0 #1 40·40·50 done, effect 50, lease 50',
    ]);
    const twice = worked(queueOf({ ...outbox, relayRepeats: 1 }), {}, ['1']);
    expect(twice.queue).toMatchObject({ accepted: 1, copied: 1, enqueued: 2, received: 2, done: 2, effectFirst: 1, effectRepeated: 1 });
    expect(twice.standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
    // what a ledger stops, whichever of the two comes first
    const ledger = worked(queueOf({ ...outbox, relayRepeats: 1 }), { acknowledgement: { kind: 'idempotency-ledger' } }, ['1']);
    expect(ledger.standing).toEqual({ expected: 1, once: 1 });
    expect(ledger.workers).toMatchObject({ skipped: 1, done: 1 });
  });

  test('a wish that is made again is the same wish', () => {
    const story = worked({}, {}, ['0', '5 =0']);
    expect(story.queue).toMatchObject({ accepted: 2, done: 2, effectFirst: 1, effectRepeated: 1 });
    expect(story.standing).toEqual({ expected: 1, repeated: 1, extra: 1 });
  });
});

describe('scheduling', () => {
  const order = (kind: string, wishes: string[]) =>
    deliveries({ scheduling: { kind } }, {}, wishes)
      .map((line) => line.slice(0, 2))
      .join(' ');

  test('who is next', () => {
    const wishes = ['0', '1 p2 t1 c3', '2 p1 t1', '3 p0 t2 c2'];
    expect(order('fifo', wishes)).toBe('j0 j1 j2 j3');
    expect(order('lifo', wishes)).toBe('j0 j3 j2 j1');
    expect(order('strict-priority', wishes)).toBe('j0 j3 j2 j1');
    expect(order('shortest-first', wishes)).toBe('j0 j2 j3 j1');
    expect(order('round-robin', wishes)).toBe('j0 j1 j3 j2');
    expect(order('oldest-first', wishes)).toBe('j0 j1 j2 j3');
  });

  test('changed in mid-run, what waits is handed over', () => {
    const changes = [{ at: 5, set: { 'queue.scheduling': { kind: 'lifo' } } }];
    expect(deliveries({}, {}, ['0', '1', '2', '3'], { changes }).map((line) => line.slice(0, 2))).toEqual(['j0', 'j3', 'j2', 'j1']);
  });

  test('by shards: processes that are gone have none', () => {
    // ten processes of which two stay; whatever the tenant, one of the two works for him
    const changes = [{ at: 5, set: { 'workers.replicas': 2 } }];
    const wishes = Array.from({ length: 30 }, (_, tenant) => `20 t${tenant}`);
    expect(worked({ scheduling: { kind: 'shuffle-sharding', shardSize: 2 } }, { replicas: 10 }, wishes, { changes }).queue).toMatchObject({
      done: 30,
    });
  });
});

describe('several queues and several workers', () => {
  const others = { second: jobQueue() };
  const into = ['queue', 'second'];

  test('one worker looks at its queues in turn, or always at the first that has something', () => {
    const order = (queueOrder: string) =>
      deliveries({}, { queueOrder }, ['0', '0', '0', '0'], { others, into }).map((line) => line.slice(0, 2));
    // wishes 0 and 2 are in the first, 1 and 3 in the second
    expect(order('in-turn')).toEqual(['j0', 'j1', 'j2', 'j3']);
    expect(order('strict')).toEqual(['j0', 'j2', 'j1', 'j3']);
  });

  test('two workers share a queue, told of a job in turn', () => {
    const { world } = worked({ calls: ['workers', 'more'] }, {}, ['0', '20', '40', '60'], { others: { more: workersOf() } });
    const wires = Array.from(world.observed.jobs?.wire.slice(0, 4) ?? []).map((wire) => world.wires[wire].to);
    expect(wires).toEqual(['workers', 'more', 'workers', 'more']);
  });
});
