import { areKnown } from '../sim/world/kinds.ts';
import type { World } from '../sim/world/world.ts';
import type { Answer, Desk, FromLooker, Look, LookId, Progress, Question, ToLooker } from './look/contract.ts';
import { look as stories } from './look/stories.ts';
import { type Explained, type Manner, OWN } from './manner.ts';
import { Unpacked } from './packed-recording.ts';
import { realNow } from './real-now.ts';

/** Every look there is, by its file, loaded when it is first asked for; but for the one of a first visit, which comes with the worker. */
const looks: Readonly<Record<string, () => Promise<unknown>>> = {
  ...import.meta.glob(['./look/*.ts', '!./look/{contract,stories}.ts'], { import: 'look' }),
  './look/stories.ts': async () => stories,
};

/** How long it works before it listens again, and how often it tells how far it has come [ms]. */
const LISTENS_EVERY = 12;
const TELLS_EVERY = 100;

type Send = (message: FromLooker, transfer?: Transferable[]) => void;

/** The side of a worker that looks: answers what it is asked, and leaves what nobody wants any more. */
export class Answers {
  private readonly underWay = new Map<number, AbortController>();
  private readonly unpacked = new Unpacked();

  constructor(
    private readonly send: Send,
    private readonly manner: Manner = OWN,
  ) {}

  hear(message: ToLooker): void {
    if (message.type === 'drop') this.underWay.get(message.id)?.abort();
    else void this.answer(message);
  }

  private async answer({ id, question }: Extract<ToLooker, { type: 'look' }>): Promise<void> {
    const stop = new AbortController();
    this.underWay.set(id, stop);
    let working: Working | null = null;
    try {
      const look = (await looks[`./look/${question.ask}.ts`]()) as Look;
      if (question.plan && !areKnown(question.plan)) await import('../sim/world/every-kind.ts');
      await this.unpacked.take(question.recordings);
      stop.signal.throwIfAborted();
      working = new Working(id, this.send, stop.signal, this.unpacked.all, this.manner, question.plan);
      const answer = await look.answer(question, working);
      if (!stop.signal.aborted) this.send({ type: 'answer', id, answer }, [...columnsIn(answer)]);
    } catch (error) {
      if (stop.signal.aborted) return;
      const explained = question.plan && this.manner.explain?.(error, working?.world ?? null, question.plan);
      this.send({ type: 'failed', id, message: explained?.message ?? sentenceOf(error) });
    } finally {
      this.underWay.delete(id);
    }
  }
}

/** One answer in the making. */
class Working implements Desk<LookId> {
  private listened = realNow();
  private told = 0;
  /** The run that is under way. */
  world: World | null = null;

  constructor(
    private readonly id: number,
    private readonly send: Send,
    readonly signal: AbortSignal,
    readonly recordings: Unpacked['all'],
    private readonly manner: Manner,
    private readonly plan: Question['plan'],
  ) {}

  explain(error: unknown, world: World | null): Explained {
    return this.manner.explain?.(error, world, this.plan) ?? { message: sentenceOf(error) };
  }

  async run(world: World, of = (done: number) => done, soFar?: () => Answer<LookId>): Promise<World> {
    const { duration } = world.blueprint;
    this.world = world;
    while (!world.run(this.manner.slice)) await this.tick(() => ({ doing: 'simulating', done: of(world.now / duration) }), soFar);
    return world;
  }

  async tick(progress: () => Progress, soFar?: () => Answer<LookId>): Promise<void> {
    if (realNow() - this.listened < LISTENS_EVERY) return;
    this.manner.watch?.();
    await nextMessage();
    this.signal.throwIfAborted();
    this.listened = realNow();
    this.tell(progress, soFar);
  }

  tell(progress: () => Progress, soFar?: () => Answer<LookId>): void {
    const now = realNow();
    if (now - this.told < TELLS_EVERY) return;
    this.told = now;
    this.send({ type: 'progress', id: this.id, progress: progress(), soFar: soFar?.() ?? null });
  }
}

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();
const wake: () => void = channel.port2.postMessage.bind(channel.port2, null);

/** Comes back once the messages that have arrived are dealt with; a timer would wait 4 ms. */
function nextMessage(): Promise<void> {
  return new Promise((done) => {
    waiting.push(done);
    wake();
  });
}

/** The memory of every column in an answer, which is handed over instead of copied. */
function columnsIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) found.add(value.buffer as ArrayBuffer);
  else if (value !== null && typeof value === 'object') for (const each of Object.values(value)) columnsIn(each, found);
  return found;
}

function sentenceOf(error: unknown): string {
  if (error instanceof RangeError && /memory|alloc|length/i.test(error.message))
    return 'It needs more memory than this browser gives to a page.';
  return error instanceof Error ? error.message : String(error);
}
