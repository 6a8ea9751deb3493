import { describe, expect, test } from 'vitest';
import { Answers } from '../../src/host/answers.ts';
import type { Answer, FromLooker, Look, LookId, Question } from '../../src/host/look/contract.ts';
import { packed } from '../../src/host/packed-recording.ts';
import { type ArmPlan, planOf } from '../../src/scenario/arm.ts';
import { readScenario } from '../../src/scenario/read.ts';
import { BASE } from '../../src/scenario/scenario.ts';
import { World } from '../../src/sim/world/world.ts';

/** Something for every look: a gate, a cache, a queue. */
const plan = planOf(
  readScenario({
    format: 1,
    title: 'A bit of everything',
    topic: 'caching',
    duration: 5_000,
    components: {
      readers: {
        kind: 'client',
        arrival: { kind: 'constant', rate: 100 },
        workload: { kind: 'zipf', keys: 20 },
        maxAttempts: 1,
        calls: ['gate'],
      },
      gate: { kind: 'gateway', limiter: { kind: 'token-bucket', rate: 50, burst: 5 }, calls: ['cache'] },
      cache: { kind: 'cache', capacity: 8, calls: ['store'] },
      store: { kind: 'service', servers: 50, serviceTime: { kind: 'constant', value: 1 } },
      shop: { kind: 'client', arrival: { kind: 'constant', rate: 10 }, calls: ['mails'] },
      mails: { kind: 'job-queue', calls: ['mailers'] },
      mailers: { kind: 'workers', processingTime: { kind: 'constant', value: 50 } },
    },
  }),
  BASE,
);

type Asked<Id extends LookId> = Pick<Question<Id>, 'ask' | 'args'> & Partial<Question<Id>>;

const questionOf = <Id extends LookId>(asked: Asked<Id>): Question =>
  ({ slot: 'any', plan, run: 'a run', time: 0, recordings: [], ...asked }) as unknown as Question;

/** Asks all at once; what is said of each, by number, with what is handed over, until all have ended but for those that say nothing. */
async function heard(questions: readonly Question[], { dropped = [] as readonly number[] } = {}) {
  const messages: { message: FromLooker; transfer: readonly Transferable[] }[] = [];
  await new Promise<void>((resolve) => {
    let open = questions.length - dropped.length;
    const answers = new Answers((message, transfer = []) => {
      messages.push({ message, transfer });
      // dropped once they are well under way
      if (message.type === 'progress' && dropped.includes(message.id)) answers.hear({ type: 'drop', id: message.id });
      else if (message.type !== 'progress' && --open === 0) resolve();
    });
    questions.forEach((question, i) => {
      answers.hear({ type: 'look', id: i + 1, question });
    });
  });
  return messages;
}

async function answerTo<Id extends LookId>(asked: Asked<Id>): Promise<Answer<Id>> {
  const { message, transfer } = (await heard([questionOf(asked)])).at(-1)!;
  if (message.type !== 'answer') throw new Error(message.type === 'failed' ? message.message : 'no answer');
  // as it comes out at the other end
  return structuredClone(message.answer, { transfer: [...transfer] as ArrayBuffer[] }) as Answer<Id>;
}

