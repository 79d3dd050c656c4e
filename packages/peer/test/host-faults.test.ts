import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GeneratedContent } from '../src/io/storage/generated-content.ts';
import { torrentFile } from './support/content.ts';
import { HostProcess } from './support/host-process.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { until } from './support/until.ts';

const PIECE = 64 * 1024;
const SEED_VALUE = 11;
const CONTENT = Buffer.alloc(20 * PIECE + 5);
new GeneratedContent(SEED_VALUE).read(0, [CONTENT]);

/** A torrent of bytes that follow from a number, and a folder that holds them. */
const sharedFilm = (pieceLength: number = PIECE): { dir: string; torrent: string } => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), CONTENT);
  const torrent = join(dir, 'film.torrent');
  writeFileSync(torrent, torrentFile('film', CONTENT, pieceLength));
  return { dir, torrent };
};

/** Fetches the content with a peer of its own, which keeps it in a file. Answers where it is. */
const fetchFrom = async (torrent: string, name: string, ip: string, from: string): Promise<Buffer> => {
  const dir = temporaryFolder();
  const witness = HostProcess.of({ torrent, dir, name, listen: `${ip}:0`, connect: [from] });
  await witness.told(name, 'verified');
  return readFileSync(join(dir, 'film'));
};

/** Commands are carried out in order: when one after them was refused, they were. */
const obeyed = async (host: HostProcess): Promise<void> => {
  const before = host.about('nobody', 'refused').length;
  host.command({ type: 'stop', peer: 'nobody', how: 'order' });
  await host.toldTimes('nobody', 'refused', before + 1);
};

describe('content that is not in files', () => {
  it.each<[string, object, object]>([
    ['memory', { storage: 'memory' }, { storage: 'memory' }],
    [
      'a number',
      { storage: 'synthetic', contentSeed: SEED_VALUE, dir: '/nowhere' },
      { storage: 'synthetic', contentSeed: SEED_VALUE },
    ],
  ])('goes from a seed over a leech that keeps it in %s to one with a disk', async (kind, ofSeed, ofLeech) => {
    const net = kind === 'memory' ? '127.83.70' : '127.83.71';
    const { dir, torrent } = sharedFilm();
    const seedPeer = { torrent, dir, name: 'seed', listen: `${net}.1:0`, readOnly: true, ...ofSeed };
    const seed = HostProcess.of(seedPeer);
    const { listen } = await seed.told('seed', 'ready');
    await seed.told('seed', 'verified');
    const target = temporaryFolder();
    const leech = HostProcess.of({
      ...{ torrent, dir: target, name: 'leech', listen: `${net}.2:0`, connect: [listen] },
      ...ofLeech,
    });
    await leech.told('leech', 'verified');
    seed.child.disconnect();
    await seed.gone();
    expect(existsSync(join(target, 'film'))).toBe(false);
    const { listen: from } = await leech.told('leech', 'ready');
    expect((await fetchFrom(torrent, 'witness', `${net}.3`, from)).equals(CONTENT)).toBe(true);
    expect(leech.stderr).toBe('');
  });

  it('is refused where it does not follow from the number, or no number is given', async () => {
    const { torrent } = sharedFilm();
    const peer = { torrent, dir: temporaryFolder(), storage: 'synthetic', readOnly: true };
    const host = HostProcess.of({ ...peer, name: 'wrong', contentSeed: 1, listen: '127.83.72.1:0' });
    const { reason } = await host.told('wrong', 'failed');
    expect(reason).toBe('the content of film does not follow from the number 1');
    host.command({ type: 'start', peer: { ...peer, name: 'none', listen: '127.83.72.2:0' } });
    expect(await host.told('none', 'refused')).toMatchObject({ reason: expect.stringContaining('"contentSeed"') });
  });
});

