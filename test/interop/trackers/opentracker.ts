import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../e2e/harness/temporary-folder.ts';
import { waitUntil } from '../../e2e/harness/wait-until.ts';
import { ask, startForeign } from '../foreign-program.ts';
import { lastWords } from '../program.ts';
import { scrape } from '../scrape.ts';
import type { Tracker } from './tracker.ts';

const PORT = '6969';

/** opentracker, as Debian builds it: it knows the torrents of its whitelist and no others, and speaks IPv4 alone. */
export const opentracker: Tracker = {
  name: 'opentracker',
  obstacle: () =>
    ask('sh', '-c', 'command -v opentracker') === undefined ? 'opentracker is not installed' : undefined,
  start: async (ip, infoHashHex, transport) => {
    const dir = temporaryFolder();
    const whitelist = join(dir, 'whitelist');
    writeFileSync(whitelist, `${infoHashHex}\n`);
    // It refuses to be root, and as nobody it has to find its list.
    chmodSync(dir, 0o755);
    const program = startForeign('opentracker', ['-i', ip, '-p', PORT, '-P', PORT, '-d', dir, '-w', whitelist], {
      unprivileged: true,
    });
    const announce = `${transport}://${ip}:${PORT}/announce`;
    await waitUntil(async () => {
      const scraped = await scrape(announce, infoHashHex);
      return scraped.ok ? undefined : `${scraped.failure}; ${lastWords(program)}`;
    });
    return { program, announce, counts: () => scrape(announce, infoHashHex) };
  },
};
