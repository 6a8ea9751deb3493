import { describe, expect, test } from 'vitest';
import { catalogue as componentKinds } from '../../src/sim/component/index.ts';
import { DELIVERY_ENDS } from '../../src/sim/observe/jobs.ts';
import type { Blueprint, ComponentPlan } from '../../src/sim/world/blueprint.ts';
import { World } from '../../src/sim/world/world.ts';
import { firstRequests, total } from '../worlds.ts';
import { Maker } from './random-world.ts';

type Plan = Partial<ComponentPlan>;

const WORLDS = 60;
/** When nothing more is enqueued and nothing more is wrong [ms], and when all of it is over. */
const MENDED_AT = 2_000;
const DURATION = 200_000;
/** What makes of one wish more than one job, or none. */
const PLAIN = {
  enqueueing: { kind: 'none' },
  uniqueness: { kind: 'none' },
  staleness: { kind: 'none' },
  capacity: 10_000_000,
  delay: { kind: 'constant', value: 0 },
};
/** Work that can be done in the end, however often it is tried. */
const PATIENT = {
  retryDelay: { kind: 'constant', delay: 30 },
  mostAttempts: 1_000_000,
  mostLapses: 1_000_000,
  permanentErrors: 'retried',
  redrive: false,
};

/** A random queue and random workers, whose promises are fixed; jobs of ten keys, and no changes but that all is well in the end. */
function jobsOnly(maker: Maker, queue: Plan, workers: Plan): Blueprint {
  const client = {
    kind: 'client',
    arrival: { kind: 'poisson', rate: 60 },
    workload: { kind: 'uniform', keys: 10 },
    maxAttempts: 1,
    attemptTimeout: null,
    calls: ['queue'],
  };
  const crew = maker.component('workers', {});
  const healthy = {
    workerFault: { kind: 'none' },
    fault: { kind: 'none' },
    limiter: { kind: 'none' },
    enabled: true,
    autoscaling: { kind: 'none' },
    whenLeaseEnds: 'goes-on',
    whenNoSlot: 'waits',
    jobTimeout: null,
  };
  const lasting = { visibilityTimeout: 5_000, whenJobFails: 'retry-delay', lateAcknowledgement: 'deletes' };
  const set = {
    'client.arrival': { kind: 'constant', rate: 0 },
    ...Object.fromEntries(Object.entries(healthy).map(([name, value]) => [`workers.${name}`, value])),
    ...Object.fromEntries(Object.entries(lasting).map(([name, value]) => [`queue.${name}`, value])),
  };
  return {
    seed: maker.whole(1, 1_000),
    duration: DURATION,
    bins: 20,
    components: {
      client,
      queue: { ...maker.component('job-queue', { workers: ['jobs'] }), visibilityTimeout: maker.one([30, 100, 400]), ...queue },
      workers: { ...crew, crashNoticed: maker.one(['lease', 'at-once', 'restart']), ...workers } as ComponentPlan,
    },
    changes: [{ at: MENDED_AT, set }],
  };
}

function played(blueprint: Blueprint, name: string): World {
  const world = new World(blueprint, { observe: ['jobs'], trace: firstRequests(1_000) });
  world.run();
  expect([world.audit(), world.runaway], name).toEqual([[], null]);
  return world;
}

function everyWorld(make: (maker: Maker) => { queue?: Plan; workers?: Plan }, check: (world: World, name: string) => void): void {
  for (let seed = 1; seed <= WORLDS; seed++) {
    const maker = new Maker(seed);
    const { queue = {}, workers = {} } = make(maker);
    const name = `jobs ${seed}`;
    check(played(jobsOnly(maker, queue, workers), name), name);
  }
}

const standing = (world: World, gauge: string) => world.recorders[1].standing(gauge);

/** The facts of a component by request, in order. Where there were too many to keep them all, their beginning. */
function factsOf(world: World, id: string): Map<number, string[]> {
  const trace = world.trace!;
  const component = world.ids.indexOf(id);
  const { facts } = componentKinds.find(({ id: kind }) => kind === world.blueprint.components[id].kind)!;
  const all = new Map<number, string[]>();
  trace.requests.forEach((request, i) => {
    if (trace.components[i] !== component) return;
    const list = all.get(request) ?? [];
    list.push(facts[trace.facts[i]]);
    all.set(request, list);
  });
  return all;
}