describe('what a launcher does to a peer', () => {
  it.each([
    ['in memory', PIECE],
    ['block by block, because they are large', 8 * 1024 * 1024],
  ])(
    'makes the blocks that it sends wrong, which a synthetic leech that collects pieces %s notices',
    async (_, piece) => {
      const net = piece === PIECE ? '127.83.73' : '127.83.74';
      const { dir, torrent } = sharedFilm(piece);
      const seeds = HostProcess.of(
        { torrent, dir, name: 'poisoner', listen: `${net}.1:0`, readOnly: true, shared: true },
        { torrent, dir, name: 'seed', listen: `${net}.2:0`, readOnly: true, shared: true },
      );
      const { listen: bad } = await seeds.told('poisoner', 'ready');
      const { listen: good } = await seeds.told('seed', 'ready');
      seeds.command({ type: 'corrupt', peer: 'poisoner', on: true });
      await obeyed(seeds);
      const leech = HostProcess.of({
        ...{ torrent, dir: temporaryFolder(), name: 'leech', listen: `${net}.3:0`, connect: [bad] },
        ...{ storage: 'synthetic', contentSeed: SEED_VALUE },
      });
      await until(() => leech.eventsOf('leech').some(({ type }) => type === 'piece-corrupt') || 'nothing was wrong');
      expect(leech.about('leech', 'verified')).toEqual([]);
      // The seed beside it, of the same content and process, is as it was.
      expect((await fetchFrom(torrent, 'witness', `${net}.4`, good)).equals(CONTENT)).toBe(true);
      seeds.command({ type: 'corrupt', peer: 'poisoner', on: false });
      await obeyed(seeds);
      expect((await fetchFrom(torrent, 'again', `${net}.6`, bad)).equals(CONTENT)).toBe(true);
    },
  );

  it('fills its disk, and makes room again', async () => {
    const { dir, torrent } = sharedFilm();
    const seed = { torrent, dir, name: 'seed', listen: '127.83.75.1:0', readOnly: true };
    const leech = { torrent, dir: temporaryFolder(), name: 'leech', listen: '127.83.75.2:0' };
    const host = HostProcess.of(leech);
    host.command({ type: 'disk-full', peer: 'leech', on: true });
    const { listen: target } = await host.told('leech', 'ready');
    host.command({ type: 'start', peer: { ...seed, connect: [target] } });
    const { reason } = await host.told('leech', 'paused');
    expect(reason).toBe('no room left on the disk for film');
    expect(host.about('leech', 'verified')).toEqual([]);
    host.command({ type: 'disk-full', peer: 'leech', on: false });
    await host.told('leech', 'resumed');
    await host.told('leech', 'verified');
    expect(readFileSync(join(leech.dir, 'film')).equals(CONTENT)).toBe(true);
  });

  it('changes its link, and tells how it was used', async () => {
    const { dir, torrent } = sharedFilm();
    const link = { upload: 1_000, latency: 1 };
    const seed = { torrent, dir, name: 'seed', listen: '127.83.76.1:0', readOnly: true, link, linkSeed: 1 };
    const host = HostProcess.of(seed);
    const { listen } = await host.told('seed', 'ready');
    const leech = { torrent, dir: temporaryFolder(), name: 'leech', listen: '127.83.76.2:0', connect: [listen] };
    host.command({ type: 'start', peer: leech });
    await until(() => (host.about('seed', 'link-use').at(-1)?.upload.bytes ?? 0) > 1_000 || 'nothing left by its link');
    // The whole content would take 22 minutes.
    expect(host.about('leech', 'verified')).toEqual([]);
    host.command({ type: 'link', peer: 'seed', link: { upload: 10_000_000 } });
    await host.told('leech', 'verified');
    host.command({ type: 'stop', peer: 'seed', how: 'order' });
    await host.told('seed', 'stopped');
    const last = host.messages.findLast(
      (message) => 'peer' in message && message.peer === 'seed' && message.type !== 'stopped',
    );
    expect(last?.type).toBe('link-use');
    expect(host.about('seed', 'link-use').at(-1)?.upload.bytes).toBeGreaterThanOrEqual(CONTENT.length);
  });

  it('cuts it off from others, and heals that', async () => {
    const { dir, torrent } = sharedFilm();
    const link = { upload: 100_000 };
    const host = HostProcess.of({ torrent, dir, name: 'seed', listen: '127.83.77.1:0', readOnly: true, link });
    const { listen } = await host.told('seed', 'ready');
    const leech = (index: number) => ({
      ...{ torrent, dir: temporaryFolder(), name: `leech-${index}`, listen: `127.83.77.${index}:0`, connect: [listen] },
    });
    host.command({ type: 'start', peer: leech(2) });
    await until(() => (host.about('seed', 'link-use').at(-1)?.upload.bytes ?? 0) > 0 || 'nothing was sent');
    host.command({ type: 'unreachable', peer: 'seed', addresses: ['127.83.77.2'] });
    host.command({ type: 'link', peer: 'seed', link: {} });
    host.command({ type: 'start', peer: leech(3) });
    await host.told('leech-3', 'verified');
    expect(host.about('leech-2', 'verified')).toEqual([]);
    host.command({ type: 'unreachable', peer: 'seed', addresses: [] });
    await host.told('leech-2', 'verified');
  });

  it('tells once a second how busy the process is', async () => {
    const host = HostProcess.of();
    await until(() => host.messages.some(({ type }) => type === 'load') || 'no load was told');
    const load = host.messages.find(({ type }) => type === 'load');
    expect(load).toEqual({ type: 'load', lateness: expect.any(Number), cpu: expect.any(Number) });
  });
});
