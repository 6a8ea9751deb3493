import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // the claims alone are six minutes of work: no core is left out
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          environment: 'node',
          setupFiles: ['src/sim/world/every-kind.ts'],
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**'],
          testTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'browser',
          environment: 'node',
          setupFiles: ['src/sim/world/every-kind.ts'],
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/browser/build.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          // pages are not tried beside what takes all of the machine
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
