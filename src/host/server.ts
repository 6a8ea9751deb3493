import type { ArmPlan } from '../scenario/arm.ts';
import { areKnown } from '../sim/world/kinds.ts';
import { World } from '../sim/world/world.ts';
import { Answers } from './answers.ts';
import { WorldFigures } from './figures.ts';
import type { FromLooker, ToLooker } from './look/contract.ts';
import { type Manner, OWN } from './manner.ts';
import { Unpacked } from './packed-recording.ts';
import type { FromWorker, Job, ToWorker, WarmUp } from './protocol.ts';
import { realNow } from './real-now.ts';
import { resultOf } from './result.ts';
import { warmUpRuns } from './warm-up.ts';

/** When the first picture of a long run is sent, in time for the second frame after it was asked for; how far apart the others are [ms]. */
const FIRST_PICTURE = 20;
const NEXT_PICTURE = 120;
/** Events of real runs that a plan's warm-up is worth. */
const ENOUGH = 300_000;

type Send = (message: FromWorker | FromLooker, transfer?: Transferable[]) => void;

/** What a worker does: runs worlds, a slice at a time, and answers who looks closer at them. */
export class Server {
  /** What is done now, and what is done while there is nothing else to do. */
  private current: Generator<void> | null = null;
  private idle: Generator<void> | null = null;
  /** The next slice is on its way. */
  private coming = false;
  /** Jobs and stops so far. */
  private messages = 0;
  /** Events of real runs so far. */
  private worked = 0;
  private readonly unpacked = new Unpacked();
  /** Comes back through the message queue, so that newer messages are seen between two slices. */
  private readonly nextSlice = new MessageChannel();
  private readonly wake: () => void;
  /** What a worker that looks has begun with its first question; it gets no jobs. */
  private answers: Answers | null = null;
  /** The run that is under way. */
  private world: World | null = null;

  constructor(
    private readonly send: Send,
    private readonly manner: Manner = OWN,
  ) {
    const { port1, port2 } = this.nextSlice;
    port1.onmessage = () => this.advance();
    this.wake = port2.postMessage.bind(port2, null);
  }

  /** How far the run that is under way has come [ms]; null for none. */
  get reached(): number | null {
    return this.world && !this.world.finished ? this.world.now : null;
  }

  async hear(data: ToWorker | ToLooker): Promise<void> {
    if (data.type === 'warm-up') {
      await this.prepare(data.warmUp);
      return;
    }
    const message = ++this.messages;
    this.current = null;
    if (data.type === 'stop') return;
    if (data.type !== 'job') {
      this.answers ??= new Answers(this.send, this.manner);
      this.answers.hear(data);
      return;
    }
    const { job } = data;
    if (!this.unpacked.has(job.recordings) || !areKnown(job.plan)) {
      try {
        await this.unpacked.take(job.recordings);
        await learn([job.plan]);
      } catch (error) {
        if (message === this.messages) this.fail(job, error);
        return;
      }
      // newer messages may have come meanwhile
      if (message !== this.messages) return;
    }
    this.current = this.work(job);
    if (!this.coming) this.advance();
  }

  /** What is odd about a plan its run will say, not its warm-up. */
  private async prepare({ plans, recordings }: WarmUp): Promise<void> {
    try {
      if (!this.unpacked.has(recordings)) await this.unpacked.take(recordings);
      await learn(plans);
    } catch {
      // what there is must do
    }
    this.idle = this.warmUp(plans, this.idle);
    if (!this.coming) this.goOn();
  }

  private advance(): void {
    this.coming = false;
    if (this.current) {
      if (this.current.next().done) this.current = null;
    } else if (this.idle?.next().done) this.idle = null;
    if (this.current || this.idle) this.goOn();
  }

  private goOn(): void {
    this.coming = true;
    this.wake();
  }

  /** One job, a slice at a time. */
  private *work(job: Job): Generator<void> {
    this.world = null;
    try {
      yield* this.runArm(job);
    } catch (error) {
      this.fail(job, error);
    }
  }

  private fail({ id, plan }: Job, error: unknown): void {
    const explained = this.manner.explain?.(error, this.world, plan) ?? { message: error instanceof Error ? error.message : String(error) };
    this.send({ type: 'failed', job: id, ...explained });
  }

  private *runArm({ id, arm, plan, figures }: Job): Generator<void> {
    const started = realNow();
    const world = new World(plan, { recordings: this.unpacked.all });
    this.world = world;
    let nextPicture = started + FIRST_PICTURE;
    while (!world.run(this.manner.slice)) {
      const now = realNow();
      this.manner.watch?.();
      if (now >= nextPicture) {
        nextPicture = now + NEXT_PICTURE;
        this.sendResult(id, world, arm, now - started);
      }
      yield;
    }
    this.worked += world.simulation.handled;
    const measured = new WorldFigures(world);
    const took = realNow() - started;
    this.sendResult(
      id,
      world,
      arm,
      took,
      figures.map((request) => measured.of(request)),
    );
  }

  private sendResult(job: number, world: World, arm: string, took: number, figures: readonly number[] = []): void {
    const result = { ...resultOf(world, arm, took), figures };
    this.send({ type: 'result', job, result }, [result.samples.buffer, result.whole.buffer]);
  }

  /** After what it may still be at; real runs that come meanwhile do as well. */
  private *warmUp(plans: readonly ArmPlan[], before: Generator<void> | null): Generator<void> {
    if (before) yield* before;
    const enough = this.worked + plans.length * ENOUGH;
    for (const _ of warmUpRuns(plans, this.unpacked.all)) {
      if (this.worked >= enough) break;
      yield;
    }
    this.send({ type: 'warm' });
  }
}

async function learn(plans: readonly Pick<ArmPlan, 'components'>[]): Promise<void> {
  if (!plans.every(areKnown)) await import('../sim/world/every-kind.ts');
}
