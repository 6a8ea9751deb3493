import { describe, expect, test } from 'vitest';
import { type Accesses, type Contents, ContentsReader, type ContentsRequest, type FromContentsWorker } from '../../src/host/contents.ts';
import type { ArmPlan } from '../../src/scenario/arm.ts';

const plan: ArmPlan = { seed: 1, duration: 1_000, bins: 10, components: {}, changes: [] };

class Puppet {
  readonly got: ContentsRequest[] = [];
  terminated = false;
  onmessage: ((event: { data: FromContentsWorker }) => void) | null = null;
  onerror: ((event: { message: string; preventDefault(): void }) => void) | null = null;

  postMessage(message: ContentsRequest): void {
    this.got.push(message);
  }

  terminate(): void {
    this.terminated = true;
  }

  answers(at: number): void {
    this.onmessage?.({ data: { type: 'contents', id: this.got.at(-1)!.id, contents: { component: 'cache', at, nodes: [] } } });
  }
}

function reader() {
  const workers: Puppet[] = [];
  const told: string[] = [];
  const subject = new ContentsReader(
    {
      accesses: (accesses: Accesses) => told.push(`${accesses.time.length} accesses`),
      contents: ({ at }: Contents) => told.push(`at ${at}`),
      failed: (message) => told.push(message),
    },
    () => {
      const worker = new Puppet();
      workers.push(worker);
      return worker as unknown as Worker;
    },
  );
  const ask = (at: number) => subject.ask({ plan, run: 'a', component: 'cache', at, recordings: [] });
  return { subject, workers, told, ask };
}

describe('looking into a cache', () => {
  test('starts no worker before somebody asks', () => {
    const { workers, ask } = reader();
    expect(workers).toHaveLength(0);
    ask(5);
    expect(workers).toHaveLength(1);
  });

  test('while the worker works, only the newest question waits', () => {
    const { workers, told, ask } = reader();
    for (const at of [1, 2, 3, 4]) ask(at);
    expect(workers[0].got.map(({ at }) => at)).toEqual([1]);
    workers[0].answers(1);
    expect(workers[0].got.map(({ at }) => at)).toEqual([1, 4]);
    workers[0].answers(4);
    expect(told).toEqual(['at 1', 'at 4']);
  });

  test('a worker that dies is told of, and the next question gets another', () => {
    const { workers, told, ask } = reader();
    ask(1);
    workers[0].onerror?.({ message: 'out of memory', preventDefault() {} });
    expect(told).toEqual(['out of memory']);
    expect(workers[0].terminated).toBe(true);
    ask(2);
    expect(workers).toHaveLength(2);
    expect(workers[1].got.map(({ at }) => at)).toEqual([2]);
  });

  test('closing ends the worker and forgets what waits', () => {
    const { subject, workers, ask } = reader();
    ask(1);
    ask(2);
    subject.close();
    expect(workers[0].terminated).toBe(true);
    ask(3);
    expect(workers[1].got.map(({ at }) => at)).toEqual([3]);
  });
});
