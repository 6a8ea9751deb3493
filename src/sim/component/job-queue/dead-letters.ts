import { MICROS_PER_SECOND, wholeMicros } from '../../kernel/time.ts';
import type { Site } from '../component.ts';
import type { JobQueueParams } from './job-queue-params.ts';

const NONE = -1;

/** Jobs that were moved aside, the first to die first; they can be sent again, at a rate. */
export class DeadLetters {
  private readonly redriveEvent: number;
  private readonly letters: number[] = [];
  private redriving = NONE;

  constructor(
    private readonly site: Site,
    private readonly params: JobQueueParams,
    /** A job is sent again. */
    private readonly redriven: (item: number) => void,
  ) {
    this.redriveEvent = site.event(() => this.redriveDue());
  }

  add(item: number): void {
    this.letters.push(item);
  }

  /** From now on, at the present rate. */
  arm(): void {
    const { simulation } = this.site;
    const { redrive, redriveRate } = this.params;
    if (this.redriving !== NONE) simulation.cancel(this.redriving, 0);
    this.redriving = redrive
      ? simulation.schedule(simulation.now + Math.max(1, wholeMicros(MICROS_PER_SECOND / redriveRate)), this.redriveEvent, 0)
      : NONE;
  }

  private redriveDue(): void {
    this.redriving = NONE;
    const item = this.letters.shift();
    if (item !== undefined) this.redriven(item);
    this.arm();
  }
}