describe('looks', () => {
  test('are called as their files', async () => {
    const files = import.meta.glob<{ look: Look }>(['../../src/host/look/*.ts', '!**/contract.ts']);
    const names: string[] = [];
    for (const [file, load] of Object.entries(files)) {
      const { look } = await load();
      expect(file.endsWith(`/${look.id}.ts`), file).toBe(true);
      names.push(look.id);
    }
    expect(names.length).toBeGreaterThan(5);
  });

  test('tell the stories of requests, the one that is asked for among them', async () => {
    const { requests, reasons, total } = await answerTo({ ask: 'stories', args: { until: null, wanted: 7 } });
    expect(total).toBe(548);
    expect([...requests.number]).toContain(7);
    expect(new Set(Array.from(requests.keptAs, (why) => reasons[why]))).toEqual(new Set(['sample', 'slowest', 'failed']));
  });

  test('tell of requests what happens before a moment, as if the run went no further', async () => {
    const { facts, requests, total } = await answerTo({ ask: 'stories', args: { until: 1_000, wanted: null } });
    const whole = await answerTo({ ask: 'stories', args: { until: null, wanted: null } });
    expect(facts.time.length).toBeGreaterThan(50);
    expect(Math.max(...facts.time)).toBeLessThan(1_000_000);
    expect(total).toBe(whole.requests.intended.filter((at) => at < 1_000_000).length);
    expect(requests.finished.filter((at) => at >= 1_000_000)).toHaveLength(0);
    expect((await answerTo({ ask: 'stories', args: { until: 0, wanted: null } })).total).toBe(0);
  });

  test('tell what a gate decided', async () => {
    const decisions = await answerTo({ ask: 'decisions', args: {} });
    expect([decisions?.gate, decisions?.time.length]).toEqual(['gate', 499]);
  });

  test('tell what a cache was asked for, and what it holds at a moment, forwards and backwards', async () => {
    const args = { component: 'cache' };
    const { time, hit } = await answerTo({ ask: 'accesses', args });
    const held = async (at: number) => (await answerTo({ ask: 'contents', args, time: at })).nodes[0];
    // before the second access there is the first key; after all, what there is room for
    expect((await held(time[1] - 0.5)).keys).toHaveLength(1);
    expect((await held(5_000)).held).toBe(8);
    expect((await held(0)).held).toBe(0);
    expect(hit[0]).toBe(0);
  });

  test('tell what became of the jobs', async () => {
    const { deliveries, books } = await answerTo({ ask: 'jobs', args: {} });
    expect([deliveries.job.length, books[0].once.at(-1)]).toEqual([49, 49]);
  });

  test('run a plan under other seeds: each row is the run of its seed, thinned', async () => {
    const figure = { arm: BASE, meter: 'store.attemptRate', from: 1_000, to: 5_000, stat: 'value' as const };
    const { done, width, length, samples, figures } = await answerTo({
      ask: 'seeds',
      args: { meter: 'store.attemptRate', seeds: [3, 4, 3], figures: [figure] },
    });
    expect([done, length, width, samples.length]).toEqual([3, 200, 25, 600]);
    expect(samples.slice(400)).toEqual(samples.slice(0, 200));
    expect(samples.slice(200, 400)).not.toEqual(samples.slice(0, 200));
    const world = new World({ ...plan, seed: 4 });
    world.run();
    const store = world.recorders.find(({ component }) => component === 'store')!;
    const row = store.meters.findIndex(({ name }) => name === 'attemptRate');
    expect(figures[1]).toBeCloseTo(store.over(row, 120, 600), 9);
    // three bins of the run are one sample: 5,000 ms in 600 bins
    for (const sample of [0, 66, 199]) expect(samples[200 + sample]).toBeCloseTo(store.over(row, sample * 3, sample * 3 + 3), 9);
  });

  const lines = [{ id: 'lru', policy: { kind: 'lru' } }];

  test('work out the curves of a cache, and again with one line more', async () => {
    const one = await answerTo({ ask: 'curves', args: { cache: 'cache', unit: 'keys', lines } });
    const both = await answerTo({ ask: 'curves', args: { cache: 'cache', unit: 'keys', lines: [...lines, { id: 'best', policy: null }] } });
    expect([one.finished, one.lines.length, both.lines.length]).toEqual([true, 1, 2]);
    // what was handed over the first time is there the second time too
    expect(both.lines[0]).toEqual(one.lines[0]);
    expect(both.lines[1].missRatio.every((ratio, i) => ratio <= both.lines[0].missRatio[i])).toBe(true);
  });

  test('work out the curves of a file, which is read by another look', async () => {
    const file = new File(['1\n2\n1\n'], 'keys.csv');
    const recording = await answerTo({ ask: 'recording', plan: null, args: { file, columns: '' } });
    if ('problem' in recording) throw new Error(recording.problem);
    expect([recording.name, recording.accesses, recording.distinct]).toEqual(['keys.csv', 3, 2]);
    const curves = await answerTo({
      ask: 'curves',
      plan: null,
      run: recording.hash,
      args: { cache: '', unit: 'keys', lines },
      recordings: [recording],
    });
    expect([curves.accesses, curves.distinct]).toEqual([3, 2]);
  });

  test('work out the curves of a short file at more sizes than those of a long one, the same among them', async () => {
    const sizesOf = async (rounds: number) => {
      const file = new File([Array.from({ length: 1_000 * rounds }, (_, i) => i % 1_000).join('\n')], 'loop.csv');
      const recording = await answerTo({ ask: 'recording', plan: null, args: { file, columns: 'key=1' } });
      if ('problem' in recording) throw new Error(recording.problem);
      const args = { cache: '', unit: 'keys', lines } as const;
      return [...(await answerTo({ ask: 'curves', plan: null, run: recording.hash, args, recordings: [recording] })).capacities];
    };
    const [short, long] = [await sizesOf(2), await sizesOf(20)];
    expect(long).toHaveLength(13);
    expect(short).toEqual(expect.arrayContaining(long));
    // 10^(3/48): next to a thousand keys are 866 instead of 562
    expect([short.at(-2), long.at(-2)]).toEqual([866, 562]);
  });
});

