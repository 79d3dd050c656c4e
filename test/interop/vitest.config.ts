import { defineConfig } from 'vitest/config';
import { MatrixReporter } from './matrix-reporter.ts';

// A configuration of its own, because `npm test` runs all projects of the other one, and this takes minutes.
export default defineConfig({
  test: {
    name: 'interop',
    include: ['test/interop/**/*.test.ts'],
    reporters: ['default', new MatrixReporter()],
    // Clients wait for their timers most of the time, so that more of them run at once than there are processors.
    maxWorkers: 4,
    // A pairing has 60 s; starting and ending its programs takes some more.
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
