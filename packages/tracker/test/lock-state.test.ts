import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type PeerAddress, parseAddress } from '@seedbed/protocol';
import { startTracker, type Tracker, TrackerFileError, trackerConfig } from '@seedbed/tracker';
import { describe, expect, onTestFinished, test } from 'vitest';
import { lockState } from '../src/state/lock-state.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { announceTo, ask } from './tracker-client.ts';
import { startProgram } from './tracker-program.ts';

const freeAddress = (): PeerAddress => ({
  ip: `127.${randomInt(1, 255)}.${randomInt(255)}.${randomInt(1, 255)}`,
  port: 0,
});

async function start(state: string, http = freeAddress(), udp?: PeerAddress): Promise<Tracker> {
  const tracker = await startTracker(trackerConfig({ http, udp, state, maxPeers: 100, maxTorrents: 10 }));
  onTestFinished(() => tracker.close());
  return tracker;
}

const inUse = (state: string): string =>
  `${state} is in use by another tracker: stop that one, or name another file with --state`;

test('in a folder that is not there: one clear line', async () => {
  const state = join(temporaryFolder(), 'nowhere', 'state');
  await expect(start(state)).rejects.toThrow(/^the state can't be kept in .*nowhere: ENOENT/);
});

// Abstract sockets and named pipes are what it is made of.
describe.skipIf(process.platform !== 'linux' && process.platform !== 'win32')('a file of swarms', () => {
  test('belongs to one tracker until that one has written it for the last time', async () => {
    const state = join(temporaryFolder(), 'state');
    const first = await start(state);
    await announceTo(first.address, 1);
    const error = await start(state).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(TrackerFileError);
    expect(error).toMatchObject({ message: inUse(state) });
    expect(await announceTo(first.address, 2), 'the first one answers on').toMatchObject({ ok: true });
    await first.close();
    const next = await start(state);
    expect(JSON.parse((await ask(next.address, '/stats.json')).body.toString())).toMatchObject({ peers: 2 });
  });

  test('is the same by whatever way, and another one beside it is not', async () => {
    const folder = temporaryFolder();
    const [real, link] = [join(folder, 'real'), join(folder, 'link')];
    mkdirSync(real);
    symlinkSync(real, link);
    await start(join(real, 'state'));
    await expect(start(join(link, 'state'))).rejects.toThrow(inUse(join(link, 'state')));
    await expect(start(join(real, '..', 'real', 'state'))).rejects.toThrow('is in use');
    await start(join(real, 'other'));
  });

  test('is free again when its tracker could not start', async () => {
    const state = join(temporaryFolder(), 'state');
    const other = await start(join(temporaryFolder(), 'other'), freeAddress(), freeAddress());
    const udp = parseAddress((other.urls[1] ?? '').slice('udp://'.length, -'/announce'.length));
    await expect(start(state, other.address)).rejects.toThrow('--http');
    await expect(start(state, freeAddress(), udp)).rejects.toThrow('--udp');
    await start(state);
  });

  test('a second program ends with one clear line and status 1; after kill -9 of the first it may have it', async () => {
    const state = join(temporaryFolder(), 'state');
    const first = await startProgram({ state });
    const error = await startProgram({ state, http: '127.9.8.7:0' }).catch((reason: Error) => reason);
    expect(String(error).trim()).toBe(`Error: it ended (1) before it was ready: tracker: ${inUse(state)}`);
    first.child.kill('SIGKILL');
    await first.exit;
    expect(await announceTo((await startProgram({ state })).address, 1)).toMatchObject({ ok: true });
  });
});

test('links in a circle: one clear line', async () => {
  const folder = temporaryFolder();
  const [one, other] = [join(folder, 'one'), join(folder, 'other')];
  symlinkSync(one, other);
  symlinkSync(other, one);
  await expect(start(one)).rejects.toThrow(/^the state can't be kept in .*: more than 40 links in a row/);
});

describe.skipIf(process.platform === 'win32')('where sockets have names in folders only', () => {
  test('a file of swarms belongs to one tracker', async () => {
    const state = join(temporaryFolder(), 'state');
    const first = await lockState(state, 'darwin');
    await expect(lockState(state, 'darwin')).rejects.toThrow(inUse(state));
    await first.release();
    await (await lockState(state, 'darwin')).release();
  });

  test('after kill -9 of that one another may have it', async () => {
    const state = join(temporaryFolder(), 'state');
    const holder = spawn(
      process.execPath,
      [
        '--input-type=module',
        '--eval',
        `import { lockState } from ${JSON.stringify(new URL('../dist/state/lock-state.js', import.meta.url).href)};
         await lockState(process.argv[1], 'darwin');
         console.log('held');
         setInterval(() => {}, 1_000);`,
        state,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const exit = once(holder, 'exit');
    onTestFinished(() => void (holder.exitCode === null && holder.kill('SIGKILL')));
    await once(holder.stdout, 'data');
    await expect(lockState(state, 'darwin')).rejects.toThrow(inUse(state));
    holder.kill('SIGKILL');
    await exit;
    await (await lockState(state, 'darwin')).release();
  });
});
