import '../src/scenario/every-description.ts';
import { Simulator } from '../src/host/client.ts';
import type { ArmPlan } from '../src/scenario/arm.ts';

/** Somebody at the page: the page's own client with one of the page's own workers, which are looked at from outside. */
class Visit {
  private readonly simulator: Simulator;
  private readonly workers: Worker[] = [];
  private warm: () => void = () => {};
  private ended: (took: number) => void = () => {};

  /** @param worker address of the worker's script */
  constructor(worker: string) {
    const listener = {
      result: (result: { finished: boolean; took: number }) => result.finished && this.ended(result.took),
      failed(arm: string, message: string) {
        throw new Error(`${arm}: ${message}`);
      },
      busy() {},
    };
    const make = () => {
      const made = new Worker(worker, { type: 'module' });
      this.workers.push(made);
      // the client hears of it first
      made.addEventListener('message', ({ data }) => data.type === 'warm' && setTimeout(() => this.warm()));
      return made;
    };
    this.simulator = new Simulator(listener, make, 1);
  }

  /** Opens a scenario; done once a worker is warm for it. */
  settle(plan: ArmPlan): Promise<void> {
    return new Promise((done) => {
      this.warm = done;
      this.open(plan);
    });
  }

  open(plan: ArmPlan): void {
    this.simulator.prepare([{ plan }]);
  }

  /** What a run takes [ms]. */
  run(plan: ArmPlan): Promise<number> {
    return new Promise((done) => {
      this.ended = done;
      this.simulator.run([{ arm: 'base', plan, figures: [] }]);
    });
  }

  leave(): void {
    for (const worker of this.workers) worker.terminate();
  }
}

const ROUNDS = 8;
const again = async (visit: Visit, plan: ArmPlan) => {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS; i++) least = Math.min(least, await visit.run(plan));
  return least;
};

/** The first run after a worker's own warm-up and the same in its steady state, the least of so many fresh workers [ms]. */
export async function firstRun(worker: string, plan: ArmPlan, visits: number): Promise<{ first: number; steady: number }> {
  let first = Number.POSITIVE_INFINITY;
  let steady = Number.POSITIVE_INFINITY;
  for (let i = 0; i < visits; i++) {
    const visit = new Visit(worker);
    await visit.settle(plan);
    first = Math.min(first, await visit.run(plan));
    steady = Math.min(steady, await again(visit, plan));
    visit.leave();
  }
  return { first, steady };
}

/**
 * A run at the end of a session that has shown all these before, and the same where it is all that was shown, in turn, the
 * least of so many sessions [ms].
 */
export async function afterOthers(
  worker: string,
  others: readonly ArmPlan[],
  plan: ArmPlan,
  visits: number,
): Promise<{ after: number; fresh: number }> {
  let after = Number.POSITIVE_INFINITY;
  let fresh = Number.POSITIVE_INFINITY;
  for (let i = 0; i < visits; i++) {
    const [long, short] = [new Visit(worker), new Visit(worker)];
    for (const other of others) {
      long.open(other);
      await long.run(other);
    }
    await long.settle(plan);
    await short.settle(plan);
    for (let round = 0; round < ROUNDS; round++) {
      after = Math.min(after, await long.run(plan));
      fresh = Math.min(fresh, await short.run(plan));
    }
    long.leave();
    short.leave();
  }
  return { after, fresh };
}