const ENDS = [
  'done',
  'doneLate',
  'deadFailed',
  'deadPermanent',
  'deadReceived',
  'deadLapsed',
  'dropped',
  'superseded',
  'displaced',
  'lost',
  'rolledBack',
];

describe('whatever the queue and the workers', () => {
  test('once all work has ended, nothing is open but dead letters, and the accounts balance', () => {
    everyWorld(
      () => ({}),
      (world, name) => {
        // one at a time of a key, or of all, may take longer than there is time
        if (standing(world, 'hidden') + standing(world, 'blocked') + standing(world, 'staged') > 0) return;
        const open = world.open();
        expect([open.items, open.leases, open.calls, open.own], name).toEqual([standing(world, 'dead'), 0, 0, 0]);
        expect(standing(world, 'once') + standing(world, 'repeated') + standing(world, 'missing'), name).toBe(standing(world, 'expected'));
        expect(total(world, 'workers.effectMade'), name).toBe(
          standing(world, 'once') + standing(world, 'repeated') + standing(world, 'extra'),
        );
      },
    );
  });

  test('a job ends once; it is not received again unless it is sent again, and nobody has it while another does', () => {
    everyWorld(
      () => ({ queue: { ...PLAIN } }),
      (world, name) => {
        for (const [request, facts] of factsOf(world, 'queue')) {
          const jobs = facts.filter((fact) => fact === 'accepted' || fact === 'redriven').length;
          const ends = facts.filter((fact) => ENDS.includes(fact)).length;
          expect(ends, `${name}, request ${request}: ${facts.join(' ')}`).toBeLessThanOrEqual(jobs);
          let over = false;
          for (const fact of facts) {
            if (fact === 'redriven') over = false;
            if (fact === 'received' || fact === 'redelivered' || ENDS.includes(fact))
              expect(over, `${name}, request ${request}: ${facts.join(' ')}`).toBe(false);
            if (ENDS.includes(fact)) over = true;
          }
        }
        const { job, receivedAt, leaseEndedAt, count } = world.observed.jobs!;
        const free = new Map<number, number>();
        for (let i = 0; i < count; i++) {
          expect(receivedAt[i], `${name}, job ${job[i]}`).toBeGreaterThanOrEqual(free.get(job[i]) ?? 0);
          free.set(job[i], Number.isNaN(leaseEndedAt[i]) ? Number.POSITIVE_INFINITY : leaseEndedAt[i]);
        }
      },
    );
  });

  test('the log says what the facts say', () => {
    everyWorld(
      () => ({}),
      (world, name) => {
        const { end, count, effectAt, startedAt, lapsed } = world.observed.jobs!;
        const ends = (how: (typeof DELIVERY_ENDS)[number]) => end.subarray(0, count).filter((each) => DELIVERY_ENDS[each] === how).length;
        for (const how of ['done', 'skipped', 'failed', 'killed', 'stopped', 'returned'] as const)
          expect(ends(how), `${name}, ${how}`).toBe(total(world, `workers.${how}`));
        expect(count, name).toBe(total(world, 'queue.received') + total(world, 'queue.redelivered'));
        const some = (times: Float64Array) => times.subarray(0, count).filter((time) => !Number.isNaN(time)).length;
        expect([some(effectAt), some(startedAt)], name).toEqual([total(world, 'workers.effectMade'), total(world, 'workers.started')]);
        expect(
          lapsed.subarray(0, count).reduce((sum, out) => sum + out, 0),
          name,
        ).toBe(total(world, 'queue.lapsed'));
      },
    );
  });
});

