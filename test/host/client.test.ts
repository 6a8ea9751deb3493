import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
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

const given = ({ got }: Puppet) =>
  got.map((message) => {
    if (message.type === 'job') return `run ${message.job.arm}`;
    return message.type === 'stop' ? 'stop' : `warm up with ${message.warmUp.plans.map(({ components }) => Object.keys(components))}`;
  });

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

describe('a topology', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A plan of one service of this name. */
  const of = (name: string, servers = 1): ArmPlan => ({ ...plan, components: { [name]: { kind: 'service', servers } } });
  const runOf = (arm: string, name: string) => [{ arm, plan: of(name), figures: [] }];
  const alive = (workers: Puppet[]) => workers.filter(({ terminated }) => !terminated).length;
  const asleep = () => vi.advanceTimersByTime(1_000);

  test('is what all workers warm up with; other numbers are not another', () => {
    const { simulator: it, workers } = simulator(2);
    it.prepare([{ plan: of('shop') }]);
    it.prepare([{ plan: of('shop', 9) }]);
    it.run(runOf('a', 'shop'));
    workers[0].result(workers[0].job);
    it.prepare([{ plan: of('shop', 3) }]);
    asleep();
    expect(workers.map(given)).toEqual([['warm up with shop', 'run a'], ['warm up with shop']]);
  });

  test('that an arm brings besides is learned by the workers that there are', () => {
    const { simulator: it, workers } = simulator(1);
    it.prepare([{ plan: of('shop') }]);
    it.prepare([{ plan: of('shop') }, { plan: of('store') }]);
    asleep();
    expect(workers.map(given)).toEqual([['warm up with shop', 'warm up with store']]);
  });

  test('in place of another gets a worker of its own, warm before it serves; until then the old one does', () => {
    const { simulator: it, workers, told } = simulator(1);
    it.prepare([{ plan: of('shop') }]);
    it.prepare([{ plan: of('store') }]);
    it.run(runOf('a', 'store'));
    asleep();
    expect(workers.map(given)).toEqual([['warm up with shop', 'run a'], ['warm up with store']]);
    workers[0].result(workers[0].job);
    it.run(runOf('b', 'store'));
    workers[1].says({ type: 'ready' });
    workers[1].says({ type: 'warm' });
    // the old one is at b: nothing is lost, nothing done twice
    expect(alive(workers)).toBe(2);
    const { job } = workers[0];
    workers[0].result(job);
    expect([workers[0].terminated, workers[1].terminated]).toEqual([true, false]);
    it.run(runOf('c', 'store'));
    expect(given(workers[1])).toEqual(['warm up with store', 'run c']);
    // what the old one had still to say is dropped
    workers[0].result({ ...job, id: workers[1].job.id });
    workers[0].dies('too late');
    workers[1].result(workers[1].job);
    expect(told).toEqual(['busy', 'a ended', 'idle', 'busy', 'b ended', 'idle', 'busy', 'c ended', 'idle']);
  });

  test('renews one worker after the other: there is never more than one too many', () => {
    const { simulator: it, workers } = simulator(3);
    it.prepare([{ plan: of('shop') }]);
    it.prepare([{ plan: of('store') }]);
    for (let i = 3; i < 6; i++) {
      asleep();
      expect([workers.length, alive(workers)]).toEqual([i + 1, 4]);
      workers[i].says({ type: 'warm' });
      expect(alive(workers)).toBe(3);
    }
    asleep();
    expect(workers).toHaveLength(6);
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, true, false, false, false]);
  });

  test('that is passed over in haste gets no worker, and one that has gone again keeps none', () => {
    const { simulator: it, workers } = simulator(1);
    for (const name of ['a', 'b', 'c', 'd']) {
      it.prepare([{ plan: of(name) }]);
      vi.advanceTimersByTime(100);
    }
    expect(workers).toHaveLength(1);
    asleep();
    expect(workers.map(given)).toEqual([['warm up with a'], ['warm up with d']]);
    it.prepare([{ plan: of('a') }]);
    expect(workers[1].terminated).toBe(true);
    workers[1].says({ type: 'warm' });
    asleep();
    // the first has seen nothing but a
    expect([workers.length, workers[0].terminated]).toEqual([2, false]);
  });

  test('whose worker dies before it is warm is served by the old one', () => {
    const { simulator: it, workers, told } = simulator(1);
    it.prepare([{ plan: of('shop') }]);
    it.prepare([{ plan: of('store') }]);
    asleep();
    workers[1].dies('out of memory');
    asleep();
    it.run(runOf('a', 'store'));
    workers[0].result(workers[0].job);
    expect(workers.map(({ terminated }) => terminated)).toEqual([false, true]);
    expect(told).toEqual(['busy', 'a ended', 'idle']);
  });

  test('needs no successor once the worker it was meant for has died and been replaced', () => {
    const { simulator: it, workers } = simulator(1);
    workers[0].says({ type: 'ready' });
    it.prepare([{ plan: of('shop') }]);
    it.prepare([{ plan: of('store') }]);
    asleep();
    workers[0].dies('out of memory');
    expect(given(workers[2])).toEqual(['warm up with store']);
    workers[1].says({ type: 'warm' });
    expect(workers.map(({ terminated }) => terminated)).toEqual([true, true, false]);
  });
});

describe('where no worker can be constructed', () => {
  const listener = (told: string[]): Listener => ({
    result: ({ arm }) => told.push(`${arm} ended`),
    failed: (arm, message) => told.push(`${arm} failed: ${message}`),
    busy: (busy) => told.push(busy ? 'busy' : 'idle'),
  });
  const refuse = (): never => {
    throw new DOMException('workers are forbidden', 'SecurityError');
  };

  test('every arm is told so, and nothing is busy for ever', () => {
    const told: string[] = [];
    const it = new Simulator(listener(told), refuse, 2);
    it.prepare([{ plan }]);
    it.run(arms('a'));
    expect(told).toEqual(['a failed: no worker could be started']);
  });

  test('any more, those that there are go on', () => {
    vi.useFakeTimers();
    try {
      const told: string[] = [];
      const [only] = [new Puppet()];
      let made = 0;
      const it = new Simulator(listener(told), () => (made++ === 0 ? (only as unknown as Worker) : refuse()), 1);
      it.prepare([{ plan: { ...plan, components: { a: { kind: 'service' } } } }]);
      it.prepare([{ plan: { ...plan, components: { b: { kind: 'service' } } } }]);
      vi.advanceTimersByTime(1_000);
      expect(made).toBe(2);
      it.run(arms('a'));
      only.result(only.job);
      expect(told).toEqual(['busy', 'a ended', 'idle']);
    } finally {
      vi.useRealTimers();
    }
  });
});
