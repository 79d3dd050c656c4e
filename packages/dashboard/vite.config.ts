import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { readRecordedRun, serveRecorded } from './src/server/index.ts';

/** `SEEDBED_RUN=FOLDER npm run dev --workspace @seedbed/dashboard` shows that run while the page is worked on. */
const recordedRun: Plugin = {
  name: 'recorded-run',
  configureServer(server) {
    const folder = process.env.SEEDBED_RUN;
    if (folder === undefined) return;
    server.middlewares.use('/api/events.ndjson', (request, response) =>
      serveRecorded(join(folder, 'events.ndjson'), request, response),
    );
    server.middlewares.use('/api/run', (_, response, next) => {
      readRecordedRun(folder).then(({ header }) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(header));
      }, next);
    });
  },
};

/** The page as static files that a strict content security policy lets through: nothing inline, nothing from elsewhere. */
export default defineConfig({
  root: fileURLToPath(new URL('src/page', import.meta.url)),
  // The handler may be mounted anywhere.
  base: './',
  plugins: [recordedRun],
  // The sources of our packages, so that the page needs no build of theirs.
  resolve: { conditions: ['source', 'module', 'browser'] },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('dist/page', import.meta.url)),
    emptyOutDir: true,
    // Inlined files would be `data:` URLs, which the policy allows for images alone.
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
  },
});
