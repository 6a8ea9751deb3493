import { describe, expect, test } from 'vitest';
import { type ArmResult, type Listener, Simulator } from '../../src/host/client.ts';
import type { FromWorker, Job, ToWorker } from '../../src/host/protocol.ts';
import type { ArmPlan } from '../../src/scenario/arm.ts';

const plan: ArmPlan = { seed: 1, duration: 1_000, bins: 10, components: {}, changes: [] };
const arms = (...names: string[]) => names.map((arm) => ({ arm, plan, figures: [] }));

/** A worker that does as the test says. */
class Puppet {
  readonly got: ToWorker[] = [];
  terminated = false;
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  postMessage(message: ToWorker): void {
    this.got.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  /** The job it was last given. */
  get job(): Job {
    const message = this.got.findLast(({ type }) => type === 'job');
    if (message?.type !== 'job') throw new Error('it was given no job');
    return message.job;
  }

  says(message: FromWorker): void {
    this.onmessage?.({ data: message });
  }

  result(job: Job, finished = true): void {
    this.says({ type: 'result', job: job.id, result: { arm: job.arm, finished } as ArmResult });
  }

  dies(message: string): void {
    this.onerror?.({ message, preventDefault() {} });
  }
}

/** A simulator with so many hands, its workers in order of hiring, and what its listener is told. */
function simulator(hands: number) {
  const workers: Puppet[] = [];
  const told: string[] = [];
  const listener: Listener = {
    result: ({ arm, finished }) => told.push(`${arm} ${finished ? 'ended' : 'so far'}`),
    failed: (arm, message) => told.push(`${arm} failed: ${message}`),
    busy: (busy) => told.push(busy ? 'busy' : 'idle'),
  };
  const make = () => {
    const worker = new Puppet();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  return { simulator: new Simulator(listener, make, hands), workers, told };
}

const given = ({ got }: Puppet) => got.map((message) => (message.type === 'job' ? `run ${message.job.arm}` : 'stop'));

describe('the simulator', () => {
  test('gives arms to free workers in the order asked for, and the next when one is done', () => {
    const { simulator: it, workers, told } = simulator(2);
    it.run(arms('a', 'b', 'c'));
    expect(workers.map(given)).toEqual([['run a'], ['run b']]);
    workers[1].result(workers[1].job);
    expect(workers.map(given)).toEqual([['run a'], ['run b', 'run c']]);
    workers[0].result(workers[0].job, false);
    workers[0].result(workers[0].job);
    workers[1].result(workers[1].job);
    expect(told).toEqual(['busy', 'b ended', 'a so far', 'a ended', 'c ended', 'idle']);
  });

  test('asked anew for an arm, stops the work and drops every older answer', () => {
    const { simulator: it, workers, told } = simulator(1);
    it.run(arms('a'));
    const old = workers[0].job;
    it.run(arms('a'));
    expect(given(workers[0])).toEqual(['run a', 'stop', 'run a']);
    workers[0].result(old);
    workers[0].says({ type: 'failed', job: old.id, message: 'too late' });
    expect(told).toEqual(['busy']);
    workers[0].result(workers[0].job);
    expect(told).toEqual(['busy', 'a ended', 'idle']);
  });

  test('asked anew for what still waits, does it once', () => {
    const { simulator: it, workers } = simulator(1);
    it.run(arms('a', 'b'));
    for (let i = 0; i < 50; i++) it.run(arms('b'));
    workers[0].result(workers[0].job);
    workers[0].result(workers[0].job);
    expect(given(workers[0])).toEqual(['run a', 'run b']);
  });

  test('forgets an arm that has gone', () => {
    const { simulator: it, workers, told } = simulator(1);
    it.run(arms('a', 'b'));
    const { job } = workers[0];
    it.drop('a');
    expect(given(workers[0])).toEqual(['run a', 'stop', 'run b']);
    workers[0].result(job);
    it.drop('b');
    expect(told).toEqual(['busy', 'idle']);
  });

  test('says what went wrong with an arm and goes on with the next', () => {
    const { simulator: it, workers, told } = simulator(1);
    it.run(arms('a', 'b'));
    workers[0].says({ type: 'failed', job: workers[0].job.id, message: 'there is no component of kind prophet' });
    expect(told).toEqual(['busy', 'a failed: there is no component of kind prophet']);
    expect(given(workers[0])).toEqual(['run a', 'run b']);
  });

  test('replaces a worker that dies; only the arm it was at is lost', () => {
    const { simulator: it, workers, told } = simulator(1);
    workers[0].says({ type: 'ready' });
    it.run(arms('a', 'b'));
    workers[0].dies('out of memory');
    expect([workers[0].terminated, workers.length]).toEqual([true, 2]);
    expect(told).toEqual(['busy', 'a failed: out of memory']);
    expect(given(workers[1])).toEqual(['run b']);
    // one that had worked is replaced however often
    for (let i = 1; i < 20; i++) {
      workers[i].says({ type: 'ready' });
      it.run(arms('c'));
      workers[i].dies('again');
    }
    expect(workers).toHaveLength(21);
  });

  test('gives up on workers that never get going, says so and is not busy for ever', () => {
    const { simulator: it, workers, told } = simulator(2);
    it.run(arms('a', 'b', 'c'));
    for (let i = 0; i < workers.length && i < 50; i++) workers[i].dies('blocked');
    expect(workers.length).toBeLessThan(10);
    expect(told.at(-1)).toBe('idle');
    for (const arm of ['a', 'b', 'c']) expect(told.filter((line) => line.startsWith(`${arm} failed`))).toHaveLength(1);
    it.run(arms('d'));
    expect(told.slice(-2)).toEqual(['idle', 'd failed: no worker could be started']);
  });
});
