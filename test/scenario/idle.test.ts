import { expect, it } from 'vitest';
import '../../src/scenario/every-description.ts';
import type { ArmPlan } from '../../src/scenario/arm.ts';
import { changedIn } from '../../src/scenario/changed-in.ts';
import type { ComponentDoc } from '../../src/scenario/component-doc.ts';
import { componentOf, descriptions } from '../../src/scenario/descriptions.ts';
import { type Measured, waysOf, whyIdle } from '../../src/scenario/idle.ts';
import type { ChangeDoc } from '../../src/scenario/scenario.ts';
import '../../src/sim/world/every-kind.ts';
import { kinds } from '../../src/sim/world/kinds.ts';

const changesOf = (...names: string[]): ChangeDoc[] => [{ at: 1_000, set: Object.fromEntries(names.map((name) => [`a.${name}`, 0])) }];

/** What is said of a parameter of `a` in a run in which every meter and peak is 0 throughout and has no chart, and nothing is changed. */
function said(
  name: string,
  a: ComponentDoc,
  {
    peaks = {},
    least = 1,
    changes = [],
    others = {},
    ...measured
  }: {
    peaks?: Readonly<Record<string, number>>;
    least?: number;
    changes?: readonly ChangeDoc[];
    others?: Readonly<Record<string, ComponentDoc>>;
  } & Partial<Measured> = {},
): string | null {
  const plan: ArmPlan = { seed: 1, duration: 60_000, bins: 60, components: { a, ...others }, changes };
  const still = { whole: () => 0, peak: (peak: string) => peaks[peak.slice(2)] ?? 0, hasChart: () => false, ...measured };
  return whyIdle(plan, `a.${name}`, still, least, (value, unit) => `${value} ${unit}`.trim())?.sentence ?? null;
}

it('a retry delay does nothing where nothing is tried again', () => {
  const of = (retries: number) => said('retryDelay', { kind: 'client' }, { whole: () => retries });
  expect([of(0), of(0.1), of(Number.NaN)]).toEqual(['Has no effect in this run: nothing is tried again.', null, null]);
});

it('schedulers beside the one that leads do nothing', () => {
  expect(said('replicas', { kind: 'scheduler' })).toBe('Has no effect in this run: only the one that leads starts runs.');
  expect(said('replicas', { kind: 'scheduler', leader: false })).toBeNull();
});

it('replicas of a client do nothing as long as none keeps anything for itself, at the start or after a change, on any wire', () => {
  const of = (values: object, changed: readonly string[] = []) =>
    said('replicas', { kind: 'client', ...values }, { changes: changesOf(...changed) });
  expect(of({})).toBe('Has no effect in this run: there is nothing that each replica keeps for itself.');
  const retryBudget = { kind: 'token-bucket' };
  expect([of({ retryBudget }), of({ calls: { b: { retryBudget } } }), of({}, ['retryBudget']), of({}, ['calls.b.retryBudget'])]).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(of({ calls: ['b'] }, ['arrival'])).not.toBeNull();
});

it('nor where a cache stands in each of them', () => {
  const beside = (locality: string) => said('replicas', { kind: 'client' }, { others: { cache: { kind: 'cache', locality } } });
  expect(beside('shared')).not.toBeNull();
  expect(beside('process')).toBeNull();
});

it('start-up and grace do nothing while nobody changes how many processes are wanted, or which version', () => {
  const of = (values: object, changed: readonly string[] = []) =>
    said('grace', { kind: 'workers', ...values }, { changes: changesOf(...changed) });
  expect(of({})).toBe('Has no effect in this run: it matters when processes are asked to stop, and none is.');
  expect([of({}, ['replicas']), of({}, ['version']), of({}, ['autoscaling'])]).toEqual([null, null, null]);
  expect(of({ autoscaling: { kind: 'backlog' } })).toBeNull();
});

it('a version does nothing but where a change sets it', () => {
  const changes = [
    { at: 10_000, set: { 'workers.version': 2, 'queue.capacity': 10 } },
    { at: 20_000, set: { 'queue.scheduling.weight': 2 } },
  ];
  expect([...changedIn({ seed: 1, duration: 60_000, bins: 60, components: {}, changes }, 'queue')]).toEqual(['capacity', 'scheduling']);
  expect(said('version', { kind: 'workers' }, { changes })).toMatch(/deployment\.$/);
  expect(said('version', { kind: 'workers' }, { changes: changesOf('version') })).toBeNull();
});

it('jitter of lives that never end does nothing', () => {
  expect(said('ttlJitter', { kind: 'cache' })).toBe('Has no effect in this run: no entry expires.');
  expect(said('ttlJitter', { kind: 'cache', ttl: 1_000 })).toBeNull();
  expect(said('ttlJitter', { kind: 'cache' }, { changes: changesOf('ttl') })).toBeNull();
});

