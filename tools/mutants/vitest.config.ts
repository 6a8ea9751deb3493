import { defineConfig, type Plugin } from 'vitest/config';
import type { InlineConfig, Reporter, TestCase, TestModule, TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';
import everything from '../../vitest.config.ts';

/** Tests to be run on a mutant, the likeliest to catch it first; paths from the root. */
const files = JSON.parse(process.env.MUTANT_TESTS ?? '[]') as string[];

export type TestReply =
  | { kind: 'passed' }
  | { kind: 'failed'; file: string; test: string; why: string }
  | { kind: 'file'; file: string; time: number };

const say = (reply: TestReply) => process.stdout.write(`${JSON.stringify(reply)}\n`);

const pathOf = ({ moduleId }: TestModule) => files.find((file) => moduleId.endsWith(file)) ?? moduleId;

const reporter: Reporter = {
  onTestCaseResult(test: TestCase) {
    const { state, errors } = test.result();
    if (state === 'failed') say({ kind: 'failed', file: pathOf(test.module), test: test.fullName, why: errors?.[0]?.message ?? '' });
    else say({ kind: 'passed' });
  },
  onTestModuleEnd(module: TestModule) {
    for (const { message } of module.errors()) say({ kind: 'failed', file: pathOf(module), test: '', why: message });
    say({ kind: 'file', file: pathOf(module), time: module.diagnostic().duration });
  },
};

class InThisOrder extends BaseSequencer {
  override async sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => files.findIndex((file) => moduleId.endsWith(file));
    return [...specifications].sort((a, b) => placeOf(a) - placeOf(b));
  }
}

const projects = (everything.test?.projects ?? []) as { plugins?: Plugin[]; test: InlineConfig }[];
const unit = projects.find(({ test }) => test.name === 'unit');

export default defineConfig({
  plugins: unit?.plugins,
  test: {
    ...unit?.test,
    include: files,
    exclude: [],
    maxWorkers: 1,
    // modules are loaded once: no test leaves anything behind in one
    isolate: false,
    bail: 1,
    sequence: { sequencer: InThisOrder },
    reporters: [reporter],
  },
});