describe('whoever answers', () => {
  const long: ArmPlan = { ...plan, duration: 5_000_000 };

  test('says what went wrong, and answers the next question', async () => {
    const unknown: ArmPlan = {
      ...plan,
      components: { seer: { kind: 'prophet', title: '', calls: [] } as unknown as ArmPlan['components'][string] },
    };
    const told = await heard([
      questionOf({ ask: 'jobs', plan: unknown, args: {} }),
      questionOf({ ask: 'jobs', plan: null, args: {} }),
      questionOf({ ask: 'recording', plan: null, args: { file: new File([], 'empty.csv'), columns: '' } }),
      questionOf({ ask: 'decisions', args: {} }),
    ]);
    const failures = new Map(told.map(({ message }) => [message.id, message.type === 'failed' ? message.message : message.type]));
    expect(failures.get(1)).toBe('there is no component of kind prophet');
    expect(failures.get(2)).toBe('there is no run to ask for jobs');
    expect(failures.get(3)).toMatch(/^empty\.csv.*\.$/);
    expect(failures.get(4)).toBe('answer');
  });

  test('ends what nobody wants any more without a word', async () => {
    const told = await heard(
      [questionOf({ ask: 'jobs', plan: long, args: {} }), questionOf({ ask: 'jobs', plan: long, run: 'another', args: {} })],
      {
        dropped: [1],
      },
    );
    const [first, second] = [1, 2].map((id) => told.flatMap(({ message }) => (message.id === id ? [message] : [])));
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({ type: 'progress', progress: { doing: 'simulating' } });
    // and goes on with the rest
    expect(second.at(-1)?.type).toBe('answer');
    const done = second.flatMap((message) => (message.type === 'progress' ? [message.progress.done] : []));
    expect(done).toEqual([...done].sort((a, b) => a - b));
  });

  test('hands columns over, and keeps its own', async () => {
    const recording = { name: 'a', hash: 'aa', fileSize: 9, accesses: 3, distinct: 2, format: '', skipped: 0 };
    const columns = packed({ keys: Int32Array.of(0, 1, 0), bytes: null, operations: null });
    const ask = questionOf({
      ask: 'curves',
      plan: null,
      run: 'aa',
      args: { cache: '', unit: 'keys', lines: [{ id: 'lru', policy: { kind: 'lru' } }] },
      recordings: [{ ...recording, ...columns }],
    });
    for (let i = 0; i < 2; i++) {
      const [{ message, transfer }] = (await heard([ask])).slice(-1);
      const { answer } = message as { answer: Answer<'curves'> };
      const there = structuredClone(answer, { transfer: [...transfer] as ArrayBuffer[] });
      // nothing stays behind, and the second time all is there again
      expect([answer.capacities.length, answer.lines[0].missRatio.length, answer.lines[0].byteMissRatio.length]).toEqual([0, 0, 0]);
      expect(there.capacities.length).toBeGreaterThan(0);
      expect(there.lines[0].missRatio).toHaveLength(there.capacities.length);
    }
  });
});
