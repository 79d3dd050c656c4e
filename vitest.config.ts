import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Tests run on the sources, without a build: every package offers its sources under this condition.
export const conditions: string[] = ['source', 'module', 'node', 'development|production'];

const exclude = ['**/node_modules/**', '**/dist/**', '**/.scratch-*/**'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Tests with processes wait more than they work: on two cores, one worker would leave both idle.
    maxWorkers: Math.max(3, availableParallelism() - 1),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts', 'test/workspace/**/*.test.ts', 'test/fuzz/**/*.test.ts'],
          exclude: [...exclude, 'packages/simulator/**'],
          // Generous for what should take milliseconds: shared machines in CI stall now and then.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'simulation',
          include: ['packages/simulator/test/**/*.test.ts'],
          exclude,
          // Hours of virtual time are some seconds of computing.
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude,
          // Real processes and real sockets.
          testTimeout: 120_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
