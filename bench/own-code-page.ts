import '../src/scenario/every-description.ts';
import { Simulator } from '../src/host/client.ts';
import { allow, codeHash } from '../src/host/sandbox/consent.ts';
import { Sandbox } from '../src/host/sandbox/sandbox.ts';
import { type ArmPlan, planOf } from '../src/scenario/arm.ts';
import { readScenario } from '../src/scenario/read.ts';

declare global {
  interface Window {
    ownCode(own: string, builtIn: string, rounds: number): Promise<{ own: number; builtIn: number; started: number }>;
  }
}

/** Workers that run one plan, again and again. */
class Runner {
  private readonly simulator: Simulator;
  private ended: () => void = () => {};
  least = Number.POSITIVE_INFINITY;

  constructor(
    private readonly plan: ArmPlan,
    start?: Sandbox['start'],
  ) {
    const listener = {
      result: ({ finished }: { finished: boolean }) => finished && this.ended(),
      failed(arm: string, message: string) {
        throw new Error(`${arm}: ${message}`);
      },
      busy() {},
    };
    this.simulator = new Simulator(listener, start, 1);
  }

  /** From asking to the whole answer [ms]. */
  async run(): Promise<number> {
    const began = performance.now();
    await new Promise<void>((done) => {
      this.ended = done;
      this.simulator.run([{ arm: 'base', plan: this.plan, figures: [] }]);
    });
    const took = performance.now() - began;
    this.least = Math.min(this.least, took);
    return took;
  }
}

/** The base of a document with code in the sandbox, and of one without in a worker of the page's own, in turn: the least of each [ms]. */
window.ownCode = async (own, builtIn, rounds) => {
  const scenario = readScenario(JSON.parse(own));
  for (const { source } of Object.values(scenario.policies)) allow(codeHash(source));
  const began = performance.now();
  const inSandbox = new Runner(planOf(scenario, 'base'), new Sandbox(scenario.policies).start);
  await inSandbox.run();
  const started = performance.now() - began;
  const ordinary = new Runner(planOf(readScenario(JSON.parse(builtIn)), 'base'));
  for (let i = 0; i < rounds; i++) {
    await inSandbox.run();
    await ordinary.run();
  }
  return { own: inSandbox.least, builtIn: ordinary.least, started: started - inSandbox.least };
};
