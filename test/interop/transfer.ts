import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { parseMetainfo, type ScrapeCounts, toHex } from '@seedbed/protocol';
import { temporaryFolder } from '../e2e/harness/temporary-folder.ts';
import { waitUntil } from '../e2e/harness/wait-until.ts';
import type { Job, RunningClient } from './client.ts';
import { seedbed } from './clients/seedbed.ts';
import { type Content, differences, makeContent, PIECE_LENGTH, type Sums } from './contents.ts';
import { ownIp } from './network.ts';
import { networkOf, type Pairing } from './pairing.ts';
import { endProgram } from './program.ts';
import { expectedStories } from './stories.ts';
import type { Stories } from './told.ts';
import type { RunningTracker } from './trackers/tracker.ts';

/** How long a party may take to announce itself, and the content to move. ms */
const WITHIN = 60_000;

const sha1 = (bytes: Uint8Array): Uint8Array => createHash('sha1').update(bytes).digest();

/**
 * Lets a seed and a leech find each other by a tracker, and the leech get everything, while the tracker has to know at each
 * step who is there; answers what the leech got wrong.
 */
export const transfer = async (pairing: Pairing): Promise<readonly string[]> => {
  const { client, direction, tracker, route, content } = pairing;
  const weSeed = direction === 'we seed';
  const folder = temporaryFolder();
  const torrent = join(folder, 'seed', `${content.name}.torrent`);
  const jobOf = (name: string): Job => {
    const [dir, scratch] = [join(folder, name), join(folder, `${name}-scratch`)];
    for (const path of [dir, scratch]) mkdirSync(path);
    return { torrent, dir, scratch, ip: ownIp(networkOf(pairing)), transport: route.transport };
  };
  const [seedJob, leechJob] = [jobOf('seed'), jobOf('leech')];
  const made = makeContent(content, seedJob.dir);
  const metainfo = (announceTiers: readonly (readonly string[])[]): Promise<Uint8Array> =>
    createTorrent(join(seedJob.dir, content.name), { pieceLength: PIECE_LENGTH, announceTiers });
  // The trackers of a torrent are no part of what its info hash is made of, so that a tracker can be told it beforehand.
  const infoHash = toHex(parseMetainfo(await metainfo([]), sha1).infoHash);
  const running = await tracker.start(ownIp(networkOf(pairing)), infoHash, route.transport);
  writeFileSync(torrent, await metainfo([[running.announce]]));

  const expected = expectedStories(pairing);
  const completions = expected.seed.includes('completed') ? 1 : 0;
  const [seeding, leeching] = weSeed ? [seedbed, client] : [client, seedbed];
  // Whoever comes second is told of the first one, and dials it. Later announces would tell the first one too, but
  // trackers ask for half an hour in between, and clients obey.
  let seed: RunningClient;
  let leech: RunningClient;
  if (weSeed && !client.dials) {
    leech = await leeching.startLeech(leechJob);
    await counts(running, { complete: 0, incomplete: 1, downloaded: 0 }, leech);
    seed = await seeding.startSeed(seedJob);
  } else {
    seed = await seeding.startSeed(seedJob);
    await counts(running, { complete: 1, incomplete: 0, downloaded: completions }, seed);
    leech = await leeching.startLeech(leechJob);
  }
  await waitUntil(() => leech.missing(), WITHIN);
  if (!leeching.leavesWhenComplete)
    await counts(running, { complete: 2, incomplete: 0, downloaded: completions + 1 }, leech);
  await leech.stop();
  await counts(running, { complete: 1, incomplete: 0, downloaded: completions + 1 });
  await seed.stop();
  const left = Object.values(expected).filter((story) => !story.endsWith('stopped')).length;
  await counts(running, { complete: left, incomplete: 0, downloaded: completions + 1 });
  await tells(running, expected);
  await endProgram(running.program);
  return differences(weSeed && client.leavesOutEmptyFiles ? withoutEmptyFiles(made, content) : made, leechJob.dir);
};

const textOf = ({ complete, incomplete, downloaded }: ScrapeCounts): string =>
  `${complete} seeds, ${incomplete} leeches, ${downloaded} completed`;

/** Waits until a tracker counts this; a party that could be to blame is asked how far it is. */
const counts = (tracker: RunningTracker, expected: ScrapeCounts, party?: RunningClient): Promise<void> =>
  waitUntil(async () => {
    const scraped = await tracker.counts();
    if (!scraped.ok) return scraped.failure;
    if (textOf(scraped.counts) === textOf(expected)) return undefined;
    return `the tracker knows ${textOf(scraped.counts)}, not ${textOf(expected)}; ${(await party?.missing()) ?? ''}`;
  }, WITHIN);

/** Waits until the record of a tracker that keeps one holds these stories. */
const tells = (tracker: RunningTracker, expected: Stories): Promise<void> =>
  waitUntil(async () => {
    const heard = await tracker.stories?.();
    if (heard === undefined) return undefined;
    if (!heard.ok) return heard.failure;
    if (JSON.stringify(heard.stories) === JSON.stringify(expected)) return undefined;
    return `the tracker was told ${JSON.stringify(heard.stories)}, not ${JSON.stringify(expected)}`;
  });

const withoutEmptyFiles = (sums: Sums, { files }: Content): Sums =>
  Object.fromEntries(Object.entries(sums).filter(([path]) => files[path] !== 0));
