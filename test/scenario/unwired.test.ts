import { describe, expect, it } from 'vitest';
import { readScenario } from '../../src/scenario/read.ts';
import { unwired } from '../../src/scenario/unwired.ts';

const of = (components: Record<string, unknown>) => unwired(readScenario({ format: 2, components }));

describe('what is not wired', () => {
  it('is nothing where everything is', () => {
    expect(of({ shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service' } })).toEqual({});
    expect(of({})).toEqual({});
  });

  it('says what it lacks and what to do, by kind', () => {
    expect(
      of({
        shoppers: { kind: 'client' },
        checkout: { kind: 'service' },
        gate: { kind: 'gateway' },
        jobs: { kind: 'job-queue' },
        mail: { kind: 'workers' },
        cron: { kind: 'scheduler' },
      }),
    ).toEqual({
      shoppers: ['It calls nothing, so it sends nothing: draw a wire to what it should call.'],
      checkout: ['Nothing calls it: draw a wire from what should.'],
      gate: [
        'Nothing calls it: draw a wire from what should.',
        'It calls nothing, so what it would send on fails: draw a wire to what it should call.',
      ],
      jobs: ['Nothing calls it: draw a wire from what should.', 'Nobody takes what it holds: draw a wire to workers.'],
      mail: ['Nothing hands it work: draw a wire from a job queue.'],
      cron: ['It calls nothing, so it sends nothing: draw a wire to what it should call.'],
    });
  });

  it('is that of an arm', () => {
    const scenario = readScenario({
      format: 2,
      components: { shoppers: { kind: 'client', calls: ['checkout'] }, checkout: { kind: 'service' } },
      arms: [{ id: 'cut', set: { 'shoppers.calls': [] } }],
    });
    expect(unwired(scenario)).toEqual({});
    expect(Object.keys(unwired(scenario, 'cut'))).toEqual(['shoppers', 'checkout']);
  });
});
