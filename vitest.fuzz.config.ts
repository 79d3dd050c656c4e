import { defineConfig } from 'vitest/config';
import { conditions } from './vitest.config.ts';

/** The fuzz targets of `npm test`, for as long as one likes: `npm run test:fuzz`. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'fuzz',
    include: ['test/fuzz/**/*.test.ts'],
    // `--time` says how long; what hangs is ended from outside.
    testTimeout: 0,
  },
});
