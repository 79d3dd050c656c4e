import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { PeerAddress } from '@seedbed/protocol';
import { pino } from 'pino';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fitConnections } from '../src/http/fit-connections.ts';
import { trackerConfig } from '../src/tracker-config.ts';
import { announceTo, ask } from './tracker-client.ts';
import { startProgram } from './tracker-program.ts';
import { waitUntil } from './wait-until.ts';

describe('connections that fit', () => {
  const fit = (maxConnections: number, workers: number, openFiles: number | undefined): [number, string[]] => {
    const said: string[] = [];
    const log = pino({}, { write: (line) => void said.push((JSON.parse(line) as { msg: string }).msg) });
    return [fitConnections(trackerConfig({ maxConnections, workers }), openFiles, log).maxConnections, said];
  };

  test.each([
    ['no limit', 10_000, 1, undefined],
    ['room enough', 10_000, 1, 10_064],
    ['room enough for the part of each worker', 10_000, 4, 2_564],
  ])('%s: as many as were asked for, and nothing is said', (_, connections, workers, openFiles) => {
    expect(fit(connections, workers, openFiles)).toEqual([connections, []]);
  });

  test.each([
    ['one process', 10_000, 1, 1_024, 960, /^only 960 connections at once: .* 1024 files .* to 10064 \(ulimit -n\)/],
    ['workers', 10_000, 2, 1_024, 1_920, /^only 960 connections at once in each process: .* to 5064 /],
    ['hardly any', 10_000, 1, 10, 1, /^only 1 connection at once/],
  ])('%s: as many as fit, and one line', (_, connections, workers, openFiles, fitting, line) => {
    expect(fit(connections, workers, openFiles)).toEqual([fitting, [expect.stringMatching(line)]]);
  });
});

/** Connections that say nothing, until the test has finished. */
async function openSilent(server: PeerAddress, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (let n = 0; n < count; n += 1) {
    const socket = connect({ host: server.ip, port: server.port });
    socket.on('error', () => undefined); // it gives its place to the next one
    sockets.push(socket);
    await once(socket, 'connect');
  }
  return sockets;
}

describe.skipIf(process.platform !== 'linux')('a tracker that may have few files open', () => {
  test('says so at its start, and keeps nobody out for connections that are silent', async () => {
    const tracker = await startProgram({}, { openFiles: 140 });
    expect(tracker.errors().match(/only 76 connections at once/g)).toHaveLength(1);
    await openSilent(tracker.address, 150);
    expect(await announceTo(tracker.address, 1)).toMatchObject({ ok: true });
    expect(tracker.errors()).not.toContain('EMFILE');
  });

  test('fewer than it has connections, as of now: it takes none until there is room, and goes on then', async () => {
    const tracker = await startProgram({});
    const silent = await openSilent(tracker.address, 50);
    await waitUntil(async () => {
      const { body } = await ask(tracker.address, '/metrics');
      const [, open] = /^process_open_fds (\d+)$/m.exec(body.toString()) ?? [];
      return Number(open) > 60 ? undefined : `${open} files are open`;
    });
    execFileSync('prlimit', ['--pid', String(tracker.child.pid), '--nofile=40']);
    await expect(announceTo(tracker.address, 1)).rejects.toThrow(/hang up|ECONNRESET/);
    for (const socket of silent) socket.destroy();
    await waitUntil(() =>
      announceTo(tracker.address, 1).then(
        () => undefined,
        (error: Error) => error.message,
      ),
    );
    tracker.child.kill('SIGTERM');
    expect(await tracker.exit).toBe(0);
  });
});
