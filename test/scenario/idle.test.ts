import { expect, it } from 'vitest';
import { componentOf } from '../../src/scenario/descriptions.ts';
import { whyIdle } from '../../src/scenario/idle.ts';

const paramOf = (kind: string, name: string) => componentOf(kind)!.params[name];
const nothing = () => 0;

it('a retry delay does nothing where nothing is tried again', () => {
  const of = (retries: number) => whyIdle(paramOf('client', 'retryDelay'), { kind: 'client' }, () => retries);
  expect([of(0), of(0.1), of(Number.NaN)]).toEqual(['nothing is tried again', null, null]);
});

it('replicas of a client do nothing as long as none keeps anything for itself', () => {
  const of = (values: object) => whyIdle(paramOf('client', 'replicas'), { kind: 'client', ...values }, nothing);
  expect(of({})).toBe('there is nothing that each replica keeps for itself');
  expect(of({ retryBudget: { kind: 'token-bucket' } })).toBeNull();
});

it('what says nothing of it may always do something', () => {
  expect(whyIdle(paramOf('service', 'servers'), { kind: 'service' }, nothing)).toBeNull();
});

it('every meter and policy that is named is there', () => {
  for (const kind of ['client', 'service', 'cache', 'database', 'gateway', 'job-queue', 'scheduler', 'workers']) {
    const { params, meters } = componentOf(kind)!;
    for (const { idle } of Object.values(params)) {
      for (const meter of idle?.meters ?? [])
        expect(
          meters.map(({ name }) => name),
          kind,
        ).toContain(meter);
      for (const policy of idle?.policies ?? []) expect(params[policy]?.type, kind).toBe('policy');
    }
  }
});
