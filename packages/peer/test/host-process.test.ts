import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTorrent } from '@seedbed/peer';
import { describe, expect, it } from 'vitest';
import { someBytes } from './support/content.ts';
import { HostProcess } from './support/host-process.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { startTracker } from './support/tracker.ts';
import { until } from './support/until.ts';

const CONTENT = someBytes(2_000_000);

const seedFolder = async (announce?: string): Promise<{ dir: string; torrent: string }> => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'film'), CONTENT);
  const torrent = join(dir, 'film.torrent');
  writeFileSync(
    torrent,
    await createTorrent(join(dir, 'film'), announce === undefined ? {} : { announceTiers: [[announce]] }),
  );
  return { dir, torrent };
};

describe('peers as a program', () => {
  it('seeds from one process to another, tells its launcher how it goes on, and leaves in order', async () => {
    const tracker = await startTracker('127.83.60.1');
    const { dir, torrent } = await seedFolder(tracker.url);
    const seed = HostProcess.of({
      torrent,
      dir,
      name: 'seed-1',
      listen: '127.83.60.2:0',
      control: '127.83.60.2:0',
      readOnly: true,
    });
    const ready = await seed.told('seed-1', 'ready');
    await seed.told('seed-1', 'verified');
    const health = await fetch(`${ready.control}/healthz?complete`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ complete: true, torrents: { running: 1 } });

    const target = temporaryFolder();
    const leech = HostProcess.of({
      torrent,
      dir: target,
      name: 'leech-1',
      listen: '127.83.60.3:0',
      connect: [ready.listen],
      eventLevel: 'block',
      choker: 'all',
      picker: 'sequential',
      trace: ['decisions', 'wire'],
      strict: true,
      skipRedundantHaves: true,
      uploadLimit: 1_000_000,
      downloadLimit: 100_000_000,
    });
    await leech.told('leech-1', 'verified');
    expect(readFileSync(join(target, 'film')).equals(CONTENT)).toBe(true);

    leech.child.kill('SIGTERM');
    expect(await leech.gone()).toBe(0);
    seed.child.disconnect();
    expect(await seed.gone()).toBe(0);
    expect(tracker.announces.filter((announce) => announce.startsWith('stopped'))).toEqual([
      'stopped 127.83.60.3',
      'stopped 127.83.60.2',
    ]);
    expect(leech.events).not.toContain(undefined);
    const events = leech.eventsOf('leech-1');
    expect(events).toHaveLength(leech.events.length);
    expect(events[0]).toMatchObject({ type: 'peer-started' });
    expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(['block', 'completed', 'peer-stopped']));
    const picked = events.flatMap((event) => (event.type === 'piece-picked' ? [event.reason] : []));
    expect(picked).toContain('sequential');
    const wire = events.flatMap((event) => (event.type === 'wire' ? [`${event.direction} ${event.message}`] : []));
    expect(wire.slice(0, 2)).toEqual(['sent handshake', 'received handshake']);
    expect(wire).toEqual(expect.arrayContaining(['sent interested', 'received bitfield', 'received piece']));
    expect(leech.stderr).toBe('');
    expect(seed.stderr).toBe('');
  });

  it('answers 503 until everything is there', async () => {
    const { torrent } = await seedFolder();
    const leech = HostProcess.of({
      torrent,
      dir: temporaryFolder(),
      name: 'leech',
      listen: '127.83.61.1:0',
      control: '127.83.61.1:0',
    });
    const { control } = await leech.told('leech', 'ready');
    const statuses = await Promise.all(
      ['/healthz', '/healthz?complete', '/', '//'].map(async (path) => (await fetch(control + path)).status),
    );
    expect(statuses).toEqual([200, 503, 404, 404]);
  });

  it.each<[string, object | string, RegExp]>([
    ['no JSON', 'rubbish', /the first argument is the configuration as a JSON object/],
    ['no list of peers', { name: 'host' }, /"peers" is missing/],
    [
      'a peer without a field that it needs',
      { name: 'host', peers: [{ dir: '/tmp', name: 'x' }] },
      /"torrent" is missing/,
    ],
    ['an unknown field of a peer', { name: 'host', peers: [{ nonsense: 1 }] }, /"nonsense" is not a field/],
    ['a wrong value', { name: 'host', peers: [{ listen: 'nowhere' }] }, /"listen" can't be "nowhere"/],
    ['a wrong link', { name: 'host', peers: [{ link: { loss: 2 } }] }, /"loss" can't be 2/],
    [
      'one name twice',
      { name: 'host', peers: Array.from({ length: 2 }, () => ({ torrent: '/x', dir: '/x', name: 'leech' })) },
      /two peers are called "leech"/,
    ],
  ])('leaves with 1 and one line when it is given %s', async (_, config, line) => {
    const host = new HostProcess(config);
    expect(await host.gone()).toBe(1);
    expect(host.stderr).toMatch(line);
    expect(host.stderr.trim().split('\n')).toHaveLength(1);
    expect(host.messages).toEqual([]);
  });

  it('leaves when it is asked to while a peer still checks its content', async () => {
    const { dir, torrent } = await seedFolder();
    const host = HostProcess.of({ torrent, dir, name: 'peer', listen: '127.83.63.1:0' });
    await once(host.child, 'spawn');
    host.child.disconnect();
    expect(await host.gone()).toBe(0);
    expect(host.stderr).toBe('');
  });

  it('goes on with the others when a peer fails to start', async () => {
    const { dir, torrent } = await seedFolder();
    const peer = { torrent, dir: temporaryFolder() };
    const host = HostProcess.of(
      { ...peer, name: 'in-a-file', dir: join(dir, 'film'), listen: '127.83.64.1:0' },
      { ...peer, name: 'no-torrent', torrent: join(dir, 'nowhere'), listen: '127.83.64.2:0' },
      { ...peer, name: 'right', listen: '127.83.64.3:0' },
    );
    const { listen } = await host.told('right', 'ready');
    const fileText = `${join(dir, 'film')} is a file, or lies below one; a folder is needed there`;
    expect(await host.told('in-a-file', 'failed')).toMatchObject({ reason: fileText });
    expect(await host.told('no-torrent', 'failed')).toMatchObject({ reason: expect.stringMatching(/ENOENT.*nowhere/) });
    host.command({ type: 'start', peer: { ...peer, name: 'taken', dir: temporaryFolder(), listen } });
    expect(await host.told('taken', 'failed')).toMatchObject({ reason: expect.stringContaining(listen) });
    // The name of one that failed is free again.
    host.command({
      type: 'start',
      peer: { ...peer, name: 'taken', dir: temporaryFolder(), listen: '127.83.64.4:0' },
    });
    await host.told('taken', 'ready');
    host.child.disconnect();
    expect(await host.gone()).toBe(0);
  });
});