it('replicas and servers do nothing where the least of them that the control offers are never all busy', () => {
  const replicas = (busy: number, least: number, otherwise: object = {}) =>
    said('replicas', { kind: 'service', servers: 4, replicas: 2 }, { peaks: { busy }, least, ...otherwise });
  expect(replicas(7, 2)).toBe('Changes no chart in this run: never are more than 7 servers busy at once.');
  expect([replicas(4, 1), replicas(5, 1), replicas(Number.NaN, 2)]).toEqual([expect.any(String), null, null]);
  // all of them busy may be too few, if anybody has waited
  expect(replicas(8, 2)).not.toBeNull();
  expect(replicas(8, 2, { whole: (meter: string) => (meter === 'a.queueLength' ? 0.1 : 0) })).toBeNull();
  const servers = (values: object, otherwise: object = {}) =>
    said('servers', { kind: 'service', replicas: 3, ...values }, { peaks: { busy: 29 }, least: 10, ...otherwise });
  expect(servers({})).toBe('Changes no chart in this run: never are more than 29 busy at once.');
  expect([
    servers({ queues: 'own' }),
    servers({ fault: { kind: 'capacity-factor' } }),
    servers({ fault: { kind: 'error-ratio', share: 0.5 } }),
    servers({}, { hasChart: (meter: string) => meter === 'a.utilisation' }),
    servers({}, { changes: changesOf('replicas') }),
  ]).toEqual([null, null, null, null, null]);
  expect(servers({ fault: { kind: 'error-ratio' } })).not.toBeNull();
});

it('a timeout does nothing that is longer than whatever it ends', () => {
  const of = (attemptTime: number, others = {}) =>
    said('attemptTimeout', { kind: 'client' }, { peaks: { attemptTime }, least: 50, others });
  expect(of(49.9)).toBe('Has no effect in this run: no attempt takes longer than 49.9 ms.');
  expect(of(0)).toBe('Has no effect in this run: every answer comes at once.');
  // an answer at the very moment may come after it
  expect([of(50), of(Number.NaN), of(1, { b: { kind: 'service', queueDiscipline: { kind: 'earliest-deadline' } } })]).toEqual([
    null,
    null,
    null,
  ]);
});

it('a prefetch does nothing where no process ever has all hands full', () => {
  const of = (ofOne: number) => said('prefetch', { kind: 'workers', concurrency: 5 }, { peaks: { ofOne } });
  expect(of(4)).toMatch(/no process ever has more than 4 jobs/);
  expect(of(5)).toBeNull();
});

it('keys, tenants and priorities do nothing where nobody looks at them, and no chart tells them apart', () => {
  const of = (name: string, queue: object, hasChart = (_: string) => false) =>
    said(name, { kind: 'client' }, { others: { queue: { kind: 'job-queue', ...queue } }, hasChart });
  expect(of('workload.keys', {})).toBe('Has no effect in this run: nobody looks at keys.');
  expect(of('workload.keys', { uniqueness: { kind: 'until-done' } })).toBeNull();
  expect(of('workload.keys', { uniqueness: { kind: 'until-done' }, uniqueBy: 'tenant' })).not.toBeNull();
  expect(of('workload.keys', { staleness: { kind: 'superseded' } })).toBeNull();
  expect(of('tenants', {})).not.toBeNull();
  expect(of('tenants', { scheduling: { kind: 'round-robin' } })).toBeNull();
  expect(of('tenants', {}, (meter) => meter === 'queue.waitingTime.otherTenants.p99')).toBeNull();
  expect(of('priority', {})).toBe('Has no effect in this run: nobody looks at priorities.');
  expect(of('priority', { scheduling: { kind: 'strict-priority' } })).toBeNull();
  expect(of('priority', {}, (meter) => meter === 'queue.waitingTime.class1.p50')).toBeNull();
});

it('a policy that is part of another looks as well, and code of the document’s own may', () => {
  const of = (limiter: object) => said('priority', { kind: 'client' }, { others: { gate: { kind: 'gateway', limiter } } });
  expect(of({ kind: 'hierarchical', first: { kind: 'token-bucket' } })).not.toBeNull();
  expect(of({ kind: 'hierarchical', third: { kind: 'priority-reserve' } })).toBeNull();
  expect(of({ kind: 'of-nobody-knows-what' })).toBeNull();
});

it('its tenants do nothing where only tenant 0 is told from the others, and is none of them', () => {
  const of = (values: object) =>
    said(
      'tenants',
      { kind: 'client', ...values },
      { others: { queue: { kind: 'job-queue' } }, hasChart: (meter) => /otherTenants/.test(meter) },
    );
  expect(of({ firstTenant: 1 })).toBe('Has no effect in this run: nobody tells its tenants from each other.');
  expect(of({ firstTenant: 0 })).toBeNull();
});

it('a value that changes give counts as much as that at the start', () => {
  const of = (fault: object) =>
    said(
      'servers',
      { kind: 'service', replicas: 3 },
      { peaks: { busy: 5 }, least: 10, changes: [{ at: 1_000, set: { 'a.fault': fault } }] },
    );
  expect([of({ kind: 'none' }), of({ kind: 'fail-fast' })]).toEqual([expect.any(String), expect.any(String)]);
  expect([of({ kind: 'capacity-factor' }), of({ kind: 'fail-fast', share: 0.5 })]).toEqual([null, null]);
});

