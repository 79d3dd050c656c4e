import { defineConfig } from 'vitest/config';
import { conditions } from './vitest.config.ts';

/** Tests that repeat what `npm test` does once, for as long as one likes: `npm run test:soak`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'soak',
    include: ['test/soak/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 60_000,
    // One after the other: they measure themselves against what a machine does when it is busy with them alone.
    maxWorkers: 1,
  },
});