describe('what is promised', () => {
  test('order per key: no job before all earlier ones of its key have ended', () => {
    everyWorld(
      () => ({ queue: { ...PLAIN, orderKept: 'by-key', redrive: false, capacity: 10_000_000 }, workers: { concurrency: 3 } }),
      (world, name) => {
        const { job, key, receivedAt, leaseEndedAt, count } = world.observed.jobs!;
        const latest = new Map<number, { job: number; until: number }>();
        for (let i = 0; i < count; i++) {
          const before = latest.get(key[i]);
          expect(job[i], `${name}, key ${key[i]}`).toBeGreaterThanOrEqual(before?.job ?? -1);
          expect(receivedAt[i], `${name}, key ${key[i]}`).toBeGreaterThanOrEqual(before?.until ?? 0);
          // who acknowledges early has no lease
          const until = Number.isNaN(leaseEndedAt[i]) ? Number.POSITIVE_INFINITY : leaseEndedAt[i];
          latest.set(key[i], { job: job[i], until });
        }
      },
    );
  });

  test('acknowledged late, and tried often enough: nothing is lost, and nothing is missing', () => {
    everyWorld(
      (maker) => ({
        queue: { ...PLAIN, ...PATIENT },
        workers: {
          acknowledgement: maker.one([
            { kind: 'late' },
            { kind: 'fencing-token', knows: 'writes' },
            { kind: 'fencing-token', knows: 'leases' },
            { kind: 'idempotency-ledger', entered: maker.one(['with', 'after']) },
          ]),
        },
      }),
      (world, name) => {
        expect([total(world, 'queue.lost'), standing(world, 'dead'), standing(world, 'missing')], name).toEqual([0, 0, 0]);
        expect(standing(world, 'once') + standing(world, 'repeated'), name).toBe(standing(world, 'expected'));
      },
    );
  });

  test('a ledger that is written with the effect and remembers for ever: nobody is done twice', () => {
    everyWorld(
      () => ({ workers: { acknowledgement: { kind: 'idempotency-ledger', entered: 'with' } } }),
      (world, name) => expect(standing(world, 'repeated'), name).toBe(0),
    );
  });

  test('a token where leases are known, the effect last, and no deaths: nobody is done twice', () => {
    everyWorld(
      (maker) => ({
        // what fails at once and is tried at once would go round without time passing
        queue: { ...PLAIN, ...PATIENT, lateAcknowledgement: 'deletes' },
        workers: {
          acknowledgement: { kind: 'fencing-token', knows: 'leases' },
          effectAt: 1,
          workerFault: maker.one([{ kind: 'none' }, { kind: 'pause', interval: 200, length: 150 }]),
        },
      }),
      (world, name) => expect(standing(world, 'repeated'), name).toBe(0),
    );
  });

  test('acknowledged early: nothing is done twice, unless it failed after its effect', () => {
    everyWorld(
      (maker) => ({
        queue: { ...PLAIN, redrive: false },
        workers: {
          acknowledgement: { kind: 'early' },
          effectAt: 1,
          fault: maker.one([{ kind: 'none' }, { kind: 'error-ratio', ratio: 0.3 }, { kind: 'fail-fast' }]),
        },
      }),
      (world, name) => {
        expect([standing(world, 'repeated'), total(world, 'queue.lapsed')], name).toEqual([0, 0]);
      },
    );
  });

  test('checkpoints: what is kept is not done again, so no job takes longer than its work and one part for every time it was stopped', () => {
    everyWorld(
      () => ({
        queue: { ...PLAIN, ...PATIENT },
        workers: {
          checkpoints: 10,
          processingTime: { kind: 'constant', value: 50 },
          acknowledgement: { kind: 'late' },
          fault: { kind: 'none' },
          workerFault: { kind: 'mortal', lifetime: 300 },
          effectAt: 1,
          whenLeaseEnds: 'stops',
          prefetch: 0,
        },
      }),
      (world, name) => {
        const { job, startedAt, endedAt, count } = world.observed.jobs!;
        const spent = new Map<number, number>();
        const tries = new Map<number, number>();
        for (let i = 0; i < count; i++) {
          if (Number.isNaN(startedAt[i])) continue;
          spent.set(job[i], (spent.get(job[i]) ?? 0) + endedAt[i] - startedAt[i]);
          // from then on work goes on when its lease is over, beside that of somebody else
          if (endedAt[i] < MENDED_AT * 1_000) tries.set(job[i], (tries.get(job[i]) ?? 0) + 1);
          else tries.set(job[i], Number.POSITIVE_INFINITY);
        }
        for (const [each, time] of spent) expect(time, `${name}, job ${each}`).toBeLessThanOrEqual(50_000 + (tries.get(each)! - 1) * 5_001);
      },
    );
  });
});