it('replicas of a gateway do nothing where a store decides for them, as long as none of them decides without it', () => {
  const of = (values: object, changes: readonly ChangeDoc[] = []) => said('replicas', { kind: 'gateway', ...values }, { changes });
  expect(of({ counters: 'store' })).toBe('Changes no chart in this run: the store decides for all of them.');
  expect([of({ counters: 'store', withoutStore: 'local' }), of({ counters: 'leased' })]).toEqual([null, null]);
  expect(of({ counters: 'store' }, [{ at: 1, set: { 'a.withoutStore': 'local' } }])).toBeNull();
});

it('a parameter of a policy does nothing where the others make it idle', () => {
  const multiplier = (retryDelay: object, measured: Partial<Measured> = {}) =>
    said('retryDelay.multiplier', { kind: 'client', retryDelay: { kind: 'full-jitter', ...retryDelay } as never }, measured);
  const retried = { whole: () => 1 };
  expect(multiplier({ base: 500, cap: 500 }, retried)).toBe('Has no effect in this run: the first wait is as long as the cap allows.');
  expect([multiplier({ base: 499, cap: 500 }, retried), multiplier({ base: 500 }, retried)]).toEqual([null, null]);
  // what holds for the whole policy is said first
  expect(multiplier({ base: 500, cap: 500 })).toBe('Has no effect in this run: nothing is tried again.');
  const skew = (keys: number, changes: readonly ChangeDoc[] = []) =>
    said('workload.skew', { kind: 'client', workload: { kind: 'zipf', keys } }, { others: { b: { kind: 'cache' } }, changes });
  expect(skew(1)).toBe('Has no effect in this run: there is one key only.');
  expect([skew(2), skew(1, [{ at: 1, set: { 'a.workload.keys': 3 } }])]).toEqual([null, null]);
});

it('a think time does nothing where all begin at once and nobody gets an answer', () => {
  const of = (together: boolean, throughput: number) =>
    said(
      'arrival.thinkTime.value',
      {
        kind: 'client',
        arrival: { kind: 'closed-loop', together, thinkTime: { kind: 'constant', value: 5 } },
      } as never,
      { whole: () => throughput },
    );
  expect(of(true, 0)).toMatch(/nobody thinks\.$/);
  expect([of(true, 0.1), of(false, 0)]).toEqual([null, null]);
});

it('what says nothing of it may always do something', () => {
  expect(said('serviceTime', { kind: 'service' })).toBeNull();
});

it('every meter, peak, policy and parameter that is named is there', () => {
  for (const { id, params, meters, looksAt = {} } of descriptions.components) {
    const names = meters.map(({ name }) => name);
    const peaks = kinds.components.find((kind) => kind.id === id)?.peaks ?? [];
    for (const idle of Object.values(params).flatMap(waysOf)) {
      const { where = {}, below = {}, enough, unchanged = [], policies = [] } = idle;
      for (const meter of [...(idle.meters ?? []), ...(idle.unseen ?? [])]) expect(names, id).toContain(meter);
      for (const peak of [...(idle.peaks ?? []), ...Object.keys(below), ...(enough ? [enough.peak] : [])])
        expect(peaks, id).toContain(peak);
      for (const policy of policies) expect(params[policy]?.type, id).toBe('policy');
      const others = [...Object.entries(idle.notBelow ?? {}).flat(), ...Object.keys(idle.from ?? {})];
      const paths = [...Object.keys(where), ...Object.values(below), ...unchanged, ...(enough?.times ?? []), ...others];
      for (const path of paths) expect(Object.keys(params), id).toContain(path.split('.')[0]);
    }
    for (const { where = {}, present = [], charts = [] } of Object.values(looksAt).flat()) {
      for (const name of [...Object.keys(where), ...present]) expect(Object.keys(params), id).toContain(name);
      for (const meter of charts) expect(names, id).toContain(meter);
    }
  }
  for (const [seam, { policies }] of Object.entries(descriptions.seams)) {
    const holders = descriptions.components.filter(({ params }) => JSON.stringify(params).includes(`"seam":"${seam}"`));
    const meters = holders.flatMap((holder) => holder.meters.map(({ name }) => name));
    for (const { id, params } of policies)
      for (const idle of Object.values(params).flatMap(waysOf)) {
        for (const meter of idle.meters ?? []) expect(meters, id).toContain(meter);
        const paths = [...Object.keys(idle.where ?? {}), ...Object.entries(idle.notBelow ?? {}).flat(), ...Object.keys(idle.from ?? {})];
        expect(paths.length + (idle.meters ?? []).length, id).toBeGreaterThan(0);
        for (const path of paths) expect(Object.keys(params), id).toContain(path.split('.')[0]);
      }
  }
  expect(componentOf('job-queue')?.looksAt?.priority?.[0].charts).toHaveLength(8);
});
