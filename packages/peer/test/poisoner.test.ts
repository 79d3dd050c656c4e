import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTorrent, someBytes } from './support/content.ts';
import { complete, daemonAt, type TestDaemon } from './support/daemons.ts';
import { seedByHand } from './support/peer-by-hand.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 64 * 1024;
const CONTENT = someBytes(64 * PIECE + 1);
const torrent = fileTorrent('film', CONTENT, PIECE);
/** Nothing of it is right. */
const poison = CONTENT.map((byte) => byte ^ 0xff);

/** Pieces that failed their hash, and whether a peer was banned for them. */
const harmOf = ({ events }: TestDaemon): { corrupt: number; banned: boolean } => ({
  corrupt: events.filter(({ type }) => type === 'piece-corrupt').length,
  banned: events.some((event) => event.type === 'disconnected' && event.reason === 'banned'),
});

describe('one of ten peers, which sends nothing but wrong bytes,', () => {
  it('is out after three pieces at most, and everybody gets what is right', async () => {
    const poisoner = await seedByHand('127.86.1.1', torrent, poison);
    const seed = await daemonAt('127.86.1.2');
    const seedDir = temporaryFolder();
    writeFileSync(join(seedDir, 'film'), CONTENT);
    await seed.daemon.add(torrent, { dir: seedDir });

    const leeches = await Promise.all(
      Array.from({ length: 8 }, async (_, i) => {
        const leech = await daemonAt(`127.86.1.${i + 3}`);
        const dir = temporaryFolder();
        return { ...leech, dir, download: await leech.daemon.add(torrent, { dir, connect: [poisoner.address] }) };
      }),
    );
    // Every one of them has met it before there is anybody else.
    await until(() => poisoner.count.came === 8 || `${poisoner.count.came} have met it`);
    const honest = [seed, ...leeches].map(({ daemon }) => daemon.listen);
    for (const { download } of leeches) download.addPeers(honest);

    for (const leech of leeches) {
      await complete(leech.download);
      expect(readFileSync(join(leech.dir, 'film')).equals(CONTENT)).toBe(true);
      expect(harmOf(leech)).toEqual({ corrupt: expect.toSatisfy((count) => count >= 1 && count <= 3), banned: true });
    }
    // It was asked once by each, and never again.
    expect(poisoner.count.came).toBe(8);
  });
});
