import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileTorrent, someBytes } from './support/content.ts';
import { complete, daemonAt } from './support/daemons.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const LENGTH = 512 * 1024;
const bytes = someBytes(LENGTH);
const film = fileTorrent('film', bytes, 64 * 1024);

const seedFolder = (): string => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), bytes);
  return dir;
};

describe('a daemon behind a link', () => {
  it('sends and receives over it, and says how much', async () => {
    const { daemon: seed } = await daemonAt('127.87.9.1', {
      link: { upload: 2 ** 20, latency: 2, jitter: 1, loss: 0.01 },
    });
    const { daemon: leech } = await daemonAt('127.87.9.2', { link: { download: 4 * 2 ** 20, latency: 2 } });
    await seed.add(film, { dir: seedFolder() });
    await complete(await leech.add(film, { dir: temporaryFolder(), connect: [seed.listen] }));
    const { upload, download } = leech.linkUse();
    expect(download.bytes).toBeGreaterThan(LENGTH);
    // What we sent has arrived, but for what is on its way.
    expect(seed.linkUse().download.bytes).toBeLessThanOrEqual(upload.bytes);
    expect(seed.linkUse().upload.busyBytes).toBeGreaterThan(LENGTH / 2);
  });

  it('gets no answer from an address that can not be reached, until it can', async () => {
    const { daemon: seed } = await daemonAt('127.87.9.3', { link: {} });
    const { daemon: leech, log } = await daemonAt('127.87.9.4', { link: {}, limits: { handshakeTimeout: 50 } });
    const seeded = await seed.add(film, { dir: seedFolder() });
    leech.setUnreachable(['127.87.9.3']);
    const torrent = await leech.add(film, { dir: temporaryFolder(), connect: [seed.listen] });
    await until(() => log.some((line) => line.includes('no answer')) || log.join());
    expect(seed.usage().connections).toBe(0);
    leech.setUnreachable([]);
    seeded.addPeers([leech.listen]);
    await complete(torrent);
  });

  it('lets nobody in who comes from there', async () => {
    const { daemon: seed } = await daemonAt('127.87.9.5', { link: {} });
    const { daemon: leech, log } = await daemonAt('127.87.9.6', { link: {} });
    await seed.add(film, { dir: seedFolder() });
    seed.setUnreachable(['127.87.9.6']);
    await leech.add(film, { dir: temporaryFolder(), connect: [seed.listen] });
    await until(() => log.some((line) => line.includes('dial failed')) || log.join());
    expect(seed.usage().connections).toBe(0);
  });

  it('goes on where a cable was cut in the midst of it', async () => {
    const { daemon: seed } = await daemonAt('127.87.9.7', { link: { upload: 256 * 1024 } });
    const { daemon: leech } = await daemonAt('127.87.9.8');
    await seed.add(film, { dir: seedFolder() });
    const torrent = await leech.add(film, { dir: temporaryFolder(), connect: [seed.listen] });
    await until(() => torrent.status().have > 0 || 'no piece yet');
    seed.setUnreachable(['127.87.9.8']);
    seed.setLink({});
    expect(torrent.status().complete).toBe(false);
    seed.setUnreachable([]);
    await complete(torrent);
    expect(torrent.status().downloaded).toBe(LENGTH);
  });

  it('has none to change where it was started without', async () => {
    const { daemon } = await daemonAt('127.87.9.10');
    expect(() => daemon.setLink({})).toThrow('started without a link');
    expect(() => daemon.setUnreachable([])).toThrow('started without a link');
  });

  it('is refused a link that makes no sense', async () => {
    const { daemon } = await daemonAt('127.87.9.9', { link: {} });
    expect(() => daemon.setLink({ upload: -1 })).toThrow(RangeError);
    await expect(daemonAt('127.87.9.9', { link: { jitter: 5 } })).rejects.toThrow(RangeError);
  });
});
