import { relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { compiledEngine } from './tools/vite/compiled-engine.ts';

/** Folders whose files take longest, the longest first. */
const LONGEST = ['test/claims', 'test/theory', 'test/law', 'test/golden'];

/** What takes longest begins first, so that all cores end together, in a fresh clone, too. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification) => {
      const place = LONGEST.findIndex((folder) => relative(project.config.root, moduleId).startsWith(`${folder}/`));
      return place < 0 ? LONGEST.length : place;
    };
    const bySize = await super.sort(files);
    return bySize.sort((a, b) => rank(a) - rank(b));
  }
}

/** No limit for slow machines, but for what hangs [ms]. */
const HANGING = 600_000;

const everywhere = { environment: 'node', setupFiles: ['src/sim/world/every-kind.ts'], testTimeout: HANGING, hookTimeout: HANGING };

export default defineConfig({
  test: {
    // half of the tests are computation: no core is left out
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [compiledEngine()],
        test: {
          ...everywhere,
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', ...LONGEST.map((folder) => `${folder}/**`)],
          // a process loads the simulation once: most of these files take less time than that
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [compiledEngine()],
        test: {
          ...everywhere,
          name: 'unit-long',
          include: LONGEST.map((folder) => `${folder}/**/*.test.ts`),
          // a process of its own each: code that has seen many other worlds is slower
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [compiledEngine()],
        test: {
          ...everywhere,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/build.ts'],
          // two pages at once at most: what a page does has to be done while somebody waits for it
          maxWorkers: 2,
          // a process opens Chromium once
          isolate: false,
          expect: { poll: { timeout: 60_000 } },
          // on a machine that others use a browser can stumble; what is wrong with the page is so twice
          retry: 1,
          // pages are not tried beside what takes all of the machine
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
