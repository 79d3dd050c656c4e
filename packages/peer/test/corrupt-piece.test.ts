import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTorrent, someBytes } from './support/content.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { seedByHand } from './support/peer-by-hand.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 32 * 1024;
const CONTENT = someBytes(4 * PIECE + 777);
const torrent = fileTorrent('film', CONTENT, PIECE);

/** The content with one wrong byte in its piece 2. */
const tampered = Uint8Array.from(CONTENT);
tampered[2 * PIECE + 20_000] = (CONTENT[2 * PIECE + 20_000] ?? 0) ^ 1;

const honestSeed = async (ip: string) => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), CONTENT);
  const seed = await daemonAt(ip);
  await complete(await seed.daemon.add(torrent, { dir }));
  return seed.daemon.listen;
};

describe('a peer that serves a wrong byte', () => {
  it('is found out by the hash and sent away for good; an honest one gives the rest', async () => {
    const liar = await seedByHand('127.83.60.1', torrent, tampered);
    const leech = await daemonAt('127.83.60.2');
    const dir = temporaryFolder();
    const download = await leech.daemon.add(torrent, { dir, connect: [liar.address] });
    await until(() => (liar.count.came > 0 && liar.count.open === 0) || `${download.status().have} pieces`);
    expect(leech.events.filter(({ type }) => type === 'piece-corrupt')).toMatchObject([{ piece: 2 }]);
    await until(() => leech.events.some(({ type }) => type === 'disconnected') || 'not told');
    expect(leech.events.find(({ type }) => type === 'disconnected')).toMatchObject({ reason: 'banned' });
    expect(download.status().complete).toBe(false);
    expect(existsSync(join(dir, 'film'))).toBe(false);
    const { ip, port } = liar.address;
    expect(leech.log.filter((line) => line.startsWith('warn'))).toEqual([
      `warn closed: it sent a piece that does not match its hash`,
    ]);
    expect(leech.warned).toEqual([{ peer: `${ip}:${port}` }]);

    download.addPeers([await honestSeed('127.83.60.3'), liar.address]);
    await complete(download);
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
    expect(liar.count.came).toBe(1);
  });

  it('spoils nothing beside an honest one', async () => {
    const liar = await seedByHand('127.83.61.1', torrent, tampered);
    const leech = await daemonAt('127.83.61.2');
    const dir = temporaryFolder();
    const connect = [liar.address, await honestSeed('127.83.61.3')];
    await complete(await leech.daemon.add(torrent, { dir, connect }));
    expect(readFileSync(join(dir, 'film')).equals(CONTENT)).toBe(true);
  });
});
