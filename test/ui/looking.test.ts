import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Jobs } from '../../src/host/jobs.ts';
import type { FromLooker, Question, ToLooker } from '../../src/host/look/contract.ts';
import type { ArmPlan } from '../../src/scenario/arm.ts';
import type { Looking as AnyLooking, Wanted } from '../../src/ui/view/looking.ts';

// modules of its own: in this process other tests may have left theirs in any state
vi.resetModules();
const { NOT_ALLOWED, useCode } = await import('../../src/ui/code/code.ts');
const { lookWith } = await import('../../src/ui/samples/lookWorkers.ts');
const { useDocument } = await import('../../src/ui/store/document.ts');
const { Looking } = await import('../../src/ui/view/looking.ts');

/** What the workers of the page were asked, and whether they still live. */
let workers: Puppet[] = [];

class Puppet {
  readonly asked: Question[] = [];
  terminated = false;
  onmessage: ((event: { data: FromLooker }) => void) | null = null;
  private id = 0;

  constructor() {
    workers.push(this);
  }

  postMessage(message: ToLooker): void {
    if (message.type !== 'look') return;
    this.id = message.id;
    this.asked.push(message.question);
  }

  terminate(): void {
    this.terminated = true;
  }

  answers(duration: number): void {
    this.onmessage?.({ data: { type: 'answer', id: this.id, answer: { duration } as Jobs } });
  }

  fails(message: string): void {
    this.onmessage?.({ data: { type: 'failed', id: this.id, message } });
  }
}

