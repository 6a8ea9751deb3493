import { afterEach, describe, expect, test, vi } from 'vitest';
import { askOnce } from '../../src/host/ask-once.ts';
import type { Answer, FromLooker, LookId, Progress, Question, ToLooker } from '../../src/host/look/contract.ts';
import { Looker } from '../../src/host/looker.ts';
import type { ArmPlan } from '../../src/scenario/arm.ts';

const plan: ArmPlan = { seed: 1, duration: 1_000, bins: 10, components: {}, changes: [] };

/** A question as `slot run time`: whose answer, about which run, at which moment. */
function question(text: string, args: object = {}): Question {
  const [slot, run, time = '0'] = text.split(' ');
  return { ask: 'jobs', slot, plan, run, time: Number(time), args: args as Record<string, never>, recordings: [] };
}
const textOf = ({ slot, run, time }: Question) => `${slot} ${run} ${time}`;

/** A worker that does as the test says. */
class Puppet {
  readonly got: ToLooker[] = [];
  terminated = false;
  staysDown?: true;
  onmessage: ((event: { data: FromLooker }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  postMessage(message: ToLooker): void {
    this.got.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  get asked(): string[] {
    return this.got.map((message) => (message.type === 'look' ? textOf(message.question) : `drop ${message.id}`));
  }

  says(message: FromLooker): void {
    this.onmessage?.({ data: message });
  }

  /** Answers what it was asked last, or what had this number. */
  answers(id = this.got.findLast(({ type }) => type === 'look')!.id): void {
    this.says({ type: 'answer', id, answer: null });
  }

  dies(message: string): void {
    this.onerror?.({ message, preventDefault() {} });
  }
}

function looker() {
  const workers: Puppet[] = [];
  const told: string[] = [];
  const make = () => {
    const worker = new Puppet();
    workers.push(worker);
    return worker as unknown as Worker;
  };
  const subject = new Looker<LookId>(
    {
      answer: (asked) => told.push(textOf(asked)),
      progress: (asked, { done }, soFar) => told.push(`${textOf(asked)}: ${done}${soFar === null ? '' : ' with something'}`),
      failed: (asked, message) => told.push(`${textOf(asked)} failed: ${message}`),
    },
    make,
  );
  const want = (...texts: string[]) => subject.want(texts.map((text) => question(text)));
  return { subject, workers, told, want, make };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('one who looks', () => {
  test('starts no worker before something is asked', () => {
    const { workers, want } = looker();
    expect(workers).toHaveLength(0);
    want();
    expect(workers).toHaveLength(0);
    want('a 1');
    expect(workers).toHaveLength(1);
  });

  test('can start its worker beforehand, and asks that one', () => {
    const { subject, workers, want } = looker();
    subject.prepare();
    expect(workers.map(({ asked }) => asked)).toEqual([[]]);
    want('a 1');
    expect(workers.map(({ asked }) => asked)).toEqual([['a 1 0']]);
  });

  test('asks one question after the other, and tells nothing twice', () => {
    const { workers, told, want } = looker();
    want('a 1', 'b 1');
    expect(workers[0].asked).toEqual(['a 1 0']);
    workers[0].answers();
    workers[0].answers();
    expect(told).toEqual(['a 1 0', 'b 1 0']);
    want('a 1', 'b 2');
    expect(workers[0].asked).toEqual(['a 1 0', 'b 1 0', 'b 2 0']);
    // what has been replaced since is asked again
    workers[0].answers();
    want('b 1');
    expect(workers[0].asked.at(-1)).toBe('b 1 0');
  });

  test('stops work on what nobody wants any more, and drops its answer', () => {
    const { workers, told, want } = looker();
    want('a 1');
    want('a 2');
    expect(workers[0].asked).toEqual(['a 1 0', 'drop 1', 'a 2 0']);
    workers[0].answers(1);
    workers[0].says({ type: 'failed', id: 1, message: 'too late' });
    workers[0].says({ type: 'progress', id: 1, progress: { doing: 'simulating', done: 0.5 }, soFar: null });
    expect(told).toEqual([]);
    workers[0].answers(2);
    expect(told).toEqual(['a 2 0']);
  });

  test('a question with other words is another one', () => {
    const { subject, workers } = looker();
    subject.want([question('a 1', { component: 'cache' })]);
    subject.want([question('a 1', { component: 'other' })]);
    expect(workers[0].asked).toEqual(['a 1 0', 'drop 1', 'a 1 0']);
  });

  test('lets work go on that is still wanted', () => {
    const { workers, want } = looker();
    want('a 1');
    want('b 1', 'a 1');
    expect(workers[0].asked).toEqual(['a 1 0']);
    workers[0].answers();
    expect(workers[0].asked).toEqual(['a 1 0', 'b 1 0']);
  });

  test('while it moves along a run, each moment begun is told, and of the others the newest', () => {
    const { workers, told, want } = looker();
    for (const time of [1, 2, 3, 4]) want('accesses 1', `contents 1 ${time}`);
    expect(workers[0].asked).toEqual(['accesses 1 0']);
    workers[0].answers();
    expect(workers[0].asked).toEqual(['accesses 1 0', 'contents 1 4']);
    for (const time of [5, 6]) want('accesses 1', `contents 1 ${time}`);
    workers[0].answers();
    workers[0].answers();
    expect(told).toEqual(['accesses 1 0', 'contents 1 4', 'contents 1 6']);
    // and back to where it has been
    want('accesses 1', 'contents 1 4');
    expect(workers[0].asked.at(-1)).toBe('contents 1 4');
  });

  test('can end work without beginning other', () => {
    const { subject, workers, want } = looker();
    want('a 1', 'b 1');
    subject.keep([question('a 1')]);
    expect(workers[0].asked).toEqual(['a 1 0']);
    workers[0].answers();
    expect(workers[0].asked).toEqual(['a 1 0']);
    want('c 1');
    subject.keep([question('d 1')]);
    expect(workers[0].asked).toEqual(['a 1 0', 'c 1 0', 'drop 2']);
  });

  test('tells how far an answer has come', () => {
    const { workers, told, want } = looker();
    want('a 1');
    workers[0].says({ type: 'progress', id: 1, progress: { doing: 'simulating', done: 0.25 }, soFar: null });
    workers[0].says({ type: 'progress', id: 1, progress: { doing: 'replaying', done: 0.5 }, soFar: {} as Answer<LookId> });
    workers[0].answers();
    workers[0].says({ type: 'progress', id: 1, progress: { doing: 'replaying', done: 0.75 }, soFar: null });
    expect(told).toEqual(['a 1 0: 0.25', 'a 1 0: 0.5 with something', 'a 1 0']);
  });

  test('what failed is told once, until it is forgotten', () => {
    const { subject, workers, told, want } = looker();
    want('a 1', 'b 1');
    workers[0].says({ type: 'failed', id: 1, message: 'there is no component of kind prophet' });
    want('a 1', 'b 1');
    expect(told).toEqual(['a 1 0 failed: there is no component of kind prophet']);
    workers[0].answers();
    expect(workers[0].asked).toEqual(['a 1 0', 'b 1 0']);
    subject.forget();
    want('a 1', 'b 1');
    expect(workers[0].asked.slice(2)).toEqual(['a 1 0']);
  });

  test('closing ends the worker and forgets what waits; the next question starts another', () => {
    const { subject, workers, told, want } = looker();
    want('a 1', 'b 1');
    subject.close();
    expect(workers[0].terminated).toBe(true);
    workers[0].answers(1);
    expect(told).toEqual([]);
    want('c 1');
    expect(workers.map(({ asked }) => asked)).toEqual([['a 1 0'], ['c 1 0']]);
  });

  test('a worker that dies takes its question with it, and the next goes to another', () => {
    const { workers, told, want } = looker();
    want('a 1', 'b 1');
    workers[0].dies('no memory');
    expect(told).toEqual(['a 1 0 failed: The worker has died (no memory): it may have run out of memory.']);
    expect(workers.map(({ terminated, asked }) => [terminated, ...asked])).toEqual([
      [true, 'a 1 0'],
      [false, 'b 1 0'],
    ]);
  });

  test('why code that is not ours was ended is said without a guess at memory', () => {
    const { workers, told, want } = looker();
    want('a 1');
    workers[0].staysDown = true;
    workers[0].dies('mine: it was stopped');
    expect(told).toEqual(['a 1 0 failed: mine: it was stopped']);
  });

  test('a worker that has work and says nothing for 20 s is dead', () => {
    vi.useFakeTimers();
    const { workers, told, want } = looker();
    want('a 1');
    for (let i = 0; i < 5; i++) {
      vi.advanceTimersByTime(15_000);
      workers[0].says({ type: 'progress', id: 1, progress: { doing: 'replaying', done: 0.5 }, soFar: null });
    }
    expect(workers[0].terminated).toBe(false);
    vi.advanceTimersByTime(20_000);
    expect(told.at(-1)).toMatch(/^a 1 0 failed: The worker has died \(it no longer answers\)/);
    vi.advanceTimersByTime(1_000);
    expect([workers[0].terminated, vi.getTimerCount()]).toEqual([true, 0]);
  });

  test('without work it is left in peace, and not watched', () => {
    vi.useFakeTimers();
    const { workers, want } = looker();
    want('a 1');
    workers[0].answers();
    vi.advanceTimersByTime(60_000);
    expect([workers[0].terminated, vi.getTimerCount()]).toEqual([false, 0]);
  });
});

describe('a question asked once', () => {
  test('is answered, and its worker ended', async () => {
    const { workers, make } = looker();
    const heard: Progress[] = [];
    const done = askOnce(question('a 1'), { onProgress: (progress) => heard.push(progress) }, make);
    workers[0].says({ type: 'progress', id: 1, progress: { doing: 'reading', done: 0.5 }, soFar: null });
    workers[0].answers();
    expect(await done).toBeNull();
    expect([workers[0].terminated, heard.length]).toEqual([true, 1]);
  });

  test('is refused with what went wrong', async () => {
    const { workers, make } = looker();
    const done = askOnce(question('a 1'), {}, make);
    workers[0].says({ type: 'failed', id: 1, message: 'keys.csv, line 2: found nothing, expected a key.' });
    await expect(done).rejects.toThrow('keys.csv, line 2: found nothing, expected a key.');
    expect(workers[0].terminated).toBe(true);
  });

  test('is stopped by its signal, and not begun after it', async () => {
    const { workers, make } = looker();
    const stop = new AbortController();
    const done = askOnce(question('a 1'), { signal: stop.signal }, make);
    stop.abort();
    await expect(done).rejects.toThrow(/abort/i);
    expect(workers[0].terminated).toBe(true);
    await expect(askOnce(question('a 1'), { signal: stop.signal }, make)).rejects.toThrow(/abort/i);
    expect(workers).toHaveLength(1);
  });
});
