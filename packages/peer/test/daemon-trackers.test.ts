import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeBencode, type Metainfo, parseMetainfo } from '@seedbed/protocol';
import { describe, expect, it } from 'vitest';
import { fileTorrent, sha1, someBytes } from './support/content.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { ANSWERING, type FakeTracker } from './support/fake-tracker.ts';
import { FakeUdpTracker } from './support/fake-udp-tracker.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 32 * 1024;
const CONTENT = someBytes(3 * PIECE + 99);

/** A torrent of one file with trackers in tiers. */
const torrentWith = (announceTiers: readonly (readonly string[])[]): Metainfo => ({
  ...fileTorrent('film', CONTENT, PIECE),
  announceTiers,
});

const seedAt = async (ip: string, torrent: Metainfo) => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), CONTENT);
  const seed = await daemonAt(ip);
  await complete(await seed.daemon.add(torrent, { dir }));
  return seed;
};

/** Who told a tracker what. */
const told = ({ asked }: FakeTracker): string[] =>
  asked.map((one) => (one.type === 'announce' ? `${one.from} ${one.announce.event ?? 'periodic'}` : one.type));

describe('the trackers of a daemon', () => {
  it('may be reached over UDP: peers meet there and say goodbye', async () => {
    const tracker = await FakeUdpTracker.open('127.83.40.1');
    const torrent = torrentWith([[`${tracker.origin}/announce?k=v`]]);
    const seed = await seedAt('127.83.40.2', torrent);
    await until(() => tracker.asked.length === 1 || 'the seed has not announced');
    const { ip, port } = seed.daemon.listen;
    tracker.behaviour = { ...ANSWERING, answer: { ...ANSWERING.answer, peers: [{ ip, port }] } };
    const leech = await daemonAt('127.83.40.3');
    await complete(await leech.daemon.add(torrent, { dir: temporaryFolder() }));
    await until(() => tracker.asked.length === 3 || `told only ${told(tracker)}`);
    for (const { daemon } of [leech, seed]) await daemon.close();
    expect(told(tracker)).toEqual([
      '127.83.40.2 started',
      '127.83.40.3 started',
      '127.83.40.3 completed',
      '127.83.40.3 stopped',
      '127.83.40.2 stopped',
    ]);
    expect(tracker.asked[0]).toMatchObject({ urlData: '/announce?k=v', announce: { port, left: 0 } });
    const keys = tracker.asked.map((one) => (one.type === 'announce' ? one.announce.key : undefined));
    expect(new Set(keys).size).toBe(2);
  });

  it('of unknown kinds are skipped with one line each, and the rest is asked', async () => {
    const tracker = await FakeUdpTracker.open('127.83.41.1');
    const seed = await seedAt('127.83.41.2', torrentWith([['wss://127.83.41.9/'], [tracker.origin, 'junk']]));
    await until(() => tracker.asked.length === 1 || 'not announced');
    const warnings = seed.log.filter((line) => line.startsWith('warn'));
    expect(warnings.toSorted()).toEqual([
      'warn the tracker junk is skipped: it is not a URL; write http://HOST:PORT/announce',
      'warn the tracker wss://127.83.41.9/ is skipped: trackers of wss: are not supported; http:, https: and udp: are',
    ]);
    expect(seed.events.filter(({ type }) => type === 'announce-failed')).toEqual([]);
  });

  it('hear of every torrent over one connection id', async () => {
    const tracker = await FakeUdpTracker.open('127.83.43.1');
    const seed = await seedAt('127.83.43.2', torrentWith([[tracker.origin]]));
    const other = parseMetainfo(
      encodeBencode({
        announce: tracker.origin,
        info: { length: 1, name: 'other', 'piece length': PIECE, pieces: sha1(new Uint8Array(1)) },
      }),
      sha1,
    );
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'other'), new Uint8Array(1));
    await seed.daemon.add(other, { dir });
    await until(() => tracker.asked.length === 2 || `asked ${tracker.asked.length} times`);
    expect(tracker.came).toEqual(['connect', 'announce', 'announce']);
  });
});
