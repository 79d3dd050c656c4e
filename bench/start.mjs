// How fast one peer gets a file from another over loopback, by real processes and through the disk, beside other clients
// that do the same: `npm run bench`. docs/bench.md says what is measured, and how.
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { aria2 } from './clients/aria2.mjs';
import { libtorrent } from './clients/libtorrent.mjs';
import { seedbed, startSeedbed } from './clients/seedbed.mjs';
import { writeContent } from './content.mjs';
import { create } from './create.mjs';
import { readOptions } from './options.mjs';
import { killAll } from './program.mjs';
import { medians } from './statistics.mjs';
import { tableOf } from './table.mjs';
import { startSeed, transfer } from './transfer.mjs';

const MiB = 1024 * 1024;

const options = readOptions([seedbed, aria2, libtorrent]);
const folder = mkdtempSync(join(options.dir, 'seedbed-bench-'));
const state = join(folder, 'state');

const note = (text) => process.stderr.write(`${text}\n`);

const installed = () =>
  options.clients.flatMap((client) => {
    const version = client.version();
    note(version === undefined ? `${client.name}: skipped, it is not installed` : `${client.name} ${version}`);
    return version === undefined ? [] : [{ ...client, version }];
  });

/** The content, its torrent with a tracker and without one, and the tracker. */
const prepareSite = async (tracker, { name, size, pieceLength }) => {
  const content = join(folder, name);
  const torrent = `${content}.torrent`;
  const announced = `${content}.announced.torrent`;
  writeContent(content, size);
  const args = ['create', content, '--piece-length', pieceLength];
  await startSeedbed(args, state).succeeds();
  await startSeedbed([...args, '-o', announced, '--announce', tracker], state).succeeds();
  return { folder, state, name, content, torrent, announced, scrapeUrl: tracker.replace(/announce$/, 'scrape') };
};

/** All clients do the work in turn, again and again, so that whatever else happens on the machine happens to all. */
const measure = async (clients, work, run) => {
  const rows = clients.map((client) => ({ client: client.name, version: client.version, runs: [] }));
  for (let i = 0; i < options.runs; i += 1) {
    for (const [at, client] of clients.entries()) {
      const figures = await run(client);
      rows[at].runs.push(figures);
      note(`${work}, run ${i + 1}, ${client.name}: ${figures.seconds.toFixed(2)} s`);
    }
  }
  return rows.map((row) => ({ ...row, medians: medians(row.runs) }));
};

const measureTransfers = async (clients, tracker, work) => {
  const site = await prepareSite(tracker, work);
  const seeds = new Map();
  for (const client of clients) seeds.set(client, await startSeed(client, site));
  const rows = await measure(clients, work.name, (client) => transfer(client, seeds.get(client), site, work));
  for (const { program } of seeds.values()) await program.stop();
  rmSync(site.content);
  const leeches = work.leeches === 1 ? '1 leech' : `${work.leeches} leeches at once`;
  const title = `${work.name}: ${work.size / MiB} MiB in pieces of ${work.pieceLength}, 1 seed to ${leeches}`;
  return { name: work.name, title, rows };
};

const measureCreate = async () => {
  const content = join(folder, 'create');
  writeContent(content, options.createSize);
  const rows = await measure([{ ...seedbed, version: seedbed.version() }], 'create', () =>
    create(content, { folder, state }),
  );
  return { name: 'create', title: `create: a torrent of ${options.createSize / MiB} MiB`, rows };
};

const main = async () => {
  const clients = installed();
  const tracker = startSeedbed(['tracker', '--http', '127.0.0.1:0', '--full-scrape'], state);
  const [, announceUrl] = await tracker.says(/^tracker ready: (\S+)$/m);
  const machine = `Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown processor'}`;
  if (!options.json) console.log(`${machine}; medians of ${options.runs}`);
  const results = [];
  const finish = (result) => {
    results.push(result);
    if (!options.json) console.log(tableOf(result));
  };
  for (const work of options.cases) finish(await measureTransfers(clients, announceUrl, work));
  if (options.createSize > 0) finish(await measureCreate());
  await tracker.stop();
  if (options.json) console.log(JSON.stringify({ machine, results }, null, 2));
};

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
process.once('exit', () => {
  killAll();
  rmSync(folder, { recursive: true, force: true });
});

try {
  await main();
} catch (error) {
  note(`bench: ${error.message}`);
  process.exitCode = 1;
}