describe('a host of peers', () => {
  it('carries a swarm of peers that come and go, each under its own name and address', async () => {
    const tracker = await startTracker('127.83.65.1');
    const { dir, torrent } = await seedFolder(tracker.url);
    const leech = (index: number, target: string) => ({
      torrent,
      dir: target,
      name: `leech-${index}`,
      listen: `127.83.65.${10 + index}:0`,
    });
    const targets = [temporaryFolder(), temporaryFolder()] as const;
    const host = HostProcess.of(
      { torrent, dir, name: 'seed', listen: '127.83.65.2:0', readOnly: true, shared: true },
      leech(1, targets[0]),
    );
    await host.told('seed', 'ready');
    host.command({ type: 'start', peer: leech(2, targets[1]) });
    await host.told('leech-1', 'verified');
    await host.told('leech-2', 'verified');
    for (const target of targets) expect(readFileSync(join(target, 'film')).equals(CONTENT)).toBe(true);
    await until(() => host.about('leech-2', 'progress').length > 0 || 'no progress was told');

    host.command({ type: 'stop', peer: 'leech-1', how: 'order' });
    await host.told('leech-1', 'stopped');
    host.command({ type: 'stop', peer: 'leech-2', how: 'killed' });
    await host.told('leech-2', 'stopped');
    const farewells = () => tracker.announces.filter((announce) => announce.startsWith('stopped'));
    expect(farewells()).toEqual(['stopped 127.83.65.11']);
    await until(() => host.eventsOf('leech-1').some(({ type }) => type === 'peer-stopped') || 'no end of leech-1');

    // It comes again with what it has, under its name and address.
    host.command({ type: 'start', peer: leech(2, targets[1]) });
    await host.toldTimes('leech-2', 'ready', 2);
    host.child.kill('SIGTERM');
    expect(await host.gone()).toBe(0);
    expect(farewells().sort()).toEqual(['stopped 127.83.65.11', 'stopped 127.83.65.12', 'stopped 127.83.65.2']);
    const lives = host.eventsOf('leech-2').map(({ type }) => type);
    expect(lives.filter((type) => type === 'peer-started')).toHaveLength(2);
    expect(lives.filter((type) => type === 'peer-stopped')).toHaveLength(1);
    expect(host.stderr).toBe('');
  });

  it('refuses what it can not do, and changes nothing', async () => {
    const { torrent } = await seedFolder();
    const config = { torrent, dir: temporaryFolder(), name: 'leech', listen: '127.83.66.1:0' };
    const host = HostProcess.of(config);
    await host.told('leech', 'ready');
    host.command({ type: 'start', peer: config });
    host.command({ type: 'stop', peer: 'nobody', how: 'order' });
    host.command({ type: 'stop', peer: 'leech', how: 'loudly' });
    host.command({ type: 'corrupt', peer: 'leech' });
    host.command({ type: 'unreachable', peer: 'leech', addresses: ['nowhere'] });
    host.command({ type: 'link', peer: 'leech', link: { latency: 1, jitter: 2 } });
    host.command({ type: 'sing' });
    host.command({ type: 'start', peer: { name: 'other', nonsense: 1 } });
    host.command([]);
    await until(() => host.messages.filter(({ type }) => type === 'refused').length === 9 || 'not all were refused');
    expect(host.messages.filter(({ type }) => type === 'refused')).toEqual([
      { type: 'refused', peer: 'leech', command: 'start', reason: 'there is a peer called "leech" already' },
      { type: 'refused', peer: 'nobody', command: 'stop', reason: 'there is no peer called "nobody"' },
      { type: 'refused', peer: 'leech', command: 'stop', reason: '"how" can\'t be "loudly"' },
      { type: 'refused', peer: 'leech', command: 'corrupt', reason: '"on" is missing in the command' },
      { type: 'refused', peer: 'leech', command: 'unreachable', reason: '"addresses" can\'t be ["nowhere"]' },
      {
        type: 'refused',
        peer: 'leech',
        command: 'link',
        reason: expect.stringContaining('"link" can\'t be {"latency":1,"jitter":2}: '),
      },
      {
        type: 'refused',
        peer: '',
        command: 'sing',
        reason: 'a command has a "type", one of start, stop, link, unreachable, corrupt, disk-full',
      },
      { type: 'refused', peer: 'other', command: 'start', reason: '"nonsense" is not a field of a peer' },
      { type: 'refused', peer: '', command: '', reason: expect.stringContaining('a command has a "type"') },
    ]);
    host.child.disconnect();
    expect(await host.gone()).toBe(0);
  });
});
