// How many announces a tracker answers, how fast, and what it keeps of them in memory: ours beside opentracker (Debian's
// package), bittorrent-tracker (npm) and a Node listener that answers a constant: `npm run bench:tracker`.
//
// Each server runs alone on core 0, the load comes from core 1. The servers take turns within a round; told are medians
// over the rounds. Where the generator is the limit, the announces for each second of the server's processor time say
// more than those for each second of the clock, so both are told.
//
//   --short        seconds instead of minutes, and nothing is installed: whether all of it works, not how fast it is
//   --only WORD    only cases with this word in the name of their file
//   --seconds N    how long one server is under load at a time
//   --rounds N     how often that is done
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closeAll } from './tracker/servers.mjs';

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string' },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
  },
});
const { short } = values;
const seconds = Number(values.seconds ?? (short ? 1 : 4));
const rounds = Number(values.rounds ?? (short ? 1 : 3));
if (!(seconds >= 1 && rounds >= 1)) {
  process.stderr.write('bench: --seconds and --rounds are 1 or more\n');
  process.exit(2);
}
const folder = new URL('./tracker/cases/', import.meta.url);
const files = readdirSync(folder).filter((file) => file.includes(values.only ?? ''));
if (files.length === 0) {
  process.stderr.write(`bench: no case is called "${values.only}"; there are ${readdirSync(folder).join(', ')}\n`);
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => closeAll().then(() => process.exit(130)));
try {
  for (const file of files) {
    const { title, run } = await import(new URL(file, folder).href);
    process.stdout.write(`\n## ${title}\n`);
    await run({ short, rounds, seconds, tell: (row) => process.stdout.write(`${row}\n`) });
  }
} finally {
  await closeAll();
}
