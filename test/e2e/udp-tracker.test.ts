import { spawnSync } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { decodeScrapeAnswer, encodeScrapeQuery, parseMetainfo, type ScrapeEntry, toHex } from '@seedbed/protocol';
import { expect, test } from 'vitest';
import { madeUpBytes } from './harness/made-up-bytes.ts';
import { type Running, startProgram } from './harness/seedbed.ts';
import { ownAddress, startGet, startSeed } from './harness/swarm-by-hand.ts';
import { temporaryFolder } from './harness/temporary-folder.ts';
import { waitUntil } from './harness/wait-until.ts';

const OPENTRACKER = 'opentracker';
const hasOpentracker = (): boolean => spawnSync(OPENTRACKER, ['-h']).error === undefined;

/** A tracker of others, over UDP and HTTP at one port, for one torrent. */
class Opentracker {
  readonly #program: Running;
  readonly #infoHash: Uint8Array;
  readonly address: string;

  constructor(infoHash: Uint8Array) {
    // It can't say which port it got, so it is told one, below those that the system hands out.
    const [ip = ''] = ownAddress().split(':');
    const port = String(randomInt(20_000, 30_000));
    // Started by root it locks itself into this folder and becomes nobody.
    const folder = join(temporaryFolder(), 'opentracker');
    mkdirSync(folder);
    chmodSync(folder, 0o755);
    // Debian's build serves the info hashes of a file, and no others.
    writeFileSync(join(folder, 'whitelist'), `${toHex(infoHash)}\n`);
    const flags = ['-i', ip, '-p', port, '-P', port, '-d', folder, '-w', 'whitelist'];
    this.#program = startProgram(OPENTRACKER, flags, { cwd: folder });
    this.#infoHash = infoHash;
    this.address = `${ip}:${port}`;
  }

  /** Waits until it knows this of the torrent. */
  async counts(counts: Omit<ScrapeEntry, 'infoHash'>): Promise<void> {
    await waitUntil(async () => {
      const { complete, downloaded, incomplete } = (await this.#scrape()) ?? { complete: 0, incomplete: 0 };
      const known = { complete, downloaded: downloaded ?? 0, incomplete };
      return JSON.stringify(known) === JSON.stringify(counts) ? undefined : `it knows ${JSON.stringify(known)}`;
    });
  }

  /** Waits until it answers. */
  async ready(): Promise<void> {
    await waitUntil(async () => {
      if (this.#program.status !== undefined) throw new Error(`${OPENTRACKER} has ended: ${this.#program.stderr}`);
      return this.#scrape().then(
        () => undefined,
        (error: unknown) => `no answer: ${error}`,
      );
    });
  }

  async #scrape(): Promise<ScrapeEntry | undefined> {
    const response = await fetch(`http://${this.address}/scrape?${encodeScrapeQuery([this.#infoHash])}`);
    const decoded = decodeScrapeAnswer(new Uint8Array(await response.arrayBuffer()));
    if (!decoded.ok) throw new Error(decoded.failure);
    return decoded.torrents[0];
  }
}

test.for(['udp', 'http'])('peers meet at opentracker over %s, and say goodbye', async (scheme, { skip }) => {
  if (!hasOpentracker()) {
    console.info('skipped: opentracker not found');
    return skip('opentracker not found');
  }
  const dir = temporaryFolder();
  const film = join(dir, 'film');
  writeFileSync(film, madeUpBytes(700_001, scheme));
  const bytes = await createTorrent(film, { announceTiers: [['http://127.0.0.1:1/announce']], pieceLength: 65_536 });
  const { infoHash } = parseMetainfo(bytes, (part) => createHash('sha1').update(part).digest());
  const tracker = new Opentracker(infoHash);
  await tracker.ready();
  const announce = `${scheme}://${tracker.address}/announce`;
  const torrent = `${film}.torrent`;
  writeFileSync(torrent, await createTorrent(film, { announceTiers: [[announce]], pieceLength: 65_536 }));

  const { seed } = await startSeed(film, announce);
  await tracker.counts({ complete: 1, downloaded: 0, incomplete: 0 });
  const get = await startGet(torrent, join(dir, 'back')).ends();
  expect([get.status, get.stderr.includes('announce failed')]).toEqual([0, false]);
  expect(readFileSync(join(dir, 'back', 'film')).equals(readFileSync(film))).toBe(true);
  await tracker.counts({ complete: 1, downloaded: 1, incomplete: 0 });
  seed.signal('SIGTERM');
  expect(await seed.ends()).toMatchObject({ status: 0 });
  await tracker.counts({ complete: 0, downloaded: 1, incomplete: 0 });
});
