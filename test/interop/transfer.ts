import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { parseMetainfo, toHex } from '@seedbed/protocol';
import { temporaryFolder } from '../e2e/harness/temporary-folder.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import type { Job, RunningClient } from './client.ts';
import { seedbed } from './clients/seedbed.ts';
import { type Content, differences, makeContent, PIECE_LENGTH, type Sums } from './contents.ts';
import { ownIp } from './network.ts';
import type { Pairing } from './pairing.ts';
import { endProgram } from './program.ts';
import { scrape } from './scrape.ts';

/** How long a party may take to announce itself, and the content to move. ms */
const WITHIN = 60_000;

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/** Lets a seed and a leech find each other by a tracker, and the leech get everything; answers what it got wrong. */
export const transfer = async ({ client, direction, tracker, content }: Pairing): Promise<readonly string[]> => {
  const weSeed = direction === 'we seed';
  const folder = temporaryFolder();
  const torrent = join(folder, 'seed', `${content.name}.torrent`);
  const jobOf = (name: string): Job => {
    const [dir, scratch] = [join(folder, name), join(folder, `${name}-scratch`)];
    for (const path of [dir, scratch]) mkdirSync(path);
    return { torrent, dir, scratch, ip: ownIp(client.network) };
  };
  const [seedJob, leechJob] = [jobOf('seed'), jobOf('leech')];
  const made = makeContent(content, seedJob.dir);
  const metainfo = (announceTiers: readonly (readonly string[])[]): Promise<Uint8Array> =>
    createTorrent(join(seedJob.dir, content.name), { pieceLength: PIECE_LENGTH, announceTiers });
  // The trackers of a torrent are no part of what its info hash is made of, so that a tracker can be told it beforehand.
  const infoHash = toHex(parseMetainfo(await metainfo([]), sha1).infoHash);
  const { program: trackerProgram, announce } = await tracker.start(ownIp(client.network), infoHash);
  writeFileSync(torrent, await metainfo([[announce]]));

  const startSeed = (): Promise<RunningClient> => (weSeed ? seedbed : client).startSeed(seedJob);
  const startLeech = (): Promise<RunningClient> => (weSeed ? client : seedbed).startLeech(leechJob);
  const isKnown = (role: 'complete' | 'incomplete', party: RunningClient): Promise<void> =>
    waitUntil(async () => {
      const scraped = await scrape(announce, infoHash);
      if (!scraped.ok) return scraped.failure;
      return scraped.counts[role] > 0 ? undefined : `the tracker knows none that is ${role}; ${await party.missing()}`;
    }, WITHIN);

  // Whoever comes second is told of the first one, and dials it. Later announces would tell the first one too, but
  // trackers ask for half an hour in between, and clients obey.
  let seed: RunningClient;
  let leech: RunningClient;
  if (weSeed && !client.dials) {
    leech = await startLeech();
    await isKnown('incomplete', leech);
    seed = await startSeed();
  } else {
    seed = await startSeed();
    await isKnown('complete', seed);
    leech = await startLeech();
  }
  await waitUntil(() => leech.missing(), WITHIN);
  await leech.stop();
  await seed.stop();
  await endProgram(trackerProgram);
  return differences(weSeed && client.leavesOutEmptyFiles ? withoutEmptyFiles(made, content) : made, leechJob.dir);
};

const withoutEmptyFiles = (sums: Sums, { files }: Content): Sums =>
  Object.fromEntries(Object.entries(sums).filter(([path]) => files[path] !== 0));
