import { defineConfig } from 'vitest/config';
import { conditions } from './vitest.config.ts';

/** The page of the dashboard in a real Chromium: `npm run test:browser`. `CHROMIUM` names the program where it is elsewhere. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'browser',
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // A browser takes all the cores that it finds.
    maxWorkers: 1,
  },
});