beforeEach(() => {
  workers = [];
  vi.stubGlobal('Worker', Puppet);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const plan = (seed: number, components: ArmPlan['components'] = {}): ArmPlan => ({
  seed,
  duration: 1_000,
  bins: 10,
  components,
  changes: [],
});
const jobsOf = (slot: string, seed: number): Wanted<'jobs'> => ({ ask: 'jobs', slot, plan: plan(seed), args: {} });

/** What a looking was told, as `duration` of the jobs or what went wrong, by slot. */
const told = (looking: AnyLooking<'jobs'>, ...slots: string[]) =>
  slots.map((slot) => looking.failure(slot) ?? looking.answer(slot)?.duration ?? null);

describe('what is told to a view', () => {
  test('is kept by slot, and stays until there is something better', () => {
    const looking = new Looking<'jobs'>();
    looking.want([jobsOf('a', 1), jobsOf('b', 2)]);
    workers[0].answers(10);
    workers[0].answers(20);
    expect(told(looking, 'a', 'b')).toEqual([10, 20]);
    looking.want([jobsOf('a', 3)]);
    expect([told(looking, 'a', 'b'), looking.isBusy]).toEqual([[10, 20], true]);
    workers[0].answers(30);
    expect([told(looking, 'a', 'b'), looking.isBusy, looking.of('a')?.run]).toEqual([[30, 20], false, JSON.stringify(plan(3))]);
  });

  test('may be that it failed, until it succeeds or is asked again', () => {
    const looking = new Looking<'jobs'>();
    looking.want([jobsOf('a', 1)]);
    workers[0].fails('no memory');
    looking.want([jobsOf('a', 1)]);
    expect([told(looking, 'a'), workers[0].asked.length]).toEqual([['no memory'], 1]);
    const { epoch } = looking;
    looking.again();
    expect([told(looking, 'a'), looking.epoch]).toEqual([[null], epoch + 1]);
    looking.want([jobsOf('a', 1)]);
    workers[0].answers(10);
    expect(told(looking, 'a')).toEqual([10]);
  });

  test('is asked again once other workers answer, as when code is another, and stays until then', () => {
    const looking = new Looking<'jobs'>();
    looking.want([jobsOf('a', 1), jobsOf('b', 2)]);
    workers[0].answers(10);
    workers[0].fails('code that throws');
    const { epoch } = looking;
    lookWith(() => new Puppet() as never);
    expect([told(looking, 'a', 'b'), looking.epoch > epoch, workers[0].terminated]).toEqual([[10, null], true, true]);
    looking.want([jobsOf('a', 1), jobsOf('b', 2)]);
    workers[1].answers(11);
    workers[1].answers(20);
    expect(told(looking, 'a', 'b')).toEqual([11, 20]);
    lookWith(undefined);
  });

  test('fails where its run needs code that may not run', () => {
    const policies = { mine: { seam: 'retry-delay', source: '' } };
    useDocument.setState(({ scenario }) => ({ scenario: { ...scenario, policies } }));
    const looking = new Looking<'jobs'>();
    const coded = plan(1, { shop: { kind: 'client', retryDelay: { kind: 'mine' } } as unknown as ArmPlan['components'][string] });
    const wanted: readonly Wanted<'jobs'>[] = [{ ask: 'jobs', slot: 'a', plan: coded, args: {} }, jobsOf('b', 2)];
    looking.want(wanted);
    useCode.setState({ waiting: ['mine'] });
    expect([told(looking, 'a'), workers[0].asked.length]).toEqual([['its code has not run yet'], 1]);
    looking.want(wanted);
    expect(told(looking, 'a')).toEqual([NOT_ALLOWED]);
    useCode.setState({ waiting: [] });
    lookWith(() => new Puppet() as never);
    looking.want(wanted);
    expect(workers[1].asked).toHaveLength(1);
    lookWith(undefined);
    useDocument.setState(({ scenario }) => ({ scenario: { ...scenario, policies: {} } }));
  });

  test('fails where the file of a run is not at hand', async () => {
    const looking = new Looking<'jobs'>();
    const workload = { kind: 'recorded', name: 'keys.csv', length: 3, hash: 'aa' };
    const playing = plan(1, { readers: { kind: 'client', title: '', calls: [], workload } as unknown as ArmPlan['components'][string] });
    looking.want([{ ask: 'jobs', slot: 'a', plan: playing, args: {} }, jobsOf('b', 2)]);
    await vi.waitFor(() => expect(told(looking, 'a')).toEqual(['it needs the file keys.csv']));
    workers[0].answers(20);
    expect(told(looking, 'b')).toEqual([20]);
  });

  test.each([
    ['nothing', null, true],
    ['answers', 10, true],
    ['worker', 10, false],
  ] as const)('and keeps %s leaves so much once nobody looks', (keeps, left, terminated) => {
    const looking = new Looking<'jobs'>(keeps);
    looking.want([jobsOf('a', 1)]);
    workers[0].answers(10);
    looking.rest();
    expect([told(looking, 'a'), workers[0].terminated]).toEqual([[left], terminated]);
    // what is still there need not be asked again
    looking.want([jobsOf('a', 1)]);
    expect(workers.flatMap(({ asked }) => asked)).toHaveLength(left === null ? 2 : 1);
  });

  test('is no answer any more once another scenario begins, be it with the same runs', () => {
    const looking = new Looking<'jobs'>('answers');
    looking.follow(1);
    looking.want([jobsOf('a', 1)]);
    workers[0].answers(10);
    looking.follow(1);
    expect(told(looking, 'a')).toEqual([10]);
    const { epoch } = looking;
    looking.follow(2);
    expect([told(looking, 'a'), looking.epoch]).toEqual([[null], epoch + 1]);
    looking.want([jobsOf('a', 1)]);
    expect(workers[0].asked).toHaveLength(2);
  });

  test('is told to whoever listens', () => {
    const looking = new Looking<'jobs'>();
    let heard = 0;
    const leave = looking.subscribe(() => heard++);
    looking.want([jobsOf('a', 1)]);
    workers[0].answers(10);
    const before = heard;
    expect(before).toBeGreaterThan(0);
    leave();
    looking.again();
    expect(heard).toBe(before);
  });
});
