import { expect, it } from 'vitest';
import '../../src/scenario/every-description.ts';
import type { ComponentDoc } from '../../src/scenario/component-doc.ts';
import { componentOf, descriptions } from '../../src/scenario/descriptions.ts';
import { changedIn, type RunOf, whyIdle } from '../../src/scenario/idle.ts';

const paramOf = (kind: string, name: string) => componentOf(kind)!.params[name];

/** A run in which every meter is 0 throughout and has no chart, and nothing is changed. */
function still(component: ComponentDoc, otherwise: Partial<RunOf> = {}): RunOf {
  return { component, changed: new Set(), whole: () => 0, hasChart: () => false, ...otherwise };
}

it('a retry delay does nothing where nothing is tried again', () => {
  const of = (retries: number) => whyIdle(paramOf('client', 'retryDelay'), still({ kind: 'client' }, { whole: () => retries }));
  expect([of(0), of(0.1), of(Number.NaN)]).toEqual(['Has no effect in this run: nothing is tried again.', null, null]);
});

it('schedulers beside the one that leads do nothing', () => {
  const replicas = paramOf('scheduler', 'replicas');
  expect(whyIdle(replicas, still({ kind: 'scheduler' }))).toBe('Has no effect in this run: only the one that leads starts runs.');
  expect(whyIdle(replicas, still({ kind: 'scheduler', leader: false }))).toBeNull();
});

it('replicas of a client do nothing as long as none keeps anything for itself, at the start or after a change', () => {
  const of = (values: object, changed: readonly string[] = []) =>
    whyIdle(paramOf('client', 'replicas'), still({ kind: 'client', ...values }, { changed: new Set(changed) }));
  expect(of({})).toBe('Has no effect in this run: there is nothing that each replica keeps for itself.');
  expect(of({ retryBudget: { kind: 'token-bucket' } })).toBeNull();
  expect(of({}, ['retryBudget'])).toBeNull();
  expect(of({}, ['arrival'])).not.toBeNull();
});

it('start-up and grace do nothing while nobody changes how many processes are wanted, or which version', () => {
  const of = (values: object, changed: readonly string[] = []) =>
    whyIdle(paramOf('workers', 'grace'), still({ kind: 'workers', ...values }, { changed: new Set(changed) }));
  expect(of({})).toBe('Has no effect in this run: it matters when processes are asked to stop, and none is.');
  expect([of({}, ['replicas']), of({}, ['version']), of({}, ['autoscaling'])]).toEqual([null, null, null]);
  expect(of({ autoscaling: { kind: 'backlog' } })).toBeNull();
});

it('a version does nothing but where a change sets it', () => {
  const version = paramOf('workers', 'version');
  const changes = [
    { at: 10_000, set: { 'workers.version': 2, 'queue.capacity': 10 } },
    { at: 20_000, set: { 'queue.scheduling.weight': 2 } },
  ];
  const plan = { seed: 1, duration: 60_000, bins: 60, components: {}, changes };
  expect([...changedIn(plan, 'queue')]).toEqual(['capacity', 'scheduling']);
  expect(whyIdle(version, still({ kind: 'workers' }, { changed: changedIn(plan, 'queue') }))).toMatch(/deployment\.$/);
  expect(whyIdle(version, still({ kind: 'workers' }, { changed: changedIn(plan, 'workers') }))).toBeNull();
});

it('jitter of lives that never end does nothing', () => {
  const jitter = paramOf('cache', 'ttlJitter');
  expect(whyIdle(jitter, still({ kind: 'cache' }))).toBe('Has no effect in this run: no entry expires.');
  expect(whyIdle(jitter, still({ kind: 'cache', ttl: 1_000 }))).toBeNull();
  expect(whyIdle(jitter, still({ kind: 'cache' }, { changed: new Set(['ttl']) }))).toBeNull();
});

it('another replica where nobody waits changes the utilisation, and nothing else', () => {
  const replicas = paramOf('service', 'replicas');
  expect(whyIdle(replicas, still({ kind: 'service' }))).toMatch(/^Changes no chart in this run: nobody waits/);
  expect(whyIdle(replicas, still({ kind: 'service' }, { hasChart: (meter) => meter === 'utilisation' }))).toBeNull();
  // of two, one can be taken away
  expect(whyIdle(replicas, still({ kind: 'service', replicas: 2 }))).toBeNull();
});

it('what says nothing of it may always do something', () => {
  expect(whyIdle(paramOf('service', 'servers'), still({ kind: 'service' }))).toBeNull();
});

it('every meter, policy and parameter that is named is there', () => {
  for (const { id, params, meters } of descriptions.components)
    for (const { idle } of Object.values(params)) {
      if (!idle) continue;
      const { where = {}, unchanged = [], policies = [] } = idle;
      const names = meters.map(({ name }) => name);
      for (const meter of [...(idle.meters ?? []), ...(idle.unseen ?? [])]) expect(names, id).toContain(meter);
      for (const policy of policies) expect(params[policy]?.type, id).toBe('policy');
      for (const name of [...Object.keys(where), ...unchanged]) expect(Object.keys(params), id).toContain(name);
    }
});
