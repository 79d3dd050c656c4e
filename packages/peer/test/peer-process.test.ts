import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { decodeEvent, type SwarmEvent } from '@seedbed/events';
import { createTorrent, type PeerProcessMessage } from '@seedbed/peer';
import { afterEach, describe, expect, it } from 'vitest';
import { someBytes } from './support/content.ts';
import { temporaryFolder } from './support/temporary-folder.ts';
import { startTracker } from './support/tracker.ts';
import { until } from './support/until.ts';

const PROGRAM = createRequire(import.meta.url).resolve('@seedbed/peer/process');
const CONTENT = someBytes(2_000_000);

const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
});

/** A peer in a process of its own, as a launcher starts it. */
const launch = (config: unknown) => {
  const child = fork(PROGRAM, [typeof config === 'string' ? config : JSON.stringify(config)], {
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  const messages: PeerProcessMessage[] = [];
  let stderr = '';
  let events = '';
  const [, , errors, pipe] = child.stdio as unknown as [null, null, Readable, Readable];
  child.on('message', (message) => messages.push(message as PeerProcessMessage));
  errors.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  pipe.setEncoding('utf8').on('data', (text: string) => {
    events += text;
  });
  // Not `close`, which Node does not tell after a `disconnect` of ours.
  const ends = Promise.all([once(child, 'exit'), once(errors, 'close'), once(pipe, 'close')]);
  return {
    child,
    messages,
    stderr: () => stderr,
    events: (): (SwarmEvent | undefined)[] => events.split('\n').filter(Boolean).map(decodeEvent),
    /** Waits for a message of a type. */
    told: async <Type extends PeerProcessMessage['type']>(type: Type) => {
      const find = () => messages.find((message) => message.type === type);
      await until(() => find() !== undefined || child.exitCode === null || `it left: ${stderr}`);
      await until(() => find() !== undefined || `told ${JSON.stringify(messages)}, ${stderr}`);
      return find() as Extract<PeerProcessMessage, { type: Type }>;
    },
    /** Exit status once it is gone and everything it wrote was read. */
    gone: async (): Promise<number | null> => (await ends)[0][0] as number | null,
  };
};

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

describe('the peer as a program', () => {
  it('seeds to another one, tells its launcher how it goes on, and leaves in order', async () => {
    const tracker = await startTracker('127.83.60.1');
    const { dir, torrent } = await seedFolder(tracker.url);
    const seed = launch({
      torrent,
      dir,
      name: 'seed-1',
      listen: '127.83.60.2:0',
      control: '127.83.60.2:0',
      readOnly: true,
    });
    const ready = await seed.told('ready');
    await seed.told('verified');
    const health = await fetch(`${ready.control}/healthz?complete`);
    expect(health.status).toBe(200);
    expect(await health.json()).toMatchObject({ complete: true, torrents: { running: 1 } });

    const target = temporaryFolder();
    const leech = launch({
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
    await leech.told('verified');
    expect(readFileSync(join(target, 'film')).equals(CONTENT)).toBe(true);

    leech.child.kill('SIGTERM');
    expect(await leech.gone()).toBe(0);
    seed.child.disconnect();
    expect(await seed.gone()).toBe(0);
    expect(tracker.announces.filter((announce) => announce.startsWith('stopped'))).toEqual([
      'stopped 127.83.60.3',
      'stopped 127.83.60.2',
    ]);
    const events = leech.events();
    expect(events).not.toContain(undefined);
    expect(events[0]).toMatchObject({ type: 'peer-started', peer: 'leech-1' });
    expect(events.map((event) => event?.type)).toEqual(expect.arrayContaining(['block', 'completed', 'peer-stopped']));
    const picked = events.flatMap((event) => (event?.type === 'piece-picked' ? [event.reason] : []));
    expect(picked).toContain('sequential');
    const wire = events.flatMap((event) => (event?.type === 'wire' ? [`${event.direction} ${event.message}`] : []));
    expect(wire.slice(0, 2)).toEqual(['sent handshake', 'received handshake']);
    expect(wire).toEqual(expect.arrayContaining(['sent interested', 'received bitfield', 'received piece']));
    expect(leech.stderr()).toBe('');
    expect(seed.stderr()).toBe('');
  });

  it('answers 503 until everything is there', async () => {
    const { torrent } = await seedFolder();
    const leech = launch({
      torrent,
      dir: temporaryFolder(),
      name: 'leech',
      listen: '127.83.61.1:0',
      control: '127.83.61.1:0',
    });
    const { control } = await leech.told('ready');
    const statuses = await Promise.all(
      ['/healthz', '/healthz?complete', '/', '//'].map(async (path) => (await fetch(control + path)).status),
    );
    expect(statuses).toEqual([200, 503, 404, 404]);
  });

  it('leaves with 1 and one line when its folder is a file', async () => {
    const { dir, torrent } = await seedFolder();
    const peer = launch({ torrent, dir: join(dir, 'film'), name: 'peer', listen: '127.83.62.1:0' });
    expect(await peer.gone()).toBe(1);
    expect(peer.stderr()).toBe(`${join(dir, 'film')} is a file, or lies below one; a folder is needed there\n`);
    expect(peer.messages).toEqual([{ type: 'failed', reason: expect.stringContaining('is a file') }]);
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', 'rubbish', /the first argument is the configuration as a JSON object/],
    ['a missing field', { dir: '/tmp', name: 'x' }, /"torrent" is missing/],
    ['an unknown field', { nonsense: 1 }, /"nonsense" is not a field/],
    ['a wrong value', { listen: 'nowhere' }, /"listen" can't be "nowhere"/],
    ['a torrent that is not there', { torrent: '/nowhere', dir: '/tmp', name: 'x' }, /ENOENT.*\/nowhere/],
  ])('leaves with 1 and one line when it is given %s', async (_, config, line) => {
    const peer = launch(config);
    expect(await peer.gone()).toBe(1);
    expect(peer.stderr()).toMatch(line);
    expect(peer.stderr().trim().split('\n')).toHaveLength(1);
  });

  it('leaves when it is asked to while it still checks its content', async () => {
    const { dir, torrent } = await seedFolder();
    const peer = launch({ torrent, dir, name: 'peer', listen: '127.83.63.1:0' });
    await once(peer.child, 'spawn');
    peer.child.disconnect();
    expect(await peer.gone()).toBe(0);
    expect(peer.stderr()).toBe('');
  });
});
